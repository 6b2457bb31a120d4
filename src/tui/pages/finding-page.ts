import { labelOf } from '../../assessment/hosts.ts';
import { levelTone, markTone } from '../../assessment/tones.ts';
import type { Finding } from '../../findings/finding.ts';
import { bytesText, clockText } from '../amounts.ts';
import { decodedParts } from '../decoded.ts';
import { blank, cut, type Line, labelled, line, span, wrapped } from '../line.ts';
import type { Neighbours } from '../neighbours.ts';
import type { Catalogue } from '../texts/en.ts';

/** A SHA-256 beside it still fits in 80 columns. */
const LABEL = 15;
const BESIDE_ROWS = 3;

/** Everything about one finding: where, when, the evidence, why it matters, what would explain it, what to do. */
export function findingPage(
  finding: Finding,
  texts: Catalogue,
  width: number,
  neighbours?: Neighbours,
): readonly Line[] {
  const words = texts.finding;
  const { rule } = finding;
  const facts: Line = [
    span(texts.levels[rule.level], levelTone[rule.level]),
    span(`, ${texts.shows[rule.shows]}, ${words.confidence[rule.confidence]}`),
  ];
  return [
    ...wrapped(rule.title, width, 'strong'),
    facts,
    ...markLines(finding, texts, width),
    ...labelled(words.question, texts.questions[rule.question], width, LABEL),
    ...labelled(words.where, placeText(finding), width, LABEL),
    ...(finding.original === finding.path ? [] : labelled(words.original, finding.original, width, LABEL)),
    ...labelled(words.when, whenText(finding, texts), width, LABEL),
    ...(finding.time_note ? labelled(words.timeNote, texts.prose(finding.time_note), width, LABEL) : []),
    ...(finding.hosts ? labelled(words.hosts, finding.hosts.map(labelOf).join(', '), width, LABEL) : []),
    ...(finding.second_hand ? wrapped(words.secondHand, width, 'doubtful') : []),
    ...indicatorLines(finding, texts, width),
    ...subjectLines(finding, texts, width),
    blank,
    line(words.evidence, 'strong'),
    ...evidenceLines(finding, texts, width),
    blank,
    line(words.why, 'strong'),
    ...wrapped(rule.description, width),
    blank,
    line(words.harmless, 'strong'),
    ...(rule.falsepositives.length === 0
      ? wrapped(words.noHarmless, width)
      : rule.falsepositives.flatMap((one) => wrapped(`- ${one}`, width, 'plain', 2))),
    blank,
    line(words.now, 'strong'),
    ...wrapped(finding.advice, width),
    ...(neighbours ? neighbourLines(neighbours, texts, width) : []),
    ...fileLines(finding, texts, width),
    blank,
    ...labelled(words.rule, `${rule.name} (${[rule.pack, rule.id].filter(Boolean).join(', ')})`, width, LABEL),
    ...labelled('Id', finding.id, width, LABEL),
    ...(rule.cve.length > 0 ? labelled('CVE', rule.cve.join(', '), width, LABEL) : []),
    ...(rule.references.length > 0
      ? rule.references.flatMap((one, at) => labelled(at === 0 ? words.references : '', one, width, LABEL))
      : []),
    ...historyLines(finding, texts, width),
  ];
}

export function placeText({ path, line: number, offset }: Finding): string {
  if (number !== undefined) return `${path}:${number}`;
  return offset === undefined ? path : `${path} @ ${offset}`;
}

function whenText({ first_seen, last_seen, occurrences, window }: Finding, texts: Catalogue): string {
  const words = texts.finding;
  const times = words.times(occurrences);
  if (first_seen === undefined) return `${times}. ${words.noTime}`;
  const first = clockText(first_seen);
  const last = last_seen === undefined || last_seen === first_seen ? undefined : clockText(last_seen);
  const period = last === undefined ? first : words.until(first, last);
  return `${period}, ${times}${window === undefined ? '' : `, ${words.window[window]}`}`;
}

function subjectLines({ subject, path }: Finding, texts: Catalogue, width: number): readonly Line[] {
  const told = Object.entries(subject).filter(([, value]) => value !== path);
  if (told.length === 0) return [];
  return [
    line(texts.finding.subject, 'quiet'),
    ...told.flatMap(([name, value]) => labelled(`  ${name}`, value, width, LABEL)),
  ];
}

function evidenceLines({ samples }: Finding, texts: Catalogue, width: number): readonly Line[] {
  if (samples.length === 0) return wrapped(texts.finding.noEvidence, width);
  return samples.flatMap((sample) => {
    const place = sample.line === undefined ? sample.path : `${sample.path}:${sample.line}`;
    const isMemory = sample.offset !== undefined;
    const words = texts.finding;
    const time = sample.time === undefined ? '' : `  ${clockText(sample.time)}`;
    return [
      ...wrapped(`${place}${isMemory ? ` @ ${sample.offset}` : ''}${time}`, width, 'quiet'),
      ...besideLines(isMemory ? words.bytesBefore : words.before, sample.before, width),
      ...rowsOf(sample.text).flatMap((row) => wrapped(`  ${row}`, width, 'plain', 4)),
      ...decodedParts(sample.text).flatMap((part) =>
        wrapped(`  (${texts.finding.decoded}) ${part}`, width, 'doubtful', 2),
      ),
      ...besideLines(isMemory ? words.bytesAfter : words.after, sample.after, width),
    ];
  });
}

/** What stands beside the evidence in its log takes no more room than helps to place it. */
function besideLines(label: string, beside: string | undefined, width: number): readonly Line[] {
  if (beside === undefined) return [];
  return wrapped(`  (${label}) ${cut(beside, Math.max(width - 12, 8) * BESIDE_ROWS)}`, width, 'quiet', 4);
}

/** The same file seen by other rules, and what else happened then: one trace alone is easily explained away. */
function neighbourLines({ inPlace, inTime }: Neighbours, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.finding;
  return [
    ...(inPlace.length > 0 ? [blank, line(words.inPlace, 'strong')] : []),
    ...inPlace.flatMap(({ rule, line: number }) => {
      const where = number === undefined ? '' : `, ${words.line(number)}`;
      return wrapped(`- ${rule.title} (${texts.levels[rule.level]}${where})`, width, 'plain', 2);
    }),
    ...(inTime.length > 0 ? [blank, line(words.inTime, 'strong')] : []),
    ...inTime.flatMap(({ time, what, path }) => {
      const place = path === undefined || what.includes(path) ? '' : `, ${path}`;
      return wrapped(`- ${clockText(time)}  ${texts.prose(what)}${place}`, width, 'plain', 2);
    }),
  ];
}

/** Line ends that the sample shows as code points part it again, each row under the place it is of, so that a script can be read. */
function rowsOf(sample: string): readonly string[] {
  const rows = sample.split(/(?:\\u\{d\})?\\u\{a\}/).filter((row) => row.trim() !== '');
  return rows.length === 0 ? [sample] : rows;
}

/** Where the rule met an entry of a list: what it is, whose, and how sure they are. */
function indicatorLines({ indicators = [] }: Finding, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.finding;
  return indicators.flatMap(({ value, role, confidence, list, source, date }, at) => {
    const facts = [role, words.confidence[confidence], list, source, date].filter((fact) => fact !== undefined);
    return labelled(at === 0 ? words.indicator : '', `${value} (${facts.join(', ')})`, width, LABEL);
  });
}

function fileLines({ file }: Finding, texts: Catalogue, width: number): readonly Line[] {
  if (!file) return [];
  const words = texts.finding;
  const owner = [file.owner, file.group].filter((one) => one !== undefined).join(':');
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.size, file.size === undefined ? undefined : `${bytesText(file.size)} (${file.size})`],
    [words.mode, file.mode],
    [words.owner, owner === '' ? undefined : owner],
    [words.modified, file.modified && clockText(file.modified)],
    [words.changed, file.changed && clockText(file.changed)],
    [words.born, file.born && clockText(file.born)],
    ['SHA-256', file.sha256],
    ['SHA-1', file.sha1],
    ['MD5', file.md5],
  ];
  return [
    blank,
    line(words.file, 'strong'),
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : labelled(name, value, width, LABEL))),
  ];
}

function markLines({ triage, suppressed }: Finding, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.finding;
  const { status, note, by, at } = triage;
  const who = by === undefined || at === undefined ? '' : ` (${words.by(by, clockText(at))})`;
  const mark = `${texts.findings.mark[status]}${note === undefined ? '' : `: ${note}`}${who}`;
  const until = suppressed?.until === undefined ? '' : ` ${words.suppressedUntil(suppressed.until)}`;
  return [
    ...labelled(words.mark, mark, width, LABEL, markTone[status]),
    ...(suppressed ? labelled('', `${words.suppressed(suppressed.reason)}${until}`, width, LABEL, 'good') : []),
  ];
}

function historyLines({ triage }: Finding, texts: Catalogue, width: number): readonly Line[] {
  if (!triage.history || triage.history.length === 0) return [];
  return [
    blank,
    line(texts.finding.earlier, 'strong'),
    ...triage.history.flatMap(({ status, note, by, at }) => {
      const when = at === undefined ? '' : `${clockText(at)} `;
      const who = by === undefined ? '' : `${by}: `;
      return wrapped(
        `- ${when}${who}${texts.findings.mark[status]}${note === undefined ? '' : `, ${note}`}`,
        width,
        'plain',
        2,
      );
    }),
  ];
}
