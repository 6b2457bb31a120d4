import { fileSystemWords } from '../assessment/file-system-words.ts';
import { labelOf } from '../assessment/hosts.ts';
import type { Report } from '../assessment/report.ts';
import { answerWords, exposureWords, nextSteps, questionWords, showsWords, verdictWords } from '../assessment/words.ts';
import { printable } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import { indicatorWords } from './indicator-words.ts';
import { countByLevel } from './order.ts';
import { clock, grouped, placeOf, span } from './plain-words.ts';
import { summaryWords } from './summary-words.ts';
import { webAddress } from './web-address.ts';

/** The report for a ticket: CommonMark with tables, as GitHub, GitLab and Jira read it. */
export function* renderMarkdown(report: Report): Iterable<string> {
  const { appliance, assessment, scan, sharing, coverage } = report;
  const isSeveral = report.evidence.some(({ hosts }) => hosts !== undefined);
  const unnamed = isSeveral ? 'several appliances' : 'appliance of unknown name';
  const name = appliance.hostname ?? appliance.nsip ?? unnamed;
  yield `# ${verdictWords[assessment.verdict]}: ${escapeMarkdown(name)}\n\n`;
  yield `${sharing.tlp}${sharing.redacted ? '; names and internal addresses replaced' : ''}; all times UTC\n\n`;
  yield `${escapeMarkdown(assessment.statement)}\n\n`;
  if (!scan.complete) yield `**Incomplete.** ${escapeMarkdown(scan.interrupted ?? 'The scan did not finish.')}\n\n`;
  yield `**What to do next.** ${escapeMarkdown(nextSteps[assessment.verdict])}\n\n`;
  const release = appliance.version === undefined ? 'unknown' : `${appliance.version}-${appliance.build ?? '?'}`;
  yield `Release ${escapeMarkdown(release)}, scanned ${scan.started} by nsleuth ${escapeMarkdown(report.tool.version)} with rules ${escapeMarkdown(report.rules.version)}.\n\n`;

  for (const one of report.evidence) yield `${evidenceText(one)}\n\n`;

  yield '## Questions\n\n| Question | Answer | Why |\n| --- | --- | --- |\n';
  for (const one of assessment.questions) {
    yield `| ${questionWords[one.question]} | **${answerWords[one.answer]}** | ${escapeMarkdown(one.why)} |\n`;
  }
  yield '\n## Exposure\n\n| CVE | Status | Why | Exploitable |\n| --- | --- | --- | --- |\n';
  for (const one of report.exposure) {
    const period =
      one.window === undefined ? '' : `${clock(one.window.from ?? '?')} to ${clock(one.window.to ?? 'now')}`;
    yield `| ${one.cve} | **${exposureWords[one.status]}** | ${escapeMarkdown(one.why)} | ${period} |\n`;
  }
  const counts = countByLevel(report.findings).map(([level, count]) => `${count} ${level}`);
  yield `\n## Findings\n\n${report.findings.length === 0 ? 'None.' : `${report.findings.length}: ${counts.join(', ')}.`}\n\n`;
  for (const finding of inReadingOrder(report.findings)) yield findingText(finding);

  yield '## What could not be checked\n\n';
  yield* rulesText('Not evaluable', coverage.rules.not_evaluable);
  yield* rulesText('In part', coverage.rules.in_part);
  for (const gap of coverage.gaps)
    yield `- ${escapeMarkdown(gap.path)} (${gap.reason}): ${escapeMarkdown(gap.detail)}\n`;
  if (coverage.gaps_not_listed > 0) yield `- and ${coverage.gaps_not_listed} more that are not listed\n`;
  for (const dump of coverage.core_dumps ?? [])
    yield `- Read, a core dump: ${escapeMarkdown(dump.path)}: ${escapeMarkdown(summaryWords.en.core(dump))}\n`;
  yield '\n## Logs\n\n| Log | From | To | Lines | Holes |\n| --- | --- | --- | --- | --- |\n';
  for (const log of coverage.logs) {
    yield `| ${escapeMarkdown(log.log)} | ${clock(log.from ?? 'no times')} | ${clock(log.to ?? '')} | ${log.lines} | ${escapeMarkdown(log.gaps.join(' '))} |\n`;
  }
}

/** One reason keeps many rules from being evaluated: it is said once. */
function* rulesText(what: string, rules: Report['coverage']['rules']['in_part']): Iterable<string> {
  for (const [reason, those] of grouped(rules, (rule) => rule.reason))
    yield `- ${what}: ${escapeMarkdown(reason)} ${those.length === 1 ? 'Rule' : `${those.length} rules`}: ${those.map(({ title }) => escapeMarkdown(title)).join('; ')}\n`;
}

function evidenceText(evidence: Report['evidence'][number]): string {
  const { name, sha256, sha256_after, not_hashed_again, file_systems } = evidence;
  const volumes = file_systems ? `; with ${escapeMarkdown(file_systems.map(fileSystemWords).join(', '))}` : '';
  const again =
    sha256_after === undefined
      ? not_hashed_again === undefined
        ? ''
        : `; not hashed again: ${escapeMarkdown(not_hashed_again)}`
      : sha256_after === sha256
        ? ', and the same after the scan'
        : `, **but ${sha256_after} after the scan: it changed meanwhile**`;
  return `Evidence ${escapeMarkdown(name)}: ${sha256 === undefined ? 'no SHA-256' : `SHA-256 ${sha256}`}${again}${volumes}.`;
}

function findingText(one: Finding): string {
  const { rule } = one;
  const seen =
    one.first_seen === undefined ? '' : `, seen ${span(one.first_seen, one.last_seen ?? one.first_seen)} UTC`;
  const lines = [
    `### ${rule.level}: ${escapeMarkdown(rule.title)}`,
    '',
    `- Where: ${escapeMarkdown(placeOf(one))}`,
    `- ${showsWords[rule.shows]}, confidence ${rule.confidence}; occurrences: ${one.occurrences}${seen}`,
  ];
  if (one.file?.sha256 !== undefined) lines.push(`- SHA-256: ${one.file.sha256}`);
  for (const known of one.indicators ?? [])
    lines.push(`- Known indicator: ${escapeMarkdown(known.value)} (${escapeMarkdown(indicatorWords(known))})`);
  if (one.hosts) lines.push(`- Lines of: ${escapeMarkdown(one.hosts.map(labelOf).join(', '))}`);
  if (one.second_hand) lines.push('- Known from a listing only');
  if (one.suppressed !== undefined) lines.push(`- Suppressed: ${escapeMarkdown(one.suppressed.reason)}`);
  if (one.triage.status !== 'open')
    lines.push(`- Triage: ${one.triage.status}. ${escapeMarkdown(one.triage.note ?? '')}`);
  for (const { text, offset, before, after } of one.samples) {
    const what = offset === undefined ? 'Line' : 'Bytes';
    lines.push(`- Evidence${offset === undefined ? '' : ` at byte ${offset}`}: ${escapeMarkdown(text)}`);
    if (before !== undefined) lines.push(`  - ${what} before: ${escapeMarkdown(before)}`);
    if (after !== undefined) lines.push(`  - ${what} after: ${escapeMarkdown(after)}`);
  }
  lines.push(`- Advice: ${escapeMarkdown(one.advice)}`);
  const sources = rule.references.map((source) => webAddress(source)).filter((address) => address !== undefined);
  for (const source of sources) lines.push(`- Source: <${source}>`);
  lines.push(`- Finding ${escapeMarkdown(one.id)}, rule ${escapeMarkdown(rule.name)}`, '', '');
  return lines.join('\n');
}

/** Escapes text so that Markdown, and HTML within Markdown, shows it as it is, in a paragraph and in a table cell alike; no bare link is made of it. */
export function escapeMarkdown(raw: string): string {
  return printable(raw)
    .replace(/[\\`*_{}[\]()#+!|~$^=]/g, '\\$&')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^(\s*)-/, '$1\\-')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/(https?|ftp):\/\//gi, '$1&#58;//')
    .replace(/www\./gi, 'www&#46;')
    .replace(/@/g, '&#64;');
}
