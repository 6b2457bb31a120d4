import type { EventTime } from '../evidence/time.ts';
import type { ReadContext } from './artifact.ts';
import {
  fourDigits,
  isDigit,
  readIsoClock,
  readSyslogClock,
  secondsOfDay,
  startOfDay,
  twoDigits,
} from './log-clock.ts';

type DateOrder = NonNullable<ReadContext['dateOrder']>;

/**
 * The date of an audit record, as its appliance writes it (`-dateFormat` of the audit settings):
 *
 *     11/23/2026:09:15:01     23/11/2026:09:15:01     2026/11/23:09:15:01     23/11/2007: 09:15:01 (old)
 */
export interface DeviceDate {
  readonly at: number;
  readonly end: number;
  readonly year: number;
  /** The two numbers besides the year, in the order they stand. */
  readonly first: number;
  readonly second: number;
  readonly isYearFirst: boolean;
  readonly seconds: number;
}

/** Finds the first device date that starts between `from` and `from + reach`. */
export function findDeviceDate(line: string, from: number, reach: number): DeviceDate | undefined {
  const limit = Math.min(line.length, from + reach + 5);
  for (let slash = line.indexOf('/', from); slash >= 0 && slash < limit; slash = line.indexOf('/', slash + 1)) {
    const date = deviceDateAt(line, slash, from);
    if (date !== undefined) return date;
  }
  return undefined;
}

/**
 * The time of a device date. `isUtc` where `GMT` follows it, else it is local time. Order of day and month: what the numbers
 * themselves allow, else the file's order, else the order that fits the syslog time before it, else month first and marked assumed.
 */
export function deviceTime(
  date: DeviceDate,
  isUtc: boolean,
  dateOrder?: DateOrder,
  outer?: EventTime,
): EventTime | undefined {
  const { year, first, second, isYearFirst, seconds } = date;
  const zone = isUtc ? 'utc' : 'local';
  if (isYearFirst) return stamp(startOfDay(year, first, second), seconds, zone);
  const monthFirst = startOfDay(year, first, second);
  const dayFirst = startOfDay(year, second, first);
  if (monthFirst === undefined || dayFirst === undefined || monthFirst === dayFirst) {
    return stamp(monthFirst ?? dayFirst, seconds, zone);
  }
  const order = dateOrder ?? (outer === undefined ? undefined : orderNear(monthFirst, dayFirst, seconds, outer));
  const time = stamp(order === 'dmy' ? dayFirst : monthFirst, seconds, zone);
  return order === undefined && time !== undefined ? { ...time, isOrderAssumed: true } : time;
}

/** What the beginning of a log tells of the times in all of it. */
export function surveyTimes(lines: readonly string[], context: ReadContext): Pick<ReadContext, 'dateOrder' | 'near'> {
  const dateOrder = surveyDateOrder(lines, context);
  const near = middleTime(lines);
  return { ...(dateOrder !== undefined && { dateOrder }), ...(near && { near }) };
}

/** The middle one of the times that lines state with their year, to the month at worst: one forged line does not move it. */
function middleTime(lines: readonly string[]): Date | undefined {
  const times: number[] = [];
  for (const line of lines) {
    const date = findDeviceDate(line, 0, HEAD);
    const time = date ? deviceTime(date, true) : readIsoClock(line, 0)?.time;
    if (time) times.push(time.ms);
  }
  times.sort((a, b) => a - b);
  const middle = times[times.length >> 1];
  return middle === undefined ? undefined : new Date(middle);
}

/** A device date stands in the head of a line; behind it is text of whoever caused the event. */
const HEAD = 100;

/**
 * Order of day and month in a file, from lines of its beginning: numbers above 12, then closeness to the syslog times before
 * the dates, then which reading runs forward and does not lie after `modified`. Undefined when nothing decides.
 */
export function surveyDateOrder(lines: readonly string[], context: ReadContext): DateOrder | undefined {
  const votes = { mdy: 0, dmy: 0, ymd: 0 };
  const near = { mdy: 0, dmy: 0 };
  const wrong = { mdy: 0, dmy: 0 };
  let last: { readonly mdy: number; readonly dmy: number } | undefined;
  for (const line of lines) {
    const date = findDeviceDate(line, 0, 300);
    if (date === undefined) continue;
    if (date.isYearFirst) {
      votes.ymd++;
      continue;
    }
    if (date.first > 12) votes.dmy++;
    if (date.second > 12) votes.mdy++;
    const mdy = startOfDay(date.year, date.first, date.second);
    const dmy = startOfDay(date.year, date.second, date.first);
    if (mdy === undefined || dmy === undefined || mdy === dmy) continue;
    const outer = outerTime(line, context.modified);
    const order = outer === undefined ? undefined : orderNear(mdy, dmy, date.seconds, outer);
    if (order !== undefined) near[order]++;
    const latest = context.modified === undefined ? undefined : context.modified.getTime() + 2 * DAY_MS;
    if (latest !== undefined && mdy > latest) wrong.mdy++;
    if (latest !== undefined && dmy > latest) wrong.dmy++;
    if (last !== undefined && mdy < last.mdy) wrong.mdy++;
    if (last !== undefined && dmy < last.dmy) wrong.dmy++;
    last = { mdy, dmy };
  }
  if (votes.ymd > votes.mdy + votes.dmy && near.mdy + near.dmy === 0) return 'ymd';
  if (votes.mdy !== votes.dmy) return votes.mdy > votes.dmy ? 'mdy' : 'dmy';
  if (near.mdy !== near.dmy) return near.mdy > near.dmy ? 'mdy' : 'dmy';
  if (wrong.mdy !== wrong.dmy) return wrong.mdy < wrong.dmy ? 'mdy' : 'dmy';
  return undefined;
}

function stamp(start: number | undefined, seconds: number, zone: EventTime['zone']): EventTime | undefined {
  return start === undefined ? undefined : { ms: start + seconds * 1000, zone, year: 'stated' };
}

/** The order whose reading lies within a day of the syslog time, when the other does not. Years are not compared: syslog has none. */
function orderNear(mdy: number, dmy: number, seconds: number, outer: EventTime): 'mdy' | 'dmy' | undefined {
  const isMdyNear = daysApart(mdy + seconds * 1000, outer.ms) <= 1.1;
  const isDmyNear = daysApart(dmy + seconds * 1000, outer.ms) <= 1.1;
  if (isMdyNear === isDmyNear) return undefined;
  return isMdyNear ? 'mdy' : 'dmy';
}

function daysApart(one: number, other: number): number {
  const days = Math.abs(one - other) / DAY_MS;
  const withoutYears = days % 365.2425;
  return Math.min(withoutYears, 365.2425 - withoutYears);
}

function outerTime(line: string, modified?: Date): EventTime | undefined {
  const at = line.startsWith('"') ? 1 : 0;
  return (readSyslogClock(line, at, { modified: modified ?? ANY_YEAR }) ?? readIsoClock(line, at))?.time;
}

function deviceDateAt(line: string, slash: number, from: number): DeviceDate | undefined {
  const second = twoDigits(line, slash + 1);
  if (second < 0) return undefined;
  if (line.charCodeAt(slash + 3) === SLASH) {
    const year = fourDigits(line, slash + 4);
    const first = twoDigits(line, slash - 2);
    if (year >= 0 && first >= 0) return withClock(line, slash - 2, from, slash + 8, year, first, second, false);
    const leadingYear = fourDigits(line, slash - 4);
    const third = twoDigits(line, slash + 4);
    if (leadingYear >= 0 && third >= 0)
      return withClock(line, slash - 4, from, slash + 6, leadingYear, second, third, true);
  }
  return undefined;
}

function withClock(
  line: string,
  at: number,
  from: number,
  colon: number,
  year: number,
  first: number,
  second: number,
  isYearFirst: boolean,
): DeviceDate | undefined {
  if (at < from || line.charCodeAt(colon) !== COLON) return undefined;
  if (at > 0 && isDigit(line.charCodeAt(at - 1))) return undefined;
  const clockAt = line.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1;
  const seconds = secondsOfDay(line, clockAt);
  if (seconds < 0) return undefined;
  return { at, end: clockAt + 8, year, first, second, isYearFirst, seconds };
}

const DAY_MS = 86_400_000;
/** Years do not matter where syslog times are compared with device dates, leap years do: one follows 2024. */
const ANY_YEAR = new Date(Date.UTC(2024, 11, 31));
const SPACE = 32;
const SLASH = 47;
const COLON = 58;
