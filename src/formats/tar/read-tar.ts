import { type Limits, limits as standardLimits } from '../../evidence/limits.ts';
import { type ByteReader, byteReader } from '../byte-reader.ts';
import { type Damage, damage } from '../damage.ts';
import { type Member, noContent } from '../member.ts';
import { decodeName } from '../name-bytes.ts';
import { parsePax, paxNumber, paxTime } from './extended-header.ts';
import { BLOCK, hasUstarMagic, isTarHeader, parseTarHeader, type TarHeader } from './header.ts';
import { paxSparse, readGnuSparse, readPaxSparse, type SparseMap } from './sparse.ts';

/**
 * Reads a tar stream once, in its order. It goes on behind damage, which a reader for unpacking need not: after a bad header the next
 * good one is searched for, members behind the end mark are read too, and a stream without an end mark is reported as cut.
 * Throws only what `input` throws.
 */
export async function* readTar(
  input: AsyncIterable<Uint8Array>,
  limits: Limits = standardLimits,
): AsyncGenerator<Member | Damage> {
  const reader = byteReader(input);
  try {
    yield* readMembers(reader, limits);
  } finally {
    await reader.close();
  }
}

async function* readMembers(reader: ByteReader, limits: Limits): AsyncGenerator<Member | Damage> {
  let extended = noExtension();
  let zeroBlocks = 0;
  let isBehindEnd = false;
  let lastName: string | undefined;
  for (;;) {
    if (!(await reader.fill(BLOCK))) {
      const rest = reader.take(reader.available());
      if (zeroBlocks >= 2 || isBehindEnd) {
        if (rest.some((byte) => byte !== 0) && !isShellTrailer(rest)) {
          yield damage('malformed', `${rest.length} bytes after the end of the tar archive were not read`);
        }
      } else {
        const where = lastName === undefined ? 'before its first member' : 'after the member named here';
        yield damage(
          'truncated',
          `the tar archive has no end mark: it was cut ${where}, and what followed is missing`,
          lastName,
        );
      }
      return;
    }
    const block = reader.take(BLOCK);
    if (isZero(block)) {
      zeroBlocks += 1;
      isBehindEnd ||= zeroBlocks >= 2;
      continue;
    }
    if (!isTarHeader(block)) {
      if (isBehindEnd && zeroBlocks >= 2 && isShellTrailer(block)) continue;
      const from = reader.position() - BLOCK;
      const found = await findHeader(reader);
      const passed = reader.position() - from;
      const reason = zeroBlocks >= 2 && !found ? 'after the end of the archive' : 'that are no tar header';
      yield damage('malformed', `${passed} bytes ${reason} at byte ${from} were passed over`, lastName);
      // Whatever an extended header said belonged to the member that was lost.
      extended = noExtension(extended.global);
      if (!found) {
        if (!isBehindEnd)
          yield damage('truncated', 'no further tar header was found; what followed is missing', lastName);
        return;
      }
      zeroBlocks = 0;
      continue;
    }
    if (zeroBlocks >= 2)
      yield damage(
        'malformed',
        `members follow the end mark of the tar archive, at byte ${reader.position() - BLOCK}; they were read too`,
      );
    zeroBlocks = 0;
    const header = parseTarHeader(block);
    if (!(header.size >= 0) || header.size > Number.MAX_SAFE_INTEGER) {
      yield damage('malformed', 'the header states an impossible size; the next header was searched for', header.name);
      continue;
    }
    if (isExtension(header.flag)) {
      const result = await readExtension(reader, header, limits);
      if (result instanceof Uint8Array) {
        const outcome = extend(extended, header, result);
        if (outcome) yield damage('malformed', outcome, lastName);
      } else yield result;
      continue;
    }
    const described = await describe(reader, block, header, extended, limits);
    extended = noExtension(extended.global);
    if (described.problem) yield described.problem;
    lastName = described.member.name;
    const { member, stored } = described;
    const end = reader.position() + stored;
    const padding = (BLOCK - (stored % BLOCK)) % BLOCK;
    yield {
      ...member,
      content:
        member.type === 'file' && stored + described.holes > 0
          ? () => contentOf(reader, end, described.map, described.largest)
          : noContent,
    };
    const wanted = end - reader.position();
    const missing = await skip(reader, wanted);
    if (missing > 0) {
      yield damage(
        'truncated',
        `the archive ends inside this file: ${stored - missing} of ${stored} bytes are there, and what followed is missing`,
        member.name,
      );
      return;
    }
    await skip(reader, padding);
  }
}

interface Extension {
  readonly global: Map<string, string>;
  readonly pax: Map<string, string>;
  longName?: string;
  longLink?: string;
}

function noExtension(global = new Map<string, string>()): Extension {
  return { global, pax: new Map(global) };
}

function isExtension(flag: string): boolean {
  return flag === 'x' || flag === 'g' || flag === 'X' || flag === 'L' || flag === 'N' || flag === 'K';
}

async function readExtension(reader: ByteReader, header: TarHeader, limits: Limits): Promise<Uint8Array | Damage> {
  const padded = Math.ceil(header.size / BLOCK) * BLOCK;
  if (header.size > limits.headerBytes) {
    await skip(reader, padded);
    return damage('over-limit', `an extended header of ${header.size} bytes was passed over`, header.name);
  }
  if (!(await reader.fill(padded))) {
    reader.take(reader.available());
    return damage('truncated', 'the archive ends inside an extended header', header.name);
  }
  return reader.take(padded).subarray(0, header.size);
}

/** Adds what an extended header says to what is known of the next member; returns what is wrong with it. */
function extend(extended: Extension, header: TarHeader, bytes: Uint8Array): string | undefined {
  if (header.flag === 'L' || header.flag === 'N') extended.longName = textOf(bytes);
  else if (header.flag === 'K') extended.longLink = textOf(bytes);
  else {
    const records = parsePax(bytes);
    if (!records) return 'a pax header could not be read; the name and times of the next member may be wrong';
    for (const [key, value] of records) {
      // Others are not kept: a global header's records stay for the whole archive.
      if (!PAX_KEYS.has(key)) continue;
      extended.pax.set(key, value);
      if (header.flag === 'g') extended.global.set(key, value);
    }
  }
  return undefined;
}

const PAX_KEYS: ReadonlySet<string> = new Set([
  'path',
  'linkpath',
  'size',
  'mtime',
  'ctime',
  'uname',
  'gname',
  'uid',
  'gid',
  'LIBARCHIVE.creationtime',
  'GNU.sparse.major',
  'GNU.sparse.name',
  'GNU.sparse.realsize',
  'GNU.sparse.size',
  'GNU.sparse.map',
]);

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeName(end < 0 ? bytes : bytes.subarray(0, end));
}

interface Described {
  readonly member: Omit<Member, 'content'>;
  /** Bytes of content in the archive. */
  readonly stored: number;
  readonly holes: number;
  /** Of a sparse file: bytes up to which it is read. */
  readonly largest: number;
  readonly map?: SparseMap;
  readonly problem?: Damage;
}

async function describe(
  reader: ByteReader,
  block: Uint8Array,
  header: TarHeader,
  { pax, longName, longLink }: Extension,
  limits: Limits,
): Promise<Described> {
  const recorded = pax.get('GNU.sparse.name') ?? pax.get('path') ?? longName ?? header.name;
  const name = recorded.length > limits.nameBytes ? recorded.slice(0, limits.nameBytes) : recorded;
  const type = typeOf(header.flag, name);
  const linkTarget = pax.get('linkpath') ?? longLink ?? header.linkName;
  let stored =
    type === 'directory' || type === 'symlink' || type === 'other' ? 0 : (paxNumber(pax.get('size')) ?? header.size);
  let problem =
    name.length < recorded.length
      ? damage('over-limit', `the name is ${recorded.length} bytes long; it was cut`, name)
      : undefined;

  let map: SparseMap | undefined;
  if (header.flag === 'S') {
    map = await readGnuSparse(block, reader, limits.headerBytes);
    if (!map)
      problem = damage(
        'malformed',
        'the map of this sparse file is wrong; its stored parts were read one after the other',
        name,
      );
  } else if (pax.get('GNU.sparse.major') === '1') {
    const sparse = await readPaxSparse(
      reader,
      paxNumber(pax.get('GNU.sparse.realsize')) ?? 0,
      Math.min(stored, limits.headerBytes),
    );
    if (sparse) {
      map = sparse.map;
      stored -= sparse.bytes;
    } else
      problem = damage(
        'malformed',
        'the map of this sparse file is wrong; its stored parts were read one after the other',
        name,
      );
  } else if (pax.has('GNU.sparse.size')) {
    map = paxSparse(pax);
    if (!map)
      problem = damage(
        'malformed',
        'the map of this sparse file is wrong; its stored parts were read one after the other',
        name,
      );
  }
  const largest = Math.min(limits.entryBytes, Math.max(limits.ratioGrace, stored * limits.ratio));
  if (map && map.realSize > largest)
    problem = damage(
      'over-limit',
      `this sparse file of ${map.realSize} bytes has ${stored} bytes of content; it was read up to ${largest} bytes`,
      name,
    );
  // Old archives state the size of the file a hard link points to, and store nothing.
  if (type === 'hardlink' && stored > 0 && (await isHeaderNext(reader))) stored = 0;

  const modified = paxTime(pax.get('mtime')) ?? secondsTime(header.modified);
  const changed = paxTime(pax.get('ctime'));
  const born = paxTime(pax.get('LIBARCHIVE.creationtime'));
  const owner = pax.get('uname') ?? header.user;
  const group = pax.get('gname') ?? header.group;
  const uid = paxNumber(pax.get('uid')) ?? header.uid;
  const gid = paxNumber(pax.get('gid')) ?? header.gid;
  return {
    member: {
      kind: 'member',
      name,
      type: type === 'hardlink' && stored > 0 ? 'file' : type,
      size: map?.realSize ?? stored,
      ...(header.mode >= 0 && { mode: header.mode & 0o7777 }),
      ...(uid >= 0 && { uid }),
      ...(gid >= 0 && { gid }),
      ...(owner && { owner }),
      ...(group && { group }),
      ...(modified && { modified }),
      ...(changed && { changed }),
      ...(born && { born }),
      ...((type === 'symlink' || type === 'hardlink') && { linkTarget }),
    },
    stored,
    holes: map ? map.realSize - stored : 0,
    largest,
    ...(map && { map }),
    ...(problem && { problem }),
  };
}

function typeOf(flag: string, name: string): Member['type'] {
  switch (flag) {
    case '1':
      return 'hardlink';
    case '2':
      return 'symlink';
    case '5':
    case 'D':
      return 'directory';
    case '3':
    case '4':
    case '6':
    case 'V':
      return 'other';
    default:
      return flag === '0' && name.endsWith('/') ? 'directory' : 'file';
  }
}

function secondsTime(seconds: number): Date | undefined {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const HOLE_BYTES = 256 * 1024;

async function* contentOf(
  reader: ByteReader,
  end: number,
  map: SparseMap | undefined,
  largest: number,
): AsyncGenerator<Uint8Array> {
  if (!map) {
    yield* stretch(reader, end, end - reader.position());
    return;
  }
  let offset = 0;
  for (const part of map.stretches) {
    if (part.offset > largest) break;
    yield* hole(part.offset - offset);
    yield* stretch(reader, end, part.length);
    offset = part.offset + part.length;
  }
  yield* hole(Math.min(map.realSize, largest) - offset);
}

async function* stretch(reader: ByteReader, end: number, length: number): AsyncGenerator<Uint8Array> {
  let left = Math.min(length, end - reader.position());
  while (left > 0 && (reader.available() > 0 || (await reader.fill(1)))) {
    const piece = reader.take(Math.min(left, reader.available()));
    left -= piece.length;
    yield piece;
  }
}

function* hole(length: number): Generator<Uint8Array> {
  // New ones each time: a chunk's buffer can be given to another thread.
  for (let left = length; left > 0; left -= HOLE_BYTES) yield new Uint8Array(Math.min(left, HOLE_BYTES));
}

/** Passes over `count` bytes; returns how many of them were not there. */
async function skip(reader: ByteReader, count: number): Promise<number> {
  let left = count;
  while (left > 0 && (reader.available() > 0 || (await reader.fill(1))))
    left -= reader.take(Math.min(left, reader.available())).length;
  return left;
}

async function isHeaderNext(reader: ByteReader): Promise<boolean> {
  if (!(await reader.fill(BLOCK))) return true;
  const block = reader.peek(BLOCK);
  return isZero(block) || isTarHeader(block);
}

/** Moves to the next block that is a header beyond doubt; false when there is none. */
async function findHeader(reader: ByteReader): Promise<boolean> {
  while (await reader.fill(BLOCK)) {
    const block = reader.peek(BLOCK);
    if (hasUstarMagic(block) && isTarHeader(block)) return true;
    reader.take(BLOCK);
  }
  reader.take(reader.available());
  return false;
}

function isZero(block: Uint8Array): boolean {
  for (let at = 0; at < block.length; at++) if (block[at] !== 0) return false;
  return true;
}

/** What the appliance's own shell writes behind the data of a command. */
function isShellTrailer(bytes: Uint8Array): boolean {
  return /^ ?Done\r?\n?\0*$/.test(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, BLOCK)).toString('latin1'),
  );
}
