import { bindings, type Context } from '../keys.ts';
import { blank, type Line, line, padded, span } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';

/** All keys of the place where help was asked for. */
export function helpPage(context: Context, texts: Catalogue): readonly Line[] {
  return [
    ...bindings[context].map(
      ({ keys, command }): Line => [
        span(padded(keys.map((key) => keyText(key, texts)).join(', '), 20), 'strong'),
        span(texts.commands[command]),
      ],
    ),
    blank,
    line(texts.helpHint, 'quiet'),
  ];
}

/** `Ctrl-F`, `Enter`, `j` */
export function keyText(key: string, texts: Catalogue): string {
  if (key.startsWith('ctrl-')) return `Ctrl-${key.slice(5).toUpperCase()}`;
  return texts.keyNames[key] ?? key;
}
