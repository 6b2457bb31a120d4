/** One member of an archive or directory, in the container's own terms. */
export interface Member {
  readonly kind: 'member';
  /** Raw, as recorded; UTF-8 where it is, else each byte as one character (Latin-1), so that no byte is lost. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** In bytes, as recorded. */
  readonly size: number;
  /** Permission and set-id bits (0o7777). */
  readonly mode?: number;
  readonly owner?: string;
  readonly group?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly modified?: Date;
  readonly changed?: Date;
  readonly born?: Date;
  readonly linkTarget?: string;
  /** Readable once, until the next member is asked for. Damage inside it is told after it, as an item of the container. */
  content(): AsyncIterable<Uint8Array>;
}

export async function* noContent(): AsyncGenerator<Uint8Array> {}
