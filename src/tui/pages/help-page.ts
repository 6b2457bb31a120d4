import { bindings, type Context } from '../keys.ts';
import { blank, type Line, line, padded, span, wrapped } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';

/** Columns of the keys: the longest are three of Dutch. */
const HELP_KEYS = 24;

/** All keys of the place where help was asked for. */
export function helpPage(context: Context, texts: Catalogue): readonly Line[] {
  return [
    ...bindings[context].map(
      ({ keys, command }): Line => [
        span(padded(keys.map((key) => keyText(key, texts)).join(', '), HELP_KEYS), 'strong'),
        span(texts.commands[command]),
      ],
    ),
    blank,
    line(texts.helpHint, 'quiet'),
    ...(texts.languageNote === '' ? [] : [blank, ...wrapped(texts.languageNote, 76, 'quiet')]),
  ];
}

/** `Ctrl-F`, `Enter`, `j` */
export function keyText(key: string, texts: Catalogue): string {
  if (key.startsWith('ctrl-')) return `Ctrl-${key.slice(5).toUpperCase()}`;
  return texts.keyNames[key] ?? key;
}
