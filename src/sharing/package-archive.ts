import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { OperatorError } from '../evidence/errors.ts';

/** Files and bytes of a package that somebody sent. */
export const packageLimits = { files: 16, bytes: 1_024 * 2 ** 20 } as const;

/** One tar of all files, the same bytes for the same files. */
export async function packTar(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const tar = pack();
  for (const [name, content] of files)
    tar.entry({ name, size: content.length, mode: 0o644, mtime: new Date(0) }, Buffer.from(content));
  tar.finalize();
  return buffer(tar);
}

/** The files of a tar that `packTar` made; anything else in it is refused. Throws an OperatorError. */
export async function unpackTar(bytes: Uint8Array, name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const tar = extract();
  tar.end(Buffer.from(bytes));
  try {
    for await (const entry of tar) {
      const { name: file, type } = entry.header;
      if (type !== 'file' || file.includes('/') || files.has(file) || files.size >= packageLimits.files)
        throw new Error('an entry that no package has');
      files.set(file, await buffer(entry));
    }
  } catch (error) {
    throw new OperatorError(
      `${name} is no package, or is damaged: ${error instanceof Error ? error.message : 'unreadable'}`,
      'Ask for it again, and compare its SHA-256 by another way.',
    );
  }
  return files;
}
