import type { FieldValue } from './artifact.ts';
import { readEndpoint } from './ns-address.ts';
import { payloadKeys } from './ns-payload-keys.ts';

/** Fields under construction; handed out as read-only. */
export type MutableFields = Record<string, FieldValue | undefined>;

/**
 * Reads the `Key value` pairs of an audit record's payload into `into`:
 *
 *     Context alice@203.0.113.7 - SessionId: 5- User alice- Client_ip 203.0.113.7 - Browser_type "a - b" - Group(s) "N/A"
 *
 * A pair ends where `- ` and a key that NetScaler writes follow; inside quotes only after a closing quote. All values are
 * attacker-controlled: a user name can hold ` - Client_ip …`, so the last value before the browser counts, and nothing
 * after the browser replaces what stood before it. Keys: NetScaler syslog message reference
 * (developer-docs.netscaler.com), corrected after real lines (certat/citrix-logchecker, elastic/integrations).
 */
export function readPairs(payload: string, into: MutableFields): void {
  const first = firstKey(payload);
  let pair = keyAt(payload, first) ?? { field: '', wordEnd: wordEnd(payload, first) };
  let isAfterBrowser = false;
  let hasClosedQuotes = true;
  let context: string | undefined;
  for (;;) {
    const { field } = pair;
    const valueAt = skipSpaces(payload, pair.wordEnd);
    const next = nextKey(payload, pair.wordEnd, valueAt, hasClosedQuotes);
    if (next.isQuoteOpen) hasClosedQuotes = false;
    if (field !== '') {
      const value = clean(payload, valueAt, next.valueEnd);
      if (field === 'context') context ??= value;
      else if (value !== '') assign(field, value, into, isAfterBrowser);
      if (field === 'user_agent') isAfterBrowser = true;
    }
    if (next.key === undefined) break;
    pair = next.key;
  }
  if (context !== undefined) readContextPair(context, into);
}

/** `alice@203.0.113.7`: the address and user again, for records that have no fields of their own for them. */
function readContextPair(context: string, into: MutableFields): void {
  const at = context.lastIndexOf('@');
  const address = context.slice(at + 1);
  if (at >= 0 && into.client_ip === undefined && LOOKS_LIKE_ADDRESS.test(address))
    into.client_ip = withoutBrackets(address);
  if (at > 0) into.user ??= context.slice(0, at);
}

function assign(field: string, value: string, into: MutableFields, isAfterBrowser: boolean): void {
  if (isAfterBrowser && into[field] !== undefined) return;
  switch (field) {
    case 'source':
    case 'destination': {
      const { ip, port } = readEndpoint(firstWord(value));
      if (isAfterBrowser && into[`${field}_ip`] !== undefined) return;
      into[`${field}_ip`] = ip;
      if (port !== undefined) into[`${field}_port`] = port;
      return;
    }
    case 'client_ip':
    case 'source_ip':
      into[field] = readEndpoint(withoutBrackets(firstWord(value))).ip;
      return;
    case 'source_port':
      if (NUMBER.test(value)) into[field] = Number(value);
      return;
    case 'vserver':
      into[field] = firstWord(value);
      return;
    case 'session_id':
      into[field] = firstWord(value).replace('-', '');
      return;
    case 'url':
      into[field] = value.replace(LEADING_METHOD, '');
      return;
    case 'duration': {
      const seconds = secondsOf(value);
      if (seconds !== undefined) into[field] = seconds;
      return;
    }
    case 'ica_user': {
      const colon = value.indexOf(':');
      into.user = colon > 0 ? value.slice(0, colon) : value;
      return;
    }
    case 'client': {
      if (value.startsWith('IP ')) into.client_ip = firstWord(value.slice(3));
      return;
    }
    case 'user':
      if (value.startsWith('put in quarantine group')) return;
      into[field] = value.endsWith(' :') ? value.slice(0, -2) : value;
      return;
    default:
      into[field] = value;
  }
}

/** Skips what may stand before the first pair: `[TECHSUPPORT] `, `[TCP] [CGP][ICAUUID=…] `, `Logout handler : `, a dash. */
function firstKey(payload: string): number {
  let position = skipSpaces(payload, 0);
  for (let count = 0; count < 8 && payload.charCodeAt(position) === BRACKET_OPEN; count++) {
    const close = payload.indexOf(']', position);
    if (close < 0 || close > position + 200) break;
    position = skipSpaces(payload, close + 1);
  }
  if (payload.startsWith('- ', position)) position = skipSpaces(payload, position + 1);
  if (payload.startsWith('Logout handler : ', position)) position += 17;
  return position;
}

interface Key {
  /** The record's field it fills; empty for a key that only ends the value before it. */
  readonly field: string;
  /** Index after the word. */
  readonly wordEnd: number;
}

interface Boundary {
  /** Where the value before the boundary ends. */
  readonly valueEnd: number;
  /** What follows; undefined at the end of the payload. */
  readonly key: Key | undefined;
  /** The value began with a quote that nothing closes. */
  readonly isQuoteOpen: boolean;
}

/**
 * Finds the next pair. `hasClosedQuotes` is false once a quote was seen that nothing closes: then none further on is looked for, or a line
 * of open quotes would cost the square of its length.
 */
function nextKey(payload: string, from: number, valueAt: number, hasClosedQuotes: boolean): Boundary {
  const isQuoted = hasClosedQuotes && isQuote(payload, valueAt);
  let unquoted: Boundary | undefined;
  // From before the value: it may be empty, as in `Client_ip  - Nat_ip`.
  let dash = payload.indexOf('- ', isQuoted ? valueAt + 1 : from);
  while (dash >= 0) {
    const key = keyAt(payload, afterTags(payload, skipSpaces(payload, dash + 1)));
    if (key !== undefined) {
      const valueEnd = trimEnd(payload, valueAt, dash);
      if (!isQuoted || (valueEnd > valueAt + 1 && payload.charCodeAt(valueEnd - 1) === QUOTE))
        return { valueEnd, key, isQuoteOpen: false };
      unquoted ??= { valueEnd, key, isQuoteOpen: true };
    }
    dash = payload.indexOf('- ', dash + 2);
  }
  // A quote that was never closed: the record was cut, or the value holds a quote of its own.
  return unquoted ?? { valueEnd: payload.length, key: undefined, isQuoteOpen: false };
}

/** The key that the word at `at` is; undefined for another word. */
function keyAt(payload: string, at: number): Key | undefined {
  // Half of all keys are counters; a look-up of each would be half of the work.
  if (payload.startsWith('Total_', at) || payload.startsWith('Compression_ratio_', at))
    return { field: '', wordEnd: at };
  const end = wordEnd(payload, at);
  const field = payloadKeys.get(payload.slice(at, end));
  return field === undefined ? undefined : { field, wordEnd: end };
}

/** Skips `[TECHSUPPORT] ` and the like between a dash and a key. */
function afterTags(payload: string, at: number): number {
  let position = at;
  for (let count = 0; count < 4 && payload.charCodeAt(position) === BRACKET_OPEN; count++) {
    const close = payload.indexOf(']', position);
    if (close < 0 || close > position + 60) return at;
    position = skipSpaces(payload, close + 1);
  }
  return position;
}

/** End of the word at `at`; bounded, because no key is longer. */
function wordEnd(payload: string, at: number): number {
  const limit = Math.min(payload.length, at + 32);
  let position = at;
  while (position < limit && payload.charCodeAt(position) !== SPACE) position++;
  return position;
}

function clean(payload: string, start: number, end: number): string {
  let from = start;
  let to = trimEnd(payload, start, end);
  if (payload.startsWith('\\"', from)) {
    from += 2;
    if (to >= from + 2 && payload.startsWith('\\"', to - 2)) to -= 2;
  } else if (payload.charCodeAt(from) === QUOTE) {
    from += 1;
    if (to > from && payload.charCodeAt(to - 1) === QUOTE) to -= 1;
  }
  return from < to ? payload.slice(from, to) : '';
}

function isQuote(payload: string, at: number): boolean {
  return payload.charCodeAt(at) === QUOTE || payload.startsWith('\\"', at);
}

export function skipSpaces(text: string, at: number): number {
  let position = at;
  while (text.charCodeAt(position) === SPACE) position++;
  return position;
}

function trimEnd(text: string, start: number, end: number): number {
  let position = end;
  while (position > start && text.charCodeAt(position - 1) === SPACE) position--;
  return position;
}

function firstWord(value: string): string {
  const space = value.indexOf(' ');
  return space < 0 ? value : value.slice(0, space);
}

function withoutBrackets(value: string): string {
  return value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value;
}

function secondsOf(value: string): number | undefined {
  const [, hours, minutes, seconds] = DURATION.exec(value) ?? [];
  if (hours === undefined) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const LEADING_METHOD = /^[A-Z]{3,8} (?=\S)/;
const LOOKS_LIKE_ADDRESS = /^[0-9a-f.:[\]]{2,45}$/i;
const DURATION = /^(\d{1,6}):(\d{2}):(\d{2})/;
const NUMBER = /^\d{1,9}$/;
const SPACE = 32;
const QUOTE = 34;
const BRACKET_OPEN = 91;
