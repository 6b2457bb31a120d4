import { COMMON_WORDS, isGenericName } from './generic-names.ts';
import type { Reading } from './readings.ts';
import type { TextView } from './text-views.ts';

/** A value found in a view; positions count characters of the source text. */
export interface ValueHit {
  readonly start: number;
  readonly end: number;
  /** The value as it was given to `searchFor`. */
  readonly value: string;
}

export interface ValueSearch {
  /** Where the values stand. */
  in(view: TextView): readonly ValueHit[];
  /** Which values stand there. */
  valuesIn(reading: Reading): ReadonlySet<string>;
}

/** Shorter values are replaced where a form tells what they are, and not searched for. */
const SHORTEST = 3;
/** A value of this length or more is found within longer words too. */
const SHORTEST_WITHIN_WORDS = 5;

/** Whether a value is long and unusual enough that it can be looked for in any text, also in our own words. */
export function isSearchable(value: string): boolean {
  if (value.length < SHORTEST || COMMON_WORDS.has(value.toLowerCase()) || isGenericName(value)) return false;
  return !/^\d+$/.test(value) || value.length >= 6;
}

/**
 * Looks for all values at once, in either direction and any case. A value is first looked up by its first three bytes, then by its length, so that
 * the cost hardly grows with the number of values. `shortestDecoded`: in decoded text, which is mostly noise, shorter values are passed over.
 */
export function searchFor(values: Iterable<string>, shortestDecoded = 4): ValueSearch {
  const known = new Map<string, { readonly value: string; readonly isReversed: boolean }>();
  for (const value of values) {
    if (!isSearchable(value)) continue;
    const bytes = fold(Buffer.from(value, 'utf8').toString('latin1'));
    known.set(bytes, { value, isReversed: false });
    for (const backwards of reversedForms(value, bytes))
      if (!known.has(backwards)) known.set(backwards, { value, isReversed: true });
  }
  const lengths = new Map<number, number[]>();
  const isStart = new Uint8Array(2 ** 21);
  for (const bytes of known.keys()) {
    const start = startCode(bytes, 0);
    const list = lengths.get(start) ?? [];
    if (!list.includes(bytes.length))
      lengths.set(
        start,
        [...list, bytes.length].sort((a, b) => b - a),
      );
    isStart[start >> 3] = (isStart[start >> 3] ?? 0) | (1 << (start & 7));
  }

  function find(reading: Reading, onHit: (at: number, length: number, value: string) => void): void {
    const bytes = fold(reading.bytes);
    // The last three bytes as one number, taken along from byte to byte.
    let start = (bytes.charCodeAt(0) << 8) | bytes.charCodeAt(1);
    for (let at = 0; at + SHORTEST <= bytes.length; at++) {
      start = ((start << 8) | bytes.charCodeAt(at + 2)) & 0xffffff;
      if (((isStart[start >> 3] ?? 0) & (1 << (start & 7))) === 0) continue;
      for (const length of lengths.get(start) ?? []) {
        const found = at + length > bytes.length ? undefined : known.get(bytes.slice(at, at + length));
        if (found === undefined || !isTrusted(reading, bytes, at, length, found.isReversed, shortestDecoded)) continue;
        onHit(at, length, found.value);
        break;
      }
    }
  }

  return {
    in(view) {
      const hits: ValueHit[] = [];
      find(view, (at, length, value) =>
        hits.push({ start: view.from[at] ?? 0, end: view.to[at + length - 1] ?? 0, value }),
      );
      return hits;
    },
    valuesIn(reading) {
      const values = new Set<string>();
      find(reading, (_at, _length, value) => values.add(value));
      return values;
    },
  };
}

/** The first three bytes as one number; bytes are below 256. */
function startCode(bytes: string, at: number): number {
  return (bytes.charCodeAt(at) << 16) | (bytes.charCodeAt(at + 1) << 8) | bytes.charCodeAt(at + 2);
}

/** Text turned round, by character and by byte, and its two common encodings turned round. */
function reversedForms(value: string, bytes: string): readonly string[] {
  const turn = (text: string) => [...text].reverse().join('');
  const forms = [fold(Buffer.from(turn(value), 'utf8').toString('latin1')), turn(bytes)];
  if (value.length >= SHORTEST_WITHIN_WORDS) {
    const raw = Buffer.from(value, 'utf8');
    forms.push(turn(raw.toString('hex')), fold(turn(raw.toString('base64').replace(/=+$/, '').slice(0, -1))));
  }
  return forms.filter((form) => form.length >= SHORTEST);
}

/** Short values must stand alone, and noise that looks like a short value by chance is none. */
function isTrusted(
  view: Reading,
  bytes: string,
  at: number,
  length: number,
  isReversed: boolean,
  shortestDecoded: number,
): boolean {
  const isAlone = !isLetter(bytes, at - 1) && !isLetter(bytes, at + length);
  if (view.kind === 'hex' || view.kind === 'base64')
    return length >= shortestDecoded || (isAlone && length === bytes.trim().length);
  if (isReversed && length < 6) return isAlone && length >= 4;
  if (isDigest(view.bytes, at, length)) return false;
  return isAlone || length >= SHORTEST_WITHIN_WORDS;
}

function isLetter(bytes: string, at: number): boolean {
  return /[a-z0-9\x80-\xff]/.test(bytes[at] ?? '');
}

/** Whether the place lies within a hash: 32, 40, 64, 96 or 128 hex digits, which a value of hex letters may meet by chance. */
function isDigest(bytes: string, at: number, length: number): boolean {
  const isHex = (index: number) => /[0-9a-fA-F]/.test(bytes[index] ?? '');
  for (let index = at; index < at + length; index++) if (!isHex(index)) return false;
  let first = at;
  let last = at + length;
  while (isHex(first - 1) && at - first <= 128) first--;
  while (isHex(last) && last - at <= 128) last++;
  return length < last - first && [32, 40, 64, 96, 128].includes(last - first);
}

function fold(bytes: string): string {
  return bytes.toLowerCase();
}
