import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { packageLimits, packTar, unpackTar } from './package-archive.ts';

export interface OpenedPackage {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Byte of the archive that differs from what its files would give; undefined for a folder, and for an archive as it was made. */
  readonly archiveDiffersAt?: number;
}

/** Reads a package that somebody sent: a folder, or the tar that came out of decryption. Throws an OperatorError. */
export async function openPackage(path: string): Promise<OpenedPackage> {
  const label = printable(path);
  const found = await stat(path).catch(() => {
    throw new OperatorError(`${label} is not there`, 'Give the folder or the .tar of a package.');
  });
  if (found.isDirectory()) return { files: await filesOfFolder(path) };
  if (found.size > packageLimits.bytes)
    throw new OperatorError(
      `${label} is too large for a package`,
      `A package has at most ${packageLimits.bytes} bytes.`,
    );
  const bytes = await readFile(path);
  if (isEncrypted(bytes))
    throw new OperatorError(`${label} is encrypted`, `Decrypt it first: gpg --output package.tar --decrypt ${label}`);
  const files = await unpackTar(bytes, label);
  const differs = firstDifference(bytes, await packTar(files));
  return { files, ...(differs !== undefined && { archiveDiffersAt: differs }) };
}

async function filesOfFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    // A link could lead anywhere on the reader's computer.
    if (!entry.isFile())
      throw new OperatorError(
        `${printable(path)} is no plain file`,
        'A package is a folder of plain files; ask for it again.',
      );
    bytes += (await stat(path)).size;
    if (files.size >= packageLimits.files || bytes > packageLimits.bytes)
      throw new OperatorError(`${printable(folder)} is too large for a package`, 'Ask for it again.');
    files.set(entry.name, await readFile(path));
  }
  return files;
}

/** An OpenPGP message: armoured, or beginning with the packet of a session key. */
function isEncrypted(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const first = bytes[0] ?? 0;
  return (
    start.startsWith('-----BEGIN PGP MESSAGE') || first === 0xc1 || (first >= 0x84 && first <= 0x87) || first === 0xc3
  );
}

function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return index;
  return undefined;
}
