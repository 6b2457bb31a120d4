import type { Finding } from '../findings/finding.ts';
import { levels, meanings } from '../rules/rule.ts';

/** Findings as a reader wants them: what shows most first, then the gravest, then the earliest; ties by id, so that the order is stable. */
export function inReadingOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      meanings.indexOf(a.rule.shows) - meanings.indexOf(b.rule.shows) ||
      levels.indexOf(b.rule.level) - levels.indexOf(a.rule.level) ||
      (a.first_seen ?? '~').localeCompare(b.first_seen ?? '~') ||
      a.id.localeCompare(b.id),
  );
}

/** Neither suppressed, nor marked benign, nor mere context. */
export function matters(finding: Finding): boolean {
  return finding.rule.shows !== 'context' && finding.suppressed === undefined && finding.triage.status !== 'benign';
}

/** How many findings there are of each level, gravest first; levels without any are left out. */
export function countByLevel(
  findings: readonly Finding[],
): readonly (readonly [level: Finding['rule']['level'], count: number])[] {
  return levels
    .toReversed()
    .map((level) => [level, findings.filter((one) => one.rule.level === level).length] as const)
    .filter(([, count]) => count > 0);
}
