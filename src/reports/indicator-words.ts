import type { FindingIndicator } from '../findings/finding.ts';

/** Where an indicator of a list comes from and what it is worth, in words. */
export function indicatorWords({ list, role, confidence, source, date }: FindingIndicator): string {
  const what = role === undefined ? '' : `${role}, `;
  const when = date === undefined ? '' : ` of ${date}`;
  return `${what}${confidence} confidence, list ${list}, from ${source}${when}`;
}
