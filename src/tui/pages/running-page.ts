import type { ScanState } from '../../assessment/scan-state.ts';
import { levelTone } from '../../assessment/tones.ts';
import { levels } from '../../rules/rule.ts';
import { bytesText, countText, durationText } from '../amounts.ts';
import type { Glyphs } from '../glyphs.ts';
import { blank, cut, cutStart, type Line, line, padded, span } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';

const LABEL = 12;

/** How far the scan is, what it reads, what it found and what it could not read, in `height` lines. */
export function runningPage(
  scan: ScanState,
  texts: Catalogue,
  glyphs: Glyphs,
  width: number,
  height: number,
): readonly Line[] {
  const words = texts.running;
  const { progress } = scan;
  const { share, remainingMs, elapsedMs, entries, bytes, path, findings } = progress;
  const seconds = Math.max(elapsedMs / 1_000, 0.001);
  const left = remainingMs === undefined ? words.noEstimate : words.left(durationText(remainingMs));
  const counted = levels.toReversed().filter((level) => findings[level] > 0);
  const label = (raw: string) => span(padded(raw, LABEL), 'quiet');
  const count = (value: number) => countText(Math.round(value), texts.locale);
  const head: Line[] = [
    [
      label(words.progress),
      span(bar(share, Math.max(10, Math.min(40, width - LABEL - 30)), glyphs)),
      span(`  ${words.phase[progress.phase]}`),
    ],
    [label(words.elapsed), span(`${durationText(elapsedMs)}, ${left}`)],
    [label(words.amount), span(words.entries(count(entries), bytesText(bytes)))],
    [label(''), span(words.rate(count(entries / seconds), bytesText(bytes / seconds)), 'quiet')],
    [label(words.now), span(cutStart(path ?? '', width - LABEL, glyphs.cut))],
    blank,
    [
      label(words.findings),
      ...(counted.length === 0
        ? [span(words.noFindings)]
        : counted.map((level, at) =>
            span(`${at === 0 ? '' : ', '}${findings[level]} ${texts.levels[level]}`, levelTone[level]),
          )),
    ],
    [label(words.unread), span(words.unreadCount(scan.gapCount), scan.gapCount > 0 ? 'doubtful' : 'plain')],
    blank,
  ];
  const room = Math.max(0, height - head.length);
  const gapRoom = scan.gaps.length === 0 || room < 6 ? 0 : Math.min(4, scan.gaps.length) + 1;
  const findingRoom = Math.max(0, room - gapRoom - 1);
  const latest = scan.findings.slice(-findingRoom).reverse();
  return [
    ...head,
    ...(findingRoom > 0 && latest.length > 0 ? [line(words.latest, 'strong')] : []),
    ...(findingRoom > 0 ? latest : []).map(({ rule, path: place }): Line => {
      const title = cut(rule.title, Math.floor(width * 0.6), glyphs.cut);
      return [
        span(padded(texts.levelsShort[rule.level], 5), levelTone[rule.level]),
        span(title),
        span(`  ${cutStart(place, Math.max(0, width - 7 - title.length), glyphs.cut)}`, 'quiet'),
      ];
    }),
    ...(gapRoom > 0 ? [line(words.latestGaps, 'strong')] : []),
    ...(gapRoom > 0 ? scan.gaps.slice(1 - gapRoom).reverse() : []).map(
      ({ path: place, detail }): Line => [span(cut(`${place}: ${texts.prose(detail)}`, width, glyphs.cut), 'doubtful')],
    ),
  ];
}

function bar(share: number | undefined, width: number, glyphs: Glyphs): string {
  const full = glyphs.bars.at(-1)!;
  if (share === undefined) return glyphs.rule.repeat(width);
  const done = Math.round(Math.max(0, Math.min(1, share)) * width);
  return `${full.repeat(done)}${glyphs.rule.repeat(width - done)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}
