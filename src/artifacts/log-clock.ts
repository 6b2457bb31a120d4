import type { EventTime } from '../evidence/time.ts';

const DAY_MS = 86_400_000;
/** One more than the last second of a day, hour 24 included. */
const DAY_SECONDS = 90_001;
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';
const WEEKDAYS = 'sunmontuewedthufrisat';

/** A time that stands at some place of a line, and the index after it. `time` is missing where the year cannot be told. */
export interface ClockReading {
  readonly time: EventTime | undefined;
  readonly end: number;
}

/** Two digits at `at` as a number; -1 when they are not two digits. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Four digits at `at` as a number; -1 when they are not four digits. */
export function fourDigits(text: string, at: number): number {
  const high = twoDigits(text, at);
  const low = twoDigits(text, at + 2);
  return high < 0 || low < 0 ? -1 : high * 100 + low;
}

/** Seconds of `HH:MM:SS` at `at`; -1 when it is none. Hour 24 occurs in real logs and counts as the next day's hour 0. */
export function secondsOfDay(text: string, at: number): number {
  const hours = twoDigits(text, at);
  const minutes = twoDigits(text, at + 3);
  const seconds = twoDigits(text, at + 6);
  if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return -1;
  if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return -1;
  return hours * 3600 + minutes * 60 + seconds;
}

/** Milliseconds since 1970 of that day's start; undefined for a day that the calendar does not have. Months from 1. */
export function startOfDay(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return Date.UTC(year, month - 1, day);
}

/** Month (from 1) that the letters at `at` name, short or in full; 0 for none. */
export function monthAt(text: string, at: number): number {
  return placeIn(MONTHS, text, at);
}

/** What tells the year of a time that does not state it. */
export interface YearHints {
  /** When the file was last written. */
  readonly modified?: Date | undefined;
  /** A time that the file's own lines state. */
  readonly near?: Date | undefined;
}

/**
 * The time with that month (from 1), day and clock: the nearest to `near`; without it the latest that is not younger than `modified` and one day (the clock
 * is local, and `modified` is not). 29 February goes to a leap year. Undefined without a hint, and for a day that no calendar has.
 */
export function inferYear(month: number, day: number, seconds: number, hints: YearHints): EventTime | undefined {
  const hint = hints.near ?? hints.modified;
  if (hint === undefined) return undefined;
  const isKnown = known.month === month && known.day === day && known.hint === hint && known.isNear === !!hints.near;
  const start = isKnown ? known.start : chooseDay(month, day, seconds, hint, !!hints.near);
  return start === undefined ? undefined : { ms: start + seconds * 1000, zone: 'local', year: 'inferred' };
}

/** The day of the line before: a log has thousands of lines of each. */
let known: { month: number; day: number; hint: Date | undefined; isNear: boolean; start: number | undefined } = {
  month: 0,
  day: 0,
  hint: undefined,
  isNear: false,
  start: undefined,
};

function chooseDay(month: number, day: number, seconds: number, hint: Date, isNear: boolean): number | undefined {
  const start = dayStart(month, day, seconds, hint, isNear);
  // Remembered where the clock makes no difference.
  if (start === dayStart(month, day, 0, hint, isNear) && start === dayStart(month, day, DAY_SECONDS, hint, isNear))
    known = { month, day, hint, isNear, start };
  return start;
}

/** The start of the chosen day, in milliseconds. */
function dayStart(month: number, day: number, seconds: number, hint: Date, isNear: boolean): number | undefined {
  if (Number.isNaN(hint.getTime())) return undefined;
  const newestYear = hint.getUTCFullYear() + (isNear ? 5 : 1);
  const candidates: number[] = [];
  for (let year = newestYear; year > newestYear - 10; year--) {
    const start = startOfDay(year, month, day);
    if (start !== undefined) candidates.push(start);
  }
  const distance = (start: number) => Math.abs(start + seconds * 1000 - hint.getTime());
  return isNear
    ? candidates.sort((a, b) => distance(a) - distance(b))[0]
    : candidates.find((start) => start + seconds * 1000 <= hint.getTime() + DAY_MS);
}

/**
 * Reads the clock of a syslog line at `at`:
 *
 *     Nov 23 10:15:01          June  8 00:21:09       Nov 23 10:15:01.123
 *     Nov 23 2026 10:15:01     Mon Nov 23 10:15:01 2026      Mon Nov 23 10:15:01 UTC 2026
 *
 * Local time; the year is inferred when the line has none. Undefined when something else stands there.
 */
export function readSyslogClock(line: string, at: number, hints: YearHints = {}): ClockReading | undefined {
  let position = at;
  if (placeIn(WEEKDAYS, line, position) > 0 && line.charCodeAt(position + 3) === SPACE)
    position = afterSpaces(line, position + 3);
  const month = monthAt(line, position);
  if (month === 0) return undefined;
  position = afterLetters(line, position + 3);
  if (position > at + 14 || line.charCodeAt(position) !== SPACE) return undefined;
  position = afterSpaces(line, position);
  let day = twoDigits(line, position);
  if (day >= 0) position += 2;
  else {
    day = line.charCodeAt(position) - 48;
    if (!(day >= 1 && day <= 9)) return undefined;
    position += 1;
  }
  if (line.charCodeAt(position) !== SPACE) return undefined;
  position = afterSpaces(line, position);
  let year = line.charCodeAt(position + 2) === COLON ? -1 : fourDigits(line, position);
  if (year >= 0) position = afterSpaces(line, position + 4);
  const seconds = secondsOfDay(line, position);
  if (seconds < 0) return undefined;
  position = afterFraction(line, position + 8);
  let zone: EventTime['zone'] = 'local';
  if (year < 0) {
    const trailing = readTrailingYear(line, position);
    if (trailing !== undefined) ({ year, zone, end: position } = trailing);
  }
  if (year < 0) {
    return { time: inferYear(month, day, seconds, hints), end: position };
  }
  const start = startOfDay(year, month, day);
  if (start === undefined) return { time: undefined, end: position };
  return { time: { ms: start + seconds * 1000, zone, year: 'stated' }, end: position };
}

/** Reads `2026-11-23T09:15:01.285005+00:00`, with `Z`, without zone (then local), or with a space for the `T`. */
export function readIsoClock(line: string, at: number): ClockReading | undefined {
  const year = fourDigits(line, at);
  if (year < 0 || line.charCodeAt(at + 4) !== HYPHEN || line.charCodeAt(at + 7) !== HYPHEN) return undefined;
  const start = startOfDay(year, twoDigits(line, at + 5), twoDigits(line, at + 8));
  const seconds = secondsOfDay(line, at + 11);
  if (start === undefined || seconds < 0) return undefined;
  const afterSeconds = at + 19;
  const afterDigits = afterFraction(line, afterSeconds);
  const milliseconds = Math.trunc(Number(`0${line.slice(afterSeconds, afterDigits).replace(',', '.')}`) * 1000) || 0;
  const local = start + seconds * 1000 + milliseconds;
  if (line.charCodeAt(afterDigits) === LETTER_Z) {
    return { time: { ms: local, zone: 'utc', year: 'stated' }, end: afterDigits + 1 };
  }
  const offset = readOffset(line, afterDigits);
  if (offset === undefined) return { time: { ms: local, zone: 'local', year: 'stated' }, end: afterDigits };
  return { time: { ms: local - offset.ms, zone: 'utc', year: 'stated' }, end: offset.end };
}

/** Reads `+0100` or `+01:00` at `at` as milliseconds east of UTC. */
export function readOffset(line: string, at: number): { readonly ms: number; readonly end: number } | undefined {
  const sign = line.charCodeAt(at);
  if (sign !== PLUS && sign !== HYPHEN) return undefined;
  const hours = twoDigits(line, at + 1);
  const minutesAt = line.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const minutes = twoDigits(line, minutesAt);
  if (hours < 0 || minutes < 0) return undefined;
  const ms = (hours * 60 + minutes) * 60_000;
  return { ms: sign === PLUS ? ms : -ms, end: minutesAt + 2 };
}

/** Index of the first character from `at` that is no space or tab. */
export function afterSpaces(line: string, at: number): number {
  let position = at;
  let code = line.charCodeAt(position);
  while (code === SPACE || code === TAB) code = line.charCodeAt(++position);
  return position;
}

function readTrailingYear(
  line: string,
  at: number,
): { readonly year: number; readonly zone: EventTime['zone']; readonly end: number } | undefined {
  if (line.charCodeAt(at) !== SPACE) return undefined;
  const wordAt = afterSpaces(line, at);
  const year = fourDigits(line, wordAt);
  if (isPlausible(year) && isWordEnd(line, wordAt + 4)) return { year, zone: 'local', end: wordAt + 4 };
  const zoneEnd = afterLetters(line, wordAt);
  if (zoneEnd === wordAt || zoneEnd > wordAt + 5 || line.charCodeAt(zoneEnd) !== SPACE) return undefined;
  const zonedYear = fourDigits(line, zoneEnd + 1);
  if (!isPlausible(zonedYear) || !isWordEnd(line, zoneEnd + 5)) return undefined;
  const zone = line.slice(wordAt, zoneEnd);
  return { year: zonedYear, zone: zone === 'UTC' || zone === 'GMT' ? 'utc' : 'local', end: zoneEnd + 5 };
}

function isPlausible(year: number): boolean {
  return year >= 1990 && year <= 2100;
}

/** Not a letter, digit or dot: `2026` is a year, `2026.example.org` a host. */
function isWordEnd(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return Number.isNaN(code) || code === SPACE || code === COLON || code === BRACKET_CLOSE;
}

function afterFraction(line: string, at: number): number {
  const separator = line.charCodeAt(at);
  if (separator !== DOT && separator !== COMMA) return at;
  let position = at + 1;
  while (position < at + 10 && isDigit(line.charCodeAt(position))) position++;
  return position === at + 1 ? at : position;
}

function afterLetters(line: string, at: number): number {
  let position = at;
  while (isLetter(line.charCodeAt(position))) position++;
  return position;
}

/** Which three-letter name of the list stands at `at`, from 1; 0 for none. Any case. */
function placeIn(names: string, text: string, at: number): number {
  if (!isLetter(text.charCodeAt(at))) return 0;
  const found = names.indexOf(text.slice(at, at + 3).toLowerCase());
  return found >= 0 && found % 3 === 0 && at + 3 <= text.length ? found / 3 + 1 : 0;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII letter. */
export function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

const TAB = 9;
const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const HYPHEN = 45;
const DOT = 46;
const COLON = 58;
const LETTER_Z = 90;
const BRACKET_CLOSE = 93;
