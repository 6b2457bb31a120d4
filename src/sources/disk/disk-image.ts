import { basename } from 'node:path';
import { canonicalPath } from '../../evidence/canonical-path.ts';
import { isDumpName } from '../../evidence/dump-name.ts';
import type { Entry, EvidenceSource, FileSystemFacts, Gap } from '../../evidence/entry.ts';
import { OperatorError } from '../../evidence/errors.ts';
import type { Limits } from '../../evidence/limits.ts';
import { type Printable, printable } from '../../evidence/printable.ts';
import { damage } from '../../formats/damage.ts';
import { diskContainer } from '../../formats/disk/container.ts';
import { type Disk, findDisk, type Volume } from '../../formats/disk/find.ts';
import { imageAccess } from '../../formats/disk/image-access.ts';
import { type Budget, topNames, walk } from '../../formats/disk/ufs/walk.ts';
import type { Format } from '../../formats/recognise.ts';
import { type Contents, entryOf, gap, nothingYet } from '../contents.ts';
import { hashOfFiles } from '../hash-of-files.ts';
import { isRefused, otherProductAt, REFUSED } from '../layout/kinds.ts';
import { nameTree, segmentsOf } from '../layout/name-tree.ts';
import { type Mount, mountOf } from './mounts.ts';
import { piecesOf } from './pieces.ts';

/** Smaller than any file system with a file in it. */
const LEAST_BYTES = 65_536;

/**
 * Opens a file as a raw disk image where it is one: recognised by its beginning (`format`), or by what lies further in. Undefined where it is not. Throws
 * OperatorError (status 3) for a container of a virtual disk, and where nothing on the disk can be read.
 */
export async function openDiskImage(
  target: string,
  format: Format,
  head: Uint8Array,
  limits: Limits,
): Promise<EvidenceSource | undefined> {
  if (format !== 'disk-image' && format !== 'unknown') return undefined;
  // The memory of a kernel can hold a superblock.
  if (format === 'unknown' && isDumpName(`/${basename(target)}`)) return undefined;
  const container = diskContainer(head);
  if (container !== undefined)
    throw new OperatorError(
      `${target} is ${container}: a disk image in a container, which nsleuth does not read as it is`,
      container.includes('E01')
        ? 'Make a raw image of it (ewfexport -t disk -f raw FILE) and scan that.'
        : 'Make a raw image of it (qemu-img convert -O raw FILE disk.img) and scan that.',
      3,
    );
  const pieces = await piecesOf(target, limits);
  const image = await imageAccess(pieces);
  try {
    const disk = image.size < LEAST_BYTES ? undefined : findDisk(image, limits, true);
    if (disk && disk.volumes.length > 0) return diskSource(target, pieces, image.size, limits);
    if (format === 'unknown') return undefined;
    const why = printable(disk?.damages[0]?.detail ?? 'none was found on it');
    throw new OperatorError(
      `${target} is a disk image without a file system that can be read: ${why}`,
      'Check that it is an image of the disk, of /flash, of /var or of the RAM disk of a NetScaler, and that the copy is whole.',
      3,
    );
  } finally {
    await image.close();
  }
}

/** Whether a file whose beginning tells nothing holds a file system, some bytes further in. */
export async function isDiskImage(path: string, limits: Limits): Promise<boolean> {
  const image = await imageAccess([path]).catch(() => undefined);
  if (!image) return false;
  try {
    return image.size >= LEAST_BYTES && findDisk(image, limits, false) !== undefined;
  } finally {
    await image.close();
  }
}

interface Mounted {
  readonly volume: Volume;
  readonly names: readonly (readonly string[])[];
  readonly mount: Mount | undefined;
}

function diskSource(target: string, pieces: readonly string[], size: number, limits: Limits): EvidenceSource {
  const label = printable(basename(target));
  const contents = nothingYet(label);
  contents.kind = 'disk-image';
  let fileSystems: readonly FileSystemFacts[] = [];
  let sha256: string | undefined;
  let hashed = 0;
  let used = size;
  let read = 0;
  return {
    label,
    hashAgain: (signal, onBytes) => hashOfFiles(pieces, signal, onBytes),
    async *entries(signal) {
      sha256 = await hashOfFiles(pieces, signal, (count) => {
        hashed += count;
      });
      if (signal.aborted) return;
      const image = await imageAccess(pieces);
      try {
        const disk = findDisk(image, limits, true);
        if (!disk) return;
        const mounted = disk.volumes.map((volume) => mountedAt(volume, limits));
        fileSystems = mounted.map(factsOf);
        used = mounted.reduce((sum, { volume }) => sum + volume.system.superblock.usedBytes, 0) || size;
        const budget = { left: limits.evidenceRatioGrace + size * limits.imageRatio };
        const all = budget.left;
        for await (const item of readDisk(disk, mounted, contents, limits, budget)) {
          if (signal.aborted) return;
          yield item;
          read = all - budget.left;
        }
      } finally {
        await image.close();
      }
    },
    describe() {
      const told = contents.collected.result();
      return {
        kind: contents.kind,
        name: label,
        entries: contents.entries,
        bytes: size,
        fileSystems,
        ...(sha256 !== undefined && { sha256 }),
        ...(told && { collected: told.time, collectedToldBy: told.toldBy }),
      };
    },
    // It is hashed first, then its files are read.
    progress: () => Math.min(0.99, (hashed + read) / (size + used)),
  };
}

async function* readDisk(
  disk: Disk,
  mounted: readonly Mounted[],
  contents: Contents,
  limits: Limits,
  budget: Budget,
): AsyncGenerator<Entry | Gap> {
  yield* gapsOf(disk, mounted, contents);
  const product = REFUSED.find((one) => isRefused(one, appliance(mounted)));
  if (product) {
    const detail = `this is evidence of ${product.product}, not of an ADC or Gateway appliance of a supported kind; nothing of it was examined`;
    yield gap(contents.label, damage('unreadable', detail));
    return;
  }
  for (const one of mounted) yield* entriesOf(one, contents, limits, budget);
}

function mountedAt(volume: Volume, limits: Limits): Mounted {
  const names = topNames(volume.system, limits);
  return { volume, names, mount: mountOf(names, volume.system.superblock.mountedOn) };
}

function factsOf({ volume, mount }: Mounted): FileSystemFacts {
  const { version, written, isClean } = volume.system.superblock;
  return {
    form: `UFS${version}`,
    isClean,
    ...(volume.name !== '' && { partition: printable(volume.name) }),
    ...(mount && { mount: printable(mount.path), mountToldBy: mount.toldBy }),
    ...(written && { written }),
  };
}

/** The names at the top of all of them, where they belong. */
function appliance(mounted: readonly Mounted[]) {
  return nameTree(
    mounted.flatMap(({ names, mount }) => {
      const above = segmentsOf(mount?.path ?? '/');
      return names.map((name) => [...above, ...name]);
    }),
  );
}

/** What the image lacks, in a sentence each. */
const LACKING: readonly { readonly path: string; readonly detail: string }[] = [
  {
    path: '/',
    detail:
      'this image has no root file system (/), which an appliance keeps in memory: /etc, the accounts of the system and its cron table could not be seen; an image of md0 has them, taken while the appliance runs',
  },
  { path: '/flash', detail: 'this image has no /flash: the configuration and the boot files could not be seen' },
  { path: '/var', detail: 'this image has no /var: logs, web roots and temporary folders could not be seen' },
];

function* gapsOf({ shift, damages }: Disk, mounted: readonly Mounted[], { label }: Contents): Generator<Gap> {
  if (shift !== 0) {
    const detail =
      shift > 0
        ? `${shift} bytes stand before the disk in the image, as after a copy over a terminal; it was read all the same`
        : `the first ${-shift} bytes of the disk are missing in the image, as after a copy over a terminal; it was read all the same`;
    yield gap(label, damage('unsupported', detail));
  }
  for (const item of damages) yield gap(placeOn(label, item.name), item);
  for (const { path, detail } of LACKING)
    if (!mounted.some(({ mount }) => mount?.path === path)) yield gap(label, damage('unsupported', detail));
  yield gap(
    label,
    damage(
      'unsupported',
      'an image shows nothing that ran: processes and sockets could not be seen; scan the running appliance for them',
    ),
  );
  for (const { volume, names, mount } of mounted) {
    if (mount || names.length === 0) continue;
    const detail =
      'nothing tells where this file system belongs on an appliance; its files were examined under the name of its partition, where rules on places do not know them';
    yield gap(placeOn(label, volume.name), damage('unreadable', detail));
  }
}

/** The image, or a partition of it. */
function placeOn(label: Printable, partition: string | undefined): string {
  return partition ? `${label}: ${partition}` : label;
}

async function* entriesOf(
  { volume, mount }: Mounted,
  contents: Contents,
  limits: Limits,
  budget: Budget,
): AsyncGenerator<Entry | Gap> {
  const prefix = volume.name === '' ? '' : `${volume.name}/`;
  const above = mount?.path ?? `/volume-${volume.name || 'unnamed'}`;
  let hasOtherMark = false;
  for await (const item of walk(volume.system, limits, budget)) {
    if (item.kind === 'damage') {
      yield gap(item.name ? prefix + item.name : placeOn(contents.label, volume.name), item);
      continue;
    }
    // In the root file system these are places for other file systems: that they are empty there says nothing.
    if (above === '/' && item.type === 'directory' && /^(?:var|flash)(?:\/|$)/.test(item.name)) continue;
    const path = canonicalPath(`${above}/${item.name}`);
    const other = hasOtherMark ? undefined : otherProductAt(path);
    if (other) {
      hasOtherMark = true;
      const detail = `this is a mark of ${other.product}; it was read as an ADC or Gateway appliance all the same, and is none if nobody put this here`;
      yield gap(prefix + item.name, damage('unreadable', detail));
    }
    yield entryOf(item, prefix + item.name, { path, isInTree: true, isUnknown: false }, contents);
  }
}
