import type { EventTime } from '../evidence/time.ts';
import type { ReadContext } from './artifact.ts';
import {
  afterSpaces,
  fourDigits,
  isDigit,
  isLetter,
  readIsoClock,
  readSyslogClock,
  secondsOfDay,
  startOfDay,
  twoDigits,
} from './log-clock.ts';

/** The outer layer of a log line: what syslogd, a relay or an export put before the message. */
export interface SyslogHeader {
  readonly time: EventTime | undefined;
  /** `local0.info`, as text only: a number as in `<134>` is passed over. */
  readonly severity: string | undefined;
  readonly host: string | undefined;
  /** Last part of the program's path, without the process id: `cron` of `/usr/sbin/cron[14605]:`. */
  readonly program: string | undefined;
  readonly pid: number | undefined;
  /** RFC 5424 only: the process id field where it is no number; NetScaler puts the packet engine there. */
  readonly processName: string | undefined;
  /** Where the message begins. */
  readonly rest: number;
  /** A clock was read, even where its year cannot be told. */
  readonly hasClock: boolean;
}

/**
 * Reads the outer layer, each part of which may be missing:
 *
 *     Nov 23 10:15:01 <local0.info> 192.0.2.10  …
 *     Jan 19 23:01:05 <cron.info> ns-a /usr/sbin/cron[14605]: …
 *     2026-11-23T09:15:01.285005+00:00 192.0.2.10  …
 *     <134> …       <134>1 2026-11-23T09:15:01Z ns-a SSLVPN 0-PPE-0 - - …
 *     06-26-2026    12:16:05    Local7.Error    192.0.2.10    …
 *     /var/log/messages.1:Nov 23 10:15:01 …       (copied by grep)
 *
 * Host and program are read only after a clock. Never throws; looks at no more than the first few hundred characters.
 */
export function readSyslogHeader(line: string, context: ReadContext): SyslogHeader {
  let position = afterSpaces(line, afterGrepPrefix(line));
  let isRfc5424 = false;
  let severity: string | undefined;
  if (line.charCodeAt(position) === LESS) {
    const close = line.indexOf('>', position);
    if (close < 0 || close > position + 40) return withoutClock(position, undefined);
    if (isDigit(line.charCodeAt(position + 1))) {
      isRfc5424 = line.startsWith('1 ', close + 1);
      position = isRfc5424 ? close + 3 : afterSpaces(line, close + 1);
    }
  }
  const clock =
    readSyslogClock(line, position, context) ?? readIsoClock(line, position) ?? readKiwiClock(line, position);
  if (clock === undefined) {
    const bare = readSeverity(line, position);
    return withoutClock(bare?.end ?? position, bare?.severity);
  }
  position = afterSpaces(line, clock.end);
  if (isRfc5424) return readRfc5424(line, position, clock.time);
  const textual = readSeverity(line, position);
  if (textual !== undefined) {
    severity = textual.severity;
    position = textual.end;
  }
  let host: string | undefined;
  let tag = readTag(line, position);
  if (tag === undefined && isWord(line, position)) {
    const end = wordEnd(line, position);
    host = line.slice(position, end);
    position = afterSpaces(line, end);
    const late = severity === undefined ? readSeverity(line, position) : undefined;
    if (late !== undefined) {
      severity = late.severity;
      position = late.end;
    }
    tag = readTag(line, position);
  }
  return {
    time: clock.time,
    severity,
    host,
    program: tag?.program,
    pid: tag?.pid,
    processName: undefined,
    rest: tag?.rest ?? position,
    hasClock: true,
  };
}

function withoutClock(rest: number, severity: string | undefined): SyslogHeader {
  return {
    time: undefined,
    severity,
    host: undefined,
    program: undefined,
    pid: undefined,
    processName: undefined,
    rest,
    hasClock: false,
  };
}

/** Index after a file name that `grep` put before a line (`/var/log/cron.0:`, with `-n` also a number); else 0. */
export function afterGrepPrefix(line: string): number {
  const code = line.charCodeAt(0);
  if (code !== SLASH && code !== DOT && !isLetter(code)) return 0;
  const colon = line.indexOf(':');
  if (colon < 3 || colon > 300) return 0;
  const name = line.slice(0, colon);
  if (name.includes(' ') || !(name.includes('/') || name.includes('.log'))) return 0;
  let position = colon + 1;
  while (isDigit(line.charCodeAt(position))) position++;
  return position > colon + 1 && line.charCodeAt(position) === COLON ? position + 1 : colon + 1;
}

interface Tag {
  readonly program: string;
  readonly pid: number | undefined;
  readonly rest: number;
}

/** Reads `sshd[1234]: `, `/usr/sbin/cron[14605]: `, `kernel: `. A program's name does not begin with a digit. */
function readTag(line: string, at: number): Tag | undefined {
  const first = line.charCodeAt(at);
  if (!isLetter(first) && first !== SLASH && first !== HYPHEN && first !== UNDERSCORE) return undefined;
  let position = at;
  let nameAt = at;
  const limit = at + 100;
  while (position < limit && isProgramCharacter(line.charCodeAt(position))) {
    if (line.charCodeAt(position) === SLASH) nameAt = position + 1;
    position++;
  }
  const program = line.slice(nameAt, position);
  let pid: number | undefined;
  if (line.charCodeAt(position) === BRACKET_OPEN) {
    const digitsAt = position + 1;
    position = digitsAt;
    while (position < digitsAt + 10 && isDigit(line.charCodeAt(position))) position++;
    if (position === digitsAt || line.charCodeAt(position) !== BRACKET_CLOSE) return undefined;
    pid = Number(line.slice(digitsAt, position));
    position++;
  }
  if (line.charCodeAt(position) !== COLON || program === '') return undefined;
  const next = line.charCodeAt(position + 1);
  if (next !== SPACE && next !== TAB && !Number.isNaN(next)) return undefined;
  const rest = next === SPACE || next === TAB ? position + 2 : position + 1;
  return { program, pid, rest };
}

/** `HOST APP PROCID MSGID SD MSG` of RFC 5424; a hyphen stands for nothing. */
function readRfc5424(line: string, at: number, time: EventTime | undefined): SyslogHeader {
  const words: string[] = [];
  let position = at;
  for (let count = 0; count < 4; count++) {
    const end = wordEnd(line, position);
    words.push(line.slice(position, end));
    position = line.charCodeAt(end) === SPACE ? end + 1 : end;
  }
  if (line.charCodeAt(position) === BRACKET_OPEN) {
    const close = line.indexOf('] ', position);
    position = close < 0 ? line.length : close + 2;
  } else if (line.charCodeAt(position) === HYPHEN) position = afterSpaces(line, position + 1);
  const [host = '-', program = '-', process = '-'] = words;
  return {
    time,
    severity: undefined,
    host: host === '-' ? undefined : host,
    program: program === '-' ? undefined : program,
    pid: PID.test(process) ? Number(process) : undefined,
    processName: process === '-' ? undefined : process,
    rest: position,
    hasClock: true,
  };
}

/** `<local0.info>`, or the `Local7.Error` of a Kiwi export. */
function readSeverity(line: string, at: number): { readonly severity: string; readonly end: number } | undefined {
  if (line.charCodeAt(at) === LESS) {
    const close = line.indexOf('>', at);
    if (close < 0 || close > at + 40) return undefined;
    return { severity: line.slice(at + 1, close), end: afterSpaces(line, close + 1) };
  }
  const code = line.charCodeAt(at) | 32;
  if (code !== LOWER_L && code !== LOWER_K) return undefined;
  const kiwi = KIWI_SEVERITY.exec(line.slice(at, at + 24))?.[0];
  return kiwi === undefined ? undefined : { severity: kiwi, end: afterSpaces(line, at + kiwi.length) };
}

/** `06-26-2026    12:16:05`: month, day, year, as Kiwi writes them. */
function readKiwiClock(line: string, at: number): { readonly time: EventTime; readonly end: number } | undefined {
  if (line.charCodeAt(at + 2) !== HYPHEN || line.charCodeAt(at + 5) !== HYPHEN) return undefined;
  const start = startOfDay(fourDigits(line, at + 6), twoDigits(line, at), twoDigits(line, at + 3));
  const clockAt = afterSpaces(line, at + 10);
  const seconds = secondsOfDay(line, clockAt);
  if (start === undefined || seconds < 0) return undefined;
  return { time: { ms: start + seconds * 1000, zone: 'local', year: 'stated' }, end: clockAt + 8 };
}

/** Something other than a date, a quote, a bracket, the end, or the colon of a record's inner layer. */
function isWord(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  if (Number.isNaN(code) || code === QUOTE || code === BRACKET_OPEN || code === COLON || code === PARENTHESIS)
    return false;
  return !(isDigit(code) && (line.charCodeAt(at + 2) === SLASH || line.charCodeAt(at + 4) === SLASH));
}

function wordEnd(line: string, at: number): number {
  let position = at;
  const limit = Math.min(line.length, at + 256);
  while (position < limit) {
    const code = line.charCodeAt(position);
    if (code === SPACE || code === TAB) break;
    position++;
  }
  return position;
}

function isProgramCharacter(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === SLASH ||
    code === DOT ||
    code === HYPHEN ||
    code === UNDERSCORE ||
    code === PLUS
  );
}

const PID = /^\d{1,10}$/;
const KIWI_SEVERITY = /^(?:local\d|kern)\.[a-z]{3,9}(?=\s)/i;
const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const PARENTHESIS = 40;
const PLUS = 43;
const HYPHEN = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const LESS = 60;
const BRACKET_OPEN = 91;
const BRACKET_CLOSE = 93;
const UNDERSCORE = 95;
const LOWER_K = 107;
const LOWER_L = 108;
