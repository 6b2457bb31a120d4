import type { Finding } from '../findings/finding.ts';
import { levels } from '../rules/rule.ts';

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
