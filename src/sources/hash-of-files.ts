import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const READ_BYTES = 1024 * 1024;

/** SHA-256 (hex) of files as if they were one, read from their beginning; undefined when aborted. `onBytes` is told of each piece. Throws what the file system throws. */
export async function hashOfFiles(
  files: readonly string[],
  signal: AbortSignal,
  onBytes: (count: number) => void = () => {},
): Promise<string | undefined> {
  const hash = createHash('sha256');
  for (const file of files) {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
      if (signal.aborted) return undefined;
      hash.update(chunk);
      onBytes(chunk.length);
    }
  }
  return hash.digest('hex');
}
