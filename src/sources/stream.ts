import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { EvidenceSource, Gap } from '../evidence/entry.ts';
import { OperatorError } from '../evidence/errors.ts';
import { type Limits, limits as standardLimits } from '../evidence/limits.ts';
import { type Printable, text } from '../evidence/printable.ts';
import { byteReader, remaining, takeUpTo } from '../formats/byte-reader.ts';
import type { Damage } from '../formats/damage.ts';
import type { Member } from '../formats/member.ts';
import { RECOGNITION_BYTES, recognise } from '../formats/recognise.ts';
import { readTar } from '../formats/tar/read-tar.ts';
import { isArchive, membersOf, nothingYet, placeMembers } from './contents.ts';
import { type Unpacked, unpack } from './unpack.ts';
import { untilAborted } from './until-aborted.ts';

/** Of a stream that comes from a file. */
export interface FileBehind {
  /** In bytes. */
  readonly size: number;
  readonly modified: Date;
  /** SHA-256 of the whole file, as `EvidenceSource.hashAgain`. */
  hash(signal: AbortSignal, onBytes: (count: number) => void): Promise<string | undefined>;
  /** Opens it once more. */
  open(): Readable;
}

/** Evidence that is read front to back: an archive or a single file; once, unless there is a file behind the stream. */
export async function openStream(
  label: Printable,
  input: AsyncIterable<Uint8Array>,
  limits: Limits = standardLimits,
  file?: FileBehind,
): Promise<EvidenceSource> {
  const size = file?.size;
  const hash = createHash('sha256');
  let bytes = 0;
  let isEnded = false;
  let stop: AbortSignal | undefined;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of untilAborted(input, () => stop)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    isEnded = stop?.aborted !== true;
  }
  const reader = byteReader(counted());
  const head = await takeUpTo(reader, RECOGNITION_BYTES);
  if (head.length === 0)
    throw new OperatorError(
      `${label} is empty`,
      'Nothing can be examined in it; collect or copy the evidence again.',
      3,
    );
  reader.giveBack(head);
  const unpacked = await unpack(remaining(reader), recognise(head), limits);
  if (unpacked.unsupported !== undefined)
    throw new OperatorError(
      `${label} is ${unpacked.unsupported}`,
      'Formats that can be read: directory, tar, tar.gz, zip, gz, xz, zstd, bzip2, log files, ns.conf, core dumps, raw disk images.',
      3,
    );
  const contents = nothingYet(label);
  /** The members once more, for their names. */
  async function* membersAgain(behind: FileBehind): AsyncGenerator<Member | Damage> {
    if (unpacked.format !== 'tar') return;
    const stream = behind.open();
    try {
      const once = byteReader(untilAborted(stream, () => stop));
      const beginning = await takeUpTo(once, RECOGNITION_BYTES);
      once.giveBack(beginning);
      const same = await unpack(remaining(once), recognise(beginning), limits);
      yield* readTar(same.content(), limits);
    } finally {
      stream.destroy();
    }
  }

  let sha256: string | undefined;
  return {
    label,
    ...(file ? { hashAgain: file.hash } : { readOnce: text`a stream can be read only once` }),
    async *entries(signal) {
      stop = signal;
      const members = isArchive(unpacked.format)
        ? await membersOf(unpacked, limits)
        : singleFile(label, unpacked, file);
      if (!members) {
        yield gapAt(label, {
          kind: 'damage',
          reason: 'over-limit',
          detail: `a zip on standard input is read up to ${limits.heldArchiveBytes} bytes; save it to a file first`,
        });
        return;
      }
      for await (const item of placeMembers(
        members,
        limits,
        contents,
        file ? { again: () => membersAgain(file) } : {},
      )) {
        if (signal.aborted) return;
        yield item;
      }
      const problem = unpacked.outcome();
      if (problem) yield gapAt(label, problem);
      // Bytes behind the end of the archive belong to the container's hash.
      for await (const _rest of remaining(reader)) if (signal.aborted) return;
      if (isEnded) sha256 = hash.digest('hex');
    },
    describe() {
      const collected = contents.collected.result();
      return {
        kind: contents.kind,
        name: label,
        entries: contents.entries,
        bytes: size ?? bytes,
        ...(sha256 !== undefined && { sha256 }),
        ...(collected && { collected: collected.time, collectedToldBy: collected.toldBy }),
      };
    },
    ...(size !== undefined && { progress: () => Math.min(1, bytes / size) }),
  };
}

/** A file that is no archive stands for itself; what it is, its content tells. */
async function* singleFile(name: Printable, unpacked: Unpacked, file: FileBehind | undefined): AsyncGenerator<Member> {
  const { size = 0, modified } = file ?? {};
  yield { kind: 'member', name, type: 'file', size, content: () => unpacked.packed(), ...(modified && { modified }) };
}

function gapAt(path: Printable, { reason, detail }: Damage): Gap {
  return { kind: 'gap', path, reason, detail: text`${detail}` };
}
