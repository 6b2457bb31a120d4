/** How long a suppression shall hold, as typed: not at all, always, or until a last day. Undefined when it is none of these. */
export type EndDate =
  | { readonly kind: 'none' }
  | { readonly kind: 'always' }
  | { readonly kind: 'day'; readonly until: string };

export function parseEndDate(typed: string): EndDate | undefined {
  const words = typed.trim().toLowerCase();
  if (words === '') return { kind: 'none' };
  if (words === 'always' || words === 'altijd') return { kind: 'always' };
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(words) && !Number.isNaN(Date.parse(`${words}T00:00:00Z`));
  return isDay ? { kind: 'day', until: words } : undefined;
}
