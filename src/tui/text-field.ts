import { printable } from '../evidence/printable.ts';
import type { KeyPress } from './keys.ts';

/** One line of typed text and where the cursor stands in it, in UTF-16 units. */
export interface TextField {
  readonly text: string;
  readonly cursor: number;
}

/** Longer is no path, note or password. */
const LONGEST = 4_096;

export function field(text = ''): TextField {
  return { text, cursor: text.length };
}

/** The field after one key; keys that do not edit leave it. Pure. */
export function edited(before: TextField, { name, text }: KeyPress): TextField {
  const { cursor } = before;
  switch (name) {
    case 'left':
      return { ...before, cursor: Math.max(0, cursor - widthBefore(before)) };
    case 'right':
      return { ...before, cursor: Math.min(before.text.length, cursor + widthAfter(before)) };
    case 'home':
    case 'ctrl-a':
      return { ...before, cursor: 0 };
    case 'end':
    case 'ctrl-e':
      return { ...before, cursor: before.text.length };
    case 'backspace':
      return without(before, cursor - widthBefore(before), cursor);
    case 'delete':
      return without(before, cursor, cursor + widthAfter(before));
    case 'ctrl-u':
      return without(before, 0, cursor);
    case 'ctrl-w':
      return without(before, before.text.slice(0, cursor).replace(/[^\s/]{1,4096}[\s/]{0,4096}$/, '').length, cursor);
    default:
      return text === undefined ? before : inserted(before, text);
  }
}

/** The field with text put in, as typed or pasted: on one line, without control characters. */
export function inserted({ text, cursor }: TextField, raw: string): TextField {
  const added = raw.replace(/\p{Cc}/gu, '').slice(0, Math.max(0, LONGEST - text.length));
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

/** What is shown of a field in `width` columns: the end of what stands before the cursor, the cursor, what follows. */
export function shownField(
  { text, cursor }: TextField,
  width: number,
): readonly [before: string, at: string, after: string] {
  const start = Math.max(0, cursor - Math.max(width - 2, 1));
  const next = widthAfter({ text, cursor });
  return [
    printable(text.slice(start, cursor)),
    printable(text.slice(cursor, cursor + next)) || ' ',
    printable(text.slice(cursor + next, start + width)),
  ];
}

function without({ text }: TextField, from: number, to: number): TextField {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

function widthBefore({ text, cursor }: TextField): number {
  return [...text.slice(0, cursor)].at(-1)?.length ?? 0;
}

function widthAfter({ text, cursor }: TextField): number {
  return [...text.slice(cursor, cursor + 2)][0]?.length ?? 0;
}
