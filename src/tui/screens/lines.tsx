import { Box, Text } from 'ink';
import { type Line, line, lineText } from '../line.ts';
import { palette } from '../palette.ts';
import { windowTop } from '../step.ts';

export interface LineViewProps {
  readonly line: Line;
  /** Drawn reversed as a whole, with a pointer before it. */
  readonly isChosen?: boolean;
  readonly pointer?: string;
}

/** One line of a page. */
export function LineView({ line: shown, isChosen = false, pointer }: LineViewProps) {
  if (isChosen) {
    return (
      <Text wrap="truncate" {...palette.chosen}>
        {pointer}
        {lineText(shown)}
      </Text>
    );
  }
  return (
    <Text wrap="truncate">
      {pointer === undefined ? '' : ' '.repeat(pointer.length)}
      {lineText(shown) === '' ? ' ' : ''}
      {shown.map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no other name
        <Text key={at} {...palette[piece.tone]}>
          {piece.text}
        </Text>
      ))}
    </Text>
  );
}

export interface PageProps {
  readonly lines: readonly Line[];
  readonly top: number;
  readonly height: number;
  readonly width: number;
  /** Says in the last row how many lines stand below the window. */
  readonly more?: (count: number) => string;
}

/** The lines of a page that fit, from `top` on. */
export function Page({ lines, top, height, width, more }: PageProps) {
  const first = Math.max(0, Math.min(top, lines.length - height));
  const shown = lines.slice(first, first + height);
  const left = lines.length - first - height;
  // What this row hides is the first one after the next page-down.
  if (more && left > 0 && height > 1) shown[height - 1] = line(more(left + 1), 'quiet');
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the window is what it is by its place
        <LineView key={at} line={one} />
      ))}
    </Box>
  );
}

export interface ListProps {
  readonly count: number;
  readonly selected: number;
  readonly height: number;
  readonly width: number;
  readonly pointer: string;
  /** Called for the rows that are shown, and for no others. */
  readonly row: (at: number) => Line;
}

/** The rows of a list around the chosen one. */
export function List({ count, selected, height, width, pointer, row }: ListProps) {
  const top = windowTop(selected, count, height);
  const shown = Array.from({ length: Math.max(0, Math.min(height, count - top)) }, (_, at) => top + at);
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {shown.map((at) => (
        <LineView key={at} line={row(at)} isChosen={at === selected} pointer={`${pointer} `} />
      ))}
    </Box>
  );
}
