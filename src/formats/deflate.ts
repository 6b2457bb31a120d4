import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { Limits } from '../evidence/limits.ts';
import type { ByteReader } from './byte-reader.ts';
import { type Damage, damage } from './damage.ts';

/** Below 512 KB zlib's round trips through the thread pool cost half the speed. */
const OUTPUT_BYTES = 512 * 1024;
/** Compressed bytes handed to zlib at a time. When a bit is wrong, what the damaged piece held is lost, and no more than that. */
const INPUT_BYTES = 64 * 1024;
/** As above, where the data inflates to more than this many times its size: one piece must not become 64 MB. */
const DENSE_INPUT_BYTES = 4 * 1024;
const DENSE_RATIO = 40;

/** Counted while a stream is inflated. */
export interface InflateCount {
  /** Compressed and inflated bytes, of all members together. */
  bytesIn: number;
  bytesOut: number;
  /** CRC-32 and length of the member being read. */
  checksum: number;
  size: number;
}

/**
 * Inflates one raw deflate stream and leaves the reader behind its end. What it returns is what was wrong with it; what was inflated
 * before the damage is yielded. `what` names the format for the message.
 */
export async function* inflateRaw(
  reader: ByteReader,
  count: InflateCount,
  limits: Limits,
  what: string,
): AsyncGenerator<Uint8Array, Damage | undefined> {
  const inflater = createInflateRaw({ chunkSize: OUTPUT_BYTES });
  const pump = pumpOf(inflater);
  const before = count.bytesIn - reader.position();
  let fed = 0;
  count.checksum = 0;
  count.size = 0;
  try {
    let isEnded = false;
    let ready: readonly Uint8Array[] = [];
    const join = joiner();
    while (!isEnded) {
      if (reader.available() === 0 && !(await reader.fill(1))) {
        yield* counted(ready);
        const last = await pump.finish();
        yield* counted(join(last.outputs, true));
        return last.error === undefined
          ? undefined
          : damage('truncated', `the ${what} data ends after ${reader.position()} bytes, before its end mark`);
      }
      const isDense = count.size > fed * DENSE_RATIO;
      const piece = reader.take(Math.min(isDense || fed === 0 ? DENSE_INPUT_BYTES : INPUT_BYTES, reader.available()));
      fed += piece.length;
      const working = pump.feed(piece);
      // While zlib's thread works on this piece, the one before is being examined.
      yield* counted(ready);
      const result = await working;
      const unused = fed - inflater.bytesWritten;
      ready = join(result.outputs, unused > 0 || result.error !== undefined);
      if (result.error !== undefined) {
        yield* counted(ready);
        const near = reader.position() - piece.length;
        return damage(
          'malformed',
          `the ${what} data is corrupt near byte ${near} (${result.error}); what follows could not be read`,
        );
      }
      if (unused > 0) {
        reader.giveBack(piece.subarray(piece.length - unused));
        isEnded = true;
      }
      count.bytesIn = before + reader.position();
      const inflated = count.bytesOut + ready.reduce((sum, chunk) => sum + chunk.length, 0);
      const excess = excessOf(count.bytesIn, inflated, limits);
      if (excess) {
        yield* counted(ready);
        yield* counted(join([], true));
        return excess;
      }
    }
    yield* counted(ready);
    return undefined;
  } finally {
    inflater.destroy();
  }

  function* counted(outputs: readonly Uint8Array[]): Generator<Uint8Array> {
    for (const chunk of outputs) {
      count.checksum = crc32(chunk, count.checksum);
      count.size += chunk.length;
      count.bytesOut += chunk.length;
      yield chunk;
    }
  }
}

/**
 * zlib hands over a buffer in parts, one for each piece that it was fed. They are put together again, without copying, and given on once the buffer is full:
 * a whole buffer can be handed to another thread, and its memory given back, while parts would have to be copied and wait for the collector.
 */
function joiner(): (outputs: readonly Uint8Array[], isLast: boolean) => readonly Uint8Array[] {
  let held: Uint8Array | undefined;
  return (outputs, isLast) => {
    const whole: Uint8Array[] = [];
    for (const output of outputs) {
      const isNext = held && held.buffer === output.buffer && held.byteOffset + held.length === output.byteOffset;
      if (held && !isNext) whole.push(held);
      held = isNext && held ? new Uint8Array(held.buffer, held.byteOffset, held.length + output.length) : output;
      if (held.byteOffset + held.length < held.buffer.byteLength) continue;
      whole.push(held);
      held = undefined;
    }
    if (isLast && held) {
      whole.push(held);
      held = undefined;
    }
    return whole;
  };
}

/** What a bomb exceeds: the ratio once `ratioGrace` bytes are out, or the size of one entry. */
export function excessOf(bytesIn: number, bytesOut: number, limits: Limits): Damage | undefined {
  if (bytesOut > limits.ratioGrace && bytesOut > bytesIn * limits.ratio) {
    return damage(
      'over-limit',
      `it inflates to more than ${limits.ratio} times its size: stopped after ${bytesOut} bytes`,
    );
  }
  if (bytesOut > limits.entryBytes) {
    return damage('over-limit', `it inflates to more than ${limits.entryBytes} bytes; the rest was not read`);
  }
  return undefined;
}

interface Pumped {
  readonly outputs: readonly Uint8Array[];
  readonly error?: string;
}

/** Feeds one piece at a time and collects what it inflates to, so that an error loses nothing that came before it. */
function pumpOf(inflater: InflateRaw): { feed(piece: Uint8Array): Promise<Pumped>; finish(): Promise<Pumped> } {
  let outputs: Uint8Array[] = [];
  let settle: ((error?: Error | null) => void) | undefined;
  inflater.on('data', (chunk: Uint8Array) => outputs.push(chunk));
  inflater.on('error', (error: Error) => settle?.(error));
  inflater.on('end', () => settle?.());
  const next = (start: () => void) =>
    new Promise<Pumped>((resolve) => {
      settle = (error) => {
        settle = undefined;
        const produced = outputs;
        outputs = [];
        resolve(error ? { outputs: produced, error: error.message } : { outputs: produced });
      };
      start();
    });
  return {
    feed: (piece) => next(() => inflater.write(piece, (error) => settle?.(error))),
    /** The input has ended: an error when the data has not. */
    finish: () => next(() => (inflater.readableEnded ? settle?.() : inflater.end())),
  };
}
