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
/** Events of the finding's own may lie in between. */
const LOOKED_AT = 200;

/**
 * Events of the finding itself, and those told in its place already, are left out; the ones nearest in time are kept, oldest first. Looks only at what
 * lies near, so that it costs nothing among a hundred thousand.
 */
export function neighboursOf(finding: Finding, { findings, placesOf, events }: ReportIndex): Neighbours {
  const others = (placesOf.get(finding.path) ?? []).slice(0, SHOWN + 1).map((place) => findings[place]!);
  const inPlace = others.filter(({ id }) => id !== finding.id).slice(0, SHOWN);
  const at = finding.first_seen === undefined ? Number.NaN : Date.parse(finding.first_seen);
  if (Number.isNaN(at)) return { inPlace, inTime: [] };
  const told = new Set([finding.id, ...inPlace.map(({ id }) => id)]);
  return { inPlace, inTime: nearest(events, at, (event) => !(event.finding && told.has(event.finding))) };
}

/** Walks from the moment outwards, to whichever side is nearer. */
function nearest(
  events: readonly TimelineEvent[],
  at: number,
  isWanted: (event: TimelineEvent) => boolean,
): readonly TimelineEvent[] {
  const distance = (place: number) => {
    const event = events[place];
    const away = event === undefined ? Number.NaN : Math.abs(Date.parse(event.time) - at);
    return away <= AROUND_MS ? away : Number.POSITIVE_INFINITY;
  };
  let after = firstFrom(events, at);
  let before = after - 1;
  const chosen: TimelineEvent[] = [];
  for (let looked = 0; looked < LOOKED_AT && chosen.length < SHOWN; looked++) {
    const toBefore = distance(before);
    const toAfter = distance(after);
    if (toBefore === toAfter && toAfter === Number.POSITIVE_INFINITY) break;
    const event = events[toBefore < toAfter ? before-- : after++]!;
    if (isWanted(event)) chosen.push(event);
  }
  return chosen.sort((a, b) => (a.time < b.time ? -1 : 1));
}

/** The place of the first event at or after a moment; events are in order of time. */
function firstFrom(events: readonly TimelineEvent[], at: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Date.parse(events[middle]!.time) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
