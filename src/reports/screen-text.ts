import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { printable } from '../evidence/printable.ts';

/** One line of at most `width` columns; what is cut is marked with an ellipsis. */
export function cutToWidth(raw: string, width: number): string {
  const line = printable(raw);
  if (stringWidth(line) <= width) return line;
  let cut = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** One line of at most `width` columns; of what is too long the end is kept, as it tells most of a path. */
export function cutStartToWidth(raw: string, width: number): string {
  const line = printable(raw);
  if (stringWidth(line) <= width) return line;
  const segments = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)].map(
    ({ segment }) => segment,
  );
  let cut = '';
  let used = 0;
  for (const segment of segments.reverse()) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    cut = segment + cut;
  }
  return `…${cut}`;
}

/** Lines of at most `width` columns; with `limit`, no more lines than that, the last one marked when something is missing. */
export function wrapToWidth(raw: string, width: number, limit = Number.POSITIVE_INFINITY): readonly string[] {
  const lines = wrapAnsi(printable(raw), width, { hard: true, trim: true }).split('\n');
  if (lines.length <= limit) return lines;
  // Of the last line there is more than fits: it ends with a whole word.
  const last = lines[limit - 1] ?? '';
  const words = stringWidth(last) < width ? last : last.slice(0, Math.max(last.lastIndexOf(' '), 0));
  return [...lines.slice(0, limit - 1), words === '' ? cutToWidth(`${last}  `, width) : `${words}…`];
}

/** Pads to `width` columns as a terminal counts them. */
export function padToWidth(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - stringWidth(line)));
}

/** Colours by meaning. Nothing is said by colour alone: the words stand there too. */
export type Tone = 'bad' | 'doubtful' | 'good' | 'quiet' | 'strong' | 'plain';

const STYLES = {
  bad: ['bold', 'red'],
  doubtful: ['yellow'],
  good: ['green'],
  quiet: ['dim'],
  strong: ['bold'],
} as const;

/** Colours a finished piece of a line, or leaves it when colour is off. */
export function toned(line: string, tone: Tone, color: boolean): string {
  if (!color || tone === 'plain') return line;
  return styleText([...STYLES[tone]], line, { validateStream: false });
}
