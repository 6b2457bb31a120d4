import { type Limits, limits as standardLimits } from '../evidence/limits.ts';
import { type ByteReader, byteReader, remaining } from './byte-reader.ts';
import { type Damage, damage } from './damage.ts';
import { type InflateCount, inflateRaw } from './deflate.ts';
import { decodeName } from './name-bytes.ts';

export interface Inflated {
  /** Large chunks; may share memory with each other. Ends early, without throwing, where the data is damaged. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What was wrong, once `chunks` has ended; undefined when every byte was read and the checksums are right. */
  outcome(): Damage | undefined;
  /** Facts of the stream so far. */
  facts(): InflateFacts;
}

export interface InflateFacts {
  readonly members: number;
  /** Compressed and inflated bytes. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes after the last member: an SSH copy appends ` Done`, tapes pad with zeros. */
  readonly trailingBytes: number;
  /** Name and time (UTC) that the first header records. */
  readonly name?: string;
  readonly modified?: Date;
}

/**
 * Inflates gzip: any number of members, and whatever follows the last one is counted and left alone.
 * Truncation, corruption, and the limits on ratio and size end it early; what was read until then is kept. Never throws for bad data.
 */
export function gunzip(input: AsyncIterable<Uint8Array>, limits: Limits = standardLimits): Inflated {
  const count: InflateCount = { bytesIn: 0, bytesOut: 0, checksum: 0, size: 0 };
  let members = 0;
  let trailingBytes = 0;
  let first: Header = {};
  let problem: Damage | undefined;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    const reader = byteReader(input);
    try {
      for (;;) {
        const start = reader.position();
        const header = await readHeader(reader, limits);
        if (header === 'truncated')
          problem = damage('truncated', `the gzip data ends inside the header at byte ${start}`);
        if (header === 'truncated') return;
        if (header === 'none') break;
        if (members === 0) first = header;
        members += 1;
        if (members > limits.gzipMembers) {
          problem = damage('over-limit', `it has more than ${limits.gzipMembers} gzip members; the rest was not read`);
          return;
        }
        problem = yield* inflateMember(reader, count, limits);
        if (problem) return;
      }
      if (members === 0) problem = damage('malformed', 'this is no gzip data');
      let hasData = false;
      for await (const rest of remaining(reader)) {
        trailingBytes += rest.length;
        hasData ||= rest.some((byte) => byte !== 0);
      }
      if (!hasData) trailingBytes = 0;
    } finally {
      await reader.close();
    }
  }
  return {
    chunks: chunks(),
    outcome: () => problem,
    facts: () => ({ ...first, members, bytesIn: count.bytesIn, bytesOut: count.bytesOut, trailingBytes }),
  };
}

/** Inflates one member and checks it; what it returns is what was wrong with it. */
async function* inflateMember(
  reader: ByteReader,
  count: InflateCount,
  limits: Limits,
): AsyncGenerator<Uint8Array, Damage | undefined> {
  const problem = yield* inflateRaw(reader, count, limits, 'gzip');
  if (problem) return problem;
  if (!(await reader.fill(8))) return damage('truncated', 'the gzip data ends inside its checksum');
  const trailer = reader.take(8);
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8);
  if (view.getUint32(0, true) !== count.checksum)
    return damage('malformed', 'the gzip checksum is wrong: the content was changed or damaged');
  if (view.getUint32(4, true) !== count.size % 2 ** 32)
    return damage('malformed', 'the gzip length is wrong: the content was changed or damaged');
  return undefined;
}

interface Header {
  readonly name?: string;
  readonly modified?: Date;
}

const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const HEADER_CHECKSUM = 2;

/** RFC 1952, section 2.3. */
async function readHeader(reader: ByteReader, limits: Limits): Promise<Header | 'none' | 'truncated'> {
  if (!(await reader.fill(10))) {
    const rest = reader.peek(reader.available());
    return rest.length >= 3 && isGzip(rest) ? 'truncated' : 'none';
  }
  if (!isGzip(reader.peek(3))) return 'none';
  const fixed = reader.take(10);
  const flags = fixed[3]!;
  const seconds = new DataView(fixed.buffer, fixed.byteOffset, 10).getUint32(4, true);
  if (flags & EXTRA) {
    if (!(await reader.fill(2))) return 'truncated';
    const length = reader.take(2);
    const extra = length[0]! | (length[1]! << 8);
    if (!(await reader.fill(extra))) return 'truncated';
    reader.take(extra);
  }
  const name = flags & NAME ? await readZeroEnded(reader, limits.nameBytes) : undefined;
  if (name === null) return 'truncated';
  if (flags & COMMENT && (await readZeroEnded(reader, limits.nameBytes)) === null) return 'truncated';
  if (flags & HEADER_CHECKSUM) {
    if (!(await reader.fill(2))) return 'truncated';
    reader.take(2);
  }
  return {
    ...(name && { name }),
    ...(seconds > 0 && { modified: new Date(seconds * 1000) }),
  };
}

/** Magic and the one method there is: three bytes, so that text after the last member is not taken for one. */
function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** The text up to a zero byte, of which `limit` bytes are kept; null when the stream ends before. */
async function readZeroEnded(reader: ByteReader, limit: number): Promise<string | null> {
  const kept: Uint8Array[] = [];
  let length = 0;
  while (reader.available() > 0 || (await reader.fill(1))) {
    const chunk = reader.peek(reader.available());
    const end = chunk.indexOf(0);
    const part = reader.take(end < 0 ? chunk.length : end + 1);
    if (length < limit) kept.push(end < 0 ? part : part.subarray(0, -1));
    length += part.length;
    if (end >= 0) return decodeName(Buffer.concat(kept).subarray(0, limit));
  }
  return null;
}
