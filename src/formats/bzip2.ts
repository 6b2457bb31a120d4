import type { Limits } from '../evidence/limits.ts';
import { type BitReader, bitReader } from './bit-reader.ts';
import { bwtBlock, type DecodedBlock } from './bzip2-block.ts';
import { type Damage, damage } from './damage.ts';
import type { Decompressed } from './decompress.ts';
import { excessOf } from './deflate.ts';

/** No block is longer when packed: 900,000 symbols of at most 20 bits, and their tables. */
const MOST_BLOCK_BYTES = 3 * 2 ** 20;
/** Output is handed over in pieces of this size: one block can hold 46 MB of equal bytes. */
const PIECE_BYTES = 256 * 1024;

const BLOCK_MARK = [0x314159, 0x265359] as const;
const END_MARK = [0x177245, 0x385090] as const;

/**
 * Unpacks bzip2: any number of streams one after the other, as pbzip2 writes them; what follows the last one is left alone. A damaged block ends it early;
 * the blocks before it are kept. Never throws for bad data.
 *
 * Format: the source of bzip2 1.0.8 (decompress.c, bzlib.c), https://sourceware.org/bzip2/
 */
export function bunzip2(input: AsyncIterable<Uint8Array>, limits: Limits): Decompressed {
  let problem: Damage | undefined;
  let bytesOut = 0;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    const window = slidingWindow(input);
    try {
      problem = yield* streamsOf(window);
      if (!problem) await window.passRest();
    } finally {
      await window.close();
    }
  }

  async function* streamsOf(window: Window): AsyncGenerator<Uint8Array, Damage | undefined> {
    for (let streams = 0; ; streams++) {
      const size = await startOfStream(window);
      if (size === undefined) return streams === 0 ? damage('malformed', 'this is no bzip2 data') : undefined;
      if (streams >= limits.gzipMembers)
        return damage('over-limit', `it has more than ${limits.gzipMembers} bzip2 streams; the rest was not read`);
      const wrong = yield* blocksOf(window, size);
      if (wrong) return wrong;
    }
  }

  /** The blocks of one stream; what it returns is what was wrong with them. */
  async function* blocksOf(window: Window, size: number): AsyncGenerator<Uint8Array, Damage | undefined> {
    let checksum = 0;
    for (;;) {
      const bits = await window.bits();
      const mark = [bits.read(24), bits.read(24)];
      const stored = bits.read(32);
      if (bits.isPastEnd()) return cut(window);
      if (isMark(mark, END_MARK)) {
        bits.align();
        return stored === checksum >>> 0 ? undefined : wrongChecksum();
      }
      if (!isMark(mark, BLOCK_MARK))
        return damage('malformed', `the bzip2 data is corrupt near byte ${window.position()}; the rest was not read`);
      const block = bwtBlock(bits, size);
      if (bits.isPastEnd()) return window.isEnded() ? cut(window) : tooLong(window);
      if (block === undefined)
        return damage(
          'malformed',
          `a bzip2 block is corrupt before byte ${window.position()}; it and the rest were not read`,
        );
      const excess = yield* piecesOf(block, window);
      if (excess) return excess;
      if (block.checksum() !== stored) return wrongChecksum();
      checksum = ((checksum << 1) | (checksum >>> 31)) ^ stored;
    }
  }

  function* piecesOf(block: DecodedBlock, window: Window): Generator<Uint8Array, Damage | undefined> {
    for (;;) {
      const piece = block.next(PIECE_BYTES);
      if (piece.length === 0) return undefined;
      bytesOut += piece.length;
      yield piece;
      const excess = excessOf(window.position(), bytesOut, limits);
      if (excess) return excess;
    }
  }

  return { chunks: chunks(), outcome: () => problem };
}

/** `BZh9` and its like; undefined where something else stands there, or nothing. Bytes of an unpacked block at most. */
async function startOfStream(window: Window): Promise<number | undefined> {
  const bits = await window.bits();
  if (bits.read(24) !== 0x425a68) return undefined;
  const level = bits.read(8) - 0x30;
  return bits.isPastEnd() || level < 1 || level > 9 ? undefined : level * 100_000;
}

function isMark(mark: readonly number[], wanted: readonly number[]): boolean {
  return mark[0] === wanted[0] && mark[1] === wanted[1];
}

function cut(window: Window): Damage {
  return damage('truncated', `the bzip2 data ends after ${window.position()} bytes, before its end mark`);
}

function tooLong(window: Window): Damage {
  return damage('malformed', `a bzip2 block is longer than any can be near byte ${window.position()}`);
}

function wrongChecksum(): Damage {
  return damage('malformed', 'the bzip2 checksum is wrong: the content was changed or damaged');
}

/** Enough of the input to hold a whole block, read bit by bit. */
interface Window {
  /** The reader, with `MOST_BLOCK_BYTES` before it unless the input ends. */
  bits(): Promise<BitReader>;
  isEnded(): boolean;
  /** Bytes of the input read so far. */
  position(): number;
  /** Reads the input to its end. */
  passRest(): Promise<void>;
  close(): Promise<void>;
}

function slidingWindow(input: AsyncIterable<Uint8Array>): Window {
  const iterator = input[Symbol.asyncIterator]();
  const reader = bitReader();
  let isEnded = false;
  let before = 0;
  return {
    async bits() {
      if (isEnded || reader.left() >= MOST_BLOCK_BYTES) return reader;
      const waiting: Uint8Array[] = [];
      // Twice as much as is wanted, so that what is left is moved seldom.
      for (let bytes = reader.left(); bytes < 2 * MOST_BLOCK_BYTES; ) {
        const next = await iterator.next();
        isEnded = next.done === true;
        if (next.done) break;
        waiting.push(next.value);
        bytes += next.value.length;
      }
      before += reader.refill(waiting);
      return reader;
    },
    isEnded: () => isEnded,
    position: () => before + reader.position(),
    async passRest() {
      while (!isEnded) isEnded = (await iterator.next()).done === true;
    },
    async close() {
      if (!isEnded) await iterator.return?.();
    },
  };
}
