/** Modifiers that Sigma defines and nsleuth knows. */
export const modifiers = [
  'contains',
  'startswith',
  'endswith',
  'all',
  're',
  'i',
  'm',
  's',
  'cidr',
  'base64',
  'base64offset',
  'wide',
  'utf16le',
  'utf16be',
  'utf16',
  'windash',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
  'fieldref',
  'expand',
  'cased',
  'neq',
] as const;
export type Modifier = (typeof modifiers)[number];

/** Modifiers that Sigma defines and nsleuth does not support; a rule that uses one is refused. */
export const unsupportedModifiers: readonly string[] = ['minute', 'hour', 'day', 'week', 'month', 'year'];

const WINDASH = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;
/** Five spellings of each dash: four dashes make 625 values. */
const WINDASH_MOST = 4;

/** Every spelling of the dashes that start a command-line option. Undefined for more of them than can be spelt out. */
export function windashVariants(value: string): string[] | undefined {
  const places = [...value.matchAll(/(?<![\w])[-/](?=\w)/g)].map((match) => match.index);
  if (places.length > WINDASH_MOST) return undefined;
  let variants = [value];
  for (const place of places) {
    variants = variants.flatMap((variant) =>
      WINDASH.map((dash) => variant.slice(0, place) + dash + variant.slice(place + 1)),
    );
  }
  return [...new Set(variants)];
}

/** A text in UTF-16, each byte as one character (0..255). */
export function utf16(value: string, order: 'le' | 'be', withMark: boolean): string {
  let bytes = withMark ? (order === 'le' ? '\xff\xfe' : '\xfe\xff') : '';
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    const high = String.fromCharCode(unit >> 8);
    const low = String.fromCharCode(unit & 0xff);
    bytes += order === 'le' ? low + high : high + low;
  }
  return bytes;
}

/** Base64 of a text's bytes: UTF-8, or the characters themselves when they already are bytes. */
export function base64(value: string, isBytes: boolean): string {
  return Buffer.from(value, isBytes ? 'latin1' : 'utf8').toString('base64');
}

/** The part of a text's base64 that does not depend on what stands before and after it, for each of the three positions. */
export function base64Offsets(value: string, isBytes: boolean): string[] {
  const bytes = Buffer.from(value, isBytes ? 'latin1' : 'utf8');
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString('base64');
    const start = [0, 2, 3][offset]!;
    const cut = [0, 3, 2][(bytes.length + offset) % 3]!;
    return encoded.slice(start, encoded.length - cut);
  });
}
