import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { reconcluded } from '../assessment/triage.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { coverNote } from '../sharing/covering-text.ts';
import { sha256 } from '../sharing/manifest.ts';
import { encryptTo, type Recipient, readRecipient } from '../sharing/openpgp.ts';
import { packTar } from '../sharing/package-archive.ts';
import type { Profile } from '../sharing/profiles.ts';
import { isSealIntact } from '../sharing/seal.ts';
import { writeOwn } from './write-output.ts';

/** A package vouches for what is in it: what was changed by hand must not get a new seal. Marks and notes are outside the seal, the verdict follows from them. */
export function refuseChanged(report: Report, label: string): void {
  const isTold = reconcluded(report, report.findings).assessment.verdict === report.assessment.verdict;
  if (isSealIntact(report) !== false && (isTold || report.custody === undefined)) return;
  throw new OperatorError(
    `${printable(label)} is not what the scan wrote: ${isTold ? 'its seal does not fit its content' : 'its verdict is not what its findings give'}`,
    'Share the report.json that the scan saved, or scan again. Marks and notes belong into it by nsleuth alone.',
  );
}

/** Throws an OperatorError when there is something at the place where the package shall go. Makes nothing. */
export async function refuseUsedFolder(path: string): Promise<void> {
  const facts = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unusable(path, error);
  });
  if (facts === undefined) return;
  if (!facts.isDirectory())
    throw new OperatorError(`${printable(path)} is no folder`, 'Give a new folder for the package.');
  const names = await readdir(path).catch((error: unknown) => {
    throw unusable(path, error);
  });
  if (names.length > 0)
    throw new OperatorError(
      `${printable(path)} is not empty`,
      'Give a new folder, so that nothing else gets into the package.',
    );
}

/** The folder for a package, made where it is not there; `isNew` says so. Throws an OperatorError when it holds something. */
export async function emptyFolder(path: string): Promise<{ readonly path: string; readonly isNew: boolean }> {
  await refuseUsedFolder(path);
  try {
    return { path, isNew: (await mkdir(path, { recursive: true, mode: 0o700 })) !== undefined };
  } catch (error) {
    throw unusable(path, error);
  }
}

/** A folder that was made for a package that did not come about goes again; what is in it stays. */
export async function leaveNothing({ path, isNew }: { readonly path: string; readonly isNew: boolean }): Promise<void> {
  if (isNew) await rmdir(path).catch(() => undefined);
}

/** The key to encrypt to, when it is the one that somebody confirmed. Spaces and case of the fingerprint do not matter. Throws an OperatorError. */
export async function recipientWith(path: string, fingerprint: string): Promise<Recipient> {
  const recipient = await readRecipient(path);
  if (fingerprint.replace(/[\s:]/g, '').replace(/^0x/i, '').toUpperCase() === recipient.fingerprint) return recipient;
  throw new OperatorError(
    `The key in ${printable(path)} has the fingerprint ${inGroups(recipient.fingerprint)}, not the one given`,
    'Ask the recipient for its fingerprint by another way, and for its key again.',
  );
}

/** `ABCD EF01 …`, as people compare it. */
export function inGroups(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}

export interface WrittenPackage {
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** The one file that holds the package, where it is encrypted. */
  readonly encrypted?: string;
}

/**
 * Writes the files of a package into its folder; for a recipient's key as one encrypted tar, with a note that tells nothing of what was found. All or
 * nothing: when one cannot be written, the others go again. Throws an OperatorError.
 */
export async function writePackage(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  report: Report,
  profile: Profile,
  recipient: Recipient | undefined,
): Promise<WrittenPackage> {
  if (recipient === undefined) return { files: await writeAll(folder, files) };
  const name = `nsleuth-${report.scan.id.slice(0, 8)}.tar.gpg`;
  const encrypted = await encryptTo(await packTar(files), recipient);
  const note = coverNote({ name, sha256: sha256(encrypted), recipient: profile, fingerprint: recipient.fingerprint });
  const written = await writeAll(
    folder,
    new Map([
      [name, encrypted],
      ['cover-note.txt', Buffer.from(note)],
    ]),
  );
  return { files: written, encrypted: name };
}

async function writeAll(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<WrittenPackage['files']> {
  const written: { readonly name: string; readonly bytes: number }[] = [];
  try {
    for (const [name, content] of files) {
      await writeOwn(join(folder, name), content);
      written.push({ name, bytes: content.length });
    }
  } catch (error) {
    for (const { name } of written) await rm(join(folder, name), { force: true }).catch(() => undefined);
    throw error;
  }
  return written;
}

function unusable(path: string, error: unknown): OperatorError {
  return new OperatorError(
    `${printable(path)} cannot be used (${codeOf(error)})`,
    'Give a folder that you may write to.',
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
