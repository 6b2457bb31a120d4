import { isAscii } from 'node:buffer';
import type { LineReader, ParsedRecord, ReadContext } from '../artifacts/artifact.ts';
import { hostsOfLine, type LineHosts } from '../artifacts/log-hosts.ts';
import { turnedOverAbove } from '../artifacts/rotation-header.ts';
import { besideText } from '../artifacts/secrets.ts';
import { limits } from '../evidence/limits.ts';
import type { EventTime } from '../evidence/time.ts';
import type { UnparsedLine } from '../findings/line-test.ts';
import type { LiteralFilter } from '../findings/literal-filter.ts';
import type { AskBeside, LinesBeside } from '../findings/sighting.ts';
import { decodePart, decodeText } from './bytes.ts';
import type { LogExamination } from './examination.ts';
import type { HostLines } from './hosts.ts';
import { rawKept } from './record-taker.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const PERCENT = 37;
/** Lines of a file's beginning that `survey` sees. */
const SURVEYED_LINES = 2_000;
/** In large evidence: parse this many first lines of each file, then one in `SAMPLE_STRIDE`. */
const SAMPLED_HEAD = 16;
const SAMPLE_STRIDE = 128;
/**
 * A silence is reported when it is this many times the median distance of sampled lines, and also far longer than all but the longest hundredth of them:
 * a log of users is quiet every night, one of a job every minute never.
 */
const SILENCE_FACTOR = 50;
const SILENCE_OVER_LONGEST = 5;
const SILENCE_LEAST_MS = 3600_000;
/** The rhythm must have been there for so long before it was broken: what a restart writes within minutes is none. */
const RHYTHM_LEAST_MS = 3600_000;
const SILENCES_KEPT = 20;
/** So far may the time lie that gives year-less lines their year. */
const NEAR_MS = 30 * 24 * 3600_000;
const NONE: number[] = [];
const NOTHING = new Uint8Array(0);
/** Of each file; of the lines behind these a sample is asked. */
const LINES_ASKED_FOR_HOSTS = 2_000;

export interface LineScanOptions<Rule> {
  readonly reader: LineReader;
  readonly context: ReadContext;
  /** See `LineRules` of `prepared-rules.ts`. */
  readonly rules: {
    readonly filter: LiteralFilter;
    readonly wantsPercent: boolean;
    readonly wantsEveryLine: boolean;
    hitBy(line: UnparsedLine, literals: readonly number[], hasPercent: boolean): readonly Rule[];
  };
  /** Parse every line, not only hits and samples. */
  readonly isThorough: boolean;
  /** Called with every block of whole lines, before they are looked through. */
  readonly onBlock?: (block: Uint8Array, context: ReadContext) => void;
  /** Called for the records of each line that rules could match, and of every line where the scan is thorough. `askBeside` holds during the call only. */
  onRecord(record: ParsedRecord, lineNumber: number, line: string, hit: readonly Rule[], askBeside: AskBeside): void;
}

/** Walks the lines of one log as its bytes arrive: hands over those that rules could match, counts all, samples the rest for coverage. */
export interface LineScan {
  push(chunk: Uint8Array): void;
  finish(): { readonly log: Omit<LogExamination, 'size'>; readonly longLines: number; readonly parsedLines: number };
}

export function scanLines<Rule>(options: LineScanOptions<Rule>): LineScan {
  const { reader, isThorough, onRecord } = options;
  const { filter, wantsPercent, wantsEveryLine, hitBy } = options.rules;
  let context = options.context;
  let pending: Uint8Array<ArrayBufferLike> = NOTHING;
  let isSkippingLongLine = false;
  let lines = 0;
  let parsed = 0;
  let unknown = 0;
  let longLines = 0;
  let startsWithRotation = false;
  let above: number | undefined;
  const hosts = reader.categories.includes('syslog') ? countHosts() : undefined;
  let isSurveyed = reader.survey === undefined;
  let first: EventTime | undefined;
  let last: EventTime | undefined;
  const times: EventTime[] = [];

  /** Takes a block that ends with a whole line. */
  function takeBlock(bytes: Uint8Array): void {
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isSurveyed) survey(block);
    isPlain = isAscii(block);
    tellWaiting(block);
    options.onBlock?.(block, context);
    const hits = hitsIn(block, filter);
    let hitIndex = 0;
    let percent = wantsPercent ? nextEncoded(block, 0) : -1;
    let start = 0;
    while (start < block.length) {
      let end = block.indexOf(NEWLINE, start);
      if (end < 0) end = block.length;
      lines++;
      let literals = NONE;
      if (hitIndex < hits.length && hits[hitIndex]!.offset < end) {
        literals = [];
        for (; hitIndex < hits.length && hits[hitIndex]!.offset < end; hitIndex++)
          literals.push(hits[hitIndex]!.literal);
      }
      const hasPercent = percent >= 0 && percent < end;
      if (hasPercent) percent = nextEncoded(block, end);
      const isSample = isThorough || lines <= SAMPLED_HEAD || lines % SAMPLE_STRIDE === 0;
      if (isSample || literals !== NONE || hasPercent || wantsEveryLine)
        takeLine(block, start, end, literals, hasPercent, isSample);
      start = end + 1;
    }
    lastLine = lastLineOf(block);
  }

  let lastLine: Uint8Array | undefined;
  /** The block at hand is ASCII throughout, as most are: its lines need not be asked one by one. */
  let isPlain = false;

  /** The line handed over last, for whoever asks what stands beside it. */
  let current: Buffer = Buffer.alloc(0);
  let currentStart = 0;
  let currentEnd = 0;
  /** Those who asked about the last line of a block: a border of blocks is none of the log. */
  const waiting: ((after: string | undefined) => void)[] = [];

  function askBeside(tell: (beside: LinesBeside) => void): void {
    const before = currentStart > 0 ? lineBefore(current, currentStart) : lastLine && shown(Buffer.from(lastLine), 0);
    const told = (after: string | undefined) =>
      tell({ ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
    if (currentEnd + 1 < current.length) told(shown(current, currentEnd + 1));
    else waiting.push(told);
  }

  function tellWaiting(next: Buffer | undefined): void {
    if (waiting.length === 0) return;
    const after = next && shown(next, 0);
    for (const told of waiting.splice(0)) told(after);
  }

  function lineBefore(block: Buffer, start: number): string | undefined {
    return start < 2 ? undefined : shown(block, block.lastIndexOf(NEWLINE, start - 2) + 1);
  }

  /** The line that starts there, as it may be shown. */
  function shown(block: Buffer, start: number): string | undefined {
    const newline = block.indexOf(NEWLINE, start);
    const line = decodePart(block, start, endOfText(block, start, newline < 0 ? block.length : newline));
    return besideText(line, reader.parse(line, context))?.slice(0, rawKept);
  }

  function takeLine(
    block: Buffer,
    start: number,
    wholeEnd: number,
    literals: readonly number[],
    hasPercent: boolean,
    isSample: boolean,
  ): void {
    if (wholeEnd - start > limits.lineBytes) longLines++;
    const end = endOfText(block, start, wholeEnd);
    if (end === start) return;
    const line = isPlain ? block.toString('latin1', start, end) : decodePart(block, start, end);
    const isHit = literals !== NONE || hasPercent || wantsEveryLine;
    const hit = isHit ? hitBy(unparsed(line), literals, hasPercent) : [];
    if (hit.length === 0 && !isSample) return;
    parsed++;
    current = block;
    currentStart = start;
    currentEnd = wholeEnd;
    const records = reader.parse(line, context);
    const weight = hosts && records ? weightOf() : 0;
    if (weight > 0) hosts?.count(hostsOfLine(line, context), weight);
    if (lines === 1) {
      startsWithRotation = records?.length === 0;
      above = turnedOverAbove(line);
    }
    if (records === undefined) unknown++;
    else {
      for (const record of records) {
        if (record.time) noteTime(record.time);
        if (isThorough || hit.length > 0) onRecord(record, lines, line, hit, askBeside);
      }
    }
  }

  function unparsed(line: string): UnparsedLine {
    return { lower: line.toLowerCase(), peek: (field) => reader.peek?.(line, field) };
  }

  /** Lines that the current one stands for when hosts are counted: a log server may turn to other hosts far behind the beginning of a file. */
  function weightOf(): number {
    if (lines <= (isThorough ? LINES_ASKED_FOR_HOSTS : SAMPLED_HEAD)) return 1;
    return lines % SAMPLE_STRIDE === 0 ? SAMPLE_STRIDE : 0;
  }

  function noteTime(time: EventTime): void {
    // Years later in the same file the year-less lines are of another year too.
    if (context.near && time.year === 'stated' && Math.abs(time.ms - context.near.getTime()) > NEAR_MS)
      context = { ...context, near: new Date(time.ms) };
    if (!first || time.ms < first.ms) first = time;
    if (!last || time.ms > last.ms) last = time;
    times.push(time);
    if (times.length >= 20_000) thinOut(times);
  }

  function survey(block: Uint8Array): void {
    isSurveyed = true;
    const head: string[] = [];
    for (let start = 0; start < block.length && head.length < SURVEYED_LINES; ) {
      let end = block.indexOf(NEWLINE, start);
      if (end < 0) end = block.length;
      head.push(decodeText(block.subarray(start, end)));
      start = end + 1;
    }
    context = { ...context, ...reader.survey!(head, context) };
  }

  return {
    push(chunk) {
      let rest = chunk;
      if (isSkippingLongLine) {
        const end = rest.indexOf(NEWLINE);
        if (end < 0) return;
        rest = rest.subarray(end + 1);
        isSkippingLongLine = false;
      }
      // Only the line that the border cuts is copied together; what follows it stays where it is.
      if (pending.length > 0 && !isSurveyed) {
        // The survey is to see more than that line.
        rest = concat(pending, rest);
        pending = NOTHING;
      } else if (pending.length > 0) {
        const end = rest.indexOf(NEWLINE) + 1;
        if (end === 0) {
          pending = concat(pending, rest);
          rest = NOTHING;
        } else {
          takeBlock(concat(pending, rest.subarray(0, end)));
          pending = NOTHING;
          rest = rest.subarray(end);
        }
      }
      const cut = rest.lastIndexOf(NEWLINE) + 1;
      if (cut > 0) takeBlock(rest.subarray(0, cut));
      if (cut < rest.length) pending = new Uint8Array(rest.subarray(cut));
      if (pending.length > limits.lineBytes) {
        takeBlock(pending);
        pending = NOTHING;
        isSkippingLongLine = true;
      }
    },
    finish() {
      if (pending.length > 0) takeBlock(pending);
      tellWaiting(undefined);
      if (lastLine) {
        const records = reader.parse(decodeText(lastLine), context);
        for (const record of records ?? []) if (record.time) noteTime(record.time);
      }
      const log = {
        log: reader.name,
        lines,
        parsed,
        unknown,
        ...(first && { first }),
        ...(last && { last }),
        silences: silencesIn(times),
        startsWithRotation,
        ...(above !== undefined && { turnedOverAbove: above }),
        ...(hosts && { hosts: hosts.counts() }),
      };
      return { log, longLines, parsedLines: parsed };
    },
  };
}

function countHosts() {
  const counts = new Map<string, HostLines>();
  return {
    count(host: LineHosts, lines: number): void {
      const { sender, own } = host;
      if (sender === undefined && own === undefined) return;
      const key = `${sender ?? ''} ${own ?? ''}`;
      const known = counts.get(key);
      if (known || counts.size < limits.hostsTold) counts.set(key, { ...host, lines: (known?.lines ?? 0) + lines });
    },
    counts: () => [...counts.values()],
  };
}

interface Hit {
  readonly literal: number;
  readonly offset: number;
}

/** In the order of their offsets; the filter reports them nearly so. */
function hitsIn(block: Uint8Array, filter: LiteralFilter): readonly Hit[] {
  const hits: Hit[] = [];
  filter.scan(block, 0, block.length, (literal, offset) => {
    let at = hits.length;
    while (at > 0 && hits[at - 1]!.offset > offset) at--;
    if (at === hits.length) hits.push({ literal, offset });
    else hits.splice(at, 0, { literal, offset });
  });
  return hits;
}

/** Where the next percent-encoded byte stands, -1 for none: a percentage such as `0.00% ` is not meant. */
function nextEncoded(block: Uint8Array, from: number): number {
  for (let at = block.indexOf(PERCENT, from); at >= 0; at = block.indexOf(PERCENT, at + 1)) {
    if (isHexDigit(block[at + 1]) && isHexDigit(block[at + 2])) return at;
  }
  return -1;
}

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** Where a line ends without its line end, cut at the limit. */
function endOfText(block: Buffer, start: number, wholeEnd: number): number {
  const end = Math.min(wholeEnd, start + limits.lineBytes);
  return end > start && block[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
}

function lastLineOf(block: Uint8Array): Uint8Array | undefined {
  const end = block.at(-1) === NEWLINE ? block.length - 1 : block.length;
  if (end <= 0) return undefined;
  // A copy: the block's memory is given back.
  return new Uint8Array(block.subarray(block.lastIndexOf(NEWLINE, end - 1) + 1, end));
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** Keeps every second time, in order: a bound on memory that preserves the rhythm. */
function thinOut(times: EventTime[]): void {
  let kept = 0;
  for (let index = 0; index < times.length; index += 2) times[kept++] = times[index]!;
  times.length = kept;
}

/** Silences far above the log's own rhythm, longest first. */
function silencesIn(times: readonly EventTime[]): LogExamination['silences'] {
  if (times.length < 20) return [];
  const ordered = times.toSorted((a, b) => a.ms - b.ms);
  const distances = ordered.slice(1).map((time, index) => time.ms - ordered[index]!.ms);
  const sorted = distances.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  const longest = sorted[Math.max(0, sorted.length - 2 - Math.floor(sorted.length / 100))]!;
  const least = Math.max(SILENCE_LEAST_MS, median * SILENCE_FACTOR, longest * SILENCE_OVER_LONGEST);
  return distances
    .map((distance, index) => ({ distance, from: ordered[index]!, to: ordered[index + 1]! }))
    .filter(({ distance, from }) => distance >= least && from.ms - ordered[0]!.ms >= RHYTHM_LEAST_MS)
    .sort((a, b) => b.distance - a.distance)
    .slice(0, SILENCES_KEPT)
    .map(({ from, to }) => ({ from, to }));
}
