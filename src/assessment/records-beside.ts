import type { ParsedRecord } from '../artifacts/artifact.ts';
import { besideText, SECRET } from '../artifacts/secrets.ts';
import type { AskBeside, LinesBeside } from '../findings/sighting.ts';
import { rawKept } from './record-taker.ts';

/** Tells, of the records of a file that is read whole, what stands in the lines right before and after one. */
export interface RecordsBeside {
  /** The next record in the order of the file. Undefined for one that says neither its line nor its text. */
  next(record: ParsedRecord): AskBeside | undefined;
}

/**
 * A neighbour is a record of the same reader, so that what it shows has been through that reader's hands: a password of ns.conf is masked there. A line of
 * which the reader makes nothing is not shown.
 */
export function recordsBeside(): RecordsBeside {
  let earlier: ParsedRecord | undefined;
  let current: ParsedRecord | undefined;
  let waiting: ((beside: LinesBeside) => void)[] = [];
  return {
    next(record) {
      const { line, raw } = record;
      if (line === undefined || raw === undefined) return undefined;
      // Some lines are several records.
      if (current?.line !== line) {
        const after = current?.line === line - 1 && waiting.length > 0 ? shown(record) : undefined;
        if (after !== undefined) for (const tell of waiting) tell({ after });
        waiting = [];
        earlier = current?.line === line - 1 ? current : undefined;
        current = record;
      }
      return (tell) => {
        const before = earlier && shown(earlier);
        if (before !== undefined) tell({ before });
        waiting.push(tell);
      };
    },
  };
}

/** Not every reader masks: a command of a history that sets a password is not shown at all. */
function shown({ raw = '', ...record }: ParsedRecord): string | undefined {
  return besideText(raw, [raw.includes(SECRET) ? { ...record, raw } : record])?.slice(0, rawKept);
}
