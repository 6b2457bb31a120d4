import type { EventTime } from '../evidence/time.ts';
import type { Fields, LineReader, ParsedRecord } from './artifact.ts';
import { afterSpaces, fourDigits, monthAt, readSyslogClock, secondsOfDay, startOfDay, twoDigits } from './log-clock.ts';
import { logName } from './log-name.ts';
import { readEndpoint } from './ns-address.ts';
import { textEnd } from './ns-event.ts';
import { isRotationHeader } from './rotation-header.ts';
import { afterGrepPrefix } from './syslog-header.ts';

/** Errors of the web servers, and what their child processes wrote to standard error. */
export const webErrorLogs: LineReader = {
  form: 'lines',
  name: 'httperror.log',
  categories: ['webserver'],
  paths: ['/var/log/httperror.log*', '/var/log/httperror-vpn.log*'],
  parse(line, context) {
    if (isRotationHeader(line)) return [];
    const log = logName(context.path).includes('-vpn') ? 'error-vpn' : 'error';
    const record = parseErrorLine(line, afterGrepPrefix(line), log);
    return record === undefined ? [] : [record];
  },
};

/**
 * Parses one line of an error log:
 *
 *     [Wed Oct 11 14:32:52.123456 2026] [core:error] [pid 1234:tid 5678] [client 203.0.113.7:51000] AH00126: Invalid URI …
 *     [Wed Oct 11 14:32:52 2026] [error] [client 203.0.113.7] File does not exist: /netscaler/x        (Apache 2.2)
 *     [11-Oct-2026 14:32:52 UTC] PHP Parse error:  … in /path/file on line 3
 *     curl: (7) Failed to connect to 198.51.100.66 port 443: Operation timed out                       (a child's own words)
 *
 * Apache's clock is local. A child's line carries no time; it is as good a record as any (a web shell's commands complain here).
 * Undefined for an empty line.
 */
export function parseErrorLine(line: string, at: number, log: string): ParsedRecord | undefined {
  const end = textEnd(line);
  if (afterSpaces(line, at) >= end) return undefined;
  const clock = readBracketedClock(line, at);
  if (clock === undefined) return { category: 'webserver', fields: { message: line.slice(at, end), log } };
  return {
    category: 'webserver',
    fields: { date: line.slice(clock.at, clock.end - 1), ...readErrorText(line, clock.end, end), log },
    ...(clock.time === undefined ? {} : { time: clock.time }),
  };
}

/** Reads what follows the clock: bracketed severity, process and client, then the message and in it the referer. */
export function readErrorText(line: string, at: number, end: number): Fields {
  let position = afterSpaces(line, at);
  let severity: string | undefined;
  let pid: number | undefined;
  let client: string | undefined;
  for (let brackets = 0; brackets < 4 && line.charCodeAt(position) === BRACKET_OPEN; brackets++) {
    const bracketEnd = closingBracket(line, position);
    if (bracketEnd < 0) break;
    const inside = line.slice(position + 1, bracketEnd);
    if (inside.startsWith('client ')) client = readEndpoint(inside.slice(7)).ip;
    else if (inside.startsWith('pid ')) pid = leadingNumber(inside.slice(4));
    else if (severity === undefined && SEVERITY.test(inside)) severity = inside;
    else break;
    position = afterSpaces(line, bracketEnd + 1);
  }
  const message = line.slice(position, Math.max(position, end));
  const refererAt = message.lastIndexOf(', referer: ');
  return {
    'c-ip': client,
    'cs-referer': refererAt < 0 ? undefined : message.slice(refererAt + 11),
    pid,
    severity,
    message,
  };
}

interface BracketedClock {
  readonly time: EventTime | undefined;
  /** Index of the first character in the bracket. */
  readonly at: number;
  /** Index after the closing bracket. */
  readonly end: number;
}

function readBracketedClock(line: string, at: number): BracketedClock | undefined {
  const start = afterSpaces(line, at);
  if (line.charCodeAt(start) !== BRACKET_OPEN) return undefined;
  const clock = readSyslogClock(line, start + 1);
  if (clock !== undefined && line.charCodeAt(clock.end) === BRACKET_CLOSE) {
    return { time: clock.time, at: start + 1, end: clock.end + 1 };
  }
  return readPhpClock(line, start + 1);
}

/** `11-Oct-2026 14:32:52 UTC]`, as PHP writes into its error log. */
function readPhpClock(line: string, at: number): BracketedClock | undefined {
  if (line.charCodeAt(at + 2) !== HYPHEN || line.charCodeAt(at + 6) !== HYPHEN) return undefined;
  const day = startOfDay(fourDigits(line, at + 7), monthAt(line, at + 3), twoDigits(line, at));
  const seconds = secondsOfDay(line, at + 12);
  const close = line.indexOf(']', at);
  if (day === undefined || seconds < 0 || close < at + 20 || close > at + 60) return undefined;
  const zone = line.slice(at + 20, close).trim();
  const isUtc = zone === 'UTC' || zone === 'GMT';
  return { time: { ms: day + seconds * 1000, zone: isUtc ? 'utc' : 'local', year: 'stated' }, at, end: close + 1 };
}

/** Of `[error]` or `[client [2001:db8::7]:51000]`; -1 when it is not near. */
function closingBracket(line: string, at: number): number {
  const first = line.indexOf(']', at);
  const close = line.startsWith('[client [', at) && first >= 0 ? line.indexOf(']', first + 1) : first;
  return close > at + 120 ? -1 : close;
}

function leadingNumber(text: string): number | undefined {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? undefined : value;
}

const SEVERITY = /^[a-z0-9_-]{0,40}:?[a-z0-9]{1,12}$/;
const HYPHEN = 45;
const BRACKET_OPEN = 91;
const BRACKET_CLOSE = 93;
