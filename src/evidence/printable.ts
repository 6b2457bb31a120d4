declare const brand: unique symbol;

/** Text safe to show: no control, escape, invisible or direction-changing characters. Made here and nowhere else. */
export type Printable = string & { readonly [brand]: 'printable' };

const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Shows each unsafe character as its code point: what an intruder hid becomes visible. */
export function printable(raw: string): Printable {
  return raw.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`) as Printable;
}

/** As `printable`, cut to `limit` characters of the original; the cut is said in the text. */
export function printableCut(raw: string, limit: number): Printable {
  if (raw.length <= limit) return printable(raw);
  return `${printable(raw.slice(0, limit))}… [${raw.length - limit} more characters]` as Printable;
}

/** Our own words as they stand, every value between them made printable. */
export function text(words: TemplateStringsArray, ...values: readonly unknown[]): Printable {
  return String.raw({ raw: words }, ...values.map((value) => printable(String(value)))) as Printable;
}
