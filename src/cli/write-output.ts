import { rename, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';

/** Writes to standard output, waiting for whoever reads; a reader that has had enough (`| head`) is no error. */
export async function writeOut(pieces: Iterable<string> | Readable): Promise<void> {
  try {
    await pipeline(pieces instanceof Readable ? pieces : Readable.from(pieces), process.stdout, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

/** Writes a file that its owner alone may read; whole or not at all, what stood there before stays until then. Throws an OperatorError. */
export async function writeOwn(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OperatorError(
      `${printable(path)} cannot be written (${reason})`,
      'Choose a place that you may write to and that has room.',
    );
  }
}
