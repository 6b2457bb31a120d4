import type { Limits } from '../evidence/limits.ts';
import { byteReader, remaining, takeUpTo } from '../formats/byte-reader.ts';
import type { Damage } from '../formats/damage.ts';
import { type Compression, decompress, isCompression } from '../formats/decompress.ts';
import { type Format, RECOGNITION_BYTES, recognise } from '../formats/recognise.ts';

/** A stream whose compression was looked through. */
export interface Unpacked {
  /** What lies inside. */
  readonly format: Format;
  /** Beginning of what lies inside. */
  readonly head: Uint8Array;
  /** What lies inside. Either this or `packed` can be read, once. */
  content(): AsyncIterable<Uint8Array>;
  /** The stream as it is, for a reader that undoes the compression itself. */
  packed(): AsyncIterable<Uint8Array>;
  /** What was wrong, once `content` has ended. */
  outcome(): Damage | undefined;
  /** Why it cannot be read, naming the format. */
  readonly unsupported?: string;
}

/** Compressed bytes from which the beginning of the content can be told: bzip2 tells nothing of a block before all of it is there. */
export function packedHeadBytes(compression: Compression): number {
  return (compression === 'bzip2' ? 1024 : 256) * 1024;
}

/** Formats that are recognised, and not read. */
const UNSUPPORTED: Readonly<Partial<Record<Format, string>>> = {
  '7z': 'a 7-Zip archive',
  rar: 'a RAR archive',
  cab: 'a cabinet archive',
  compress: 'a file of compress(1)',
  lz4: 'an LZ4 file',
  cpio: 'a cpio archive',
  'disk-image': 'a disk image',
};
const REMEDY = 'nsleuth does not read this format yet: unpack or mount it, and give the result';
const DISK_REMEDY =
  'a raw one is read where it is a file of its own: unpack it, make it raw where it is not (qemu-img convert -O raw), and give the result';
const PACKED_DISK = 'a packed disk image: unpack it (gunzip, unxz, unzstd) to a file of its own, and give that';

/** Looks through one layer of compression. `format` is that of the stream itself. */
export async function unpack(stream: AsyncIterable<Uint8Array>, format: Format, limits: Limits): Promise<Unpacked> {
  if (isCompression(format)) return unpackCompressed(stream, format, limits);
  const what = UNSUPPORTED[format];
  const plain = {
    format,
    head: new Uint8Array(0),
    content: () => stream,
    packed: () => stream,
    outcome: () => undefined,
  };
  return what === undefined
    ? plain
    : { ...plain, unsupported: `${what}: ${format === 'disk-image' ? DISK_REMEDY : REMEDY}` };
}

async function unpackCompressed(
  stream: AsyncIterable<Uint8Array>,
  compression: Compression,
  limits: Limits,
): Promise<Unpacked> {
  const reader = byteReader(stream);
  const packedHead = await takeUpTo(reader, packedHeadBytes(compression));
  reader.giveBack(packedHead);
  const head = await unpackedHead(packedHead, compression, limits);
  const inner = decompress(compression, remaining(reader), limits);
  const format = recognise(head);
  return {
    format,
    // It is read at many places, which a packed file does not allow.
    ...(format === 'disk-image' && { unsupported: PACKED_DISK }),
    head,
    content: () => inner.chunks,
    // Where nothing comes out, nobody else would notice that it is damaged.
    packed: () => (head.length === 0 ? inner.chunks : remaining(reader)),
    outcome: () => inner.outcome(),
  };
}

/** What the beginning of a compressed file unpacks to; of one that is damaged, what comes before the damage. */
export async function unpackedHead(packed: Uint8Array, compression: Compression, limits: Limits): Promise<Uint8Array> {
  async function* once() {
    yield packed;
  }
  const reader = byteReader(decompress(compression, once(), limits).chunks);
  const head = await takeUpTo(reader, RECOGNITION_BYTES);
  await reader.close();
  return head;
}
