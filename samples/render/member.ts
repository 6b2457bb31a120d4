/** One entry of a container, or of a folder, before it is packed. Times are milliseconds UTC. */
export interface Member {
  /** Relative, `/`-separated, without a leading slash. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  readonly modified: number;
  readonly content: Buffer;
  readonly linkTarget?: string;
}

/** A file that a collector wrote, as root, at `at`. */
export function textMember(name: string, text: string | Buffer, at: number): Member {
  return {
    name,
    type: 'file',
    mode: 0o644,
    owner: 'root',
    group: 'wheel',
    modified: at,
    content: typeof text === 'string' ? Buffer.from(text) : text,
  };
}

/** All bytes of a stream. */
export async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
