import { Text } from 'ink';
import { cut, span } from '../line.ts';
import { palette } from '../palette.ts';
import { shownField, type TextField } from '../text-field.ts';

/** Kept for what is typed, however long the question. */
const FIELD_COLUMNS = 20;

export interface TypedLineProps {
  readonly label: string;
  readonly field: TextField;
  readonly width: number;
  /** Shown for every letter of what must not be seen. */
  readonly mask?: string;
}

/** A label, what is typed, and the cursor in it. */
export function TypedLine({ label, field, width, mask }: TypedLineProps) {
  const shown = cut(label, Math.max(10, width - FIELD_COLUMNS));
  const room = Math.max(8, width - shown.length - 3);
  const typed = mask === undefined ? field : masked(field, mask);
  const [before, at, after] = shownField(typed, room);
  return (
    <Text wrap="truncate">
      <Text {...palette.strong}>{span(shown).text}: </Text>
      {before}
      <Text {...palette.chosen}>{at}</Text>
      {after}
    </Text>
  );
}

function masked({ text, cursor }: TextField, mask: string): TextField {
  return { text: mask.repeat(text.length), cursor };
}
