import { exact64, viewOf } from '../view.ts';
import type { FileSystem } from './file-system.ts';

/** One file, directory or link without its name. Source: sys/ufs/ufs/dinode.h of FreeBSD. */
export interface Inode {
  readonly number: number;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** In bytes; what it says, which may be anything. */
  readonly size: number;
  /** Bytes of blocks it says it takes. */
  readonly storedBytes: number;
  readonly modified?: Date;
  readonly changed?: Date;
  /** UFS1 has none. */
  readonly born?: Date;
  readonly isSnapshot: boolean;
  /** Of twelve direct blocks and three of pointers, in fragments; undefined where the number is none. */
  readonly pointers: readonly (number | undefined)[];
  /** The bytes of the pointers, in which a short link has its target. */
  readonly inline: Uint8Array;
}

export const ROOT_INODE = 2;
const DIRECT_AND_INDIRECT = 15;
const SNAPSHOT_FLAG = 0x200000;

/** Why there is none. */
export type NoInode = 'out of range' | 'beyond the image' | 'empty';

export function readInode(system: FileSystem, number: number): Inode | NoInode {
  const { superblock } = system;
  const { groups, groupInodes, groupFragments, groupOffset, groupMask, inodeTable } = superblock;
  if (number < ROOT_INODE || number >= groups * groupInodes) return 'out of range';
  const group = Math.floor(number / groupInodes);
  const start = group * groupFragments + groupOffset * (group & ~groupMask);
  const bytes = superblock.version === 2 ? 256 : 128;
  const within = (number % groupInodes) * bytes;
  const { blockBytes, fragmentBytes } = superblock;
  const block = system.block((start + inodeTable) * fragmentBytes + within - (within % blockBytes));
  const at = within % blockBytes;
  if (at + bytes > block.length) return 'beyond the image';
  const own = block.subarray(at, at + bytes);
  if (viewOf(own).getUint16(0, true) === 0) return 'empty';
  const inode = superblock.version === 2 ? inode2(own, number) : inode1(own, number);
  const isListed = superblock.snapshots.has(number) || inode.isSnapshot;
  // A snapshot is as large as the file system: a mark alone must not keep a file from being read.
  return { ...inode, isSnapshot: isListed && inode.size >= (superblock.fragments - 1) * fragmentBytes };
}

function inode2(bytes: Uint8Array, number: number): Inode {
  const view = viewOf(bytes);
  return {
    ...modeOf(view),
    number,
    uid: view.getUint32(4, true),
    gid: view.getUint32(8, true),
    size: exact64(view, 16) ?? Number.MAX_SAFE_INTEGER,
    storedBytes: (exact64(view, 24) ?? 0) * 512,
    ...times(
      time(exact64(view, 40), view.getInt32(64, true)),
      time(exact64(view, 48), view.getInt32(72, true)),
      time(exact64(view, 56), view.getInt32(76, true)),
    ),
    isSnapshot: (view.getUint32(88, true) & SNAPSHOT_FLAG) !== 0,
    pointers: Array.from({ length: DIRECT_AND_INDIRECT }, (_, index) => exact64(view, 112 + index * 8)),
    inline: bytes.subarray(112, 232),
  };
}

function inode1(bytes: Uint8Array, number: number): Inode {
  const view = viewOf(bytes);
  return {
    ...modeOf(view),
    number,
    uid: view.getUint32(112, true),
    gid: view.getUint32(116, true),
    size: exact64(view, 8) ?? Number.MAX_SAFE_INTEGER,
    storedBytes: view.getUint32(104, true) * 512,
    ...times(
      time(view.getInt32(24, true), view.getInt32(28, true)),
      time(view.getInt32(32, true), view.getInt32(36, true)),
    ),
    isSnapshot: (view.getUint32(100, true) & SNAPSHOT_FLAG) !== 0,
    pointers: Array.from({ length: DIRECT_AND_INDIRECT }, (_, index) => view.getUint32(40 + index * 4, true)),
    inline: bytes.subarray(40, 100),
  };
}

const TYPES: ReadonlyMap<number, Inode['type']> = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o120000, 'symlink'],
]);

function modeOf(view: DataView): Pick<Inode, 'type' | 'mode'> {
  const mode = view.getUint16(0, true);
  return { type: TYPES.get(mode & 0o170000) ?? 'other', mode: mode & 0o7777 };
}

/** Latest time that a Date can say, in seconds. */
const LATEST = 8.64e12;

/** Undefined where it is zero, or no time at all. */
function time(seconds: number | undefined, nanoseconds: number): Date | undefined {
  if (seconds === undefined || seconds <= 0 || seconds > LATEST) return undefined;
  const fraction = nanoseconds >= 0 && nanoseconds < 1e9 ? Math.floor(nanoseconds / 1e6) : 0;
  return new Date(seconds * 1000 + fraction);
}

function times(
  modified: Date | undefined,
  changed: Date | undefined,
  born?: Date | undefined,
): Pick<Inode, 'modified' | 'changed' | 'born'> {
  return { ...(modified && { modified }), ...(changed && { changed }), ...(born && { born }) };
}
