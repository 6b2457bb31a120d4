import type { EventTime } from '../evidence/time.ts';
import type { LineReader, ParsedRecord } from './artifact.ts';
import {
  afterSpaces,
  fourDigits,
  isDigit,
  monthAt,
  readOffset,
  secondsOfDay,
  startOfDay,
  twoDigits,
} from './log-clock.ts';
import { logName } from './log-name.ts';
import { readEndpoint } from './ns-address.ts';
import { textEnd } from './ns-event.ts';
import { decodePercent } from './percent-decoding.ts';
import { isRotationHeader } from './rotation-header.ts';
import { afterGrepPrefix, readSyslogHeader } from './syslog-header.ts';

/** Requests to the management and gateway web servers (Apache). */
export const webAccessLogs: LineReader = {
  form: 'lines',
  name: 'httpaccess.log',
  categories: ['webserver'],
  paths: ['/var/log/httpaccess.log*', '/var/log/httpaccess-vpn.log*'],
  parse(line, context) {
    if (line.length < 300 && line.trim() === '') return [];
    const log = logName(context.path).includes('-vpn') ? 'access-vpn' : 'access';
    const record = parseAccessLine(line, afterGrepPrefix(line), log);
    if (record !== undefined) return [record];
    if (isRotationHeader(line)) return [];
    const header = readSyslogHeader(line, context);
    const relayed = header.hasClock ? parseAccessLine(line, header.rest, log) : undefined;
    return relayed === undefined
      ? undefined
      : [{ ...(header.time === undefined ? {} : { time: header.time }), ...relayed }];
  },
};

/**
 * Parses one request; five forms, by release:
 *
 *     203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "GET /vpn/index.html HTTP/1.1" 200 71875 "-" "Mozilla/5.0"
 *     … "Mozilla/5.0" "Time: 6809 microsecs"
 *     127.0.0.1 - - [11/Aug/2026:08:30:00 +0000] [82775] "GET / HTTP/1.1" 200 18705 "-" "curl/7.78.0" "Time: 39770 microsecs"
 *     203.0.113.7 -> 198.51.100.20 - - [19/Dec/2026:17:25:48 +0100] [69420] "GET / HTTP/1.1" 200 1436 "-" "…" "Time: 58774 microsecs"
 *     203.0.113.7 -> 198.51.100.20 "GET /x HTTP/1.1" 200 14794 "-" "…" "Time: 65590 microsecs"      (syslog export: no date)
 *
 * Apache writes a quote inside the request as `\"`; the user agent may hold bare ones. Sources: dissect.target (citrix webserver),
 * SEKOIA-IO/intake-formats, mandiant/ioc-scanner-CVE-2019-19781. Undefined for another kind of line.
 */
export function parseAccessLine(line: string, at: number, log: string): ParsedRecord | undefined {
  const head = readHead(line, at);
  if (head === undefined) return undefined;
  const requestEnd = endOfRequest(line, head.requestAt);
  if (requestEnd < 0) return undefined;
  const status = line.slice(requestEnd + 2, requestEnd + 5);
  let position = requestEnd + 6;
  const bytesAt = position;
  while (isDigit(line.charCodeAt(position))) position++;
  const bytes = position > bytesAt ? Number(line.slice(bytesAt, position)) : undefined;
  if (bytes === undefined && line.charCodeAt(position) === HYPHEN) position++;
  const tail = readTail(line, position);
  const request = readRequest(line.slice(head.requestAt, requestEnd));
  return {
    category: 'webserver',
    fields: {
      'c-ip': head.client,
      's-ip': head.server,
      date: head.date,
      'cs-method': request.method,
      'cs-uri': request.uri,
      'cs-uri-stem': request.stem,
      'cs-uri-query': request.query,
      'cs-uri-decoded': request.uri === undefined ? undefined : decodePercent(request.uri),
      'cs-version': request.version,
      'sc-status': status === '-' ? undefined : Number(status),
      'sc-bytes': bytes,
      'cs-referer': tail.referer,
      'cs-user-agent': tail.userAgent,
      pid: head.pid,
      duration_microseconds: tail.microseconds,
      log,
    },
    ...(head.time === undefined ? {} : { time: head.time }),
  };
}

interface Head {
  readonly client: string | undefined;
  readonly server: string | undefined;
  readonly date: string | undefined;
  readonly time: EventTime | undefined;
  readonly pid: number | undefined;
  /** Index after the quote that opens the request. */
  readonly requestAt: number;
}

function readHead(line: string, at: number): Head | undefined {
  let position = afterSpaces(line, at);
  const clientEnd = line.indexOf(' ', position);
  if (clientEnd < 0 || clientEnd > position + 260) return undefined;
  const client = line.slice(position, clientEnd);
  if (!isHostCharacter(client.charCodeAt(0))) return undefined;
  position = clientEnd + 1;
  let server: string | undefined;
  if (line.startsWith('-> ', position)) {
    const serverEnd = line.indexOf(' ', position + 3);
    if (serverEnd < 0 || serverEnd > position + 260) return undefined;
    server = line.slice(position + 3, serverEnd);
    position = serverEnd + 1;
  }
  let date: string | undefined;
  let time: EventTime | undefined;
  let pid: number | undefined;
  if (line.charCodeAt(position) !== QUOTE) {
    // Identity and user stand before the date; a user name may hold spaces and brackets.
    let bracket = line.indexOf('[', position);
    for (let tries = 0; bracket >= 0 && bracket < position + 300 && tries < 8; tries++) {
      time = readAccessClock(line, bracket + 1);
      if (time !== undefined) break;
      bracket = line.indexOf('[', bracket + 1);
    }
    if (time === undefined) return undefined;
    const close = line.indexOf(']', bracket);
    if (close < 0) return undefined;
    date = line.slice(bracket + 1, close);
    position = afterSpaces(line, close + 1);
    if (line.charCodeAt(position) === BRACKET_OPEN) {
      const pidEnd = line.indexOf(']', position);
      if (pidEnd < 0 || pidEnd > position + 20) return undefined;
      const value = Number(line.slice(position + 1, pidEnd));
      if (Number.isSafeInteger(value)) pid = value;
      position = afterSpaces(line, pidEnd + 1);
    }
    if (line.charCodeAt(position) !== QUOTE) return undefined;
  }
  return { client: address(client), server: address(server), date, time, pid, requestAt: position + 1 };
}

function address(word: string | undefined): string | undefined {
  return word === undefined || word === '-' ? undefined : word.startsWith('[') ? readEndpoint(word).ip : word;
}

/** Index of the quote that ends the request: not escaped, and followed by a status and the bytes. */
function endOfRequest(line: string, at: number): number {
  for (let quote = line.indexOf('" ', at); quote >= 0; quote = line.indexOf('" ', quote + 1)) {
    if (!isEscaped(line, quote, at) && isStatus(line, quote + 2)) return quote;
  }
  return -1;
}

function isEscaped(line: string, at: number, from: number): boolean {
  let position = at;
  while (position > from && line.charCodeAt(position - 1) === BACKSLASH) position--;
  return (at - position) % 2 === 1;
}

function isStatus(line: string, at: number): boolean {
  if (twoDigits(line, at) < 0 || !isDigit(line.charCodeAt(at + 2)) || line.charCodeAt(at + 3) !== SPACE) return false;
  const code = line.charCodeAt(at + 4);
  return isDigit(code) || code === HYPHEN;
}

interface Tail {
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
  readonly microseconds: number | undefined;
}

/** Reads ` "referer" "user agent" "Time: 58774 microsecs"`. */
function readTail(line: string, at: number): Tail {
  let end = Math.max(at, textEnd(line));
  let microseconds: number | undefined;
  if (line.startsWith(' microsecs"', end - 11)) {
    const timeAt = line.lastIndexOf(' "Time: ', end);
    const value = timeAt < at ? Number.NaN : Number(line.slice(timeAt + 8, end - 11));
    if (Number.isSafeInteger(value)) {
      microseconds = value;
      end = timeAt;
    }
  }
  const refererAt = line.indexOf('"', at) + 1;
  if (refererAt === 0 || refererAt > end) return { referer: undefined, userAgent: undefined, microseconds };
  const between = line.indexOf('" "', refererAt);
  if (between < 0 || between + 3 > end) {
    return { referer: withoutQuote(line, refererAt, end), userAgent: undefined, microseconds };
  }
  return { referer: line.slice(refererAt, between), userAgent: withoutQuote(line, between + 3, end), microseconds };
}

function withoutQuote(line: string, at: number, end: number): string {
  return line.slice(at, end > at && line.charCodeAt(end - 1) === QUOTE ? end - 1 : end);
}

interface Request {
  readonly method: string | undefined;
  readonly uri: string | undefined;
  readonly stem: string | undefined;
  readonly query: string | undefined;
  readonly version: string | undefined;
}

/** `GET /a?b HTTP/1.1`. A request without that shape (binary, TLS to a plain port) becomes the URI as a whole. */
function readRequest(request: string): Request {
  if (request === '' || request === '-') {
    return { method: undefined, uri: undefined, stem: undefined, query: undefined, version: undefined };
  }
  const space = request.indexOf(' ');
  const method = space > 0 && space < 32 && METHOD.test(request.slice(0, space)) ? request.slice(0, space) : undefined;
  const versionAt = request.lastIndexOf(' HTTP/');
  const uriAt = method === undefined ? 0 : space + 1;
  const hasVersion = versionAt >= uriAt && versionAt >= request.length - 12;
  const uri = request.slice(uriAt, hasVersion ? versionAt : request.length);
  const question = uri.indexOf('?');
  return {
    method,
    uri,
    stem: question < 0 ? uri : uri.slice(0, question),
    query: question < 0 ? undefined : uri.slice(question + 1),
    version: hasVersion ? request.slice(versionAt + 1) : undefined,
  };
}

/** `18/Jan/2026:00:15:29 +0000`. */
function readAccessClock(line: string, at: number): EventTime | undefined {
  if (line.charCodeAt(at + 2) !== SLASH || line.charCodeAt(at + 11) !== COLON) return undefined;
  const start = startOfDay(fourDigits(line, at + 7), monthAt(line, at + 3), twoDigits(line, at));
  const seconds = secondsOfDay(line, at + 12);
  if (start === undefined || seconds < 0) return undefined;
  const offset = readOffset(line, at + 21);
  const ms = start + seconds * 1000;
  return offset === undefined
    ? { ms, zone: 'local', year: 'stated' }
    : { ms: ms - offset.ms, zone: 'utc', year: 'stated' };
}

function isHostCharacter(code: number): boolean {
  return code === HYPHEN || code === BRACKET_OPEN || code === COLON || isDigit(code) || (code | 32) >= 97;
}

const METHOD = /^[A-Za-z][A-Za-z_-]*$/;
const SPACE = 32;
const QUOTE = 34;
const HYPHEN = 45;
const SLASH = 47;
const COLON = 58;
const BRACKET_OPEN = 91;
const BACKSLASH = 92;
