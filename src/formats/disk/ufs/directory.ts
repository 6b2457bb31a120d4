import type { Limits } from '../../../evidence/limits.ts';
import { decodeName } from '../../name-bytes.ts';
import { viewOf } from '../view.ts';
import { readContent, type Trouble } from './content.ts';
import type { FileSystem } from './file-system.ts';
import type { Inode } from './inode.ts';

export interface Name {
  readonly inode: number;
  /** As recorded; a slash in it, which no file system makes, as `%2F`. */
  readonly name: string;
}

export interface Listing {
  /** In the order of their names, without `.` and `..`. */
  readonly names: readonly Name[];
  /** What is wrong with it: one sentence for each kind of damage. */
  readonly faults: readonly string[];
  readonly isCut: boolean;
}

/** Entries never cross the border of one of these. Source: `DIRBLKSIZ` in sys/ufs/ufs/dir.h of FreeBSD. */
const PIECE = 512;

/** The names in a directory. What is damaged in one piece of 512 bytes does not hide the next. */
export function readNames(system: FileSystem, inode: Inode, limits: Limits): Listing {
  const names: Name[] = [];
  const faults = new Set<string>();
  const trouble: Trouble = {};
  const size = Math.min(inode.size, limits.directoryBytes);
  for (const chunk of readContent(system, inode, size, trouble)) {
    for (let at = 0; at < chunk.length; at += PIECE) readPiece(chunk.subarray(at, at + PIECE), names, faults);
  }
  if (trouble.wild) faults.add('it has blocks whose address cannot be');
  if (trouble.cutAt !== undefined) faults.add('a part of it lies beyond the end of the image');
  names.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  return { names, faults: [...faults], isCut: inode.size > limits.directoryBytes };
}

function readPiece(piece: Uint8Array, names: Name[], faults: Set<string>): void {
  const view = viewOf(piece);
  for (let at = 0; at + 8 <= piece.length; ) {
    const inode = view.getUint32(at, true);
    const step = view.getUint16(at + 4, true);
    const length = piece[at + 7]!;
    // A piece of a hole.
    if (inode === 0 && step === 0) return;
    if (
      step < 8 ||
      step % 4 !== 0 ||
      at + step > piece.length ||
      (inode !== 0 && (length === 0 || length > step - 8))
    ) {
      faults.add('an entry in it has a length that cannot be; the rest of its 512 bytes was passed over');
      return;
    }
    if (inode !== 0) takeName(inode, piece.subarray(at + 8, at + 8 + length), names, faults);
    at += step;
  }
}

function takeName(inode: number, bytes: Uint8Array, names: Name[], faults: Set<string>): void {
  const end = bytes.indexOf(0);
  const name = decodeName(end < 0 ? bytes : bytes.subarray(0, end));
  if (name === '.' || name === '..') return;
  if (name === '' || name.includes('/') || end >= 0) faults.add('a name in it is none that a file can have');
  if (name !== '') names.push({ inode, name: name.replaceAll('/', '%2F') });
}
