import { html, type Markup } from './markup.ts';

/** A path that is too long for its line is broken behind its slashes; what is copied has no break. */
export function breakable(path: string): Markup {
  return html`${path.split(/(?<=[^/]\/)(?=[^/])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`))}`;
}

/** Names and what they stand for; what is not known is left out. */
export function pairs(rows: readonly (readonly [name: string, value: string | undefined])[]): Markup {
  return html`<dl>${rows.map(([name, value]) => (value === undefined ? html`` : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}
