import type { EvidenceDescription, EvidenceSource, Gap } from '../evidence/entry.ts';
import { text } from '../evidence/printable.ts';

/** The evidence looked at once more when all of it has been examined. */
export interface HashedAgain {
  /** Does the reading; yields its share done, 0..1. Ends early when the signal aborts. */
  run(): AsyncGenerator<number>;
  /** What the sources say of themselves, with the second hash or why there is none. Complete once `run` has ended. */
  described(): readonly EvidenceDescription[];
  /** Evidence that is not what was examined any more, or could not be read again. */
  gaps(): readonly Gap[];
}

/** Pieces of a file between two tellings of progress. */
const TELL_EVERY_BYTES = 64 * 1024 * 1024;

/**
 * Hashes every container that lies in a file again, so that the report can say that the evidence did not change while it was examined. `isWanted` false
 * reads nothing: a report that nobody keeps needs no second reading.
 */
export function hashAgain(sources: readonly EvidenceSource[], isWanted: boolean, signal: AbortSignal): HashedAgain {
  const results = new Map<EvidenceSource, EvidenceDescription['hashedAgain']>();
  const gaps: Gap[] = [];

  async function* run(): AsyncGenerator<number> {
    const wanted = isWanted ? sources.filter((source) => source.describe().sha256 !== undefined) : [];
    const total = wanted.reduce((sum, source) => sum + (source.describe().bytes ?? 0), 0);
    let read = 0;
    let told = 0;
    for (const source of wanted) {
      if (!source.hashAgain || signal.aborted) continue;
      yield Math.min(1, read / Math.max(1, total));
      let tell = (): void => {};
      const work = hashOne(source, (count) => {
        read += count;
        if (read - told >= TELL_EVERY_BYTES) {
          told = read;
          tell();
        }
      });
      for (let isDone = false; !isDone; ) {
        const more = new Promise<boolean>((resolve) => {
          tell = () => resolve(false);
        });
        isDone = await Promise.race([work.then(() => true), more]);
        yield Math.min(1, read / Math.max(1, total));
      }
    }
  }

  async function hashOne(source: EvidenceSource, onBytes: (count: number) => void): Promise<void> {
    const { label } = source;
    try {
      const sha256 = await source.hashAgain?.(signal, onBytes);
      if (sha256 === undefined) return;
      results.set(source, { sha256 });
      if (sha256 === source.describe().sha256) return;
      const detail = text`the evidence changed while it was examined: its SHA-256 is now ${sha256}; copy it to where nobody writes, and examine the copy`;
      gaps.push({ kind: 'gap', path: label, reason: 'changed', detail });
    } catch (error) {
      // The message of a file system names places on the examiner's computer; its code does not.
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      results.set(source, { not: text`it could not be read again: ${why}` });
      const detail = text`it could not be read again when it had been examined, so nobody knows whether it changed: ${why}`;
      gaps.push({ kind: 'gap', path: label, reason: 'unreadable', detail });
    }
  }

  const reasonFor = (source: EvidenceSource) => {
    if (!source.hashAgain) return source.readOnce ?? text`it can be read only once`;
    if (signal.aborted) return text`the scan was interrupted`;
    if (source.describe().sha256 === undefined) return text`it was not read to its end`;
    return text`only the evidence of a report that is saved is hashed again`;
  };

  return {
    run,
    described: () =>
      sources.map((source) => ({
        ...source.describe(),
        hashedAgain: results.get(source) ?? { not: reasonFor(source) },
      })),
    gaps: () => gaps,
  };
}
