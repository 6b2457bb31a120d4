import { DateTime } from 'luxon';
import type { EventTime } from '../evidence/time.ts';

/** What `toUtc` needs to know of an appliance. */
export interface Clock {
  readonly timeZone?: { readonly zone: string; readonly basis: string };
}

export interface UtcTime {
  readonly utc: Date;
  /** Why the time is doubtful: one sentence or several. */
  readonly note?: string;
}

/** End of the year 9999: later times are no times, and have no RFC 3339 form. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** Places a time of a log or listing in UTC and says what was assumed. Never throws. */
export function toUtc(time: EventTime, { timeZone }: Clock): UtcTime {
  const notes: string[] = [];
  if (time.year === 'inferred') notes.push('The year is not stated and was inferred.');
  if (time.isDayOnly) notes.push('Only the day is stated, not the time of day.');
  if (time.isOrderAssumed) notes.push('The order of day and month was assumed.');
  if (!(Math.abs(time.ms) < LAST_MS))
    return { utc: new Date(0), note: 'The time is impossible and was replaced by the year 1970.' };
  let ms = time.ms;
  if (time.zone === 'local') {
    if (timeZone === undefined) notes.push('The time zone of the appliance is unknown; local time was read as UTC.');
    else ms = fromWallClock(time.ms, timeZone.zone, notes);
  }
  return { utc: new Date(ms), ...(notes.length > 0 && { note: notes.join(' ') }) };
}

function fromWallClock(ms: number, zone: string, notes: string[]): number {
  const wall = DateTime.fromMillis(ms, { zone: 'utc' });
  const placed = wall.setZone(zone, { keepLocalTime: true });
  if (!placed.isValid) {
    notes.push('The time zone of the appliance could not be applied; local time was read as UTC.');
    return ms;
  }
  if (placed.hour !== wall.hour || placed.minute !== wall.minute)
    notes.push('The clock skipped this hour when summer time began.');
  else if (placed.getPossibleOffsets().length > 1)
    notes.push('This hour came twice when summer time ended; one of the two was assumed.');
  return placed.toMillis();
}
