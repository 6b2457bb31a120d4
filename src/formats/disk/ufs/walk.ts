import type { Limits } from '../../../evidence/limits.ts';
import { type Damage, damage } from '../../damage.ts';
import { ownersOf } from '../../freebsd-owners.ts';
import { type Member, noContent } from '../../member.ts';
import { decodeName } from '../../name-bytes.ts';
import { readContent, type Trouble } from './content.ts';
import { readNames } from './directory.ts';
import type { FileSystem } from './file-system.ts';
import { type Inode, type NoInode, ROOT_INODE, readInode } from './inode.ts';

/** Content of one image that is still to be handed out: holes and hard links can make it larger than any disk. */
export interface Budget {
  left: number;
}

interface Walk {
  readonly system: FileSystem;
  readonly limits: Limits;
  readonly budget: Budget;
  /** Directories met: one that is met again is a loop. */
  readonly met: Set<number>;
  names: number;
  isFull: boolean;
}

/** All that has a name in a file system, folders before what is in them, in the order of their names. Names have no leading slash. Links are not followed. */
export async function* walk(system: FileSystem, limits: Limits, budget: Budget): AsyncGenerator<Member | Damage> {
  const root = readInode(system, ROOT_INODE);
  if (typeof root === 'string' || root.type !== 'directory') {
    yield damage('malformed', 'the file system has no root directory that can be read', '');
    return;
  }
  const state: Walk = { system, limits, budget, met: new Set([ROOT_INODE]), names: 0, isFull: false };
  let told = 0;
  for await (const item of walkFolder(root, '', 0, state)) {
    // A directory can name a million files that are not there.
    if (item.kind === 'member' || item.reason === 'unsupported' || ++told <= limits.gapsListed) yield item;
  }
  if (told > limits.gapsListed)
    yield damage(
      'malformed',
      `${told - limits.gapsListed} more names and files are damaged; they are not told one by one`,
      '',
    );
}

/** Bytes of a directory that are looked at for that. */
const TOP_BYTES = 65_536;

/** Names at the top of a file system, and of the folders among them those below: what it is told by. */
export function topNames(system: FileSystem, limits: Limits): string[][] {
  const found: string[][] = [];
  const few = { ...limits, directoryBytes: TOP_BYTES };
  const root = readInode(system, ROOT_INODE);
  if (typeof root === 'string' || root.type !== 'directory') return found;
  for (const { name, inode } of readNames(system, root, few).names) {
    if (found.length >= limits.layoutEntries) break;
    found.push([name]);
    const folder = readInode(system, inode);
    if (typeof folder === 'string' || folder.type !== 'directory') continue;
    for (const inner of readNames(system, folder, few).names.slice(0, limits.layoutEntries))
      found.push([name, inner.name]);
  }
  return found;
}

async function* walkFolder(folder: Inode, path: string, depth: number, state: Walk): AsyncGenerator<Member | Damage> {
  const { system, limits, met } = state;
  state.budget.left -= Math.min(folder.size, limits.directoryBytes);
  const { names, faults, isCut } = readNames(system, folder, limits);
  for (const fault of faults) yield damage('malformed', `the directory is damaged: ${fault}`, path);
  if (isCut)
    yield damage('over-limit', `a directory is read up to ${limits.directoryBytes} bytes; this one is larger`, path);
  // Counted before they are gone through: what is held of the folders above must stay small.
  state.names += names.length;
  if (state.names > limits.entries || state.budget.left < 0) {
    state.isFull = true;
    yield damage(
      'over-limit',
      'the file system says it holds more than a disk of this size can; the rest was not read',
      path,
    );
    return;
  }
  for (const { inode: number, name } of names) {
    if (state.isFull) return;
    const full = path === '' ? name : `${path}/${name}`;
    const inode = readInode(system, number);
    if (typeof inode === 'string') {
      yield damage(inode === 'beyond the image' ? 'truncated' : 'malformed', NO_INODE[inode], full);
      continue;
    }
    if (inode.type === 'directory' && met.has(number)) {
      yield damage('malformed', 'the directory stands in the file system a second time; it was read once', full);
      continue;
    }
    yield* readOne(inode, full, state);
    if (inode.type !== 'directory') continue;
    met.add(number);
    if (depth < limits.directoryDepth) yield* walkFolder(inode, full, depth + 1, state);
    else yield damage('over-limit', `more than ${limits.directoryDepth} levels deep; what is below was not read`, full);
  }
}

const NO_INODE: Readonly<Record<NoInode, string>> = {
  'out of range': 'its inode has a number that the file system does not have; its content cannot be read',
  'beyond the image': 'its inode lies beyond the end of the image; its content cannot be read',
  empty: 'its inode is empty: it was removed while the image was taken, or the file system is damaged',
};

async function* readOne(inode: Inode, name: string, state: Walk): AsyncGenerator<Member | Damage> {
  const { system, limits, budget } = state;
  const trouble: Trouble = {};
  const isRead = inode.type === 'file' && !inode.isSnapshot;
  const size = isRead ? Math.min(inode.size, mostOf(inode, system, limits)) : 0;
  let isSpent = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    for (const chunk of readContent(system, inode, size, trouble)) {
      isSpent = chunk.length > budget.left;
      if (isSpent) return;
      budget.left -= chunk.length;
      yield chunk;
    }
  }
  const { type, mode, modified, changed, born } = inode;
  yield {
    kind: 'member',
    name,
    type: inode.isSnapshot ? 'other' : type,
    size: type === 'file' ? inode.size : 0,
    mode,
    ...ownersOf(inode),
    ...(modified && { modified }),
    ...(changed && { changed }),
    ...(born && { born }),
    ...(type === 'symlink' && { linkTarget: targetOf(inode, system, limits) }),
    content: isRead && size > 0 ? content : noContent,
  };
  if (inode.isSnapshot)
    yield damage('unsupported', 'a snapshot of the file system; what it kept of it was not examined', name);
  if (size < inode.size && isRead)
    yield damage('over-limit', `it says it has ${inode.size} bytes and stores far less; ${size} were read`, name);
  if (isSpent)
    yield damage('over-limit', 'the files of the image have many times its size together; the rest was not read', name);
  if (trouble.wild)
    yield damage('malformed', 'some of its blocks have an address that cannot be; they were read as zeros', name);
  if (trouble.cutAt !== undefined)
    yield damage('truncated', `from byte ${trouble.cutAt} on it lies beyond the end of the image`, name);
}

/** A sparse file may be larger than what it stores, within the bounds that hold for archives. */
function mostOf({ storedBytes }: Inode, { access }: FileSystem, limits: Limits): number {
  const stored = Math.min(storedBytes, access.size);
  return Math.min(limits.entryBytes, Math.max(limits.ratioGrace, stored * limits.ratio));
}

/** A short target stands in the inode, a longer one in a block. */
function targetOf(inode: Inode, system: FileSystem, limits: Limits): string {
  if (inode.size < system.superblock.inlineLink) return decodeName(inode.inline.subarray(0, inode.size));
  const parts = [...readContent(system, inode, Math.min(inode.size, limits.nameBytes), {})];
  return decodeName(Buffer.concat(parts));
}
