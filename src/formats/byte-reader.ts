/** Pulls structure out of a stream of chunks: what is at hand is read without waiting, and nothing is copied that lies in one chunk. */
export interface ByteReader {
  /** Bytes taken so far. */
  position(): number;
  /** Bytes of the current chunk that can be taken without waiting. */
  available(): number;
  /** Waits until `count` bytes can be taken in one piece; false when the stream ends before. */
  fill(count: number): Promise<boolean>;
  /** The next `count` bytes, which stay; at most `available()`. */
  peek(count: number): Uint8Array;
  /** The next `count` bytes; at most `available()`. */
  take(count: number): Uint8Array;
  /** Gives back the end of what was taken last. */
  giveBack(bytes: Uint8Array): void;
  /** Ends the stream underneath. */
  close(): Promise<void>;
}

const NOTHING = new Uint8Array(0);
/** Joined at least, where a piece is too short: whoever looks for something a few bytes at a time would have every few bytes joined again. */
const JOINED_BYTES = 4096;

/** Reads from `chunks`, which may be of any size. Errors of the stream are thrown by `fill`. */
export function byteReader(chunks: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let current: Uint8Array = new Uint8Array(0);
  let at = 0;
  let position = 0;
  let isEnded = false;
  const ahead: Uint8Array[] = [];

  async function next(): Promise<Uint8Array | undefined> {
    const waiting = ahead.pop();
    if (waiting || isEnded) return waiting;
    const result = await iterator.next();
    if (!result.done) return result.value;
    isEnded = true;
    return undefined;
  }

  async function fill(count: number): Promise<boolean> {
    while (current.length - at < count) {
      const chunk = await next();
      if (!chunk) return false;
      const rest = current.length - at;
      if (rest === 0) {
        current = chunk;
        at = 0;
        continue;
      }
      // Little more than what is missing is joined to the rest; the remainder of the chunk stays as it is.
      const missing = Math.min(Math.max(count, JOINED_BYTES) - rest, chunk.length);
      const joined = new Uint8Array(rest + missing);
      joined.set(current.subarray(at));
      joined.set(chunk.subarray(0, missing), rest);
      if (missing < chunk.length) ahead.push(chunk.subarray(missing));
      current = joined;
      at = 0;
    }
    return true;
  }

  return {
    position: () => position,
    available: () => current.length - at,
    fill,
    peek: (count) => current.subarray(at, at + count),
    take(count) {
      const bytes = current.subarray(at, at + count);
      at += bytes.length;
      position += bytes.length;
      if (at === current.length) {
        // Whoever took all of a chunk may hand its buffer to another thread: nothing here may look at it again.
        current = NOTHING;
        at = 0;
      }
      return bytes;
    },
    giveBack(bytes) {
      if (bytes.length === 0) return;
      if (current.length > at) ahead.push(current.subarray(at));
      current = bytes;
      at = 0;
      position -= bytes.length;
    },
    async close() {
      isEnded = true;
      ahead.length = 0;
      current = new Uint8Array(0);
      at = 0;
      await iterator.return?.();
    },
  };
}

/** The next `count` bytes, or all there are when the stream ends before. */
export async function takeUpTo(reader: ByteReader, count: number): Promise<Uint8Array> {
  await reader.fill(count);
  return reader.take(Math.min(count, reader.available()));
}

/** What is left, as a stream. Chunks may share memory with each other. */
export async function* remaining(reader: ByteReader): AsyncGenerator<Uint8Array> {
  while (reader.available() > 0 || (await reader.fill(1))) yield reader.take(reader.available());
}
