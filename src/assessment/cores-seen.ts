import { isDumpName } from '../evidence/dump-name.ts';
import { limits } from '../evidence/limits.ts';
import { printable } from '../evidence/printable.ts';
import type { CoreFacts, Examination } from './examination.ts';
import type { CoreDumpCoverage } from './report.ts';

/** Core dumps that were read, and those that are known of and were not. */
export interface CoresSeen {
  readonly read: number;
  /** Of these, the path of one that has no known form. */
  readonly formless?: string;
  /** Canonical paths, raw, in order. */
  readonly unread: readonly string[];
}

/** Gathers them during a scan. */
export interface CoreLedger {
  take(examination: Examination): void;
  /** A file that a listing names. */
  listed(path: string): void;
  seen(): CoresSeen;
  /** For the report, by path; no more than `limits.coreDumps`. */
  coverage(): readonly CoreDumpCoverage[];
}

export function openCoreLedger(): CoreLedger {
  const read = new Map<string, CoreFacts>();
  const known = new Set<string>();
  let count = 0;
  let formless: string | undefined;
  return {
    take({ path, core, isFile, gaps }) {
      if (core) {
        count++;
        if (core.form === 'unknown') formless ??= path;
        if (read.size < limits.coreDumps) read.set(path, core);
      } else if (isFile && gaps.length > 0 && isDumpName(path) && known.size < limits.coreDumps) known.add(path);
    },
    listed(path) {
      if (known.size < limits.coreDumps && isDumpName(path)) known.add(path);
    },
    seen: () => ({
      read: count,
      ...(formless !== undefined && { formless }),
      unread: [...known].filter((path) => !read.has(path)).sort(),
    }),
    coverage: () =>
      [...read]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([path, { form, program, toldBy, pid, modified, bytes, zeroBytes }]) => ({
          path: printable(path),
          form,
          ...(program !== undefined && { program: printable(program) }),
          ...(toldBy && { program_told_by: toldBy }),
          ...(pid !== undefined && { pid }),
          ...(modified && !Number.isNaN(modified.getTime()) && { modified: modified.toISOString() }),
          bytes,
          zero_bytes: zeroBytes,
        })),
  };
}

/** How far the rules on core dumps could be evaluated. `isFolderSeen`: every file of the folder of dumps is known by name. */
export function memoryVerdict(
  { read, formless, unread }: CoresSeen,
  isFolderSeen: boolean,
): { readonly status: 'evaluated' | 'in-part' | 'not-evaluable'; readonly reason: string } {
  const [first] = unread;
  if (first !== undefined) {
    const reason =
      unread.length === 1
        ? `The core dump ${first} was not read.`
        : `${unread.length} core dumps were not read, such as ${first}.`;
    return { status: read > 0 ? 'in-part' : 'not-evaluable', reason };
  }
  if (formless !== undefined) {
    const reason = `The core dump ${formless} has no form that is known. It was searched as it is, which shows nothing where it is packed or encrypted.`;
    return { status: 'in-part', reason };
  }
  // Where there is no dump, there is nothing that these rules could be met by.
  if (read > 0 || isFolderSeen) return { status: 'evaluated', reason: '' };
  return { status: 'not-evaluable', reason: 'The evidence does not contain core dumps (/var/core).' };
}
