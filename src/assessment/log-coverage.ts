import { isIP } from 'node:net';
import type { Gap } from '../evidence/entry.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { EventTime } from '../evidence/time.ts';
import { isoTime, type ToUtc } from '../findings/finding-book.ts';
import type { LogExamination } from './examination.ts';
import { type HostTeller, labelOf, tellHosts } from './hosts.ts';
import type { LogCoverage } from './report.ts';

/** What one log file told, kept until the appliance's time zone is known. */
export interface LogFile extends LogExamination {
  /** Canonical. */
  readonly path: string;
  /** See `Entry.source`. */
  readonly source?: number;
}

/** Notes kept for one family of logs. */
const NOTES_KEPT = 20;

/** Logs that newsyslog rotates without writing a first line of its own (flag B), and logs that have no rotations. */
const WITHOUT_HEADER = /^http/;

/** Per family of logs: files, lines, period, and the holes in it. A log that several evidences hold a copy of counts once. */
export function logCoverage(
  copies: readonly LogFile[],
  gaps: readonly Gap[],
  toUtc: ToUtc,
  several?: HostTeller,
): readonly LogCoverage[] {
  const families = Map.groupBy(withoutCopies(copies), (file) => file.log);
  return [...families]
    .map(([log, members]) => {
      const times = members.flatMap(({ first, last }) => [first, last]).filter((time) => time !== undefined);
      const utc = times.map((time) => toUtc(time).utc.getTime()).sort((a, b) => a - b);
      return {
        log: printable(log),
        files: members.length,
        lines: sum(members, (file) => file.lines),
        unknown_lines: sum(members, unknownLines),
        ...(utc.length > 0 && { from: isoTime(new Date(utc[0]!)), to: isoTime(new Date(utc.at(-1)!)) }),
        gaps: notesOn(log, members, gaps, toUtc, several),
      };
    })
    .sort((a, b) => (a.log < b.log ? -1 : 1));
}

/** The same file in two evidences of one appliance has the same path, length and times. */
function withoutCopies(files: readonly LogFile[]): readonly LogFile[] {
  const unique = new Map(files.map((file) => [keyOf(file), file]));
  return [...unique.values()];
}

function keyOf({ log, path, lines, size, first, last }: LogFile): string {
  return [log, path, lines, size, first?.ms, last?.ms].join('\0');
}

/** An estimate where only a sample of the lines was parsed. */
function unknownLines({ parsed, unknown, lines }: LogFile): number {
  return parsed > 0 ? Math.ceil((unknown / parsed) * lines) : 0;
}

function notesOn(
  log: string,
  files: readonly LogFile[],
  gaps: readonly Gap[],
  toUtc: ToUtc,
  several: HostTeller | undefined,
): readonly Printable[] {
  const paths = new Set(files.map((file) => printable(file.path)));
  const series = [...Map.groupBy(files, ({ path }) => rotationOf(path).base)].map(([base, own]) => inOrder(base, own));
  const notes = [
    ...gaps.filter((gap) => paths.has(gap.path)).map((gap) => text`${gap.path}: ${gap.detail}`),
    ...series.flatMap(missingRotations),
    ...series.flatMap(shrunken),
    ...files.filter((file) => file.lines === 0).map((file) => text`${file.path} is empty`),
    ...files.flatMap((file) => file.silences.map((silence) => silenceNote(file.path, silence, toUtc))),
    ...series.flatMap((own) => silencesBetween(own, toUtc)),
    ...(WITHOUT_HEADER.test(log) ? [] : series.flatMap(headless)),
    ...(several && files.some(({ hosts = [] }) => hosts.length > 0) ? [hostsNote(several)] : []),
  ];
  if (notes.length <= NOTES_KEPT) return notes;
  return [...notes.slice(0, NOTES_KEPT - 1), text`and ${notes.length - NOTES_KEPT + 1} more notes on this log`];
}

/** One log and its rotations, the file that is being written first. */
interface Series {
  readonly base: string;
  readonly files: readonly { readonly file: LogFile; readonly number: number }[];
}

function inOrder(base: string, files: readonly LogFile[]): Series {
  const numbered = files.map((file) => ({ file, number: rotationOf(file.path).number }));
  return { base, files: numbered.sort((one, other) => one.number - other.number) };
}

/** -1 for the file that is being written. */
function rotationOf(path: string): { readonly base: string; readonly number: number } {
  const match = /^(.*?)\.(\d{1,3})(?:\.[A-Za-z][A-Za-z0-9]{0,9}){0,3}$/.exec(path);
  return match ? { base: match[1]!, number: Number(match[2]) } : { base: path, number: -1 };
}

/** Numbers missing below the oldest that is there: `ns.log.0.gz` and `ns.log.2.gz` lack 1. */
function missingRotations({ base, files }: Series): readonly Printable[] {
  const known = new Set(files.map(({ number }) => number));
  const missing = Array.from({ length: Math.max(0, ...known) }, (_, number) => number).filter(
    (number) => !known.has(number),
  );
  const listed = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ', …' : '');
  return [
    ...(missing.length > 0 ? [text`${base}: rotation ${listed} is missing though older ones are there`] : []),
    ...(known.has(-1) ? [] : [text`${base} itself is missing; only its rotations are there`]),
  ];
}

/** Up to this size a file takes whole fragments on disk; above it, indirect blocks as well (FreeBSD's UFS2 with blocks of 32 KB). */
const DIRECT_BYTES = 12 * 32 * 1024;
const FRAGMENT_SLACK = 8 * 1024;
const INDIRECT_SLACK = 64 * 1024;

/**
 * A file says in its first line above which size the one before it was turned over; that one cannot be smaller unless something was taken out of
 * it. newsyslog measures blocks on disk (FreeBSD, usr.sbin/newsyslog, `sizefile`), hence the slack.
 */
function shrunken({ files }: Series): readonly Printable[] {
  return files.flatMap(({ file, number }) => {
    const before = files.find((other) => other.number === number + 1)?.file;
    const above = file.turnedOverAbove;
    if (!before || above === undefined) return [];
    const slack = above <= DIRECT_BYTES ? FRAGMENT_SLACK : INDIRECT_SLACK;
    if (before.size >= above - slack) return [];
    return [
      text`${before.path} has ${before.size} bytes, yet it was turned over because it had more than ${above}: lines may have been taken out`,
    ];
  });
}

/** A file that an older one precedes begins with newsyslog's own line, unless its beginning was taken off. */
function headless({ files }: Series): readonly Printable[] {
  return files
    .filter(
      ({ file, number }) =>
        file.lines > 0 && !file.startsWithRotation && files.some((other) => other.number === number + 1),
    )
    .map(
      ({ file }) => text`${file.path} does not begin with the rotation's own first line: its beginning may be missing`,
    );
}

/** The name or the address that most lines are of, where hardly any other is. */
export function mainHost(files: readonly LogExamination[], of: 'address' | 'name'): string | undefined {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { sender, own, lines } of files.flatMap(({ hosts = [] }) => hosts)) {
    const isAddress = sender !== undefined && isIP(sender) > 0;
    const host = of === 'address' ? (isAddress ? sender : undefined) : (own ?? (isAddress ? undefined : sender));
    if (host === undefined) continue;
    counts.set(host, (counts.get(host) ?? 0) + lines);
    all += lines;
  }
  const [most] = [...counts].sort(([one, some], [other, more]) => more - some || (one < other ? -1 : 1));
  return most && most[1] >= all * MAIN_SHARE ? most[0] : undefined;
}

const MAIN_SHARE = 0.6;
const LINES_OF_A_HOST = 5;
const HOSTS_LISTED = 10;

/**
 * The hosts of logs that are of several appliances; undefined where they are of one. A log server's file is believed line by line. In the logs of an
 * appliance a few lines of another sender are no second appliance, and a name alone is none: appliances are renamed.
 */
export function severalHosts(files: readonly LogExamination[], isOfLogServer: boolean): HostTeller | undefined {
  const told = tellHosts(files.flatMap(({ hosts = [] }) => hosts));
  const counting = isOfLogServer
    ? told.hosts
    : told.hosts.filter(({ address, lines }) => address !== undefined && lines >= LINES_OF_A_HOST);
  return counting.length < 2 ? undefined : { ...told, hosts: counting };
}

function hostsNote({ hosts }: HostTeller): Printable {
  const listed = hosts.slice(0, HOSTS_LISTED).map((host) => `${labelOf(host)}: ${host.lines}`);
  return text`lines of ${hosts.length} hosts (${listed.join(', ')}${hosts.length > HOSTS_LISTED ? ', …' : ''}): this report is about all of them, and each finding names those its lines are of`;
}

const BETWEEN_LEAST_MS = 3600_000;
/** Times the mean distance of the lines on both sides. */
const BETWEEN_FACTOR = 50;

/** A silence from the end of one file to the beginning of the next. */
function silencesBetween({ files }: Series, toUtc: ToUtc): readonly Printable[] {
  return files.flatMap(({ file, number }) => {
    const before = files.find((other) => other.number === number + 1)?.file;
    if (!before?.last || !file.first) return [];
    const silence = file.first.ms - before.last.ms;
    const rhythm = Math.max(meanDistance(before), meanDistance(file));
    if (silence < BETWEEN_LEAST_MS || silence < rhythm * BETWEEN_FACTOR) return [];
    return [silenceNote(`${before.path} to ${file.path}`, { from: before.last, to: file.first }, toUtc)];
  });
}

function meanDistance({ first, last, lines }: LogFile): number {
  return first && last && lines > 1 ? (last.ms - first.ms) / (lines - 1) : Number.POSITIVE_INFINITY;
}

function silenceNote(
  place: string,
  { from, to }: { readonly from: EventTime; readonly to: EventTime },
  toUtc: ToUtc,
): Printable {
  return text`${place}: silent for ${duration(to.ms - from.ms)} from ${isoTime(toUtc(from).utc)}, far above its own rhythm`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 180) return `${minutes} minutes`;
  return minutes < 72 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}

function sum(files: readonly LogFile[], of: (file: LogFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
