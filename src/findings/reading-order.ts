import { levels, meanings } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

/** Findings as a reader wants them: what shows most first, then the gravest, then the earliest; ties by id, so that the order is stable. */
export function inReadingOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      meanings.indexOf(a.rule.shows) - meanings.indexOf(b.rule.shows) ||
      levels.indexOf(b.rule.level) - levels.indexOf(a.rule.level) ||
      compareText(a.first_seen ?? '~', b.first_seen ?? '~') ||
      compareText(a.id, b.id),
  );
}

/** By code units: ids and times are ASCII, and a report can hold a hundred thousand. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
