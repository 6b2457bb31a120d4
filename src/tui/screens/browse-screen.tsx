import { Box } from 'ink';
import { bytesText } from '../amounts.ts';
import { column, cutStart, type Line, line, padded, span } from '../line.ts';
import type { BrowseScreen, UiState } from '../state.ts';
import { browseRows } from '../update-start.ts';
import { LineView, List } from './lines.tsx';
import { TypedLine } from './typed-line.tsx';

export interface BrowseViewProps {
  readonly state: UiState;
  readonly screen: BrowseScreen;
  readonly width: number;
  readonly height: number;
}

const SIZE = 10;
const KIND = 10;

/** The folder and what is in it, evidence first; or the path being typed. */
export function BrowseView({ state, screen, width, height }: BrowseViewProps) {
  const { texts, glyphs } = state.setting;
  const words = texts.browse;
  const rows = browseRows(screen);
  const row = (at: number): Line => {
    const one = rows[at]!;
    if (one.kind === 'parent') return [span('..', 'strong'), span(`  ${words.parent}`, 'quiet')];
    if (one.kind === 'itself') return [span('.', 'strong'), span(`   ${words.thisFolder}`, 'quiet')];
    const { name, kind, size } = one.entry;
    const shown = column(kind === 'folder' ? `${name}/` : name, Math.max(10, width - SIZE - KIND - 3), glyphs.cut);
    return [
      span(shown, kind === 'other' ? 'quiet' : kind === 'folder' ? 'plain' : 'strong'),
      span(padded(words.kind[kind], KIND), 'quiet'),
      span((size === undefined ? '' : bytesText(size)).padStart(SIZE), 'quiet'),
    ];
  };
  const note =
    screen.entries === undefined ? words.reading : rows.length <= 2 && screen.entries.length === 0 ? words.empty : '';
  return (
    <Box flexDirection="column">
      <LineView line={[span(cutStart(screen.folder, width - 1, glyphs.cut), 'strong')]} />
      {screen.field ? (
        <TypedLine label={words.field} field={screen.field} width={width} />
      ) : (
        <LineView line={line(words.hint, 'quiet')} />
      )}
      <List
        count={rows.length}
        selected={screen.selected}
        height={Math.max(1, height - 3)}
        width={width}
        pointer={glyphs.pointer}
        row={row}
      />
      <LineView line={line(note, 'quiet')} />
    </Box>
  );
}
