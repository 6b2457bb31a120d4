import { DEPTH, ESCAPE, isReadable, type TextView, unescapedByte } from './text-views.ts';

/** A view of a text without the places its bytes come from: enough to tell whether something is in it, and many times cheaper to make. */
export type Reading = Pick<TextView, 'bytes' | 'kind'>;

const HEX = 1;
const BASE64 = 2;
const SHORTEST_HEX = 8;
const SHORTEST_BASE64 = 6;
/** Hex digits of this number or more are a hash, and read as hex only. */
const HASH_DIGITS = 32;
const LINE_END = 0x0a;

/** What each byte may be part of, and its value there. */
const kinds = new Uint8Array(256);
const hexValues = new Uint8Array(256);
const base64Values = new Uint8Array(256);
for (const [value, character] of [...'0123456789abcdef'].entries()) {
  for (const code of [character.charCodeAt(0), character.toUpperCase().charCodeAt(0)]) {
    kinds[code]! |= HEX;
    hexValues[code] = value;
  }
}
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  kinds[character.charCodeAt(0)]! |= BASE64;
  base64Values[character.charCodeAt(0)] = value;
}
for (const [character, like] of ['-+', '_/'] as const) {
  kinds[character!.charCodeAt(0)]! |= BASE64;
  base64Values[character!.charCodeAt(0)] = base64Values[like!.charCodeAt(0)]!;
}

/** The same readings that `viewsOf` makes, in the same order. */
export function readingsOf(text: string): readonly Reading[] {
  const readings: Reading[] = [];
  addReadings({ bytes: Buffer.from(text, 'utf8').toString('latin1'), kind: 'plain' }, DEPTH, readings);
  return readings;
}

function addReadings(reading: Reading, depth: number, readings: Reading[]): void {
  readings.push(reading);
  if (depth === 0 || (reading.kind !== 'plain' && !isReadable(reading.bytes))) return;
  const unescaped = unescapedBytes(reading.bytes);
  if (unescaped !== undefined) addReadings({ bytes: unescaped, kind: 'unescaped' }, depth - 1, readings);
  const source = Buffer.from(reading.bytes, 'latin1');
  const hexRuns = runsIn(source, HEX, SHORTEST_HEX);
  const base64Runs = runsIn(source, BASE64, SHORTEST_BASE64);
  for (const offset of [0, 1]) addDecoded(decoded(source, hexRuns, offset, 'hex'), depth, readings);
  for (const offset of [0, 1, 2, 3]) addDecoded(decoded(source, base64Runs, offset, 'base64'), depth, readings);
}

interface Decoded {
  readonly kind: 'hex' | 'base64';
  /** All runs, each with a line end. */
  readonly whole: string;
  /** Those that read as text. */
  readonly readable: string;
  readonly isEmpty: boolean;
}

function addDecoded({ kind, whole, readable, isEmpty }: Decoded, depth: number, readings: Reading[]): void {
  if (isEmpty) return;
  readings.push({ bytes: whole, kind });
  if (readable.length >= 6) addReadings({ bytes: readable, kind }, depth - 1, readings);
}

function unescapedBytes(bytes: string): string | undefined {
  if (!/[%\\&]/.test(bytes)) return undefined;
  let isChanged = false;
  const unescaped = bytes.replace(ESCAPE, (...groups) => {
    isChanged = true;
    return unescapedByte(groups);
  });
  return isChanged ? unescaped : undefined;
}

/** Starts and ends, alternating, of the runs of bytes of a kind that are long enough. */
function runsIn(source: Uint8Array, kind: typeof HEX | typeof BASE64, shortest: number): readonly number[] {
  const runs: number[] = [];
  let start = 0;
  let isHash = true;
  for (let at = 0; at <= source.length; at++) {
    const kindHere = at < source.length ? kinds[source[at]!]! : 0;
    if ((kindHere & kind) !== 0) {
      if ((kindHere & HEX) === 0) isHash = false;
      continue;
    }
    const length = at - start;
    if (length >= shortest && (kind === HEX || length < HASH_DIGITS || !isHash)) runs.push(start, at);
    start = at + 1;
    isHash = true;
  }
  return runs;
}

function decoded(source: Uint8Array, runs: readonly number[], offset: number, kind: 'hex' | 'base64'): Decoded {
  const whole = Buffer.allocUnsafe(source.length + runs.length);
  const readable = Buffer.allocUnsafe(source.length + runs.length);
  let size = 0;
  let readableSize = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const start = runs[index]! + offset;
    const end = runs[index + 1]!;
    const from = size;
    size = kind === 'hex' ? putHex(source, start, end, whole, size) : putBase64(source, start, end, whole, size);
    const length = size - from;
    let printables = 0;
    for (let at = from; at < size; at++) {
      const code = whole[at]!;
      if ((code >= 0x20 && code < 0x7f) || code === LINE_END) printables++;
    }
    whole[size++] = LINE_END;
    if (length > 0 && printables / length > 0.6) {
      whole.copy(readable, readableSize, from, size);
      readableSize += size - from;
    }
  }
  return {
    kind,
    whole: whole.toString('latin1', 0, size),
    readable: readable.toString('latin1', 0, readableSize),
    isEmpty: size === runs.length / 2,
  };
}

/** UTF-16 text has a NUL beside each letter; without them it reads as the letters. */
function putHex(source: Uint8Array, start: number, end: number, to: Uint8Array, size: number): number {
  let at = size;
  for (let index = start; index + 1 < end; index += 2) {
    const byte = (hexValues[source[index]!]! << 4) | hexValues[source[index + 1]!]!;
    if (byte !== 0) to[at++] = byte;
  }
  return at;
}

function putBase64(source: Uint8Array, start: number, end: number, to: Uint8Array, size: number): number {
  let at = size;
  let bits = 0;
  let held = 0;
  for (let index = start; index < end; index++) {
    bits = ((bits << 6) | base64Values[source[index]!]!) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >>> held) & 0xff;
    if (byte !== 0) to[at++] = byte;
  }
  return at;
}
