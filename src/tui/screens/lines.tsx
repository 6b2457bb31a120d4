import { Box, Text } from 'ink';
import { type Line, lineText } from '../line.ts';
import { palette } from '../palette.ts';
import { windowTop } from '../step.ts';

export interface LineViewProps {
  readonly line: Line;
  /** Drawn reversed as a whole, with a pointer before it. */
  readonly isChosen?: boolean;
  readonly pointer?: string;
}

/** One line of a page. */
export function LineView({ line, isChosen = false, pointer }: LineViewProps) {
  if (isChosen) {
    return (
      <Text wrap="truncate" {...palette.chosen}>
        {pointer}
        {lineText(line)}
      </Text>
    );
  }
  return (
    <Text wrap="truncate">
      {pointer === undefined ? '' : ' '.repeat(pointer.length)}
      {lineText(line) === '' ? ' ' : ''}
      {line.map((piece, at) => (
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
}

/** The lines of a page that fit, from `top` on. */
export function Page({ lines, top, height, width }: PageProps) {
  const first = Math.max(0, Math.min(top, lines.length - height));
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {lines.slice(first, first + height).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the window is what it is by its place
        <LineView key={at} line={line} />
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
