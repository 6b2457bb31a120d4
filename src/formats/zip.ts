import { crc32, inflateRawSync } from 'node:zlib';
import yauzl, { type Entry as ZipEntry } from 'yauzl';
import { type Limits, limits as standardLimits } from '../evidence/limits.ts';
import { byteReader } from './byte-reader.ts';
import { type Damage, damage } from './damage.ts';
import { type InflateCount, inflateRaw } from './deflate.ts';
import { type Member, noContent } from './member.ts';
import { decodeName } from './name-bytes.ts';
import { type RandomAccess, range } from './random-access.ts';
import { readZipWithoutDirectory } from './zip-without-directory.ts';

/** Entries up to this size, packed and unpacked, are inflated at once: for small ones a stream costs more than the work. */
const SMALL_PACKED = 64 * 1024;
const SMALL_UNPACKED = 1024 * 1024;

/**
 * Reads a zip by its central directory (yauzl), in the directory's order. What is wrong with one entry is told after it and does not end
 * the reading; what is wrong with the directory does. Never throws for bad data.
 */
export async function* readZip(access: RandomAccess, limits: Limits = standardLimits): AsyncGenerator<Member | Damage> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.fromRandomAccessReaderPromise(new WindowReader(access), access.size, {
      decodeStrings: false,
      validateEntrySizes: false,
      autoClose: false,
    });
  } catch (error) {
    const detail = `the zip directory could not be read, so entries were searched for and some can be missing: ${messageOf(error)}`;
    yield damage('malformed', detail);
    yield* readZipWithoutDirectory(access, limits);
    return;
  }
  try {
    const spent = { bytes: 0 };
    for await (const entry of zip.eachEntry()) {
      yield* readEntry(access, entry, spent, limits);
      // Entries can share their data: each one is within its bounds, and together they are a bomb.
      if (spent.bytes > limits.ratioGrace && spent.bytes > access.size * limits.ratio) {
        const detail = `its entries inflate to more than ${limits.ratio} times its size: stopped after ${zip.entriesRead} of ${zip.entryCount} entries`;
        yield damage('over-limit', detail);
        return;
      }
    }
    if (isDirectoryEntry(access, Number(zip.readEntryCursor))) {
      yield damage(
        'malformed',
        `the zip directory goes on after the ${zip.entryCount} entries it states; the others were not read`,
      );
    }
  } catch (error) {
    yield damage(
      'malformed',
      `the zip directory is damaged after ${zip.entriesRead} of ${zip.entryCount} entries: ${messageOf(error)}`,
    );
  }
}

/** Whether the record of an entry stands here in the directory; yauzl stops at the stated count. */
function isDirectoryEntry(access: RandomAccess, at: number): boolean {
  const head = at >= 0 && at < access.size ? access.read(at, 4) : new Uint8Array(0);
  return head.length === 4 && head.every((byte, index) => byte === DIRECTORY_ENTRY[index]);
}
const DIRECTORY_ENTRY = [0x50, 0x4b, 0x01, 0x02];

async function* readEntry(
  access: RandomAccess,
  entry: ZipEntry,
  spent: { bytes: number },
  limits: Limits,
): AsyncGenerator<Member | Damage> {
  const name = nameOf(entry);
  const facts = describe(entry, name.slice(0, limits.nameBytes));
  if (name.length > limits.nameBytes)
    yield damage('over-limit', `the name is ${name.length} bytes long; it was cut`, facts.name);
  const start = obstacle(entry) ?? dataStart(access, entry);
  if (typeof start !== 'number') {
    yield { ...facts, content: noContent };
    if (facts.type !== 'directory') yield { ...start, name: facts.name };
    return;
  }
  if (facts.type === 'symlink') {
    const target = await firstBytes(inflate(access, entry, start, limits), limits.nameBytes);
    yield { ...facts, linkTarget: decodeName(target), content: noContent };
    return;
  }
  let outcome: Damage | undefined;
  async function* content(position: number): AsyncGenerator<Uint8Array> {
    outcome = yield* counted(inflate(access, entry, position, limits), spent);
  }
  yield { ...facts, content: facts.type === 'file' && entry.compressedSize > 0 ? () => content(start) : noContent };
  if (outcome) yield { ...outcome, name: facts.name };
}

async function* counted(
  chunks: AsyncGenerator<Uint8Array, Damage | undefined>,
  spent: { bytes: number },
): AsyncGenerator<Uint8Array, Damage | undefined> {
  for (let next = await chunks.next(); ; next = await chunks.next()) {
    if (next.done) return next.value;
    spent.bytes += next.value.length;
    yield next.value;
  }
}

function obstacle(entry: ZipEntry): Damage | undefined {
  if (entry.isEncrypted()) {
    return damage('unreadable', 'this entry is encrypted: unpack the zip with its password and give the result');
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    const method = entry.compressionMethod;
    return damage(
      'unreadable',
      `this entry is packed with zip method ${method}, which is not supported: unpack the zip and give the result`,
    );
  }
  return undefined;
}

/** Where the data begins, or what is wrong with the entry's own header. */
function dataStart(access: RandomAccess, entry: ZipEntry): number | Damage {
  const at = entry.relativeOffsetOfLocalHeader;
  const header = access.read(at, 30);
  if (header.length < 30) return damage('malformed', 'the zip directory points outside the file');
  const view = new DataView(header.buffer, header.byteOffset, 30);
  if (view.getUint32(0, true) !== 0x04034b50)
    return damage('malformed', 'the zip directory points to a place where no entry begins');
  const start = at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.compressedSize > access.size)
    return damage('malformed', 'the zip directory states a size that goes beyond the file');
  return start;
}

async function* inflate(
  access: RandomAccess,
  entry: ZipEntry,
  start: number,
  limits: Limits,
): AsyncGenerator<Uint8Array, Damage | undefined> {
  const count: InflateCount = { bytesIn: 0, bytesOut: 0, checksum: 0, size: 0 };
  const end = start + entry.compressedSize;
  if (entry.compressionMethod === 0) {
    for await (const chunk of range(access, start, end)) {
      count.checksum = crc32(chunk, count.checksum);
      count.size += chunk.length;
      yield chunk;
    }
  } else {
    const small = inflateSmall(access, entry, start);
    if (small) {
      count.checksum = crc32(small);
      count.size = small.length;
      if (small.length > 0) yield small;
    } else {
      const problem = yield* inflateRaw(byteReader(range(access, start, end)), count, limits, 'zip');
      if (problem) return problem;
    }
  }
  if (count.size !== entry.uncompressedSize) {
    return damage('malformed', `the zip directory states ${entry.uncompressedSize} bytes, the entry has ${count.size}`);
  }
  if (count.checksum !== entry.crc32)
    return damage('malformed', 'the zip checksum is wrong: the content was changed or damaged');
  return undefined;
}

/** Undefined when the entry is not small or not right: then the stream reads what there is of it. */
function inflateSmall(access: RandomAccess, entry: ZipEntry, start: number): Uint8Array | undefined {
  if (entry.compressedSize > SMALL_PACKED || entry.uncompressedSize > SMALL_UNPACKED) return undefined;
  try {
    return inflateRawSync(access.read(start, entry.compressedSize), {
      maxOutputLength: Math.max(1, entry.uncompressedSize),
    });
  } catch {
    return undefined;
  }
}

const UNIX_HOSTS = [3, 19];
const FILE_TYPE = 0o170000;

function describe(entry: ZipEntry, name: string): Omit<Member, 'content'> {
  const isUnix = UNIX_HOSTS.includes(entry.versionMadeBy >>> 8);
  const attributes = isUnix ? entry.externalFileAttributes >>> 16 : 0;
  const modified = timeOf(entry);
  return {
    kind: 'member',
    name,
    type: typeOf(attributes & FILE_TYPE, name),
    size: entry.uncompressedSize,
    ...(attributes > 0 && { mode: attributes & 0o7777 }),
    ...ownersOf(entry),
    ...(modified && { modified }),
  };
}

function typeOf(format: number, name: string): Member['type'] {
  if (format === 0o120000) return 'symlink';
  if (format === 0o040000 || name.endsWith('/')) return 'directory';
  return format === 0 || format === 0o100000 ? 'file' : 'other';
}

/** UTC where the entry has a Unix or NTFS time; else the DOS time, which is local to whoever made the zip, taken as UTC. */
function timeOf(entry: ZipEntry): Date | undefined {
  try {
    const time = entry.getLastModDate({ timezone: 'UTC' });
    return Number.isNaN(time.getTime()) ? undefined : time;
  } catch {
    return undefined;
  }
}

/** Info-ZIP's `ux` field (0x7875): version, then uid and gid with their lengths. */
function ownersOf(entry: ZipEntry): { readonly uid?: number; readonly gid?: number } {
  const data = entry.extraFields.find(({ id }) => id === 0x7875)?.data;
  if (data?.length !== 11 || data[1] !== 4 || data[6] !== 4) return {};
  return { uid: data.readUInt32LE(2), gid: data.readUInt32LE(7) };
}

/** Info-ZIP's Unicode path (0x7075) where it belongs to this name; else the name as it stands. Windows tools write backslashes. */
function nameOf(entry: ZipEntry): string {
  const raw = entry.fileNameRaw;
  const unicode = entry.extraFields.find(({ id }) => id === 0x7075)?.data;
  const isOurs = unicode && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(raw);
  const name = decodeName(isOurs ? unicode.subarray(5) : raw);
  const isUnix = UNIX_HOSTS.includes(entry.versionMadeBy >>> 8);
  return isUnix || name.includes('/') ? name : name.replaceAll('\\', '/');
}

async function firstBytes(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(parts).subarray(0, limit);
}

/** Reads for yauzl out of our windows; it asks for the directory in pieces of fifty bytes. */
class WindowReader extends yauzl.RandomAccessReader {
  readonly #access: RandomAccess;

  constructor(access: RandomAccess) {
    super();
    this.#access = access;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, count?: number) => void,
  ): void {
    const isInside = position >= 0 && position <= this.#access.size;
    const bytes = isInside ? this.#access.read(position, length) : new Uint8Array(0);
    target.set(bytes, offset);
    done(null, bytes.length);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
