import type { Gap } from '../evidence/entry.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { EventTime } from '../evidence/time.ts';
import { isoTime, type ToUtc } from '../findings/finding-book.ts';
import type { LogExamination } from './examination.ts';
import type { LogCoverage } from './report.ts';

/** What one log file told, kept until the appliance's time zone is known. */
export interface LogFile extends LogExamination {
  /** Canonical. */
  readonly path: string;
}

/** Notes kept for one family of logs. */
const NOTES_KEPT = 20;

/** Logs that newsyslog rotates without writing a first line of its own (flag B). */
const WITHOUT_HEADER = /^http/;

/** Per family of logs: files, lines, period, and the holes in it. */
export function logCoverage(files: readonly LogFile[], gaps: readonly Gap[], toUtc: ToUtc): readonly LogCoverage[] {
  // Files arrive as the examining threads finish them; a report is the same each time.
  const inOrder = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const families = Map.groupBy(inOrder, (file) => file.log);
  return [...families]
    .map(([log, members]) => {
      const times = members.flatMap(({ first, last }) => [first, last]).filter((time) => time !== undefined);
      const utc = times.map((time) => toUtc(time).utc.getTime()).sort((a, b) => a - b);
      const parsed = sum(members, (file) => file.parsed);
      const lines = sum(members, (file) => file.lines);
      const unknown = sum(members, (file) => file.unknown);
      return {
        log: printable(log),
        files: members.length,
        lines,
        unknown_lines: parsed > 0 ? Math.round((unknown / parsed) * lines) : 0,
        ...(utc.length > 0 && { from: isoTime(new Date(utc[0]!)), to: isoTime(new Date(utc.at(-1)!)) }),
        gaps: notesOn(log, members, gaps, toUtc).slice(0, NOTES_KEPT),
      };
    })
    .sort((a, b) => (a.log < b.log ? -1 : 1));
}

function notesOn(log: string, files: readonly LogFile[], gaps: readonly Gap[], toUtc: ToUtc): Printable[] {
  const paths = new Set(files.map((file) => printable(file.path)));
  const damaged = gaps.filter((gap) => paths.has(gap.path)).map((gap) => text`${gap.path}: ${gap.detail}`);
  const empty = files.filter((file) => file.lines === 0).map((file) => text`${file.path} is empty`);
  const headless = WITHOUT_HEADER.test(log)
    ? []
    : files
        .filter(
          (file) =>
            file.lines > 0 && !file.startsWithRotation && files.some((other) => isOlderRotation(other.path, file.path)),
        )
        .map(
          (file) => text`${file.path} does not begin with the rotation's own first line: its beginning may be missing`,
        );
  const silences = files.flatMap((file) => file.silences.map((silence) => silenceNote(file.path, silence, toUtc)));
  return [...damaged, ...missingRotations([...files.map((file) => file.path)]), ...empty, ...silences, ...headless];
}

function silenceNote(
  path: string,
  { from, to }: { readonly from: EventTime; readonly to: EventTime },
  toUtc: ToUtc,
): Printable {
  const hours = Math.round((to.ms - from.ms) / 3600_000);
  return text`${path}: silent for ${hours} hours from ${isoTime(toUtc(from).utc)}, far above its own rhythm`;
}

interface Rotation {
  readonly base: string;
  /** -1 for the file that is being written. */
  readonly number: number;
}

function rotationOf(path: string): Rotation {
  const match = /^(.*?)\.(\d{1,3})(?:\.(?:gz|bz2|xz|zst))?$/.exec(path);
  return match ? { base: match[1]!, number: Number(match[2]) } : { base: path, number: -1 };
}

function isOlderRotation(other: string, path: string): boolean {
  const [a, b] = [rotationOf(other), rotationOf(path)];
  return a.base === b.base && a.number > b.number;
}

/** Rotation numbers missing below the oldest that is there: `ns.log.0.gz` and `ns.log.2.gz` lack 1. */
function missingRotations(paths: readonly string[]): readonly Printable[] {
  const rotations = Map.groupBy(paths.map(rotationOf), ({ base }) => base);
  return [...rotations].flatMap(([base, own]) => {
    const known = new Set(own.map(({ number }) => number));
    const missing = Array.from({ length: Math.max(0, ...known) }, (_, number) => number).filter(
      (number) => !known.has(number),
    );
    if (missing.length === 0) return [];
    const listed = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ', …' : '');
    return [text`${base}: rotation ${listed} missing though older ones are there`];
  });
}

function sum(files: readonly LogFile[], of: (file: LogFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
