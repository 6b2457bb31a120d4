import type { Exposure, TimelineEvent } from '../assessment/report.ts';
import type { Glyphs } from './glyphs.ts';
import { type Line, line, span } from './line.ts';
import type { Catalogue } from './texts/en.ts';

const DAY_MS = 86_400_000;
/** Columns of one bar. */
const BROADEST = 8;

export interface Histogram {
  /** Days of one column. */
  readonly days: number;
  /** Midnight UTC of the first column, in milliseconds. */
  readonly start: number;
  readonly counts: readonly number[];
}

/** Events by day, in at most `columns` columns of as many days as it takes. Undefined when no event has a time. */
export function histogramOf(events: readonly TimelineEvent[], columns: number): Histogram | undefined {
  const days = events
    .filter(({ kind }) => kind === 'finding' || kind === 'file')
    .map(({ time }) => Math.floor(Date.parse(time) / DAY_MS))
    .filter((day) => !Number.isNaN(day));
  if (days.length === 0) return undefined;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of days) {
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  const width = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, columns)));
  const counts = Array.from({ length: Math.ceil((last - first + 1) / width) }, () => 0);
  for (const day of days) counts[Math.floor((day - first) / width)]!++;
  return { days: width, start: first * DAY_MS, counts };
}

/** Bars, an axis on which exposure windows are shaded and fixes marked, and the first and last day. */
export function histogramLines(
  histogram: Histogram,
  exposure: readonly Exposure[],
  rows: number,
  columns: number,
  texts: Catalogue,
  glyphs: Glyphs,
): readonly Line[] {
  const { counts, days, start } = histogram;
  // A few days are drawn as broad bars.
  const breadth = Math.max(1, Math.min(BROADEST, Math.floor(columns / counts.length)));
  const highest = Math.max(...counts);
  const steps = glyphs.bars.length - 1;
  const bars = Array.from({ length: rows }, (_, row) => {
    const floor = (rows - 1 - row) * steps;
    const cells = counts.map((count) => {
      const filled = count === 0 ? 0 : Math.max(1, Math.round((count / highest) * rows * steps));
      return glyphs.bars[Math.max(0, Math.min(steps, filled - floor))]!;
    });
    return line(cells.map((cell) => cell.repeat(breadth)).join(''));
  });
  const axis = counts.map((_, at) => {
    const from = start + at * days * DAY_MS;
    const to = from + days * DAY_MS;
    const windows = exposure.flatMap(({ window }) => window ?? []);
    const isExposed = windows.some((window) => overlaps(window, from, to));
    const isFixed = windows.some(({ to: end }) => end !== undefined && isWithin(Date.parse(end), from, to));
    return (isFixed ? glyphs.fix : '').padEnd(breadth, isExposed ? glyphs.shade : glyphs.rule);
  });
  const firstDay = isoDay(start);
  const lastDay = isoDay(start + (counts.length * days - 1) * DAY_MS);
  const gap = Math.max(1, counts.length * breadth - firstDay.length - lastDay.length);
  const words = texts.timeline;
  return [
    ...bars,
    line(axis.join(''), 'doubtful'),
    line(firstDay === lastDay ? firstDay : `${firstDay}${' '.repeat(gap)}${lastDay}`, 'quiet'),
    [
      span(`${words.perDay(days)}, ${words.highest(highest)}   `, 'quiet'),
      span(`${glyphs.shade} ${words.window}  ${glyphs.fix} ${words.fix}`, 'doubtful'),
    ],
  ];
}

function isWithin(time: number, from: number, to: number): boolean {
  return time >= from && time < to;
}

/** A window without a beginning is as old as can be; one without an end is open. */
export function overlaps(window: { readonly from?: string; readonly to?: string }, from: number, to: number): boolean {
  const begins = window.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(window.from);
  const ends = window.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(window.to);
  return begins < to && ends >= from;
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
