import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { OperatorError } from '../evidence/errors.ts';
import { type Limits, limits as standardLimits } from '../evidence/limits.ts';
import { isCompression } from '../formats/decompress.ts';
import { type Format, RECOGNITION_BYTES, recognise } from '../formats/recognise.ts';
import { placeByContent } from './content-path.ts';
import { placeOfCore } from './core-place.ts';
import { isDiskImage } from './disk/disk-image.ts';
import { isEvidence } from './layout/layout.ts';
import { nameTree } from './layout/name-tree.ts';
import { packedHeadBytes, unpackedHead } from './unpack.ts';

/** Names and levels looked at to tell whether a folder is an appliance's tree or a collection. */
const NAMES_LOOKED_AT = 4_096;
const LEVELS_LOOKED_AT = 4;

/** Containers: each is evidence of its own, also where it cannot be read, so that it is reported and not passed over. So is a core dump. */
const CONTAINERS: ReadonlySet<Format> = new Set([
  'tar',
  'zip',
  '7z',
  'rar',
  'cab',
  'compress',
  'lz4',
  'cpio',
  'disk-image',
]);
const CONTAINER_NAME = /\.(?:tar|tgz|zip|7z|rar|txz|tbz2?|tar\.(?:gz|xz|zst|bz2))$/i;

/**
 * The evidences in a folder: the folder itself where it is one appliance's tree, a collection, or holds no more than one evidence; else the
 * archives, collections and trees in it, in the order of their paths. Links are not followed, and nothing is opened but the beginning of
 * files. Throws an OperatorError where there are more folders than `limits.foldersSearched`.
 */
export async function evidenceIn(directory: string, limits: Limits = standardLimits): Promise<string[]> {
  const search: Search = { directory, limits, folders: 0 };
  const found = await searchFolder(directory, 0, search);
  return found.length > 1 ? found : [directory];
}

interface Search {
  readonly directory: string;
  readonly limits: Limits;
  folders: number;
}

async function searchFolder(folder: string, depth: number, search: Search): Promise<string[]> {
  if (++search.folders > search.limits.foldersSearched)
    throw new OperatorError(
      `${search.directory} has more than ${search.limits.foldersSearched} folders and no evidence was recognised in them`,
      'Name the evidences one by one.',
    );
  if (isEvidence(nameTree(await namesBelow(folder)))) return [folder];
  const found: string[] = [];
  const loose: string[] = [];
  for (const entry of await inOrder(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < search.limits.directoryDepth) {
      found.push(...(await searchFolder(path, depth + 1, search)));
    } else if (entry.isFile()) {
      const what = await whatIs(path, search.limits);
      if (what === 'container') found.push(path);
      else if (what === 'loose') loose.push(path);
    }
  }
  if (loose.length === 0) return found;
  // Single logs and configurations that lie together belong together, unless there is more beside them.
  return found.length === 0 ? [folder] : [...found, ...loose].sort();
}

/** Names below a folder, level by level. */
async function namesBelow(root: string): Promise<string[][]> {
  const names: string[][] = [];
  let level: string[][] = [[]];
  for (let depth = 0; depth < LEVELS_LOOKED_AT && level.length > 0; depth++) {
    const next: string[][] = [];
    for (const folder of level) {
      for (const entry of await inOrder(join(root, ...folder))) {
        if (names.length >= NAMES_LOOKED_AT) return names;
        const name = [...folder, entry.name];
        names.push(name);
        if (entry.isDirectory()) next.push(name);
      }
    }
    level = next;
  }
  return names;
}

/** What cannot be listed is told when it is scanned. */
async function inOrder(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function whatIs(path: string, limits: Limits): Promise<'container' | 'loose' | 'nothing'> {
  const isNamedSo = CONTAINER_NAME.test(path);
  const head = await headOf(path, RECOGNITION_BYTES);
  const format = recognise(head);
  const inner = isCompression(format)
    ? await unpackedHead(await headOf(path, packedHeadBytes(format)), format, limits)
    : head;
  // Of a damaged file nothing may come out: it is reported, and not passed over. An empty rotated log is no evidence of its own.
  const isUntold = isCompression(format) && format !== 'gzip' && inner.length === 0;
  if (isNamedSo || isUntold || CONTAINERS.has(format) || CONTAINERS.has(recognise(inner))) return 'container';
  if (placeOfCore(`/${basename(path)}`, recognise(inner))) return 'container';
  if (placeByContent(inner)) return 'loose';
  return format === 'unknown' && (await isDiskImage(path, limits)) ? 'container' : 'nothing';
}

async function headOf(path: string, bytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    // Told when it is scanned.
    return new Uint8Array(0);
  }
}
