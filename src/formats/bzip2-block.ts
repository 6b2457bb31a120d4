import type { BitReader } from './bit-reader.ts';

/** One block, read and not yet written out. */
export interface DecodedBlock {
  /** Up to `count` more bytes; none when all were given. */
  next(count: number): Uint8Array;
  /** Of the bytes given so far. */
  checksum(): number;
}

const LONGEST_CODE = 20;
/** Symbols that share one code table before the next selector is asked. */
const GROUP = 50;
/** The two digits by which runs of the last byte are written. */
const RUN_A = 0;
const RUN_B = 1;

/**
 * Reads one block behind its checksum: code tables, codes, move-to-front, and the order in which the Burrows-Wheeler transform left the bytes. `size` is the most
 * bytes that it may hold. Undefined for what is no valid block.
 */
export function bwtBlock(bits: BitReader, size: number): DecodedBlock | undefined {
  // Randomised blocks were made by versions before 0.9.5, of 1998.
  if (bits.read(1) === 1) return undefined;
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const tables = bits.read(3);
  if (alphabet.length === 0 || tables < 2 || tables > 6) return undefined;
  const selectors = readSelectors(bits, tables);
  if (selectors === undefined) return undefined;
  const codes: Codes[] = [];
  for (let table = 0; table < tables; table++) {
    const read = readCodes(bits, alphabet.length + 2);
    if (read === undefined) return undefined;
    codes.push(read);
  }
  const order = new Uint32Array(size);
  const length = readSymbols(bits, codes, selectors, alphabet, order);
  if (length === undefined || origin >= length) return undefined;
  link(order, length);
  return written(order, length, origin);
}

/** The byte values that occur: sixteen groups of sixteen. */
function readAlphabet(bits: BitReader): readonly number[] {
  const groups = bits.read(16);
  const values: number[] = [];
  for (let group = 0; group < 16; group++) {
    if ((groups & (0x8000 >> group)) === 0) continue;
    const used = bits.read(16);
    for (let value = 0; value < 16; value++) if (used & (0x8000 >> value)) values.push(group * 16 + value);
  }
  return values;
}

/** Which code table each group of symbols uses. */
function readSelectors(bits: BitReader, tables: number): Uint8Array | undefined {
  const selectors = new Uint8Array(bits.read(15));
  const recent = Array.from({ length: tables }, (_, table) => table);
  for (let index = 0; index < selectors.length; index++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= tables) return undefined;
    selectors[index] = toFront(recent, place);
  }
  return selectors.length === 0 ? undefined : selectors;
}

/** Moves the item at `place` to the front and returns it. */
function toFront(items: number[], place: number): number {
  const item = items[place]!;
  for (let index = place; index > 0; index--) items[index] = items[index - 1]!;
  items[0] = item;
  return item;
}

/** A canonical Huffman code. */
interface Codes {
  readonly shortest: number;
  readonly longest: number;
  /** By length: the largest code, -1 for none, and what to take from a code to get its place in `symbols`. */
  readonly largest: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: readonly number[];
}

/** The lengths of the codes, each told by its difference from the one before. */
function readCodes(bits: BitReader, count: number): Codes | undefined {
  const lengths: number[] = [];
  let length = bits.read(5);
  for (let symbol = 0; symbol < count; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE || bits.isPastEnd()) return undefined;
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths.push(length);
  }
  const largest = new Int32Array(LONGEST_CODE + 1).fill(-1);
  const offset = new Int32Array(LONGEST_CODE + 1);
  const symbols: number[] = [];
  let code = 0;
  for (let bitsLong = 1; bitsLong <= LONGEST_CODE; bitsLong++) {
    offset[bitsLong] = code - symbols.length;
    for (let symbol = 0; symbol < count; symbol++) {
      if (lengths[symbol] !== bitsLong) continue;
      symbols.push(symbol);
      largest[bitsLong] = code++;
    }
    code *= 2;
  }
  return { shortest: Math.min(...lengths), longest: Math.max(...lengths), largest, offset, symbols };
}

/** The next symbol; -1 for a code that the table does not have. */
function readSymbol(bits: BitReader, { shortest, longest, largest, offset, symbols }: Codes): number {
  let code = bits.read(shortest);
  for (let length = shortest; length <= longest; length++) {
    if (code <= largest[length]!) return symbols[code - offset[length]!] ?? -1;
    code = code * 2 + bits.read(1);
  }
  return -1;
}

/** Fills `order` with the bytes of the block as they were sorted; returns how many there are. */
function readSymbols(
  bits: BitReader,
  codes: readonly Codes[],
  selectors: Uint8Array,
  alphabet: readonly number[],
  order: Uint32Array,
): number | undefined {
  const recent = [...alphabet];
  const end = alphabet.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  for (const selector of selectors) {
    const table = codes[selector]!;
    for (let index = 0; index < GROUP; index++) {
      const symbol = readSymbol(bits, table);
      if (symbol < 0) return undefined;
      if (symbol === RUN_A || symbol === RUN_B) {
        run += symbol === RUN_A ? weight : 2 * weight;
        weight *= 2;
        // Asked at every digit: thirty digits more and the number would not be one.
        if (length + run > order.length) return undefined;
        continue;
      }
      if (run > 0) order.fill(recent[0]!, length, length + run);
      length += run;
      run = 0;
      weight = 1;
      if (symbol === end) return length;
      if (length >= order.length) return undefined;
      order[length++] = toFront(recent, symbol - 1);
    }
  }
  return undefined;
}

/** Beside each byte, in the upper 24 bits, the place of the one that follows it in the text. */
function link(order: Uint32Array, length: number): void {
  const places = new Uint32Array(256);
  for (let index = 0; index < length; index++) places[order[index]!]!++;
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    const count = places[value]!;
    places[value] = sum;
    sum += count;
  }
  for (let index = 0; index < length; index++) {
    const value = order[index]! & 0xff;
    const place = places[value]!++;
    order[place] = order[place]! | (index << 8);
  }
}

/** Four equal bytes are followed by the number of further ones. */
function written(order: Uint32Array, length: number, origin: number): DecodedBlock {
  let place = order[origin]! >>> 8;
  let left = length;
  let last = -1;
  let equal = 0;
  /** Copies of `last` still to be given. */
  let copies = 0;
  let checksum = 0xffffffff;
  return {
    next(count) {
      const piece = new Uint8Array(count);
      let filled = 0;
      while (filled < count && (copies > 0 || left > 0)) {
        if (copies > 0) {
          copies--;
          piece[filled++] = last;
          checksum = (checksum << 8) ^ CRC[(checksum >>> 24) ^ last]!;
          continue;
        }
        const entry = order[place]!;
        const byte = entry & 0xff;
        place = entry >>> 8;
        left--;
        if (equal === 4) {
          copies = byte;
          equal = 0;
          continue;
        }
        equal = byte === last ? equal + 1 : 1;
        last = byte;
        piece[filled++] = byte;
        checksum = (checksum << 8) ^ CRC[(checksum >>> 24) ^ byte]!;
      }
      return piece.subarray(0, filled);
    },
    checksum: () => ~checksum >>> 0,
  };
}

/** CRC-32 with the highest bit first, polynomial 0x04c11db7. */
const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});
