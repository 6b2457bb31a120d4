import { PSEUDONYM } from './pseudonyms.ts';
import type { ReplacedValue } from './redact.ts';
import { viewsOf } from './text-views.ts';
import type { ValueClass } from './value-class.ts';
import { searchFor } from './value-search.ts';

/** Characters looked at together; pieces overlap by the longest value that is told from noise. */
const PIECE = 32_768;
const OVERLAP = 1_024;

export interface Leak {
  readonly file: string;
  readonly valueClass: ValueClass;
}

/**
 * The last look at what is about to leave: every replaced value, in every file, plain and encoded. `allowed` is text that the owner means to give, such
 * as its own name and address. Returns what was found; nothing may be written then.
 */
export function leaksIn(
  files: Iterable<readonly [name: string, text: string]>,
  replaced: readonly ReplacedValue[],
  allowed: readonly string[],
): readonly Leak[] {
  const classes = new Map(replaced.map((one) => [one.value, one.valueClass]));
  // A finding's id and a file's name are not secrets in themselves; what they were made from is looked for.
  const values = replaced.filter((one) => one.valueClass !== 'finding').map((one) => one.value);
  const search = searchFor(values, 6);
  const leaks = new Map<string, Leak>();
  for (const [file, text] of files) {
    for (const piece of pieces(withoutAllowed(text, allowed))) {
      for (const view of viewsOf(piece)) {
        for (const { value } of search(view)) {
          const valueClass = classes.get(value) ?? 'value';
          leaks.set(`${file} ${valueClass}`, { file, valueClass });
        }
      }
    }
  }
  return [...leaks.values()];
}

function withoutAllowed(text: string, allowed: readonly string[]): string {
  const pseudonymless = text.replace(PSEUDONYM, ' ');
  return allowed.filter((one) => one.length > 0).reduce((rest, one) => rest.replaceAll(one, ' '), pseudonymless);
}

function* pieces(text: string): Iterable<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(Math.max(0, at - OVERLAP), at + PIECE);
}
