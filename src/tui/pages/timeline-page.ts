import { phaseOf, windowFor } from '../../assessment/exposure.ts';
import type { Exposure, TimelineEvent } from '../../assessment/report.ts';
import type { Finding } from '../../findings/finding.ts';
import { clockText } from '../amounts.ts';
import type { Glyphs } from '../glyphs.ts';
import { histogramLines, histogramOf, overlaps } from '../histogram.ts';
import { cutStart, type Line, padded, span } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';

const TIME = 21;
const KIND = 12;
const PHASE = 8;
/** From this width on, there is room to say of what kind an event is; its words tell it too. */
const BROAD = 100;

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

/** One event: when, whether before, during or after exposure, what, and where. A sign before it says that it lies within an exposure window, or is the fix. */
export function eventLine(
  event: TimelineEvent,
  finding: Finding | undefined,
  exposure: readonly Exposure[],
  width: number,
  texts: Catalogue,
  glyphs: Glyphs,
): Line {
  const at = Date.parse(event.time);
  const isFix = event.kind === 'exposure' && exposure.some(({ window }) => window?.to === event.time);
  const isExposed = exposure.some(({ window }) => window && overlaps(window, at, at + 1));
  const sign = isFix ? glyphs.fix : isExposed ? glyphs.shade : ' ';
  const phase = event.kind === 'exposure' ? undefined : (event.window ?? windowOf(event, finding, exposure));
  const kind = width < BROAD ? '' : padded(texts.timeline.kind[event.kind], KIND);
  const what = texts.prose(event.what);
  const place = event.path === undefined || event.what.includes(event.path) ? '' : event.path;
  const room = Math.max(0, width - 2 - TIME - PHASE - kind.length - what.length);
  return [
    span(`${sign} `, 'doubtful'),
    span(padded(clockText(event.time), TIME), 'quiet'),
    span(
      padded(phase === undefined ? '' : texts.timeline.phase[phase], PHASE),
      phase === 'during' ? 'doubtful' : 'quiet',
    ),
    span(kind, event.kind === 'exposure' ? 'doubtful' : 'quiet'),
    span(what, event.kind === 'exposure' ? 'strong' : 'plain'),
    span(room > 10 && place !== '' ? `  ${cutStart(place, room - 2, glyphs.cut)}` : '', 'quiet'),
  ];
}

/** A report of an earlier nsleuth does not say it of its events. */
function windowOf(
  { time }: TimelineEvent,
  finding: Finding | undefined,
  exposure: readonly Exposure[],
): TimelineEvent['window'] {
  return finding ? windowFor(finding, time, exposure) : phaseOf(time, exposure);
}
