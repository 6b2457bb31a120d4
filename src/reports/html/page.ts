import { fileSystemWords } from '../../assessment/file-system-words.ts';
import { labelOf } from '../../assessment/hosts.ts';
import type { Answer, Report, Verdict } from '../../assessment/report.ts';
import { answerWords, exposureWords, nextSteps, questionWords, verdictWords } from '../../assessment/words.ts';
import { countByLevel } from '../order.ts';
import { bytesWords, clock, grouped, span } from '../plain-words.ts';
import { summaryWords } from '../summary-words.ts';
import { findingsSection } from './findings-section.ts';
import { breakable, pairs } from './fragments.ts';
import { html, type Markup } from './markup.ts';
import { style, styleSource } from './style.ts';
import { timelineChart } from './timeline-chart.ts';

/** Timeline rows shown; the timeline format has all of them. */
const TIMELINE_ROWS = 2_000;

const partWords = {
  questions: 'Questions',
  exposure: 'Exposure',
  findings: 'Findings',
  timeline: 'Timeline',
  coverage: 'What could not be checked',
  appliance: 'Appliance',
  appendix: 'Appendix',
} as const;
const windowWords = { before: 'before', during: 'while exploitable', after: 'after the fix' } as const;

const verdictClass: Readonly<Record<Verdict, string>> = {
  'compromise-indicated': 'bad',
  suspicious: 'doubt',
  targeted: 'doubt',
  'no-indicators': 'good',
  'not-assessable': 'doubt',
};
const answerClass: Readonly<Record<Answer, string>> = {
  found: 'bad',
  attempted: 'doubt',
  'could-not-check': 'doubt',
  'nothing-in-what-was-examined': 'quiet',
};

/** The report as one HTML file: no script, nothing loaded from anywhere. In pieces, so that a large report is never held twice. */
export function* renderHtml(report: Report): Iterable<string> {
  yield '<!DOCTYPE html>\n';
  for (const part of parts(report)) yield `${part.markup}\n`;
}

function* parts(report: Report): Iterable<Markup> {
  const { hostname, nsip } = report.appliance;
  const isSeveral = report.evidence.some(({ hosts }) => hosts !== undefined);
  const name = hostname ?? nsip ?? (isSeveral ? 'several appliances' : 'appliance of unknown name');
  const policy = `default-src 'none'; style-src ${styleSource}; img-src data:; base-uri 'none'; form-action 'none'`;
  yield html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="robots" content="noindex"><link rel="icon" href="data:,">
<title>nsleuth report: ${name}</title>`;
  yield { markup: `<style>${style}</style></head><body>` };
  yield header(report, name);
  yield html`<main>`;
  yield questionsSection(report);
  yield exposureSection(report);
  yield* findingsSection(report);
  yield timelineSection(report);
  yield coverageSection(report);
  yield* transcriptSection(report);
  yield applianceSection(report);
  yield html`</main>`;
  yield appendix(report);
  yield html`</body></html>`;
}

function header(report: Report, name: string): Markup {
  const { appliance, assessment, scan, sharing } = report;
  return html`<header><p><span class="mark">${sharing.tlp}</span>${sharing.redacted ? html` <span class="mark">names and internal addresses replaced</span>` : undefined}</p>
<h1><span class="${verdictClass[assessment.verdict]}">${verdictWords[assessment.verdict]}</span>: ${name}</h1>
<p>${assessment.statement}</p>
${scan.complete ? undefined : html`<p class="doubt"><strong>Incomplete.</strong> ${scan.interrupted ?? 'The scan did not finish.'}</p>`}
<p><strong>What to do next.</strong> ${nextSteps[assessment.verdict]}</p>
${pairs([
  ['Release and build', [appliance.version, appliance.build].filter((one) => one !== undefined).join('-') || 'unknown'],
  ['Scanned (UTC)', span(scan.started, scan.finished)],
  [
    'Findings',
    countByLevel(report.findings)
      .map(([level, count]) => `${count} ${level}`)
      .join(', ') || 'none',
  ],
  ['Organisation', sharing.organisation],
  ['Contact', sharing.contact],
])}
<nav aria-label="Parts of the report"><ul>${Object.entries(partWords).map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>`)}</ul></nav></header>`;
}

function questionsSection(report: Report): Markup {
  return html`<section aria-labelledby="questions"><h2 id="questions">Questions</h2><table><caption>Each question, its answer, and why</caption>
<thead><tr><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">Why</th><th scope="col">Logs examined (UTC)</th></tr></thead><tbody>
${report.assessment.questions.map(
  (
    one,
  ) => html`<tr><th scope="row">${questionWords[one.question]}</th><td class="own"><span class="${answerClass[one.answer]}"><strong>${answerWords[one.answer]}</strong></span></td>
<td>${one.why}</td>${one.examined_from === undefined ? html`<td class="none">–</td>` : html`<td class="own"><span class="when">${clock(one.examined_from)}</span> to <span class="when">${clock(one.examined_to ?? '?')}</span></td>`}</tr>`,
)}</tbody></table></section>`;
}

function exposureSection(report: Report): Markup {
  if (report.exposure.length === 0)
    return html`<section aria-labelledby="exposure"><h2 id="exposure">Exposure</h2><p>The build is unknown, so no vulnerability could be judged.</p></section>`;
  return html`<section aria-labelledby="exposure"><h2 id="exposure">Exposure</h2><table><caption>For which vulnerabilities this build and configuration was, or is, vulnerable</caption>
<thead><tr><th scope="col">CVE</th><th scope="col">Status</th><th scope="col">Why</th><th scope="col">Exploitable (UTC)</th></tr></thead><tbody>
${report.exposure.map(
  (
    one,
  ) => html`<tr><th scope="row">${one.cve}${one.bulletin === undefined ? undefined : html`<br><span class="quiet">${one.bulletin}${one.score === undefined ? '' : `, score ${one.score}`}</span>`}</th>
<td class="own ${one.status === 'vulnerable' ? 'bad' : one.status === 'unknown' ? 'doubt' : 'quiet'}"><strong>${exposureWords[one.status]}</strong></td>
<td>${one.why}${one.fixed_build === undefined ? '' : ` Fixed build: ${one.fixed_build}.`}${preconditions(one.preconditions_met)}</td>
<td>${one.window === undefined ? '–' : `${clock(one.window.from ?? '?')} to ${clock(one.window.to ?? 'now')}; ${one.window.basis}`}${one.exploited_since === undefined ? '' : `; exploitation known since ${one.exploited_since}`}</td></tr>`,
)}</tbody></table></section>`;
}

function preconditions(met: boolean | undefined): string {
  if (met === undefined) return ' Whether the configuration is affected could not be checked.';
  return met ? ' The configuration meets the preconditions.' : ' The configuration does not meet the preconditions.';
}

function timelineSection(report: Report): Markup {
  const shown = report.timeline.slice(0, TIMELINE_ROWS);
  const left = report.timeline.length - shown.length;
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>${timelineChart(report)}
<details><summary>The ${shown.length} ${left > 0 ? `first of ${report.timeline.length} ` : ''}events as a table</summary><table><caption>Events, UTC${left > 0 ? `; ${left} more are in the timeline format` : ''}</caption>
<thead><tr><th scope="col">Time</th><th scope="col">Exposure</th><th scope="col">What</th><th scope="col">Where</th></tr></thead><tbody>
${shown.map((event) => html`<tr><td class="own when">${clock(event.time)}</td><td class="own">${event.window === undefined ? '' : windowWords[event.window]}</td><td>${event.what}</td><td>${breakable(event.path ?? event.kind)}</td></tr>`)}</tbody></table></details></section>`;
}

function coverageSection(report: Report): Markup {
  const { rules, logs, core_dumps = [], gaps, gaps_not_listed, artifacts, files, bytes } = report.coverage;
  const list = (items: readonly Markup[], none: string) =>
    items.length === 0 ? html`<p>${none}</p>` : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Coverage: what was examined, and what could not be</h2>
<p>${rules.evaluated} rules were evaluated on ${files} files, ${bytesWords(bytes)}. Records: ${
    Object.entries(artifacts)
      .map(([category, count]) => `${category} ${count}`)
      .join(', ') || 'none'
  }.</p>
<h3>Rules that could not be evaluated</h3>${list(byReason(rules.not_evaluable), 'None.')}
<h3>Rules evaluated in part</h3>${list(byReason(rules.in_part), 'None.')}
<h3>Logs</h3><table><caption>Period and lines of each log, UTC</caption><thead><tr><th scope="col">Log</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Lines</th><th scope="col">Holes</th></tr></thead><tbody>
${logs.map((log) => html`<tr><th scope="row" class="any">${log.log} (${log.files} files)</th><td class="own when">${log.from === undefined ? 'no times' : clock(log.from)}</td><td class="own when">${log.to === undefined ? '–' : clock(log.to)}</td><td>${log.lines}, ${log.unknown_lines} of unknown form</td><td>${log.gaps.join(' ') || 'none seen'}</td></tr>`)}</tbody></table>
${
  core_dumps.length === 0
    ? undefined
    : html`<h3>${summaryWords.en.cores}</h3>${list(
        core_dumps.map((dump) => html`<code>${dump.path}</code>: ${summaryWords.en.core(dump)}`),
        'None.',
      )}`
}<h3>What could not be read in full</h3>${list(
    gaps.map((gap) => html`<code>${gap.path}</code> (${gap.reason}): ${gap.detail}`),
    'Nothing.',
  )}${gaps_not_listed === 0 ? undefined : html`<p>And ${gaps_not_listed} more that are not listed.</p>`}</section>`;
}

/** One reason keeps many rules from being evaluated: it is said once. */
function byReason(rules: Report['coverage']['rules']['in_part']): readonly Markup[] {
  return grouped(rules, ({ reason }) => reason).map(
    ([reason, those]) =>
      html`<strong>${reason}</strong> ${those.length === 1 ? '1 rule' : `${those.length} rules`}: ${those.map(({ title }) => title).join('; ')}`,
  );
}

function* transcriptSection(report: Report): Iterable<Markup> {
  if (report.transcript === undefined) return;
  yield html`<section aria-labelledby="transcript"><h2 id="transcript">Transcript: every command that was run</h2><details><summary>${report.transcript.length} commands</summary><ol>
${report.transcript.map((one) => html`<li><code>${one.command}</code><br><span class="quiet">${one.started} to ${one.finished}, ${one.bytes} bytes, ${one.exit_status === undefined ? 'no exit status' : `exit status ${one.exit_status}`}: ${one.outcome}</span></li>`)}</ol></details></section>`;
}

function applianceSection({ appliance }: Report): Markup {
  return html`<section aria-labelledby="appliance"><h2 id="appliance">Appliance</h2>${pairs([
    ['Host name', appliance.hostname],
    ['Management address', appliance.nsip],
    [
      'Release and build',
      [appliance.version, appliance.build].filter((one) => one !== undefined).join('-') || 'unknown',
    ],
    ['Told by', appliance.build_told_by],
    ['Other builds named', appliance.other_builds?.map((one) => `${one.build} (${one.told_by})`).join(', ')],
    ['Edition', appliance.edition],
    ['Model', [appliance.model, appliance.platform].filter((one) => one !== undefined).join(', ') || undefined],
    ['Serial number', appliance.serial],
    [
      'High availability',
      appliance.ha && `${appliance.ha.role}${appliance.ha.peer === undefined ? '' : `, peer ${appliance.ha.peer}`}`,
    ],
    ['Partitions', appliance.partitions?.join(', ')],
    ['Time zone', appliance.time_zone],
    ['How times became UTC', appliance.time_method],
  ])}</section>`;
}

function appendix(report: Report): Markup {
  const { tool, rules, scan, evidence, custody } = report;
  return html`<footer><section aria-labelledby="appendix"><h2 id="appendix">Appendix</h2>${pairs([
    ['Tool', `${tool.name} ${tool.version}`],
    [
      'Rules',
      `version ${rules.version}: ${rules.counts.sigma} Sigma, ${rules.counts.correlation} correlation, ${rules.counts.yara} YARA, ${rules.counts.indicators} indicators`,
    ],
    ['SHA-256 of the rules', rules.sha256],
    ['Scan', scan.id],
    ['Only events since', scan.since],
    ['Seal of the report', custody?.seal],
    ['Keyed seal of the report it was redacted from', custody?.sealed_original],
  ])}${evidence.map(
    (one) =>
      html`<div class="panel"><h3>Evidence: ${one.name}</h3>${pairs([
        ['Kind', one.kind],
        ['SHA-256', one.sha256],
        ['SHA-256 after the scan', secondHash(one)],
        ['Size', one.bytes === undefined ? undefined : `${one.bytes} bytes`],
        ['Entries', `${one.entries}`],
        ['File systems', one.file_systems?.map(fileSystemWords).join(', ')],
        ['Collected', collectedWords(one)],
        ['Lines of', one.hosts?.map((host) => `${labelOf(host)}: ${host.lines}`).join(', ')],
        [
          'Session',
          one.session &&
            `${one.session.started} to ${one.session.finished}, account ${one.session.account}${one.session.source_address === undefined ? '' : ` from ${one.session.source_address}`}, host key ${one.session.host_key}, ${one.session.sessions} sessions`,
        ],
      ])}</div>`,
  )}<p class="quiet">All times are UTC.</p></section></footer>`;
}

function collectedWords(one: Report['evidence'][number]): string | undefined {
  const { collected, collected_told_by, not_collected_before } = one;
  if (collected === undefined)
    return not_collected_before && `not before ${not_collected_before}, the newest line of its logs`;
  return collected_told_by === undefined ? collected : `${collected} (${collected_told_by})`;
}

function secondHash({ sha256, sha256_after, not_hashed_again }: Report['evidence'][number]): string | undefined {
  if (sha256_after === undefined) return not_hashed_again && `not taken: ${not_hashed_again}`;
  return sha256_after === sha256 ? 'the same' : `${sha256_after}: the evidence changed while it was examined`;
}
