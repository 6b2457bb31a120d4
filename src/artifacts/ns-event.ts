import type { EventTime } from '../evidence/time.ts';
import type { ParsedRecord, ReadContext } from './artifact.ts';
import { afterSpaces, isDigit, readOffset } from './log-clock.ts';
import { parseConfigCommand } from './ns-conf-line.ts';
import { type MutableFields, readPairs } from './ns-pairs.ts';
import { readCefExtension, readExecutedCommand, readFreeText, readHttpRequest } from './ns-payload.ts';
import { type DeviceDate, deviceTime, findDeviceDate } from './ns-time.ts';
import type { SyslogHeader } from './syslog-header.ts';

/**
 * Reads the inner layer of an audit record, wherever in the line it begins:
 *
 *     11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default SSLVPN LOGIN 104413 0 : Context alice@203.0.113.7 - …
 *     <date>[ <zone>] [<host>] [<core>] : [<partition>] [<FEATURE>] <EVENT> <id>[ <n>] : <payload>
 *
 * Also records without the part before the first colon (`<134> default CMD_EXECUTED 4 0 : …`, RFC 5424), and CEF. Gives one `ns`
 * record, and for an executed command a `shell` record besides. A feature that is not known is a record all the same.
 * Undefined for another kind of line.
 */
export function parseNsEvent(
  line: string,
  header: SyslogHeader,
  context: ReadContext,
): readonly ParsedRecord[] | undefined {
  const end = textEnd(line);
  const date = isDaemonLine(header) ? undefined : findDeviceDate(line, header.rest, REACH);
  const inner = date === undefined ? undefined : readInner(line, date);
  if (date !== undefined && inner !== undefined) {
    const zoned = zonedTime(date, inner, header.time, context);
    const event = readEvent(line, inner.rest, false);
    if (event !== undefined) return records(line, end, event, { core: inner.core, header, time: zoned });
    const cef = parseCef(line, inner.rest, end, header, zoned);
    return cef ?? bareRecord(line.slice(inner.rest, end), { core: inner.core, header, time: zoned });
  }
  if (isDaemonLine(header)) return undefined;
  const cef = parseCef(line, header.rest, end, header, header.time);
  if (cef !== undefined) return cef;
  const event = readEvent(line, header.rest, true);
  if (event === undefined) return undefined;
  const named = event.feature === undefined ? { ...event, feature: header.program } : event;
  return records(line, end, named, { core: header.processName, header, time: header.time });
}

/** Length of the line without trailing spaces, tabs and carriage returns. Not without zero bytes: a line of them is a damaged file. */
export function textEnd(line: string): number {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--;
  return end;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === CARRIAGE_RETURN;
}

interface Inner {
  /** Index after the colon. */
  readonly rest: number;
  readonly isUtc: boolean;
  /** Milliseconds east of UTC, where the record names an offset. */
  readonly offset: number | undefined;
  readonly core: string | undefined;
}

interface EventName {
  readonly partition: string | undefined;
  readonly feature: string | undefined;
  readonly event: string;
  /** Index of the payload. */
  readonly payloadAt: number;
}

interface Surroundings {
  readonly header: SyslogHeader;
  readonly core: string | undefined;
  readonly time: EventTime | undefined;
}

/**
 * A daemon's own line. What stands in it is the daemon's text, often with a user name from the network in it: a text that looks like
 * an audit record there was put there. RFC 5424 puts the feature where the program's name stands.
 */
function isDaemonLine(header: SyslogHeader): boolean {
  return header.program !== undefined && (header.processName === undefined || header.pid !== undefined);
}

function zonedTime(
  date: DeviceDate,
  inner: Inner,
  outer: EventTime | undefined,
  context: ReadContext,
): EventTime | undefined {
  const time = deviceTime(date, inner.isUtc, context.dateOrder, outer);
  if (time === undefined || inner.offset === undefined) return time;
  return { ...time, ms: time.ms - inner.offset, zone: 'utc' };
}

/** Reads zone, host and packet engine up to the first colon that stands alone. */
function readInner(line: string, date: DeviceDate): Inner | undefined {
  let position = date.end;
  if (line.charCodeAt(position) === LETTER_Z) position++;
  let isUtc = position > date.end;
  let offset: number | undefined;
  let core: string | undefined;
  for (let words = 0; words < 6; words++) {
    const at = afterSpaces(line, position);
    if (line.charCodeAt(at) === COLON) {
      return { rest: at + 1, isUtc, offset, core };
    }
    const end = wordEnd(line, at, at + 256);
    if (end === at) return undefined;
    const word = line.slice(at, end);
    if (words === 0 && (word === 'GMT' || word === 'UTC' || word === 'Z')) isUtc = true;
    else if (words === 0 && (word.startsWith('+') || word.startsWith('-'))) offset = readOffset(word, 0)?.ms;
    else if (CORE.test(word)) core = word;
    position = end;
  }
  return undefined;
}

/**
 * Reads `[<partition>] [<FEATURE>] <EVENT> <id>[ <n>] :`. The event of old firewall records is two words (`APPFW_cross-site scripting`).
 * With `mustHaveId` a line without number is not taken for an event.
 */
function readEvent(line: string, at: number, mustHaveId: boolean): EventName | undefined {
  let position = afterSpaces(line, at);
  const words: string[] = [];
  const starts: number[] = [];
  let eventEnd = position;
  for (let count = 0; count < 8; count++) {
    const end = wordEnd(line, position, position + 128);
    if (end === position) return undefined;
    const code = line.charCodeAt(position);
    if (code === COLON) {
      if (mustHaveId || words.length === 0 || end !== position + 1) return undefined;
      break;
    }
    if (isDigit(code) && words.length > 0) {
      const colon = afterNumbers(line, position);
      if (colon < 0) return undefined;
      position = colon;
      break;
    }
    if (!isNameStart(code)) return undefined;
    words.push(line.slice(position, end));
    starts.push(position);
    eventEnd = end;
    position = afterSpaces(line, end);
  }
  if (line.charCodeAt(position) !== COLON) return undefined;
  const payloadAt = position + 1;
  const [first = '', second = '', third] = words;
  if (words.length === 1)
    return mustHaveId && !NAME.test(first)
      ? undefined
      : { partition: undefined, feature: undefined, event: first, payloadAt };
  if (words.length === 2) {
    if (mustHaveId && !NAME.test(second) && second !== 'Message') return undefined;
    return NAME.test(first)
      ? { partition: undefined, feature: first, event: second, payloadAt }
      : { partition: first, feature: undefined, event: second, payloadAt };
  }
  if (NAME.test(first) && third !== undefined && !NAME.test(third) && third !== 'Message') {
    return { partition: undefined, feature: first, event: line.slice(starts[1], eventEnd), payloadAt };
  }
  return { partition: first, feature: second, event: line.slice(starts[2], eventEnd), payloadAt };
}

function records(line: string, end: number, name: EventName, around: Surroundings): readonly ParsedRecord[] {
  const { event, feature, partition } = name;
  const payloadAt = Math.min(afterSpaces(line, name.payloadAt), end);
  const payload = line.slice(payloadAt, end);
  const fields: MutableFields = {
    module: feature,
    event,
    severity: severityOf(around.header),
    ppe: around.core,
    partition,
    message: payload,
  };
  const time = around.time === undefined ? {} : { time: around.time };
  if (event === 'CMD_EXECUTED') return executed(line, payload, fields, around);
  if (event === 'HTTPREQUEST') readHttpRequest(payload, fields);
  else if (event === 'Message') readFreeText(payload, fields);
  else if (payload.startsWith('CEF:')) readCefExtension(extensionOf(payload), fields);
  else if (!event.startsWith('APPFW_')) readPairs(payload, fields);
  return [{ category: 'ns', fields, ...time }];
}

/** An executed command: the audit record, and what was run as a `shell` record. Passwords among its words are replaced. */
function executed(line: string, payload: string, fields: MutableFields, around: Surroundings): readonly ParsedRecord[] {
  readExecutedCommand(payload, fields);
  const time = around.time === undefined ? {} : { time: around.time };
  const logged = fields.command;
  if (typeof logged !== 'string') return [{ category: 'ns', fields, ...time }];
  const command = withoutPasswords(logged);
  const raw = command === logged ? {} : { raw: line.replace(logged, () => command) };
  if (command !== logged) {
    fields.command = command;
    fields.message = payload.replace(logged, () => command);
  }
  const shell = {
    user: fields.user,
    command: command.startsWith('shell ') ? shellCommand(command) : command,
    source_ip: fields.source_ip,
    shell: 'cli',
    status: fields.status,
  };
  return [
    { category: 'ns', fields, ...time, ...raw },
    { category: 'shell', fields: shell, ...time, ...raw },
  ];
}

/** `add system user bob [secret]`: the appliance logs some passwords as they were typed. */
function withoutPasswords(command: string): string {
  if (!MAY_HOLD_PASSWORD.test(command)) return command;
  return parseConfigCommand(command)?.text ?? command;
}

/** `shell "cat /etc/crontab"`: what was run, without the CLI's `shell` and the quotes round it. */
function shellCommand(command: string): string {
  const run = command.slice(6).trim();
  const quote = run.charAt(0);
  const isQuoted = run.length > 1 && (quote === '"' || quote === "'") && run.indexOf(quote, 1) === run.length - 1;
  return isQuoted ? run.slice(1, -1) : run;
}

/** An inner date and colon with nothing known behind: a record that is only its text. */
function bareRecord(message: string, around: Surroundings): readonly ParsedRecord[] {
  const fields = { severity: severityOf(around.header), ppe: around.core, message: message.trimStart() };
  return [{ category: 'ns', fields, ...(around.time === undefined ? {} : { time: around.time }) }];
}

/** `CEF:0|Citrix|NetScaler|NS14.1|APPFW|APPFW_STARTURL|6|src=… act=blocked`, as application firewall profiles can log. */
function parseCef(
  line: string,
  at: number,
  end: number,
  header: SyslogHeader,
  time: EventTime | undefined,
): readonly ParsedRecord[] | undefined {
  const start = afterSpaces(line, at);
  if (!line.startsWith('CEF:', start)) return undefined;
  const message = line.slice(start, end);
  const [, , , , module, event] = message.split('|', 7);
  if (event === undefined) return undefined;
  const fields: MutableFields = { module, event, severity: severityOf(header), message };
  readCefExtension(extensionOf(message), fields);
  return [{ category: 'ns', fields, ...(time === undefined ? {} : { time }) }];
}

/** What follows the seventh bar. */
function extensionOf(message: string): string {
  let bar = -1;
  for (let count = 0; count < 7; count++) {
    bar = message.indexOf('|', bar + 1);
    if (bar < 0) return '';
  }
  return message.slice(bar + 1);
}

/** The level of `local0.info`. */
function severityOf(header: SyslogHeader): string | undefined {
  const { severity } = header;
  return severity === undefined ? undefined : severity.slice(severity.indexOf('.') + 1);
}

/** Index of the colon after one or two numbers; -1 when something else stands there. */
function afterNumbers(line: string, at: number): number {
  let position = at;
  for (let count = 0; count < 2 && isDigit(line.charCodeAt(position)); count++) {
    const limit = position + 20;
    while (position < limit && isDigit(line.charCodeAt(position))) position++;
    position = afterSpaces(line, position);
  }
  return line.charCodeAt(position) === COLON ? position : -1;
}

function wordEnd(line: string, at: number, limit: number): number {
  let position = at;
  const end = Math.min(line.length, limit);
  while (position < end && line.charCodeAt(position) > SPACE) position++;
  return position;
}

function isNameStart(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || isDigit(code) || code === UNDERSCORE;
}

/** Characters after the syslog header within which the device date must begin. */
const REACH = 200;
const CORE = /^(?:(?:\d{1,3}-)?PPE-\d{1,3}|\d{1,3})$/i;
const NAME = /^[A-Z][A-Z0-9]{0,31}(?:[_-][A-Za-z0-9]{1,31}){0,8}$/;
const MAY_HOLD_PASSWORD =
  /^\s{0,8}(?:add|set|create|update|bind|unset|rm|import|change|sync)\s.{0,2000}(?:pass|pwd|secret|system user|community|key|psk|token|encrypted|pin\b)/i;
const TAB = 9;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COLON = 58;
const LETTER_Z = 90;
const UNDERSCORE = 95;
