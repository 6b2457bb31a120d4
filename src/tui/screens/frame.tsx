import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { type Binding, bindings, type Context } from '../keys.ts';
import { column, cut, type Line, span } from '../line.ts';
import { keyText } from '../pages/help-page.ts';
import type { WindowSize } from '../state.ts';
import type { Catalogue } from '../texts/en.ts';
import { LineView } from './lines.tsx';

export interface FrameProps {
  readonly size: WindowSize;
  readonly title: string;
  /** Right of the title. */
  readonly subject?: string;
  /** What was done, asked or refused; one line. */
  readonly message: ReactNode;
  readonly keys: Line;
  readonly children: ReactNode;
}

/** Title above, what the screen is about, a line for messages, the keys at the bottom. */
export function Frame({ size, title, subject = '', message, keys, children }: FrameProps) {
  const left = ` nsleuth  ${title} `;
  const room = size.columns - stringWidth(left) - 1;
  const right = room > 6 ? cut(subject, room) : '';
  const bar = `${left}${' '.repeat(Math.max(0, room - stringWidth(right)))}${right} `;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <LineView line={[span(column(bar, size.columns), 'title')]} />
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {children}
      </Box>
      {message}
      <LineView line={keys} />
    </Box>
  );
}

/** `j/k move  Enter choose …`: as many keys as fit, help and leaving always among them. */
export function keyBar(context: Context, texts: Catalogue, columns: number): Line {
  let entries = bindings[context].filter(({ isInBar, command }) => isInBar && command !== 'up');
  const isKept = ({ command }: Binding) => command === 'help' || command === 'quit' || command === 'back';
  const words = ({ keys, command }: Binding): readonly [key: string, words: string] =>
    command === 'down' ? ['j/k', texts.move] : [keyText(keys[0]!, texts), texts.commands[command]];
  const width = () =>
    entries.map(words).reduce((sum, [key, label]) => sum + stringWidth(key) + stringWidth(label) + 3, -2);
  while (width() > columns && entries.some((entry) => !isKept(entry))) {
    const dropped = entries.findLastIndex((entry) => !isKept(entry));
    entries = entries.filter((_, at) => at !== dropped);
  }
  return entries
    .map(words)
    .flatMap(([key, label], at) => [span(`${at === 0 ? '' : '  '}${key}`, 'strong'), span(` ${label}`, 'quiet')]);
}

/** A line that cannot be drawn smaller: the window has no room for anything else. */
export function TooSmall({ size, texts }: { readonly size: WindowSize; readonly texts: Catalogue }) {
  return <Text wrap="wrap">{texts.tooSmall(size.columns, size.rows)}</Text>;
}
