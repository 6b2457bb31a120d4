import { decodeName } from '../../name-bytes.ts';
import type { RandomAccess } from '../../random-access.ts';
import { exact64, viewOf } from '../view.ts';

/** What is needed of a file system's superblock to read it. Source: sys/ufs/ffs/fs.h of FreeBSD. Addresses and sizes are in fragments where it says so. */
export interface Superblock {
  readonly version: 1 | 2;
  /** A copy was used: the superblock itself is damaged. */
  readonly isCopy: boolean;
  readonly blockBytes: number;
  readonly fragmentBytes: number;
  /** Cylinder groups, and of each: inodes, fragments, and at which fragment of it the table of inodes begins. */
  readonly groups: number;
  readonly groupInodes: number;
  readonly groupFragments: number;
  readonly inodeTable: number;
  /** UFS1 begins each group a little further in. */
  readonly groupOffset: number;
  readonly groupMask: number;
  /** Of the whole file system. */
  readonly fragments: number;
  /** Targets of symbolic links shorter than this stand in the inode. */
  readonly inlineLink: number;
  /** It was unmounted before the image was taken. */
  readonly isClean: boolean;
  /** Where it was last mounted, raw; empty where it never was. */
  readonly mountedOn: string;
  /** When it was last written to. */
  readonly written?: Date;
  readonly snapshots: ReadonlySet<number>;
  /** Bytes that files and directories take, as it counts them. */
  readonly usedBytes: number;
}

const SUPERBLOCK_BYTES = 1376;
const MAGIC_AT = 1372;
const UFS1 = 0x00011954;
const UFS2 = 0x19540119;
/** Where a superblock can be, in the order in which FreeBSD looks. */
const PLACES = [65_536, 8_192, 0, 262_144];
const SNAPSHOTS = 20;

/** What a place looked at turned out to hold. */
export type Probe =
  | { readonly kind: 'superblock'; readonly superblock: Superblock }
  | { readonly kind: 'big-endian' }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'nothing' };

/** Looks for a superblock at its four places; copies are not looked for. */
export function probe(disk: RandomAccess): Probe {
  let other: Probe = { kind: 'nothing' };
  for (const place of PLACES) {
    const bytes = disk.read(place, SUPERBLOCK_BYTES);
    if (bytes.length < SUPERBLOCK_BYTES) continue;
    const superblock = parse(bytes, (found) => found.version === 1 || found.place === place);
    if (superblock) return { kind: 'superblock', superblock };
    const magic = viewOf(bytes).getUint32(MAGIC_AT, false);
    if (magic === UFS1 || magic === UFS2) other = { kind: 'big-endian' };
    else if (viewOf(bytes).getUint32(MAGIC_AT, true) === 0x19960408) other = { kind: 'unfinished' };
  }
  return other;
}

const STEP = 4_096;
const PIECE = 1_048_576;

/** Looks for one of the copies that every cylinder group has, in the first `reach` bytes. It tells itself whether it lies where a copy would. */
export function searchCopy(disk: RandomAccess, reach: number): Superblock | undefined {
  for (let piece = 0; piece < Math.min(disk.size, reach); piece += PIECE) {
    const bytes = disk.read(piece, PIECE);
    const view = viewOf(bytes);
    for (let at = 0; at + SUPERBLOCK_BYTES <= bytes.length; at += STEP) {
      const magic = view.getUint32(at + MAGIC_AT, true);
      if (magic !== UFS2 && magic !== UFS1) continue;
      const copy = bytes.subarray(at, at + SUPERBLOCK_BYTES);
      const superblock = parse(copy, (found) => isPlaceOfCopy(piece + at, found));
      if (superblock) return { ...superblock, isCopy: true };
    }
  }
  return undefined;
}

interface Found {
  readonly version: 1 | 2;
  readonly place: number | undefined;
  readonly copyAt: number;
  readonly fragmentBytes: number;
  readonly groupFragments: number;
}

function isPlaceOfCopy(position: number, { version, place, copyAt, fragmentBytes, groupFragments }: Found): boolean {
  if (position % fragmentBytes !== 0) return false;
  if (version === 2 && (place === undefined || !PLACES.includes(place))) return false;
  const fragment = position / fragmentBytes - copyAt;
  return version === 2 ? fragment % groupFragments === 0 : fragment === 0;
}

/** Undefined where it is none, or says what no file system can be. */
function parse(bytes: Uint8Array, isAccepted: (found: Found) => boolean): Superblock | undefined {
  const view = viewOf(bytes);
  const u32 = (at: number) => view.getUint32(at, true);
  const i32 = (at: number) => view.getInt32(at, true);
  const magic = u32(MAGIC_AT);
  if (magic !== UFS1 && magic !== UFS2) return undefined;
  const version = magic === UFS2 ? 2 : 1;
  const blockBytes = i32(48);
  const fragmentBytes = i32(52);
  const groups = u32(44);
  const groupInodes = u32(184);
  const groupFragments = i32(188);
  const inodeTable = i32(16);
  if (!isPowerOfTwo(blockBytes, 4_096, 65_536) || !isPowerOfTwo(fragmentBytes, 512, blockBytes)) return undefined;
  if (blockBytes / fragmentBytes > 8 || groups < 1 || groupInodes < 1 || groupFragments < 1) return undefined;
  if (inodeTable < 1 || inodeTable >= groupFragments || groupInodes > 2 ** 24 || groups > 2 ** 24) return undefined;
  const fragments = exact64(view, 1080) || u32(36);
  if (fragments < 1 || fragments > 2 ** 53 / fragmentBytes) return undefined;
  const place = exact64(view, 1000);
  if (!isAccepted({ version, place, copyAt: i32(8), fragmentBytes, groupFragments })) return undefined;
  const seconds = (version === 2 ? exact64(view, 1072) : undefined) || u32(32);
  const snapshots = Array.from({ length: SNAPSHOTS }, (_, index) => u32(1116 + index * 4));
  const inlineMost = version === 2 ? 120 : 60;
  const inline = i32(1320);
  return {
    version,
    isCopy: false,
    blockBytes,
    fragmentBytes,
    groups,
    groupInodes,
    groupFragments,
    inodeTable,
    groupOffset: version === 1 ? i32(24) : 0,
    groupMask: version === 1 ? i32(28) : -1,
    fragments,
    inlineLink: inline >= 0 ? Math.min(inline, inlineMost) : inlineMost,
    isClean: bytes[209] === 1,
    mountedOn: cString(bytes.subarray(212, 212 + 468)),
    ...(seconds > 0 && seconds < 2 ** 33 && { written: new Date(seconds * 1000) }),
    snapshots: new Set(snapshots.filter((inode) => inode > 0)),
    usedBytes: usedBytes(view, version, blockBytes, fragmentBytes),
  };
}

/** All data less what is free. UFS1 keeps the numbers elsewhere; an estimate of progress can do without. */
function usedBytes(view: DataView, version: 1 | 2, blockBytes: number, fragmentBytes: number): number {
  if (version === 1) return 0;
  const [data = 0, blocks = 0, fragments = 0] = [1088, 1016, 1032].map((at) => exact64(view, at) ?? 0);
  return Math.max(0, data * fragmentBytes - blocks * blockBytes - fragments * fragmentBytes);
}

function isPowerOfTwo(value: number, least: number, most: number): boolean {
  return value >= least && value <= most && (value & (value - 1)) === 0;
}

function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeName(end < 0 ? bytes : bytes.subarray(0, end));
}
