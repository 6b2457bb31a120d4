import type { TimelineEvent } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import type { ReportIndex } from './report-index.ts';

/** What stands beside a finding: other findings of the same file, and what else happened at about that time. */
export interface Neighbours {
  readonly inPlace: readonly Finding[];
  readonly inTime: readonly TimelineEvent[];
}

/** More is found in the list and the timeline. */
const SHOWN = 6;
const AROUND_MS = 10 * 60_000;

/** Events of the finding itself, and those told in its place already, are left out; the ones nearest in time are kept, oldest first. */
export function neighboursOf(finding: Finding, { findings, events }: ReportIndex): Neighbours {
  const inPlace: Finding[] = [];
  for (const other of findings) {
    if (inPlace.length >= SHOWN) break;
    if (other.path === finding.path && other.id !== finding.id) inPlace.push(other);
  }
  const at = finding.first_seen === undefined ? Number.NaN : Date.parse(finding.first_seen);
  if (Number.isNaN(at)) return { inPlace, inTime: [] };
  const from = new Date(at - AROUND_MS).toISOString();
  const to = new Date(at + AROUND_MS).toISOString();
  const distance = ({ time }: TimelineEvent) => Math.abs(Date.parse(time) - at);
  const told = new Set([finding.id, ...inPlace.map(({ id }) => id)]);
  const inTime = events
    .filter((event) => event.time >= from && event.time <= to && !(event.finding && told.has(event.finding)))
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, SHOWN)
    .sort((a, b) => (a.time < b.time ? -1 : 1));
  return { inPlace, inTime };
}
