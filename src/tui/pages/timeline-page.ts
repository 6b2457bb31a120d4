import type { Exposure, TimelineEvent } from '../../assessment/report.ts';
import { clockText } from '../amounts.ts';
import type { Glyphs } from '../glyphs.ts';
import { histogramLines, histogramOf, overlaps } from '../histogram.ts';
import { cutStart, type Line, padded, span } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';

const TIME = 21;
const KIND = 12;

/** The histogram above the events: nothing where no finding has a time or the window has no room. */
export function timelineHead(
  events: readonly TimelineEvent[],
  exposure: readonly Exposure[],
  size: { readonly columns: number; readonly rows: number },
  texts: Catalogue,
  glyphs: Glyphs,
): readonly Line[] {
  if (size.rows === 0) return [];
  const histogram = histogramOf(events, size.columns);
  return histogram ? histogramLines(histogram, exposure, size.rows, size.columns, texts, glyphs) : [];
}

/** One event; a sign before it says that it lies within an exposure window, or is the fix. */
export function eventLine(
  event: TimelineEvent,
  exposure: readonly Exposure[],
  width: number,
  texts: Catalogue,
  glyphs: Glyphs,
): Line {
  const at = Date.parse(event.time);
  const isFix = event.kind === 'exposure' && exposure.some(({ window }) => window?.to === event.time);
  const isExposed = exposure.some(({ window }) => window && overlaps(window, at, at + 1));
  const sign = isFix ? glyphs.fix : isExposed ? glyphs.shade : ' ';
  const place = event.path === undefined || event.what.includes(event.path) ? '' : event.path;
  const room = Math.max(0, width - 2 - TIME - KIND - event.what.length);
  return [
    span(`${sign} `, 'doubtful'),
    span(padded(clockText(event.time), TIME), 'quiet'),
    span(padded(texts.timeline.kind[event.kind], KIND), event.kind === 'exposure' ? 'doubtful' : 'quiet'),
    span(event.what, event.kind === 'exposure' ? 'strong' : 'plain'),
    span(room > 10 && place !== '' ? `  ${cutStart(place, room - 2, glyphs.cut)}` : '', 'quiet'),
  ];
}
