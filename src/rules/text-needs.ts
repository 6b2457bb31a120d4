/** What must stand in a text, in any case of its ASCII letters: a literal (lower case), all of several, or one of several. */
export type TextNeeds = string | { readonly all: readonly TextNeeds[] } | { readonly any: readonly TextNeeds[] };

/** Needs of a whole from those of its parts, each of which must hold; `undefined` stands for a part that needs nothing known. */
export function allOf(parts: readonly (TextNeeds | undefined)[]): TextNeeds | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < 2 ? known[0] : { all: known };
}

/** Needs where one of several ways must hold: nothing is known as soon as one way needs nothing known. */
export function anyOf(ways: readonly (TextNeeds | undefined)[]): TextNeeds | undefined {
  const known = ways.filter((way) => way !== undefined);
  if (known.length < ways.length) return undefined;
  return known.length < 2 ? known[0] : { any: known };
}

/** Whether a text, in lower case, has what is needed. */
export function hasNeeds(text: string, needs: TextNeeds): boolean {
  if (typeof needs === 'string') return text.includes(needs);
  if ('all' in needs) {
    for (const part of needs.all) if (!hasNeeds(text, part)) return false;
    return true;
  }
  for (const way of needs.any) if (hasNeeds(text, way)) return true;
  return false;
}
