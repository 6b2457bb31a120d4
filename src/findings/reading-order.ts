import { levels, meanings } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

/** Findings as a reader wants them: what shows most first, then the gravest, then the earliest; ties by id, so that the order is stable. */
export function inReadingOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .map((finding) => ({ finding, rank: rankOf(finding) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        compareText(a.finding.first_seen ?? '~', b.finding.first_seen ?? '~') ||
        compareText(a.finding.id, b.finding.id),
    )
    .map(({ finding }) => finding);
}

function rankOf({ rule }: Finding): number {
  return meanings.indexOf(rule.shows) * levels.length - levels.indexOf(rule.level);
}

/** By code units: the same order on every computer, and quick where a report holds a hundred thousand. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
