import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { Tone } from './palette.ts';

/** One line of a screen, in pieces of one look each. Pages are made of lines; screens, line mode and tests draw the same ones. */
export type Line = readonly Span[];
export interface Span {
  readonly text: Printable;
  readonly tone: Tone;
}

/** Every text that reaches the terminal passes here and is made printable, wherever it came from. */
export function span(raw: string, tone: Tone = 'plain'): Span {
  return { text: printable(raw), tone };
}

export function line(raw: string, tone: Tone = 'plain'): Line {
  return [span(raw, tone)];
}

export const blank: Line = [];

/** The line as plain text, for line mode. */
export function lineText(pieces: Line): Printable {
  return text`${pieces.map((piece) => piece.text).join('')}`;
}

/** Lines of at most `width` columns. Blanks before the text stay; the second and later lines are indented by `indent`. */
export function wrapped(raw: string, width: number, tone: Tone = 'plain', indent = 0): readonly Line[] {
  const words = raw.trimStart();
  const first = ' '.repeat(raw.length - words.length);
  const room = Math.max(width - Math.max(indent, first.length), 8);
  const rows = wrapAnsi(printable(words), room, { hard: true, trim: true }).split('\n');
  return rows.map((row, at) => line((at === 0 ? first : ' '.repeat(indent)) + row, tone));
}

/** `Label   words that may take several lines`, the label padded to `labelWidth`. */
export function labelled(
  label: string,
  words: string,
  width: number,
  labelWidth: number,
  tone: Tone = 'plain',
): readonly Line[] {
  const rows = wrapAnsi(printable(words), Math.max(width - labelWidth, 8), { hard: true, trim: true }).split('\n');
  return rows.map((row, index) => [
    span(index === 0 ? padded(label, labelWidth) : ' '.repeat(labelWidth), 'quiet'),
    span(row, tone),
  ]);
}

/** One line of at most `width` columns; what is cut is marked. */
export function cut(raw: string, width: number, mark = '…'): string {
  // Long before it is measured, so that a name of many kilobytes costs no more than a short one.
  const shown = printable(raw.length > width * 4 + 16 ? raw.slice(0, width * 4 + 16) : raw);
  if (raw.length <= width * 4 + 16 && stringWidth(shown) <= width) return shown;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(shown)) {
    const columns = stringWidth(segment);
    if (used + columns > width - stringWidth(mark)) break;
    used += columns;
    kept += segment;
  }
  return kept + mark;
}
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cut at its beginning: of a path the end tells most. */
export function cutStart(raw: string, width: number, mark = '…'): string {
  const tail = printable(raw.length > width * 4 + 16 ? raw.slice(-(width * 4 + 16)) : raw);
  if (raw.length === tail.length && stringWidth(tail) <= width) return tail;
  let kept = '';
  let used = stringWidth(mark);
  for (const { segment } of [...graphemes.segment(tail)].reverse()) {
    const columns = stringWidth(segment);
    if (used + columns > width) break;
    used += columns;
    kept = segment + kept;
  }
  return used > width ? '' : mark + kept;
}

/** Padded to `width` columns as a terminal counts them. */
export function padded(raw: string, width: number): string {
  return raw + ' '.repeat(Math.max(0, width - stringWidth(raw)));
}

/** Exactly `width` columns. */
export function column(raw: string, width: number, mark = '…'): string {
  return padded(cut(raw, width, mark), width);
}
