import type { Limits } from '../evidence/limits.ts';
import { type ByteReader, byteReader } from './byte-reader.ts';
import { type Damage, damage } from './damage.ts';
import { type InflateCount, inflateRaw } from './deflate.ts';
import { type Member, noContent } from './member.ts';
import { decodeName } from './name-bytes.ts';
import { type RandomAccess, range } from './random-access.ts';

const LOCAL_HEADER = 0x04034b50;
const SIGNATURE = Buffer.from('PK\u0003\u0004', 'latin1');
const HEADER_BYTES = 30;

interface LocalHeader {
  readonly name: string;
  readonly modified?: Date;
  readonly isEncrypted: boolean;
  /** The sizes stand behind the data and not here. */
  readonly isOpenEnded: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
}

/**
 * The entries of a zip that was cut, so that its directory at the end is missing: by the headers in front of their data (APPNOTE 4.3.7). They
 * have no modes, and a link looks like a file. Ends where no further header is found.
 */
export async function* readZipWithoutDirectory(access: RandomAccess, limits: Limits): AsyncGenerator<Member | Damage> {
  const reader = byteReader(range(access, 0, access.size));
  try {
    while (await findHeader(reader)) {
      const header = await takeHeader(reader, limits);
      if (!header) continue;
      const isUnmeasured = header.isOpenEnded && header.method === 8 && !header.isEncrypted;
      const size = isUnmeasured ? await inflatedSize(access, reader.position(), limits) : header.size;
      yield* readEntry(reader, { ...header, size }, limits);
    }
  } finally {
    await reader.close();
  }
}

async function* readEntry(reader: ByteReader, header: LocalHeader, limits: Limits): AsyncGenerator<Member | Damage> {
  const { name, modified, method, packedSize } = header;
  const isFile = !name.endsWith('/');
  const facts = { kind: 'member', name, size: header.size, ...(modified && { modified }) } as const;
  if (!isFile) {
    yield { ...facts, type: 'directory', content: noContent };
    return;
  }
  const isReadable = !header.isEncrypted && (method === 8 || (method === 0 && !header.isOpenEnded));
  if (!isReadable) {
    yield { ...facts, type: 'file', content: noContent };
    yield damage(
      'unreadable',
      `this entry of a cut zip is encrypted or packed with method ${method} and could not be read`,
      name,
    );
    return;
  }
  let problem: Damage | undefined;
  async function* content(): AsyncGenerator<Uint8Array> {
    problem = yield* method === 8 ? inflated(reader, header, limits) : stored(reader, packedSize);
  }
  const chunks = content();
  yield { ...facts, type: 'file', content: () => chunks };
  // What was not asked for is passed over: where the next entry begins is known only then.
  for await (const _ of chunks);
  if (problem) yield { ...problem, name };
}

/** Bytes of an entry that does not state them: a size of zero would be a fact that is none. */
async function inflatedSize(access: RandomAccess, position: number, limits: Limits): Promise<number> {
  const count: InflateCount = { bytesIn: 0, bytesOut: 0, checksum: 0, size: 0 };
  const reader = byteReader(range(access, position, access.size));
  for await (const _ of inflateRaw(reader, count, limits, 'zip'));
  await reader.close();
  return count.size;
}

async function* inflated(
  reader: ByteReader,
  header: LocalHeader,
  limits: Limits,
): AsyncGenerator<Uint8Array, Damage | undefined> {
  const count: InflateCount = { bytesIn: 0, bytesOut: 0, checksum: 0, size: 0 };
  const problem = yield* inflateRaw(reader, count, limits, 'zip');
  if (problem || header.isOpenEnded || header.checksum === count.checksum) return problem;
  return damage('malformed', 'the zip checksum is wrong: the content was changed or damaged');
}

async function* stored(reader: ByteReader, size: number): AsyncGenerator<Uint8Array, Damage | undefined> {
  let left = size;
  while (left > 0) {
    if (reader.available() === 0 && !(await reader.fill(1))) {
      return damage('truncated', `the zip ends inside this file: ${size - left} of ${size} bytes are there`);
    }
    const chunk = reader.take(Math.min(left, reader.available()));
    left -= chunk.length;
    yield chunk;
  }
  return undefined;
}

/** Moves to the next signature of an entry. */
async function findHeader(reader: ByteReader): Promise<boolean> {
  while (await reader.fill(SIGNATURE.length)) {
    const bytes = reader.peek(reader.available());
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(SIGNATURE);
    if (at >= 0) {
      reader.take(at);
      return true;
    }
    reader.take(bytes.length - SIGNATURE.length + 1);
  }
  return false;
}

/** The header at which the reader stands; undefined, and past its signature, where it is none. */
async function takeHeader(reader: ByteReader, limits: Limits): Promise<LocalHeader | undefined> {
  if (!(await reader.fill(HEADER_BYTES))) {
    reader.take(reader.available());
    return undefined;
  }
  const fixed = reader.peek(HEADER_BYTES);
  const view = new DataView(fixed.buffer, fixed.byteOffset, HEADER_BYTES);
  const flags = view.getUint16(6, true);
  const nameLength = view.getUint16(26, true);
  const length = HEADER_BYTES + nameLength + view.getUint16(28, true);
  const isHeader = view.getUint32(0, true) === LOCAL_HEADER && nameLength > 0 && (await reader.fill(length));
  if (!isHeader) {
    reader.take(SIGNATURE.length);
    return undefined;
  }
  const whole = reader.take(length);
  const modified = timeIn(whole.subarray(HEADER_BYTES + nameLength));
  return {
    name: decodeName(whole.subarray(HEADER_BYTES, HEADER_BYTES + nameLength)).slice(0, limits.nameBytes),
    isEncrypted: (flags & 1) !== 0,
    isOpenEnded: (flags & 8) !== 0,
    method: view.getUint16(8, true),
    checksum: view.getUint32(14, true),
    packedSize: view.getUint32(18, true),
    size: view.getUint32(22, true),
    ...(modified && { modified }),
  };
}

/** Info-ZIP's time (0x5455), seconds UTC; the DOS time beside it has no zone. */
function timeIn(extra: Uint8Array): Date | undefined {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    const hasTime = view.getUint16(at, true) === 0x5455 && at + 9 <= extra.length && (view.getUint8(at + 4) & 1) === 1;
    if (hasTime) return new Date(view.getInt32(at + 5, true) * 1000);
  }
  return undefined;
}
