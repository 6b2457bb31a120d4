import type { Report } from '../assessment/report.ts';
import { answerWords, questionWords, verdictWords } from '../assessment/words.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';

/** What differs between two reports: the nodes of a pair, or one appliance before and after. */
export interface Comparison {
  readonly facts: readonly { readonly what: string; readonly a: string; readonly b: string }[];
  readonly onlyInA: readonly Finding[];
  readonly onlyInB: readonly Finding[];
  readonly inBoth: readonly Finding[];
  /** Rules that could be evaluated in one only: a finding that is missing there says nothing. */
  readonly uncheckedInA: readonly string[];
  readonly uncheckedInB: readonly string[];
}

/** Findings are the same when rule and subject are. */
export function compareReports(a: Report, b: Report): Comparison {
  const inA = new Set(a.findings.map((one) => one.id));
  const inB = new Set(b.findings.map((one) => one.id));
  const uncheckedA = a.coverage.rules.not_evaluable.map((rule) => rule.title);
  const uncheckedB = b.coverage.rules.not_evaluable.map((rule) => rule.title);
  return {
    facts: differingFacts(a, b),
    onlyInA: inReadingOrder(a.findings.filter((one) => !inB.has(one.id))),
    onlyInB: inReadingOrder(b.findings.filter((one) => !inA.has(one.id))),
    inBoth: inReadingOrder(a.findings.filter((one) => inB.has(one.id))),
    uncheckedInA: uncheckedA.filter((title) => !uncheckedB.includes(title)),
    uncheckedInB: uncheckedB.filter((title) => !uncheckedA.includes(title)),
  };
}

export function comparisonText(comparison: Comparison, names: { readonly a: string; readonly b: string }): string {
  const lines = [`A: ${names.a}`, `B: ${names.b}`, ''];
  lines.push(
    'Different:',
    ...(comparison.facts.length === 0
      ? ['  nothing']
      : comparison.facts.map((one) => `  ${one.what}: A ${one.a}; B ${one.b}`)),
  );
  for (const [title, findings] of [
    ['Only in A', comparison.onlyInA],
    ['Only in B', comparison.onlyInB],
    ['In both', comparison.inBoth],
  ] as const) {
    lines.push('', `${title}: ${findings.length}`, ...findings.map(findingLine));
  }
  for (const [title, rules] of [
    ['Could not be checked in A only', comparison.uncheckedInA],
    ['Could not be checked in B only', comparison.uncheckedInB],
  ] as const) {
    if (rules.length > 0)
      lines.push('', `${title}: a finding that is missing there says nothing`, ...rules.map((rule) => `  ${rule}`));
  }
  return `${lines.join('\n')}\n`;
}

function findingLine(one: Finding): string {
  return `  ${one.rule.level.padEnd(14)}${one.rule.title}: ${one.line === undefined ? one.path : `${one.path}:${one.line}`}`;
}

/** Of a redacted report the findings about a name have other ids: they are the same as in no other report. */
function redactedWords({ sharing }: Report): string {
  return sharing.redacted ? 'yes: reveal it first, else findings about names count as different' : 'no';
}

function differingFacts(a: Report, b: Report): Comparison['facts'] {
  const questions = a.assessment.questions.map((asked) => {
    const other = b.assessment.questions.find((one) => one.question === asked.question);
    return [
      questionWords[asked.question],
      answerWords[asked.answer],
      other === undefined ? 'not asked' : answerWords[other.answer],
    ] as const;
  });
  const cves = [...new Set([...a.exposure, ...b.exposure].map((one) => one.cve))].sort();
  const status = (report: Report, cve: string) =>
    report.exposure.find((one) => one.cve === cve)?.status ?? 'not judged';
  const oldest = (report: Report) =>
    report.coverage.logs
      .map((log) => log.from)
      .filter((from) => from !== undefined)
      .sort()[0] ?? 'none';
  const rows: readonly (readonly [what: string, a: string, b: string])[] = [
    ['names replaced', redactedWords(a), redactedWords(b)],
    ['host name', a.appliance.hostname ?? 'unknown', b.appliance.hostname ?? 'unknown'],
    ['build', buildOf(a), buildOf(b)],
    ['verdict', verdictWords[a.assessment.verdict], verdictWords[b.assessment.verdict]],
    ['complete', a.scan.complete ? 'yes' : 'no', b.scan.complete ? 'yes' : 'no'],
    ['rules', a.rules.sha256.slice(0, 12), b.rules.sha256.slice(0, 12)],
    ['oldest log line', oldest(a), oldest(b)],
    ...questions,
    ...cves.map((cve) => [cve, status(a, cve), status(b, cve)] as const),
  ];
  return rows.filter((row) => row[1] !== row[2]).map(([what, one, other]) => ({ what, a: one, b: other }));
}

function buildOf({ appliance }: Report): string {
  return appliance.version === undefined ? 'unknown' : `${appliance.version}-${appliance.build ?? '?'}`;
}
