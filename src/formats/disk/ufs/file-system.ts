import type { RandomAccess } from '../../random-access.ts';
import type { Superblock } from './superblock.ts';

/** A file system to be read: where it lies, and how. */
export interface FileSystem {
  readonly superblock: Superblock;
  /** Its bytes, from the first to the last. */
  readonly access: RandomAccess;
  /** One block of metadata that starts at this byte, kept for a while; shorter where the image ends. */
  block(position: number): Uint8Array;
}

/** Blocks of inodes and of pointers that are kept: a folder's inodes lie together. */
const KEPT_BLOCKS = 128;

export function openFileSystem(superblock: Superblock, access: RandomAccess): FileSystem {
  const kept = new Map<number, Uint8Array>();
  return {
    superblock,
    access,
    block(position) {
      const known = kept.get(position);
      if (known) {
        kept.delete(position);
        kept.set(position, known);
        return known;
      }
      const bytes = access.read(position, superblock.blockBytes);
      kept.set(position, bytes);
      if (kept.size > KEPT_BLOCKS) kept.delete(kept.keys().next().value ?? position);
      return bytes;
    },
  };
}
