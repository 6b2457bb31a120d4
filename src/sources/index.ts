import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { EvidenceDescription, EvidenceSource } from '../evidence/entry.ts';
import { OperatorError } from '../evidence/errors.ts';
import { type Limits, limits as standardLimits } from '../evidence/limits.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import { fileAccess } from '../formats/random-access.ts';
import { RECOGNITION_BYTES, recognise } from '../formats/recognise.ts';
import { readZip } from '../formats/zip.ts';
import { type Contents, nothingYet, placeMembers } from './contents.ts';
import { countNames, readDirectory } from './directory.ts';
import { openDiskImage } from './disk/disk-image.ts';
import { hashOfFiles } from './hash-of-files.ts';
import { withManifest } from './ssh/collection-source.ts';
import { openStream } from './stream.ts';

export interface OpenOptions {
  readonly limits?: Limits;
}

const READ_BYTES = 1024 * 1024;

/**
 * Opens a directory, an archive, a single file, or `-` for standard input; what it is, is told by its content. Throws OperatorError (status 3) where
 * there is nothing that can be read.
 */
export async function openEvidence(target: string, options: OpenOptions = {}): Promise<EvidenceSource> {
  return withManifest(await openContainer(target, options.limits ?? standardLimits));
}

async function openContainer(target: string, limits: Limits): Promise<EvidenceSource> {
  if (target === '-') return openStream(text`standard input`, process.stdin, limits);
  const facts = await stat(target).catch((error: unknown) => unreadable(target, error));
  if (facts.isDirectory()) return directorySource(target, limits);
  if (!facts.isFile())
    throw new OperatorError(
      `${target} is neither a file nor a directory`,
      'Give a directory, an archive, a log file, or - for standard input.',
      3,
    );
  if (facts.size === 0)
    throw new OperatorError(`${target} is empty`, 'Copy the evidence again; nothing can be examined in this file.', 3);
  const head = await headOf(target);
  const format = recognise(head);
  if (format === 'zip') return zipSource(target, facts.size, limits);
  const image = await openDiskImage(target, format, head, limits);
  if (image) return image;
  return openStream(printable(basename(target)), createReadStream(target, { highWaterMark: READ_BYTES }), limits, {
    size: facts.size,
    modified: facts.mtime,
    hash: (signal, onBytes) => hashOfFiles([target], signal, onBytes),
    open: () => createReadStream(target, { highWaterMark: READ_BYTES }),
  });
}

export { evidenceIn } from './evidence-in.ts';
/** An archive that arrives as a stream: the live reader's own, or standard input. */
export { openStream as openArchiveStream } from './stream.ts';

function directorySource(target: string, limits: Limits): EvidenceSource {
  const name = printable(basename(resolve(target)));
  const contents = nothingYet(name);
  const again = () => readDirectory(target, limits);
  let names: number | undefined;
  return {
    label: name,
    readOnce: text`a folder has no hash of its own; a file that a finding names has one`,
    async *entries(signal) {
      names = countNames(target, limits);
      for await (const item of placeMembers(readDirectory(target, limits), limits, contents, { again })) {
        if (signal.aborted) return;
        yield item;
      }
    },
    describe: () => describe(name, contents),
    // By number and not by size: to know all sizes would be half of the work.
    progress: () => (names === undefined ? undefined : Math.min(0.99, contents.entries / Math.max(1, names))),
  };
}

/** A zip is read by its directory, so its hash is a reading of its own. */
function zipSource(target: string, size: number, limits: Limits): EvidenceSource {
  const name = printable(basename(target));
  const contents = nothingYet(name);
  let sha256: string | undefined;
  let read = 0;
  return {
    label: name,
    hashAgain: (signal, onBytes) => hashOfFiles([target], signal, onBytes),
    async *entries(signal) {
      sha256 = await hashOfFiles([target], signal);
      const access = await fileAccess(target);
      try {
        const again = () => readZip(access, limits);
        for await (const item of placeMembers(again(), limits, contents, { again })) {
          if (signal.aborted) return;
          if (item.kind === 'entry') read += item.size;
          yield item;
        }
      } finally {
        await access.close();
      }
    },
    describe: () => ({ ...describe(name, contents), bytes: size, ...(sha256 !== undefined && { sha256 }) }),
    // Unpacked bytes against packed ones: an estimate that must not reach the end early.
    progress: () => Math.min(0.99, read / (size * 4)),
  };
}

function describe(name: Printable, { kind, entries, collected }: Contents): EvidenceDescription {
  const told = collected.result();
  return { kind, name, entries, ...(told && { collected: told.time, collectedToldBy: told.toldBy }) };
}

async function headOf(target: string): Promise<Uint8Array> {
  const file = await open(target, 'r').catch((error: unknown) => unreadable(target, error));
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(RECOGNITION_BYTES), 0, RECOGNITION_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unreadable(target: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new OperatorError(`${target} does not exist`, 'Check the path; nsleuth scan --help shows examples.', 3);
  if (code === 'EACCES' || code === 'EPERM')
    throw new OperatorError(
      `${target} may not be read by this user`,
      'Give the file read permission, or run nsleuth as a user that may read it.',
      3,
    );
  throw new OperatorError(
    `${target} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    'Check the path and the disk it lies on.',
    3,
  );
}
