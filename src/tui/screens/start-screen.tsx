import { Box } from 'ink';
import { cutStart, type Line, line, span, wrapped } from '../line.ts';
import type { StartScreen, UiState } from '../state.ts';
import { startChoices } from '../update-start.ts';
import { LineView, List } from './lines.tsx';

export interface StartViewProps {
  readonly state: UiState;
  readonly screen: StartScreen;
  readonly width: number;
  readonly height: number;
}

/** What nsleuth is, the ways to begin, and what was looked at before. */
export function StartView({ state, screen, width, height }: StartViewProps) {
  const { texts, glyphs, recent } = state.setting;
  const row = (at: number): Line => {
    const choice = startChoices[at];
    if (choice !== undefined) return line(texts.start[choice]);
    const past = recent[at - startChoices.length]!;
    return [
      span(`${texts.start.recent} ${texts.start.recentKind[past.kind]}  `, 'quiet'),
      span(cutStart(past.target, Math.max(10, width - 24), glyphs.cut)),
    ];
  };
  const count = startChoices.length + recent.length;
  // In a low window the choices come first, then the hint, then what nsleuth is.
  const hint = [line(''), ...wrapped(texts.start.hint, width - 1, 'doubtful')];
  const foot = height >= startChoices.length + hint.length ? hint : [];
  const about = [...texts.about.flatMap((paragraph) => wrapped(paragraph, width - 1)), line('')];
  const head = height >= startChoices.length + foot.length + about.length ? about : [];
  const rows = Math.max(1, Math.min(count, height - head.length - foot.length));
  return (
    <Box flexDirection="column">
      {head.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
        <LineView key={at} line={one} />
      ))}
      <List count={count} selected={screen.selected} height={rows} width={width} pointer={glyphs.pointer} row={row} />
      {foot.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
        <LineView key={at} line={one} />
      ))}
    </Box>
  );
}
