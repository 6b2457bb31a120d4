import { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { Limits } from '../evidence/limits.ts';
import { byteReader, remaining, takeUpTo } from '../formats/byte-reader.ts';
import { type Damage, damage } from '../formats/damage.ts';
import { gunzip } from '../formats/gzip.ts';
import { type Format, RECOGNITION_BYTES, recognise } from '../formats/recognise.ts';

/** A stream whose compression was looked through. */
export interface Unpacked {
  /** What lies inside. */
  readonly format: Format;
  /** Beginning of what lies inside. */
  readonly head: Uint8Array;
  /** What lies inside. Either this or `packed` can be read, once. */
  content(): AsyncIterable<Uint8Array>;
  /** A gzip file as it is, for a reader that inflates it itself; of other compressions what lies inside. */
  packed(): AsyncIterable<Uint8Array>;
  /** What was wrong, once `content` has ended. */
  outcome(): Damage | undefined;
  /** Why it cannot be read, naming the format. */
  readonly unsupported?: string;
}

/** Compressed bytes from which the beginning of the content can be told. */
const PACKED_HEAD = 256 * 1024;

/** Formats that are recognised, and not read. */
const UNSUPPORTED: Readonly<Partial<Record<Format, string>>> = {
  '7z': 'a 7-Zip archive',
  rar: 'a RAR archive',
  cab: 'a cabinet archive',
  compress: 'a file of compress(1)',
  lz4: 'an LZ4 file',
  cpio: 'a cpio archive',
  bzip2: 'a bzip2 file',
  'disk-image': 'a disk image',
  'elf-core': 'a core dump',
};
const REMEDY = 'nsleuth does not read this format yet: unpack or mount it, and give the result';

/** Looks through one layer of compression. `format` is that of the stream itself. */
export async function unpack(stream: AsyncIterable<Uint8Array>, format: Format, limits: Limits): Promise<Unpacked> {
  switch (format) {
    case 'gzip':
      return unpackGzip(stream, limits);
    case 'zstd':
      return throughDecoder(stream, (input) => Readable.from(input).pipe(createZstdDecompress()), 'zstd', limits);
    case 'xz': {
      // A CommonJS package whose names Node does not see: they are on its default alone.
      const { XzReadableStream } = (await import('xz-decompress')).default;
      return throughDecoder(
        stream,
        (input) => Readable.fromWeb(new XzReadableStream(Readable.toWeb(Readable.from(input)))),
        'xz',
        limits,
      );
    }
    default: {
      const what = UNSUPPORTED[format];
      const plain = {
        format,
        head: new Uint8Array(0),
        content: () => stream,
        packed: () => stream,
        outcome: () => undefined,
      };
      return what === undefined ? plain : { ...plain, unsupported: `${what}: ${REMEDY}` };
    }
  }
}

async function unpackGzip(stream: AsyncIterable<Uint8Array>, limits: Limits): Promise<Unpacked> {
  const reader = byteReader(stream);
  const packedHead = await takeUpTo(reader, PACKED_HEAD);
  reader.giveBack(packedHead);
  const head = await inflatedHead(packedHead, limits);
  const inflated = gunzip(remaining(reader), limits);
  return {
    format: recognise(head),
    head,
    content: () => inflated.chunks,
    packed: () => remaining(reader),
    outcome: () => inflated.outcome(),
  };
}

/** What the beginning of a gzip file inflates to; of one that is damaged, what comes before the damage. */
export async function inflatedHead(packed: Uint8Array, limits: Limits): Promise<Uint8Array> {
  async function* once() {
    yield packed;
  }
  const reader = byteReader(gunzip(once(), limits).chunks);
  const head = await takeUpTo(reader, RECOGNITION_BYTES);
  await reader.close();
  return head;
}

/** Decoders that end with an error where the data is damaged; the limits on ratio and size hold for them too. */
async function throughDecoder(
  stream: AsyncIterable<Uint8Array>,
  decode: (input: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
  name: string,
  limits: Limits,
): Promise<Unpacked> {
  let problem: Damage | undefined;
  let bytesIn = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      bytesIn += chunk.length;
      yield chunk;
    }
  }
  async function* decoded(): AsyncGenerator<Uint8Array> {
    let bytesOut = 0;
    try {
      for await (const chunk of decode(counted())) {
        bytesOut += chunk.length;
        if (bytesOut > limits.entryBytes || (bytesOut > limits.ratioGrace && bytesOut > bytesIn * limits.ratio)) {
          problem = damage('over-limit', `unpacked to ${bytesOut} bytes from ${bytesIn}; the rest was not read`);
          return;
        }
        yield chunk;
      }
    } catch (error) {
      problem = damage(
        'malformed',
        `the ${name} data is damaged: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const reader = byteReader(decoded());
  const head = await takeUpTo(reader, RECOGNITION_BYTES);
  reader.giveBack(head);
  return {
    format: recognise(head),
    head,
    content: () => remaining(reader),
    packed: () => remaining(reader),
    outcome: () => problem,
  };
}
