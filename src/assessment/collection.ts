import type { Appliance } from '../appliance/appliance.ts';
import type { EvidenceDescription } from '../evidence/entry.ts';
import { text } from '../evidence/printable.ts';
import type { ToUtc } from '../findings/finding-book.ts';
import type { LogFile } from './log-coverage.ts';

/**
 * The evidence with the time of its collection, where something in it tells that: the collector itself (known already), the appliance's own clock in a collected
 * output, or the newest line of its logs, before which it cannot have been collected.
 * `appliance` is what this evidence says of it.
 */
export function withCollection(
  evidence: EvidenceDescription,
  appliance: Appliance,
  logs: readonly LogFile[],
  toUtc: ToUtc,
): EvidenceDescription {
  if (evidence.collected) return evidence;
  if (appliance.collected) {
    const doubt = appliance.timeZone === undefined ? ', whose time zone is unknown' : '';
    return { ...evidence, collected: appliance.collected, collectedToldBy: text`the appliance’s own clock${doubt}` };
  }
  // Where the zone or the year is doubtful, the time may be hours or years too late.
  const sure = logs.flatMap(({ last }) => {
    const placed = last && toUtc(last);
    return placed && placed.note === undefined ? [placed.utc.getTime()] : [];
  });
  const newest = sure.sort((a, b) => b - a)[0];
  if (newest === undefined) return evidence;
  return { ...evidence, notBefore: new Date(newest) };
}
