import type { Recorded } from '../evidence/entry.ts';

/** One member of an archive or directory, in the container's own terms. */
export interface Member extends Recorded {
  readonly kind: 'member';
  /** Raw, as recorded; UTF-8 where it is, else each byte as one character (Latin-1), so that no byte is lost. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** In bytes, as recorded. */
  readonly size: number;
  /** Readable once, until the next member is asked for. Damage inside it is told after it, as an item of the container. */
  content(): AsyncIterable<Uint8Array>;
}

export async function* noContent(): AsyncGenerator<Uint8Array> {}
