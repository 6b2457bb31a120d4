import { exact64, viewOf } from '../view.ts';
import type { FileSystem } from './file-system.ts';
import type { Inode } from './inode.ts';

/** Blocks of a file that follow each other, on the disk or as a hole in it. */
interface Run {
  /** First fragment; undefined is a hole. */
  readonly fragment: number | undefined;
  readonly blocks: number;
}

/** What was wrong with a file while it was read; the last thing said counts. */
export interface Trouble {
  wild?: number;
  /** Byte of the file from which the image has no more. */
  cutAt?: number;
}

const CHUNK_BYTES = 524_288;
const DIRECT = 12;

/**
 * The first `size` bytes of a file. Holes, and blocks whose address cannot be, are zeros; where the image ends, so does the file. `trouble` is
 * filled meanwhile. Nothing of it is held but a chunk.
 */
export function* readContent(
  system: FileSystem,
  inode: Inode,
  size: number,
  trouble: Trouble,
): Generator<Uint8Array<ArrayBuffer>> {
  const { blockBytes, fragmentBytes } = system.superblock;
  const most = Math.max(1, Math.floor(CHUNK_BYTES / blockBytes));
  let position = 0;
  for (const run of joined(runs(system, inode, trouble, Math.ceil(size / blockBytes)), blockBytes / fragmentBytes)) {
    for (let done = 0; done < run.blocks && position < size; done += most) {
      const length = Math.min(Math.min(most, run.blocks - done) * blockBytes, size - position);
      if (run.fragment === undefined) yield new Uint8Array(length);
      else {
        const bytes = system.access.read(run.fragment * fragmentBytes + done * blockBytes, length);
        if (bytes.length > 0) yield new Uint8Array(bytes);
        if (bytes.length < length) {
          trouble.cutAt = position + bytes.length;
          return;
        }
      }
      position += length;
    }
  }
}

/** Neighbours on the disk become one: that is what makes reading fast. */
function* joined(source: Iterable<Run>, fragmentsPerBlock: number): Generator<Run> {
  let open: Run | undefined;
  for (const run of source) {
    const follows =
      open !== undefined &&
      (open.fragment === undefined
        ? run.fragment === undefined
        : run.fragment === open.fragment + open.blocks * fragmentsPerBlock);
    // A run is let go before it grows out of hand: its length is only known when it ends.
    if (open && follows && open.blocks < 4_096) open = { ...open, blocks: open.blocks + run.blocks };
    else {
      if (open) yield open;
      open = run;
    }
  }
  if (open) yield open;
}

/** `wanted` blocks at most, so that a size or a pointer that lies cannot make it go on. */
function* runs(system: FileSystem, inode: Inode, trouble: Trouble, wanted: number): Generator<Run> {
  let left = wanted;
  for (const [index, pointer] of inode.pointers.entries()) {
    if (left <= 0) return;
    for (const run of below(system, pointer, Math.max(0, index - DIRECT + 1), trouble, left)) {
      left -= run.blocks;
      yield run;
    }
  }
}

/** What a pointer leads to: one block, or at a higher level the blocks that a block of pointers names. */
function* below(
  system: FileSystem,
  pointer: number | undefined,
  level: number,
  trouble: Trouble,
  wanted: number,
): Generator<Run> {
  const { blockBytes, fragmentBytes, fragments, version } = system.superblock;
  const pointerBytes = version === 2 ? 8 : 4;
  const each = blockBytes / pointerBytes;
  const span = each ** level;
  const isWild = pointer === undefined || pointer >= fragments;
  if (isWild) trouble.wild = (trouble.wild ?? 0) + 1;
  // A pointer of 0 is a hole of all that it would lead to.
  if (isWild || pointer === 0) {
    yield { fragment: undefined, blocks: Math.min(span, wanted) };
    return;
  }
  if (level === 0) {
    yield { fragment: pointer, blocks: 1 };
    return;
  }
  const bytes = system.block(pointer * fragmentBytes);
  const view = viewOf(bytes);
  let left = wanted;
  for (let index = 0; index < each && left > 0; index++) {
    const at = index * pointerBytes;
    // What lies beyond the end of the image is no address either.
    const isThere = at + pointerBytes <= bytes.length;
    const inner = !isThere ? undefined : version === 2 ? exact64(view, at) : view.getUint32(at, true);
    for (const run of below(system, inner, level - 1, trouble, left)) {
      left -= run.blocks;
      yield run;
    }
  }
}
