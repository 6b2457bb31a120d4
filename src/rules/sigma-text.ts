/** A Sigma value as its plain parts and the wildcards between them. */
export type SigmaText = readonly (string | typeof anyRun | typeof anyOne)[];
/** `*`: any run of characters, also none. */
export const anyRun = Symbol('*');
/** `?`: exactly one character. */
export const anyOne = Symbol('?');

/**
 * Splits a Sigma value at its wildcards. A backslash makes `*`, `?` and `\` plain; before anything else it is a plain
 * backslash (Sigma rules specification 2.0, "Escaping").
 */
export function parseSigmaText(value: string): SigmaText {
  const parts: (string | typeof anyRun | typeof anyOne)[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push(plain);
    plain = '';
  };
  for (let index = 0; index < value.length; index += 1) {
    const character = value[index]!;
    const next = value[index + 1];
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      index += 1;
    } else if (character === '*' || character === '?') {
      flush();
      const wildcard = character === '*' ? anyRun : anyOne;
      if (!(wildcard === anyRun && parts.at(-1) === anyRun)) parts.push(wildcard);
    } else {
      plain += character;
    }
  }
  flush();
  return parts;
}

/** The plain text of a value without wildcards, else undefined. */
export function plainText(text: SigmaText): string | undefined {
  if (text.length === 0) return '';
  const [only, ...rest] = text;
  return rest.length === 0 && typeof only === 'string' ? only : undefined;
}

/** Written back with escapes: the `pattern` of a wildcard comparison. */
export function sigmaPattern(text: SigmaText): string {
  return text
    .map((part) =>
      typeof part === 'string' ? part.replace(/[\\*?]/g, (special) => `\\${special}`) : part === anyRun ? '*' : '?',
    )
    .join('');
}
