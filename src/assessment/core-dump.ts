import { magicOf } from '../artifacts/magic.ts';
import { isDumpName } from '../evidence/dump-name.ts';
import { limits } from '../evidence/limits.ts';
import { type Compression, decompress, isCompression } from '../formats/decompress.ts';
import { isElfCore } from '../formats/elf-core.ts';
import type { EntryMeta } from './examination.ts';

/** A file that is read as a core dump. */
export interface CoreDump {
  readonly compression?: Compression;
  /** The file as it lies there, from its first byte. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Packed files below this are looked into only where their name says dump: hundreds of small ones lie in web folders. Bytes. */
const LEAST_PACKED = 64 * 1024;
/** Packed bytes from which the beginning of a dump can be told; bzip2 tells nothing before a whole block is there. */
const PACKED_HEAD = { gzip: 64 * 1024, zstd: 256 * 1024, xz: 256 * 1024, bzip2: 1024 * 1024 } as const;
const HEAD = 4_096;

/**
 * Tells by its content whether a file is a core dump, packed or not; where dumps lie also what is damaged or of another form, so that a broken header hides
 * nothing. `head` are its first bytes, `magic` what they say. Returns the stream that is to be read instead of `stream`, with `dump` where it is one. What
 * is slow to unpack is looked into only as long as there is something `left`; then `isPassedOver` is true.
 */
export async function findCoreDump(
  entry: EntryMeta,
  magic: string,
  head: Uint8Array,
  stream: AsyncIterable<Uint8Array>,
  slow: { left: number },
): Promise<{ readonly stream: AsyncIterable<Uint8Array>; readonly dump?: CoreDump; readonly isPassedOver?: true }> {
  const isNamedSo = isDumpName(entry.path);
  if (!isCompression(magic))
    return isElfCore(head) || (isNamedSo && isRaw(head, magic)) ? { stream, dump: { stream } } : { stream };
  if (!isNamedSo && entry.size < LEAST_PACKED) return { stream };
  if (!isNamedSo && magic !== 'gzip' && slow.left-- <= 0) return { stream, isPassedOver: true };
  const { packed, whole } = await lookAhead(stream, PACKED_HEAD[magic]);
  const inner = await beginning(magic, packed);
  const isDump = isElfCore(inner) || (isNamedSo && (inner.length === 0 || isRaw(inner, magicOf(inner))));
  return isDump ? { stream: whole, dump: { compression: magic, stream: whole } } : { stream: whole };
}

/** The content of a file, unless it is a core dump: what must not leave this computer. */
export async function contentUnlessDump(
  entry: EntryMeta,
  content: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const { packed, whole } = await lookAhead(content, HEAD);
  const head = Buffer.concat(packed);
  const { stream, dump } = await findCoreDump(entry, magicOf(head), head, whole, { left: 1 });
  return dump ? undefined : stream;
}

/** Bytes of no other known form, and no text. */
function isRaw(head: Uint8Array, magic: string): boolean {
  return (magic === '' || magic === 'elf') && head.subarray(0, HEAD).includes(0);
}

/** The first chunks up to so many bytes, and the stream with them still in it. */
async function lookAhead(stream: AsyncIterable<Uint8Array>, bytes: number) {
  const iterator = stream[Symbol.asyncIterator]();
  const packed: Uint8Array[] = [];
  let size = 0;
  let failure: unknown;
  while (size < bytes) {
    try {
      const next = await iterator.next();
      if (next.done) break;
      packed.push(next.value);
      size += next.value.length;
    } catch (error) {
      // Told where the content is read.
      failure = error;
      break;
    }
  }
  async function* whole() {
    yield* packed;
    if (failure !== undefined) throw failure;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { packed, whole: whole() };
}

/** What the beginning of a packed file unpacks to; nothing where it is damaged before anything comes out. */
async function beginning(compression: Compression, packed: readonly Uint8Array[]): Promise<Uint8Array> {
  async function* once() {
    yield* packed;
  }
  for await (const chunk of decompress(compression, once(), limits).chunks) return chunk.slice(0, HEAD);
  return new Uint8Array(0);
}
