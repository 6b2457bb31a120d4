import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Header, type Pack, pack } from 'tar-stream';
import type { Entry, EvidenceSource, Gap } from '../../evidence/entry.ts';
import { OperatorError } from '../../evidence/errors.ts';
import {
  type CollectionHead,
  type CollectionManifest,
  collectionHeadName,
  collectionSchema,
  type MemberRecord,
  manifestName,
  manifestOf,
  sessionRecord,
} from './manifest.ts';

export interface CollectOptions {
  readonly toolVersion: string;
  readonly signal: AbortSignal;
  /** After each entry or gap. */
  readonly onItem?: (item: Entry | Gap) => void;
}

export interface Collected {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly manifest: CollectionManifest;
}

/**
 * Writes the evidence of a source into one `.tar.gz`, readable by its owner only, and its SHA-256 beside it. Nothing that exists is
 * replaced. What was received is kept when the source ends early; the manifest, the last member, then says that it is not complete.
 * Throws an `OperatorError` when the file cannot be written.
 */
export async function collect(source: EvidenceSource, file: string, options: CollectOptions): Promise<Collected> {
  const target = await openNew(file);
  const archive = pack();
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const written = pipeline(archive, createGzip({ level: 4, chunkSize: 1 << 18 }), counting, target.createWriteStream());
  // A full disk must end the fetching as well, not only the writing. The archive then fails with the same error.
  const failed = new AbortController();
  written.catch(() => failed.abort());
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const failure = written.then(() => undefined);
  const manifest = await Promise.race([fill(archive, source, { ...options, signal }), failure]).catch(
    (error: unknown) => {
      archive.destroy();
      throw isWriteError(error) ? cannotWrite(file, error) : error;
    },
  );
  archive.finalize();
  await written.catch((error: unknown) => {
    throw cannotWrite(file, error);
  });
  if (!manifest) throw new Error('the collection ended before its manifest');
  const sha256 = hash.digest('hex');
  await writeFile(`${file}.sha256`, `${sha256}  ${basename(file)}\n`, { flag: 'wx', mode: 0o600 }).catch(
    (error: unknown) => {
      throw cannotWrite(`${file}.sha256`, error);
    },
  );
  return { file, sha256, bytes, manifest };
}

async function fill(archive: Pack, source: EvidenceSource, options: CollectOptions): Promise<CollectionManifest> {
  const { collected = new Date(), session } = source.describe();
  const head: CollectionHead = {
    schema: collectionSchema,
    tool: { name: 'nsleuth', version: options.toolVersion },
    target: source.label,
    started: collected.toISOString(),
    ...(session && { session: sessionRecord(session) }),
  };
  await addText(archive, collectionHeadName, head, collected);
  const gaps: Gap[] = [];
  const members: MemberRecord[] = [];
  for await (const item of source.entries(options.signal)) {
    options.onItem?.(item);
    if (item.kind === 'gap') gaps.push(item);
    else members.push(await addEntry(archive, item, collected));
  }
  const finished = new Date();
  const manifest = manifestOf(head, finished, source.describe(), gaps, members);
  await addText(archive, manifestName, manifest, finished);
  return manifest;
}

function addText(archive: Pack, name: string, value: unknown, modified: Date): Promise<void> {
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  return new Promise((resolve, reject) => {
    const headers = { name, mtime: modified, mode: 0o600 };
    archive.entry(headers, text, (error) => (error ? reject(error) : resolve())).on('error', reject);
  });
}

async function addEntry(archive: Pack, entry: Entry, collected: Date): Promise<MemberRecord> {
  const name = memberName(entry);
  const { type, size } = entry;
  if (type !== 'file') {
    await new Promise<void>((resolve, reject) => {
      const member = archive.entry(headersOf(entry, name, collected), (error) => (error ? reject(error) : resolve()));
      member.on('error', reject);
      member.end(undefined);
    });
    return { name, type, bytes: 0 };
  }
  const hash = createHash('sha256');
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    const member = archive.entry(headersOf(entry, name, collected), (error) => (error ? reject(error) : resolve()));
    member.on('error', reject);
    const content = async () => {
      for await (const chunk of entry.content()) {
        // A log that grows while it is read: the header has told its size already.
        const fitting = chunk.subarray(0, size - bytes);
        hash.update(fitting);
        bytes += fitting.length;
        await write(member, fitting);
      }
      const zeros = Buffer.alloc(64 * 1024);
      for (let missing = size - bytes; missing > 0; missing -= zeros.length)
        await write(member, zeros.subarray(0, missing));
      member.end(undefined);
    };
    content().catch(reject);
  });
  return { name, type, bytes, sha256: hash.digest('hex') };
}

async function write(member: ReturnType<Pack['entry']>, chunk: Uint8Array): Promise<void> {
  if (chunk.length > 0 && !member.write(Buffer.from(chunk))) {
    await new Promise<void>((resolve) => member.once('drain', resolve));
  }
}

/**
 * The name on the appliance, relative, without anything that could lead an unpacking tool elsewhere, and never one of our own two names: whoever
 * rules the appliance could otherwise put a manifest of his making into the collection.
 */
function memberName({ original }: Entry): string {
  const parts = original.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const name = parts.join('/') || '.';
  return name === collectionHeadName || name === manifestName ? `from-appliance/files/${name}` : name;
}

function headersOf(entry: Entry, name: string, collected: Date): Partial<Header> & Pick<Header, 'name'> {
  const seconds = (date: Date) => (date.getTime() / 1_000).toFixed(3);
  const { modified, changed, born, linkTarget } = entry;
  return {
    name,
    type: entry.type === 'other' ? 'fifo' : entry.type,
    size: entry.type === 'file' ? entry.size : 0,
    mtime: modified ?? collected,
    ...(entry.mode !== undefined && { mode: entry.mode }),
    ...(entry.uid !== undefined && { uid: entry.uid }),
    ...(entry.gid !== undefined && { gid: entry.gid }),
    ...(entry.owner !== undefined && { uname: entry.owner }),
    ...(entry.group !== undefined && { gname: entry.group }),
    ...(linkTarget !== undefined && { linkname: linkTarget }),
    pax: {
      ...(modified && { mtime: seconds(modified) }),
      ...(changed && { ctime: seconds(changed) }),
      ...(born && { 'LIBARCHIVE.creationtime': seconds(born) }),
    },
  };
}

async function openNew(file: string) {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function isWriteError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

function cannotWrite(file: string, error: unknown): OperatorError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST')
    return new OperatorError(`${file} exists already.`, 'Give another name; nsleuth replaces no evidence.');
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new OperatorError(
      `No space left for ${file}.`,
      'What was written is incomplete. Free some space or write to another disk, and collect again.',
      3,
    );
  return new OperatorError(
    `Cannot write ${file}: ${error instanceof Error ? error.message : 'unknown reason'}.`,
    'Check the folder and its permissions.',
  );
}
