import type { RandomAccess } from '../random-access.ts';
import { exact64, viewOf } from './view.ts';

/** A part of a disk, as a table on it says. In bytes from the beginning of the disk; a table can say anything. */
export interface Partition {
  /** As FreeBSD ends the name of its device: `s1a`, `p2`; `a` where the label lies on the disk itself. */
  readonly name: string;
  readonly start: number;
  readonly size: number;
  readonly holds: 'ufs' | 'swap' | 'other';
}

const SECTOR = 512;
const FREEBSD_SLICE = 0xa5;
const PROTECTIVE = 0xee;
const LABEL_MAGIC = 0x82564557;
/** `MAXPARTITIONS` of FreeBSD; eight are usual. */
const LABEL_ENTRIES = 22;
const GPT_ENTRIES = 128;
const GPT_ENTRY_BYTES = 4096;

/** The partitions of a disk: those of an MBR with the BSD labels in its slices, of a GPT, or of a label without either. */
export function partitionsOf(disk: RandomAccess): readonly Partition[] {
  const sector = disk.read(0, SECTOR);
  const isSigned = sector.length === SECTOR && viewOf(sector).getUint16(510, true) === 0xaa55;
  const found = gpt(disk) ?? (isSigned ? mbr(disk, sector) : []);
  return found.length > 0 ? found : label(disk, 0, '');
}

/** Source: the four entries at 446 of a boot sector. */
function mbr(disk: RandomAccess, sector: Uint8Array): readonly Partition[] {
  const view = viewOf(sector);
  return [0, 1, 2, 3].flatMap((index): readonly Partition[] => {
    const at = 446 + index * 16;
    const type = sector[at + 4]!;
    const start = view.getUint32(at + 8, true) * SECTOR;
    const size = view.getUint32(at + 12, true) * SECTOR;
    if (type === 0 || type === PROTECTIVE || size === 0 || start === 0) return [];
    const name = `s${index + 1}`;
    const inner = type === FREEBSD_SLICE ? label(disk, start, name) : [];
    if (inner.length > 0) return inner;
    return [{ name, start, size, holds: type === FREEBSD_SLICE ? 'ufs' : 'other' }];
  });
}

/**
 * A BSD label in the second sector of a slice. Its first partition begins where the slice does and so holds the label itself: whoever looks into a partition
 * looks for a file system in it, never for a label. Source: sys/disklabel.h of FreeBSD.
 */
function label(disk: RandomAccess, slice: number, name: string): readonly Partition[] {
  const sector = disk.read(slice + SECTOR, SECTOR);
  if (sector.length < SECTOR) return [];
  const view = viewOf(sector);
  if (view.getUint32(0, true) !== LABEL_MAGIC || view.getUint32(132, true) !== LABEL_MAGIC) return [];
  const entries = Array.from({ length: Math.min(view.getUint16(138, true), LABEL_ENTRIES) }, (_, index) => {
    const at = 148 + index * 16;
    return {
      index,
      size: view.getUint32(at, true) * SECTOR,
      offset: view.getUint32(at + 4, true) * SECTOR,
      type: sector[at + 12]!,
    };
  }).filter(({ index }) => 148 + index * 16 + 16 <= SECTOR);
  // `c` is the slice as a whole: old systems count from the beginning of the disk.
  const isAbsolute = slice > 0 && entries[2]?.offset === slice;
  return entries
    .filter(({ index, size, type }) => index !== 2 && size > 0 && type !== 0)
    .map(({ index, size, offset, type }) => ({
      name: `${name}${String.fromCharCode(97 + index)}`,
      start: offset + (isAbsolute ? 0 : slice),
      size,
      holds: type === 7 ? 'ufs' : type === 1 ? 'swap' : 'other',
    }));
}

const UFS_TYPE = '516e7cb6-6ecf-11d6-8ff8-00022d09712b';
const SWAP_TYPE = '516e7cb5-6ecf-11d6-8ff8-00022d09712b';
const NO_TYPE = '00000000-0000-0000-0000-000000000000';

/** Undefined where there is no GPT, neither at the beginning nor, as its copy, at the end. Source: UEFI specification, chapter 5. */
function gpt(disk: RandomAccess): readonly Partition[] | undefined {
  const header = [SECTOR, disk.size - (disk.size % SECTOR) - SECTOR]
    .map((at) => disk.read(at, SECTOR))
    .find((bytes) => bytes.length === SECTOR && Buffer.from(bytes.subarray(0, 8)).toString('latin1') === 'EFI PART');
  if (!header) return undefined;
  const view = viewOf(header);
  const table = exact64(view, 72);
  const count = Math.min(view.getUint32(80, true), GPT_ENTRIES);
  const step = view.getUint32(84, true);
  if (table === undefined || step < 128 || step > GPT_ENTRY_BYTES) return [];
  return Array.from({ length: count }, (_, index) => index).flatMap((index): readonly Partition[] => {
    const entry = disk.read(table * SECTOR + index * step, 128);
    if (entry.length < 128) return [];
    const type = guid(entry);
    const first = exact64(viewOf(entry), 32);
    const last = exact64(viewOf(entry), 40);
    if (type === NO_TYPE || first === undefined || last === undefined || first === 0 || last < first) return [];
    const holds = type === UFS_TYPE ? 'ufs' : type === SWAP_TYPE ? 'swap' : 'other';
    return [{ name: `p${index + 1}`, start: first * SECTOR, size: (last - first + 1) * SECTOR, holds }];
  });
}

/** Its first three fields are little-endian. */
function guid(bytes: Uint8Array): string {
  const hex = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('hex');
  const reversed = (from: number, to: number) => Buffer.from(bytes.slice(from, to).reverse()).toString('hex');
  return `${reversed(0, 4)}-${reversed(4, 6)}-${reversed(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`;
}
