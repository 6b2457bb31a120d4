import type { EventTime } from '../evidence/time.ts';

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** Number of an English month name or its first three letters, 0..11. */
export function monthOf(name: string): number | undefined {
  const at = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return name.length >= 3 && at !== -1 && at % 3 === 0 ? at / 3 : undefined;
}

const DATE_LINE =
  /\b([A-Z][a-z]{2})\s{1,2}(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(?: ([AP]M))?(?: ([A-Z]{1,5}|[+-]\d{2,4}))? (\d{4})\b/;

/**
 * The first date of the form that `date`, `ls -T`, `lstart` of ps and the second line of ns.conf print:
 *
 *     Sat May  7 12:22:28 2022        Mon Nov 23 09:15:01 CET 2026
 *
 * `UTC`, `GMT` and numeric zones make it UTC, another zone's letters are ambiguous and leave it local. Undefined where there is none.
 */
export function dateIn(text: string): EventTime | undefined {
  const found = DATE_LINE.exec(text.slice(0, 1_000));
  if (!found) return undefined;
  const [, month = '', day, hour, minute, second, half, zone = '', year] = found;
  const monthNumber = monthOf(month);
  if (monthNumber === undefined) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  return timeFrom(Number(year), monthNumber, Number(day), hours, Number(minute), Number(second), zone);
}

const ISO = /\b(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:[.,]\d{1,9})?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?/;

/** The first `2026-11-23 09:15:01`, with or without a zone. */
export function isoDateIn(text: string): EventTime | undefined {
  const found = ISO.exec(text.slice(0, 1_000));
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, zone = ''] = found;
  return timeFrom(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), zone);
}

/** Seconds since 1970, with or without a fraction; undefined for 0 and for what is no time of this world. */
export function epochSeconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,11}(?:\.\d{1,9})?$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds > 0 && seconds < 8.64e12 ? Math.round(seconds * 1_000) : undefined;
}

function timeFrom(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  zone: string,
): EventTime | undefined {
  if (year < 1970 || month < 0 || month > 11 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60)
    return undefined;
  const ms = Date.UTC(year, month, day, hour, minute, second);
  const offset = offsetMinutes(zone);
  return offset === undefined
    ? { ms, zone: 'local', year: 'stated' }
    : { ms: ms - offset * 60_000, zone: 'utc', year: 'stated' };
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!found) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return found[1] === '-' ? -minutes : minutes;
}
