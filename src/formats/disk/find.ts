import type { Limits } from '../../evidence/limits.ts';
import { type Damage, damage } from '../damage.ts';
import type { RandomAccess } from '../random-access.ts';
import { slice } from './image-access.ts';
import { type Partition, partitionsOf } from './partitions.ts';
import { type FileSystem, openFileSystem } from './ufs/file-system.ts';
import { probe, type Superblock, searchCopy } from './ufs/superblock.ts';

/** What an image holds. */
export interface Disk {
  readonly volumes: readonly Volume[];
  /** Bytes that stand before the disk in the file; negative where that many of the disk are lost. */
  readonly shift: number;
  /** Partitions that cannot be read, and what else is wrong. Their names are those of partitions. */
  readonly damages: readonly Damage[];
}

export interface Volume {
  /** Of its partition: `s1a`; empty where the image is the file system itself. */
  readonly name: string;
  readonly system: FileSystem;
}

/** Bytes that a copy over a terminal can have put before an image, or a script cut off: tried from the likeliest on. */
const SHIFTS = [0, 6, -6, ...Array.from({ length: 64 }, (_, index) => [index + 1, -index - 1]).flat()];

/**
 * The file systems of an image, wherever it begins in `image`. Damaged ones are searched for by their copies where `isThorough`, or where a table says that there
 * is one. Undefined where nothing is found.
 */
export function findDisk(image: RandomAccess, limits: Limits, isThorough: boolean): Disk | undefined {
  let best: Disk | undefined;
  for (const shift of SHIFTS) {
    const disk = { ...volumesOf(slice(image, shift), limits), shift };
    if (disk.volumes.length > 0) return disk;
    // What says why there is none is worth more than that there is none.
    if (disk.damages.length > 0 && shift === 0) best = disk;
  }
  if (best || !isThorough) return best;
  const superblock = searchCopy(image, limits.superblockSearchBytes);
  if (!superblock) return undefined;
  return { volumes: [{ name: '', system: openFileSystem(superblock, image) }], shift: 0, damages: [copyUsed('')] };
}

function volumesOf(disk: RandomAccess, limits: Limits): Omit<Disk, 'shift'> {
  const whole = probe(disk);
  const damages: Damage[] = [];
  if (whole.kind === 'big-endian' || whole.kind === 'unfinished') damages.push(refusal(whole.kind, ''));
  const volumes: Volume[] = [];
  let partitions = partitionsOf(disk);
  if (whole.kind === 'superblock') {
    const { superblock } = whole;
    volumes.push({ name: '', system: openFileSystem(superblock, disk) });
    const end = superblock.fragments * superblock.fragmentBytes;
    damages.push(...shortOf('', superblock, disk));
    // The first partition of a labelled disk begins where the disk does; the others lie behind it. In a copy of that partition alone they do not exist.
    partitions = partitions.filter(({ start }) => start >= end && start < disk.size);
  }
  for (const partition of partitions) {
    const found = inPartition(disk, partition, limits);
    if (found.volume) volumes.push(found.volume);
    damages.push(...found.damages);
  }
  return { volumes, damages };
}

/** A partition is a swap space, a file system that can be read, or empty; anything else is told. */
function inPartition(
  disk: RandomAccess,
  { name, start, size, holds }: Partition,
  limits: Limits,
): { readonly volume?: Volume; readonly damages: readonly Damage[] } {
  if (start >= disk.size)
    return {
      damages: [damage('truncated', 'the partition lies beyond the end of the image; nothing of it is there', name)],
    };
  const access = slice(disk, start, size);
  const found = probe(access);
  if (found.kind === 'superblock')
    return {
      volume: { name, system: openFileSystem(found.superblock, access) },
      damages: shortOf(name, found.superblock, access),
    };
  if (found.kind !== 'nothing') return { damages: [refusal(found.kind, name)] };
  if (holds === 'swap')
    return { damages: [damage('unsupported', 'the swap space of the disk was not examined', name)] };
  const copy = holds === 'ufs' ? searchCopy(access, limits.superblockSearchBytes) : undefined;
  if (copy)
    return {
      volume: { name, system: openFileSystem(copy, access) },
      damages: [copyUsed(name), ...shortOf(name, copy, access)],
    };
  if (isEmpty(access)) return { damages: [] };
  return { damages: [damage('unreadable', 'the partition holds no file system that can be read', name)] };
}

function shortOf(name: string, { fragments, fragmentBytes }: Superblock, access: RandomAccess): readonly Damage[] {
  const size = fragments * fragmentBytes;
  if (access.size >= size) return [];
  return [damage('truncated', `the file system has ${size} bytes, of which the image has ${access.size}`, name)];
}

function copyUsed(name: string): Damage {
  return damage('malformed', 'the superblock of the file system is damaged; it was read by a copy of it', name);
}

function refusal(kind: 'big-endian' | 'unfinished', name: string): Damage {
  return kind === 'big-endian'
    ? damage(
        'unreadable',
        'the file system is one of a big-endian machine, which no NetScaler is; it was not read',
        name,
      )
    : damage('unreadable', 'the making of the file system was never finished; it was not read', name);
}

const LOOKED_AT = 1_048_576;

/** Partitions that are kept for later are zeros from the beginning. */
function isEmpty(access: RandomAccess): boolean {
  return access.read(0, LOOKED_AT).every((byte) => byte === 0);
}
