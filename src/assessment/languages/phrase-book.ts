import { type Printable, text } from '../../evidence/printable.ts';

/**
 * A sentence as the report says it, and the same in another language. `{1}` to `{9}` stand for what differs from time to time, `{1#}` for a number,
 * `{1,}` for a list with commas. What stands in such a place is looked up too, so that sentences within sentences are found.
 */
export type Phrase = readonly [english: string, other: string];

/** Sentences within sentences are followed so far. */
const DEPTH = 5;
/** A text of more sentences is left as it is from there on. */
const SENTENCES = 12;
/** Texts that are kept, because pages are drawn again at every key. */
const KEPT = 2_000;

interface Pattern {
  /** What stands before, between and after the places; one more than `places`. */
  readonly fixed: readonly string[];
  readonly places: readonly { readonly name: string; readonly kind: 'text' | 'number' | 'list' }[];
  readonly other: string;
  /** Several sentences. */
  readonly isLong: boolean;
}

/**
 * Says in another language what the phrases know; what they do not know stays as it is. Takes time that grows with the length of the text only: the fixed parts
 * are looked for one after the other, each at its first place.
 */
export function phraseBook(phrases: readonly Phrase[]): (said: Printable) => Printable {
  const all = phrases.map(compiled);
  const book: Book = { all, long: all.filter(({ isLong }) => isLong) };
  const kept = new Map<string, Printable>();
  return (said) => {
    const known = kept.get(said);
    if (known !== undefined) return known;
    const result = text`${inSentences(said, book, 0)}`;
    if (kept.size >= KEPT) kept.clear();
    kept.set(said, result);
    return result;
  };
}

function compiled([english, other]: Phrase): Pattern {
  const pieces = english.split(/\{(\d[,#]?)\}/);
  const places = pieces.filter((_, at) => at % 2 === 1);
  return {
    fixed: pieces.filter((_, at) => at % 2 === 0),
    places: places.map((place) => ({
      name: place[0]!,
      kind: place.endsWith(',') ? 'list' : place.endsWith('#') ? 'number' : 'text',
    })),
    other,
    isLong: /\.[ {]/.test(english),
  };
}

interface Book {
  readonly all: readonly Pattern[];
  /** Those of several sentences. */
  readonly long: readonly Pattern[];
}

/** By a phrase of several sentences; else sentence by sentence, so that no place swallows the next one; else as a whole. */
function inSentences(said: string, book: Book, depth: number): string {
  if (said === '' || depth > DEPTH) return said;
  if (!said.includes('. ')) return asWhole(said, book.all, book, depth) ?? said;
  return (
    asWhole(said, book.long, book, depth) ?? apart(said, book, depth) ?? asWhole(said, book.all, book, depth) ?? said
  );
}

function apart(said: string, book: Book, depth: number): string | undefined {
  let end = -1;
  for (let sentence = 0; sentence < SENTENCES; sentence++) {
    end = said.indexOf('. ', end + 1);
    if (end === -1) return undefined;
    const first = asWhole(said.slice(0, end + 1), book.all, book, depth);
    if (first !== undefined) return `${first} ${inSentences(said.slice(end + 2), book, depth + 1)}`;
  }
  return undefined;
}

function asWhole(said: string, patterns: readonly Pattern[], book: Book, depth: number): string | undefined {
  for (const pattern of patterns) {
    const found = valuesIn(said, pattern);
    if (!found) continue;
    const values = new Map(
      pattern.places.map(({ name, kind }, at) => [
        name,
        kind === 'list' ? inList(found[at]!, book, depth + 1) : inSentences(found[at]!, book, depth + 1),
      ]),
    );
    return pattern.other.replace(/\{(\d)\}/g, (_, name: string) => values.get(name) ?? '');
  }
  return undefined;
}

/** What stands in the places of a pattern; undefined when the text is not of its form. */
function valuesIn(said: string, { fixed, places }: Pattern): readonly string[] | undefined {
  const first = fixed[0]!;
  const last = fixed.at(-1)!;
  if (places.length === 0) return said === first ? [] : undefined;
  if (!said.startsWith(first) || !said.endsWith(last) || said.length < first.length + last.length) return undefined;
  const values: string[] = [];
  const limit = said.length - last.length;
  let from = first.length;
  for (const part of fixed.slice(1, -1)) {
    const at = said.indexOf(part, from);
    if (at === -1 || at + part.length > limit) return undefined;
    values.push(said.slice(from, at));
    from = at + part.length;
  }
  values.push(said.slice(from, limit));
  const fits = places.every(({ kind }, at) => kind !== 'number' || /^\d+$/.test(values[at]!));
  return fits ? values : undefined;
}

/** Each item by itself; a comma within brackets parts none. */
function inList(list: string, book: Book, depth: number): string {
  const items: string[] = [];
  let begin = 0;
  let open = 0;
  for (let at = 0; at < list.length; at++) {
    if (list[at] === '(') open++;
    if (list[at] === ')') open--;
    if (open > 0 || !list.startsWith(', ', at)) continue;
    items.push(list.slice(begin, at));
    begin = at + 2;
  }
  return [...items, list.slice(begin)].map((item) => inSentences(item, book, depth)).join(', ');
}
