import { counts } from '../../assessment/conclude.ts';
import { labelOf } from '../../assessment/hosts.ts';
import type { Report } from '../../assessment/report.ts';
import { questionWords, showsWords } from '../../assessment/words.ts';
import type { Finding } from '../../findings/finding.ts';
import { inReadingOrder } from '../../findings/reading-order.ts';
import type { Level } from '../../rules/rule.ts';
import { indicatorWords } from '../indicator-words.ts';
import { countByLevel } from '../order.ts';
import { clock, placeOf, span } from '../plain-words.ts';
import { webAddress } from '../web-address.ts';
import { breakable, pairs } from './fragments.ts';
import { html, type Markup } from './markup.ts';

/** Findings in the list above all others; it is for one look. */
const GLANCE_ROWS = 40;

const levelClass: Readonly<Record<Level, string>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'doubt',
  low: 'quiet',
  informational: 'quiet',
};

export function* findingsSection(report: Report): Iterable<Markup> {
  const levels = countByLevel(report.findings).map(([level, count]) => `${count} ${level}`);
  // Only a long list is laid out piece by piece as it is scrolled to: that is what makes thousands open at once.
  yield html`<section aria-labelledby="findings"${report.findings.length > 200 ? html` class="many"` : undefined}><h2 id="findings">Findings</h2><p>${report.findings.length === 0 ? 'None.' : `${report.findings.length}: ${levels.join(', ')}.`}</p>`;
  const ordered = inReadingOrder(report.findings);
  yield glance(ordered);
  for (const [index, finding] of ordered.entries()) yield article(finding, index);
  yield html`</section>`;
}

/** The findings that matter in one line each, before their evidence: what to read first. */
function glance(ordered: readonly Finding[]): Markup {
  const rows = ordered
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => counts(one) && one.rule.shows !== 'context' && one.rule.level !== 'informational');
  if (rows.length < 2) return html``;
  const left = rows.length - Math.min(rows.length, GLANCE_ROWS);
  return html`<ol class="glance">${rows.slice(0, GLANCE_ROWS).map(({ one, index }) => html`<li><span class="${levelClass[one.rule.level]}">${one.rule.level}</span> <a href="#finding-${index + 1}">${one.rule.title}</a> <code>${breakable(placeOf(one))}</code></li>`)}</ol>${left === 0 ? undefined : html`<p class="quiet">And ${left} more below.</p>`}`;
}

/** A line that stands beside the evidence in its log. */
function beside(side: 'before' | 'after', { offset, ...sample }: Finding['samples'][number]): Markup {
  const line = sample[side];
  if (line === undefined) return html``;
  const words = html`<span class="quiet">(${offset === undefined ? 'line' : 'bytes'} ${side}) ${line}</span>`;
  return side === 'before' ? html`${words}\n` : html`\n${words}`;
}

function article(one: Finding, index: number): Markup {
  const { rule } = one;
  return html`<article id="finding-${index + 1}"><h3><span class="mark ${levelClass[rule.level]}">${rule.level}</span> ${rule.title}</h3>
<p><code>${breakable(placeOf(one))}</code></p><p>${rule.description}</p>
<p><strong>Advice.</strong> ${one.advice}</p>
${one.samples.map((sample) => html`<pre>${sample.time === undefined ? '' : `${clock(sample.time)}  `}${sample.path}${sample.line === undefined || one.second_hand ? '' : `:${sample.line}`}${sample.offset === undefined ? '' : ` at byte ${sample.offset}`}\n${beside('before', sample)}${sample.text}${beside('after', sample)}</pre>`)}
${pairs([
  ['Shows', `${showsWords[rule.shows]} (confidence ${rule.confidence})`],
  ['Question', questionWords[rule.question]],
  ['Occurrences', `${one.occurrences}`],
  [
    'Seen (UTC)',
    one.first_seen === undefined
      ? undefined
      : `${span(one.first_seen, one.last_seen ?? one.first_seen)}${one.window === undefined ? '' : `, ${one.window} the time it was exploitable`}`,
  ],
  ['About these times', one.time_note],
  [
    'Subject',
    Object.entries(one.subject)
      .map(([key, value]) => `${key}: ${value}`)
      .join('; '),
  ],
  ...(one.indicators ?? []).map((known): readonly [string, string] => [
    'Known indicator',
    `${known.value} (${indicatorWords(known)})`,
  ]),
  ['Lines of', one.hosts?.map(labelOf).join(', ')],
  ['Name in the evidence', one.original],
  ['File', fileWords(one)],
  ['SHA-256', one.file?.sha256],
  ['Known from', one.second_hand ? 'a listing only, not the thing itself' : undefined],
  ['False alarms', rule.falsepositives.join('; ') || undefined],
  [
    'Suppressed',
    one.suppressed &&
      `${one.suppressed.reason}${one.suppressed.who === undefined ? '' : `, ${one.suppressed.who}`}${one.suppressed.until === undefined ? '' : `, until ${one.suppressed.until}`}`,
  ],
  ['Triage', triageWords(one)],
  ['Tags', [...rule.cve, ...rule.tags].join(', ') || undefined],
  ['Rule', `${rule.name} (${rule.id}), pack ${rule.pack}`],
  ['Finding', one.id],
])}
${rule.references.length === 0 ? undefined : html`<p>Sources: ${rule.references.map((source) => html`${link(source)} `)}</p>`}</article>`;
}

function fileWords({ file }: Finding): string | undefined {
  if (file === undefined) return undefined;
  const parts = [
    file.size === undefined ? undefined : `${file.size} bytes`,
    file.mode === undefined ? undefined : `mode ${file.mode}`,
    file.owner === undefined ? undefined : `owner ${file.owner}${file.group === undefined ? '' : `:${file.group}`}`,
    file.modified === undefined ? undefined : `modified ${clock(file.modified)}`,
    file.changed === undefined ? undefined : `changed ${clock(file.changed)}`,
    file.born === undefined ? undefined : `born ${clock(file.born)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ') || undefined;
}

function triageWords({ triage }: Finding): string | undefined {
  const marks = [...(triage.history ?? []), triage];
  const words = marks.map((mark) =>
    [mark.status, mark.at, mark.by, mark.note].filter((one) => one !== undefined).join(', '),
  );
  return words.length === 1 && words[0] === 'open' ? undefined : words.join('; then ');
}

function link(source: string): Markup {
  const address = webAddress(source);
  return address === undefined ? html`${source}` : html`<a href="${address}" rel="noopener noreferrer">${source}</a>`;
}
