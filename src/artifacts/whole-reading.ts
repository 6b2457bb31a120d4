import { limits } from '../evidence/limits.ts';
import type { ParsedRecord, WholeReading } from './artifact.ts';

/** What a reader counts on its way through one file. */
export interface Tally {
  /** Lines of a form the reader does not know. */
  unknown: number;
  /** A bound of `limits` was reached, so a part was not read. */
  isCut: boolean;
}

/**
 * A reading whose records are made one by one while they are asked for, so that a long listing is never held whole.
 * The counts are right at any moment: asked for before the records were read to their end, they are counted in a pass of their own.
 */
export function reading(records: (tally: Tally) => Iterable<ParsedRecord>): WholeReading {
  let counted: Tally | undefined;
  function* read(): Generator<ParsedRecord> {
    const tally: Tally = { unknown: 0, isCut: false };
    let made = 0;
    for (const record of records(tally)) {
      if (made >= limits.recordsPerFile) {
        tally.isCut = true;
        break;
      }
      made += 1;
      yield record;
    }
    counted = tally;
  }
  function counts(): Tally {
    if (counted === undefined) for (const _ of read());
    return counted ?? { unknown: 0, isCut: true };
  }
  return {
    records: { [Symbol.iterator]: read },
    get unknownLines() {
      return counts().unknown;
    },
    get isCut() {
      return counts().isCut;
    },
  };
}

export interface NumberedLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** The lines of a text without their line ends, at most `limits.recordsPerFile`, each at most `limits.lineBytes` long. */
export function* numberedLines(text: string, tally: Tally): Generator<NumberedLine> {
  let start = 0;
  for (let number = 1; start < text.length; number += 1) {
    if (number > limits.recordsPerFile) {
      tally.isCut = true;
      return;
    }
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline;
    let end = next > start && text[next - 1] === '\r' ? next - 1 : next;
    if (end - start > limits.lineBytes) {
      end = start + limits.lineBytes;
      tally.isCut = true;
    }
    yield { text: text.slice(start, end), number };
    start = next + 1;
  }
}

/**
 * The lines of a command's output: without empty lines, the ` Done` that the NetScaler command line puts round it, and the
 * `# cmd:`, `# utc:`, `# exit:` lines that the netscaler-ir-collector adds.
 */
export function* outputLines(text: string, tally: Tally): Generator<NumberedLine> {
  for (const line of numberedLines(text, tally)) {
    const trimmed = line.text.trim();
    if (trimmed === '' || trimmed === 'Done' || /^# (?:cmd|utc|exit)\b/.test(trimmed)) continue;
    yield line;
  }
}

/** Lines with those ending in a backslash joined to the next one; a record then stands at the first of them. */
export function* joinedLines(lines: Iterable<NumberedLine>, tally: Tally): Generator<NumberedLine> {
  let open: { text: string; number: number } | undefined;
  for (const line of lines) {
    const isContinued = line.text.endsWith('\\');
    const part = isContinued ? line.text.slice(0, -1) : line.text;
    if (open === undefined) open = { text: part, number: line.number };
    else if (open.text.length + part.length > limits.lineBytes) tally.isCut = true;
    else open.text += part;
    if (isContinued) continue;
    yield open;
    open = undefined;
  }
  if (open !== undefined) yield open;
}
