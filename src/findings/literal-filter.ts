import { gramCommonness } from './ordinary-evidence.ts';

/**
 * Finds many literals in bytes, in any case of their ASCII letters, at several hundred MB/s in one thread.
 *
 * The bytes are read four at a time, as aligned 32-bit words. Every place of a literal of 7 or more bytes covers one aligned
 * word, whatever its alignment: four of its 4-grams, in a table, are enough to notice it. Literals of 5 or 6 bytes need a
 * second probe at even offsets, those of 4 bytes one at every offset. A bitmap rejects nearly every word; what passes is
 * compared byte by byte, so that exactly the places are reported that a plain search finds.
 */
export interface LiteralFilter {
  readonly literals: readonly string[];
  /** Calls `onHit` for every place of every literal that lies within `start` (inclusive) and `end` (exclusive). */
  scan(block: Uint8Array, start: number, end: number, onHit: (literalIndex: number, offset: number) => void): void;
}

/** Shortest literal that the filter takes. Bytes. */
export const shortestLiteral = 4;

const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));
/** Sets the case bit of all four bytes; digits and most signs keep their meaning, the comparison of bytes decides. */
const CASE_BITS = 0x20202020;
const MULTIPLIER = 0x9e3779b1;

/** Literals with one character a byte (0..255), at least `shortestLiteral` of them; their case does not matter. */
export function buildLiteralFilter(literals: readonly string[]): LiteralFilter {
  const patterns = literals.map((literal, index) => {
    if (literal.length < shortestLiteral) throw new Error(`literal ${index} is shorter than ${shortestLiteral} bytes`);
    return Uint8Array.from(Buffer.from(literal, 'latin1'), (byte) => FOLD[byte]!);
  });
  const grams = patterns.flatMap((pattern, literal) => gramsOf(pattern, literal));
  /** Every word is looked at; those between them only where a literal is too short to cover a whole one, most often for a few literals alone. */
  const hasShort = grams.some(({ alignment }) => alignment < 4);
  const hasShortest = grams.some(({ alignment }) => alignment === 1);

  // Sixty-four bits a gram: a wrong guess costs more than the second cache, in which the bitmap lies with a thousand literals.
  const bits = Math.min(22, Math.max(16, Math.ceil(Math.log2(grams.length * 64 + 1))));
  const shift = 32 - bits;
  const bitmap = new Uint32Array(2 ** (bits - 5));
  const shortBitmap = new Uint32Array(2 ** (bits - 5));
  const heads = new Int32Array(2 ** bits).fill(-1);
  const nextGram = new Int32Array(grams.length);
  const gramWord = Int32Array.from(grams, (gram) => gram.word);
  const gramLiteral = Uint32Array.from(grams, (gram) => gram.literal);
  const gramOffset = Uint32Array.from(grams, (gram) => gram.offset);
  const gramAlignment = Uint8Array.from(grams, (gram) => gram.alignment);
  grams.forEach(({ word, alignment }, index) => {
    const hash = Math.imul(word, MULTIPLIER) >>> shift;
    bitmap[hash >>> 5]! |= 1 << (hash & 31);
    if (alignment < 4) shortBitmap[hash >>> 5]! |= 1 << (hash & 31);
    nextGram[index] = heads[hash]!;
    heads[hash] = index;
  });

  function compare(
    block: Uint8Array,
    start: number,
    end: number,
    position: number,
    alignment: number,
    word: number,
    hash: number,
    onHit: (literalIndex: number, offset: number) => void,
  ): void {
    for (let gram = heads[hash]!; gram >= 0; gram = nextGram[gram]!) {
      if (gramWord[gram] !== word || gramAlignment[gram]! > alignment) continue;
      const literal = gramLiteral[gram]!;
      const pattern = patterns[literal]!;
      const from = position - gramOffset[gram]!;
      if (from < start || from + pattern.length > end) continue;
      // Most grams that are met belong to another word: its ends tell that at once.
      const last = pattern.length - 1;
      if (FOLD[block[from]!] !== pattern[0] || FOLD[block[from + last]!] !== pattern[last]) continue;
      let index = 1;
      while (index < pattern.length && FOLD[block[from + index]!] === pattern[index]) index += 1;
      if (index === pattern.length) onHit(literal, from);
    }
  }

  function scan(
    block: Uint8Array,
    start: number,
    end: number,
    onHit: (literalIndex: number, offset: number) => void,
  ): void {
    if (grams.length === 0 || end - start < shortestLiteral) return;
    // Word number `index` stands at byte 4 * index of the underlying buffer; `base` turns that into a place in the block.
    const base = block.byteOffset;
    const words = new Uint32Array(block.buffer, 0, block.buffer.byteLength >>> 2);
    const firstWord = Math.ceil((base + start) / 4);
    const endWord = Math.floor((base + end) / 4);
    // The same four lines again and again: these loops run over every word of the evidence, and a call for each would cost more than they do.
    if (!hasShort) {
      for (let index = firstWord; index < endWord; index += 1) {
        const word = words[index]! | CASE_BITS;
        const hash = Math.imul(word, MULTIPLIER) >>> shift;
        if ((bitmap[hash >>> 5]! >>> (hash & 31)) & 1)
          compare(block, start, end, index * 4 - base, 4, word, hash, onHit);
      }
      return;
    }
    let low = firstWord < endWord ? words[firstWord]! : 0;
    for (let index = firstWord; index < endWord; index += 1) {
      const word = low | CASE_BITS;
      const hash = Math.imul(word, MULTIPLIER) >>> shift;
      if ((bitmap[hash >>> 5]! >>> (hash & 31)) & 1) compare(block, start, end, index * 4 - base, 4, word, hash, onHit);
      if (index + 1 === endWord) break;
      const high = words[index + 1]!;
      const middle = (low >>> 16) | (high << 16) | CASE_BITS;
      const middleHash = Math.imul(middle, MULTIPLIER) >>> shift;
      if ((shortBitmap[middleHash >>> 5]! >>> (middleHash & 31)) & 1)
        compare(block, start, end, index * 4 - base + 2, 2, middle, middleHash, onHit);
      if (hasShortest) {
        const second = (low >>> 8) | (high << 24) | CASE_BITS;
        const secondHash = Math.imul(second, MULTIPLIER) >>> shift;
        if ((shortBitmap[secondHash >>> 5]! >>> (secondHash & 31)) & 1)
          compare(block, start, end, index * 4 - base + 1, 1, second, secondHash, onHit);
        const fourth = (low >>> 24) | (high << 8) | CASE_BITS;
        const fourthHash = Math.imul(fourth, MULTIPLIER) >>> shift;
        if ((shortBitmap[fourthHash >>> 5]! >>> (fourthHash & 31)) & 1)
          compare(block, start, end, index * 4 - base + 3, 1, fourth, fourthHash, onHit);
      }
      low = high;
    }
    scanEdges(block, start, end, firstWord, endWord, onHit);
  }

  /** Before the first whole word and after the last one, where short literals may stand. */
  function scanEdges(
    block: Uint8Array,
    start: number,
    end: number,
    firstWord: number,
    endWord: number,
    onHit: (literalIndex: number, offset: number) => void,
  ): void {
    const base = block.byteOffset;
    const inner = firstWord * 4 - base;
    const outer = Math.max(inner, (endWord - 1) * 4 - base);
    const edges =
      firstWord < endWord
        ? ([
            [start, inner],
            [outer, end],
          ] as const)
        : ([[start, end]] as const);
    for (const [from, to] of edges) {
      for (let position = from; position < to && position + 4 <= end; position += 1) {
        const place = (position + base) & 3;
        if (place === 0 || (place !== 2 && !hasShortest)) continue;
        const word =
          block[position]! |
          (block[position + 1]! << 8) |
          (block[position + 2]! << 16) |
          (block[position + 3]! << 24) |
          CASE_BITS;
        compare(block, start, end, position, place === 2 ? 2 : 1, word, Math.imul(word, MULTIPLIER) >>> shift, onHit);
      }
    }
  }

  return { literals, scan };
}

interface Gram {
  /** Four bytes as a little-endian word, with all case bits set. */
  readonly word: number;
  readonly literal: number;
  /** Of the gram within the literal. */
  readonly offset: number;
  /** The gram stands for places of the literal in which it is aligned to this many bytes. */
  readonly alignment: 1 | 2 | 4;
}

function gramsOf(pattern: Uint8Array, literal: number): Gram[] {
  const alignment = pattern.length >= 7 ? 4 : pattern.length >= 5 ? 2 : 1;
  const from = alignment === 4 ? rarestWindow(pattern) : 0;
  return Array.from({ length: alignment }, (_, step) => ({
    word: wordAt(pattern, from + step),
    literal,
    offset: from + step,
    alignment,
  }));
}

/** The 7 bytes of a literal whose four grams are rarest in ordinary evidence. */
function rarestWindow(pattern: Uint8Array): number {
  const windows = Math.min(pattern.length - 6, 64);
  const commonness = Array.from({ length: windows + 3 }, (_, at) => gramCommonness(pattern, at));
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from < windows; from += 1) {
    const common = commonness[from]! + commonness[from + 1]! + commonness[from + 2]! + commonness[from + 3]!;
    if (common < least) {
      least = common;
      best = from;
    }
  }
  return best;
}

function wordAt(pattern: Uint8Array, at: number): number {
  return pattern[at]! | (pattern[at + 1]! << 8) | (pattern[at + 2]! << 16) | (pattern[at + 3]! << 24) | CASE_BITS;
}
