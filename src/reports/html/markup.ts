/** Finished HTML. Only `html` makes it, so that text from evidence cannot become markup. */
export interface Markup {
  readonly markup: string;
}

type Value = Markup | readonly Markup[] | string | number | undefined;

/** Our own markup as it stands; every text or number between is escaped, markup is taken over, undefined is nothing. */
export function html(words: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = words[0] ?? '';
  for (const [index, value] of values.entries()) markup += toMarkup(value) + (words[index + 1] ?? '');
  return { markup };
}

/** Escapes text for element content and for attribute values in double or single quotes; also right within inline SVG. */
export function escapeHtml(raw: string): string {
  return raw.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toMarkup(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map((one) => one.markup).join('');
}
