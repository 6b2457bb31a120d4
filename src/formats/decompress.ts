import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { Limits } from '../evidence/limits.ts';
import { bunzip2 } from './bzip2.ts';
import { type Damage, damage } from './damage.ts';
import { excessOf } from './deflate.ts';
import { gunzip } from './gzip.ts';

/** Compressions of one stream, by the names that `recognise` gives them. */
const COMPRESSIONS = ['gzip', 'bzip2', 'xz', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

export interface Decompressed {
  /** Ends early, without throwing, where the data is damaged. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What was wrong, once `chunks` has ended. */
  outcome(): Damage | undefined;
}

/** Whether it is a compression that `decompress` undoes. */
export function isCompression(format: string): format is Compression {
  return COMPRESSIONS.some((name) => name === format);
}

/** Undoes the compression of a stream while it is read. Damage and the limits on ratio and size end it early; what was read until then is kept. */
export function decompress(compression: Compression, input: AsyncIterable<Uint8Array>, limits: Limits): Decompressed {
  switch (compression) {
    case 'gzip':
      return gunzip(input, limits);
    case 'bzip2':
      return bunzip2(input, limits);
    case 'zstd':
      return throughDecoder(input, (packed) => Readable.from(packed).pipe(createZstdDecompress()), 'zstd', limits);
    case 'xz':
      return throughDecoder(input, unxz, 'xz', limits);
  }
}

/**
 * Every stream has a copy of the library to itself: its one decoder waits until the stream before has ended, so an xz file inside an xz file would wait
 * for ever.
 */
function unxz(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const require = createRequire(import.meta.url);
  const place = require.resolve('xz-decompress');
  delete require.cache[place];
  const { XzReadableStream }: typeof import('xz-decompress') = require(place);
  return Readable.fromWeb(new XzReadableStream(Readable.toWeb(Readable.from(input))));
}

/** Decoders that end with an error where the data is damaged. */
function throughDecoder(
  input: AsyncIterable<Uint8Array>,
  decode: (input: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
  name: string,
  limits: Limits,
): Decompressed {
  let problem: Damage | undefined;
  let bytesIn = 0;
  let isAtEnd = false;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of input) {
      bytesIn += chunk.length;
      yield chunk;
    }
    isAtEnd = true;
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let bytesOut = 0;
    try {
      for await (const chunk of decode(counted())) {
        bytesOut += chunk.length;
        yield chunk;
        problem = excessOf(bytesIn, bytesOut, limits);
        if (problem) return;
      }
    } catch (error) {
      problem = failureOf(error, name, isAtEnd, bytesIn);
    }
  }
  return { chunks: chunks(), outcome: () => problem };
}

/** What node:zlib and xz-decompress say where the input ends too early. */
const WANTS_MORE = /unexpected end|error code 8$/;

function failureOf(error: unknown, name: string, isAtEnd: boolean, bytesIn: number): Damage {
  const message = error instanceof Error ? error.message : String(error);
  return isAtEnd && WANTS_MORE.test(message)
    ? damage('truncated', `the ${name} data ends after ${bytesIn} bytes, before its end mark`)
    : damage('malformed', `the ${name} data is damaged: ${message}`);
}
