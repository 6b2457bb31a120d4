import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { type Limits, limits as standardLimits } from '../evidence/limits.ts';
import { type Damage, damage } from '../formats/damage.ts';
import { ownersOf } from '../formats/freebsd-owners.ts';
import { type Member, noContent } from '../formats/member.ts';
import { decodeName } from '../formats/name-bytes.ts';

/** Files up to this size are read in one call: twenty thousand small files must not cost twenty thousand waits. */
const CHUNK_BYTES = 1024 * 1024;

/** Files up to this size are read into a buffer that many share: one of its own for each would be most of their cost. */
const SMALL_FILE = 32 * 1024;
const SHARED_BYTES = 256 * 1024;

/** Paths are bytes: a name that is not UTF-8 must be opened as it is. */
interface Folder {
  readonly path: Buffer;
  /** Decoded, relative to the target; empty for the target itself. */
  readonly name: string;
  readonly depth: number;
}

/**
 * The members of a directory tree, in the order of their names, links not followed. Only regular files are opened. Owners are told only where they can be
 * the appliance's: in a copy that belongs to one user they are the copier's.
 */
export async function* readDirectory(target: string, limits: Limits = standardLimits): AsyncGenerator<Member | Damage> {
  const root: Folder = { path: Buffer.from(target), name: '', depth: 0 };
  yield* readFolder(root, hasApplianceOwners(root), limits);
}

/** How many names the tree has, links not followed; undefined where it has more than `limits.namesCounted`. */
export function countNames(target: string, limits: Limits = standardLimits): number | undefined {
  const folders = [Buffer.from(target)];
  let count = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesIn(folder)) {
      if (++count > limits.namesCounted) return undefined;
      if (entry.isDirectory()) folders.push(Buffer.concat([folder, Buffer.from('/'), entry.name]));
    }
  }
  return count;
}

function entriesIn(path: Buffer): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(path, { encoding: 'buffer', withFileTypes: true });
  } catch {
    // Told as a gap when the tree is read.
    return [];
  }
}

async function* readFolder(folder: Folder, hasOwners: boolean, limits: Limits): AsyncGenerator<Member | Damage> {
  let names: Buffer[];
  try {
    names = namesIn(folder.path);
  } catch (error) {
    yield damage('unreadable', `the directory cannot be read: ${messageOf(error)}`, folder.name || '.');
    return;
  }
  for (const bytes of names) {
    const inner = below(folder, bytes);
    let stats: Stats;
    try {
      stats = lstatSync(inner.path);
    } catch (error) {
      yield damage('unreadable', `cannot be looked at: ${messageOf(error)}`, inner.name);
      continue;
    }
    yield* readOne(inner, stats, hasOwners, limits);
    if (!stats.isDirectory()) continue;
    if (inner.depth < limits.directoryDepth) yield* readFolder(inner, hasOwners, limits);
    else
      yield damage(
        'over-limit',
        `more than ${limits.directoryDepth} levels deep; what is below was not read`,
        inner.name,
      );
  }
}

async function* readOne(
  { path, name }: Folder,
  stats: Stats,
  hasOwners: boolean,
  limits: Limits,
): AsyncGenerator<Member | Damage> {
  const most = isHoles(stats) ? limits.sparseBytes : Number.POSITIVE_INFINITY;
  let failure: string | undefined;
  async function* content(): AsyncGenerator<Uint8Array> {
    try {
      yield* readFile(path, stats.size, most);
    } catch (error) {
      failure = messageOf(error);
    }
  }
  yield {
    kind: 'member',
    name,
    type: typeOf(stats),
    size: stats.isFile() ? stats.size : 0,
    mode: stats.mode & 0o7777,
    modified: stats.mtime,
    ...(hasOwners && ownersOf(stats)),
    ...(stats.isSymbolicLink() && { linkTarget: linkTarget(path) }),
    content: stats.isFile() ? content : noContent,
  };
  if (failure !== undefined) yield damage('unreadable', `cannot be read: ${failure}`, name);
  else if (stats.isFile() && stats.size > most)
    yield damage('over-limit', `nearly all of it was never written; only the first ${most} bytes were read`, name);
}

/** Whether less than an eighth of a file takes room on the disk: with one command a file of any size can be made that is read for hours. */
function isHoles({ blocks, size }: Stats): boolean {
  return blocks !== undefined && blocks * 512 * 8 < size;
}

async function* readFile(path: Buffer, expected: number, most: number): AsyncGenerator<Uint8Array> {
  // Not following a link that was put there since, and not waiting for a pipe.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    // A log may have grown since its folder was listed.
    const size = Math.min(expected <= SMALL_FILE ? expected : fstatSync(file).size, most);
    for (let position = 0; position < size; ) {
      const chunk = room(Math.min(CHUNK_BYTES, size - position));
      const count = readSync(file, chunk, 0, chunk.length, position);
      if (count === 0) return;
      position += count;
      yield count === chunk.length ? chunk : chunk.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

let shared = new Uint8Array(0);
let sharedUsed = 0;

/** Bytes that nobody else has. */
function room(size: number): Uint8Array {
  if (size > SMALL_FILE) return new Uint8Array(size);
  if (sharedUsed + size > shared.length) {
    shared = new Uint8Array(SHARED_BYTES);
    sharedUsed = 0;
  }
  const own = shared.subarray(sharedUsed, sharedUsed + size);
  sharedUsed += size;
  return own;
}

function namesIn(path: Buffer): Buffer[] {
  return readdirSync(path, { encoding: 'buffer' }).sort(Buffer.compare);
}

function below({ path, name, depth }: Folder, bytes: Buffer): Folder {
  const own = decodeName(bytes);
  return {
    path: Buffer.concat([path, Buffer.from('/'), bytes]),
    name: name === '' ? own : `${name}/${own}`,
    depth: depth + 1,
  };
}

function typeOf(stats: Stats): Member['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : 'other';
}

function linkTarget(path: Buffer): string {
  try {
    return decodeName(readlinkSync(path, { encoding: 'buffer' }));
  } catch {
    return '';
  }
}

/** Paths looked at to tell whose owners these are. */
const OWNERS_SAMPLED = 4_000;

/** Whether the owners can be the appliance's: a sample of the tree belongs to root and to somebody else, and nothing to who reads it. */
function hasApplianceOwners(root: Folder): boolean {
  const owners = new Set<number>();
  const reader = process.getuid?.();
  const queue = [root];
  for (let looked = 0; looked < OWNERS_SAMPLED && queue.length > 0; ) {
    const folder = queue.shift()!;
    for (const bytes of readable(folder.path)) {
      if (++looked > OWNERS_SAMPLED) break;
      const inner = below(folder, bytes);
      const stats = statsOf(inner.path);
      if (!stats) continue;
      owners.add(stats.uid);
      // Whoever examines it owns a part of it: it was copied here.
      if (stats.uid === reader && reader !== 0) return false;
      if (stats.isDirectory()) queue.push(inner);
    }
  }
  return owners.has(0) && owners.size > 1;
}

/** Undefined for what cannot be looked at: told as a gap when the tree is read. */
function statsOf(path: Buffer): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function readable(path: Buffer): readonly Buffer[] {
  try {
    return namesIn(path);
  } catch {
    // Told as a gap when the tree is read.
    return [];
  }
}

function messageOf(error: unknown): string {
  // `EACCES: permission denied, open '/…'`: the name stands beside the message already.
  return error instanceof Error ? error.message.replace(/, \w+(?: '.*)?$/s, '') : String(error);
}
