import { PSEUDONYM } from './pseudonyms.ts';
import { readingsOf } from './readings.ts';
import type { ReplacedValue } from './redact.ts';
import type { ValueClass } from './value-class.ts';
import { searchFor } from './value-search.ts';

/** Characters looked at together. A line that is longer is cut; its pieces overlap by the longest value that is told from noise. */
const PIECE = 32_768;
const OVERLAP = 1_024;
/** Characters of lines looked at together. */
const BLOCK = 262_144;

/** The page has these within long paths; whoever reads it does not see them. */
const POSSIBLE_BREAK = '<wbr>';

export interface Leak {
  readonly file: string;
  readonly valueClass: ValueClass;
  /** Where it is a name, which may be said to its owner. */
  readonly name?: string;
}

/** What may stand on a screen, or in what a terminal keeps: names, and no secrets. */
const NAMES: ReadonlySet<ValueClass> = new Set(['user', 'group', 'host', 'certificate', 'value']);

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
    for (const block of blocks(text, allowed)) {
      for (const reading of readingsOf(block)) {
        for (const value of search.valuesIn(reading)) {
          const valueClass = classes.get(value) ?? 'value';
          const name = NAMES.has(valueClass) ? value : undefined;
          leaks.set(`${file} ${valueClass}`, { file, valueClass, ...(name !== undefined && { name }) });
        }
      }
    }
  }
  return [...leaks.values()];
}

/**
 * What has to be looked at of a text, without pseudonyms and what the owner means to give: each line once, since a report says the same many times. No
 * value goes beyond a line, because text of a report has no line ends.
 */
function* blocks(text: string, allowed: readonly string[]): Iterable<string> {
  const [overLines, inLine] = [
    allowed.filter((one) => one.includes('\n')),
    allowed.filter((one) => !one.includes('\n')),
  ];
  const lines = new Set(without(text.replaceAll(POSSIBLE_BREAK, ''), overLines).split('\n'));
  let block: string[] = [];
  let size = 0;
  for (const line of lines) {
    if (line.length > PIECE) {
      yield* pieces(without(line.replace(PSEUDONYM, ' '), inLine));
      continue;
    }
    block.push(line);
    size += line.length + 1;
    if (size < BLOCK) continue;
    yield without(block.join('\n').replace(PSEUDONYM, ' '), inLine);
    block = [];
    size = 0;
  }
  yield without(block.join('\n').replace(PSEUDONYM, ' '), inLine);
}

function without(text: string, allowed: readonly string[]): string {
  return allowed.filter((one) => one.length > 0).reduce((rest, one) => rest.replaceAll(one, ' '), text);
}

function* pieces(text: string): Iterable<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(Math.max(0, at - OVERLAP), at + PIECE);
}
