import { type Catalogue, en } from './en.ts';
import { nl } from './nl.ts';

export const languages = ['en', 'nl'] as const;
export type Language = (typeof languages)[number];

const catalogues: Readonly<Record<Language, Catalogue>> = { en, nl };

/** The texts of a language; where none is given, of the environment's `LC_ALL`, `LC_MESSAGES` or `LANG`, else English. */
export function textsFor(language: Language | undefined, env: Readonly<Record<string, string | undefined>>): Catalogue {
  if (language) return catalogues[language];
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('nl') ? nl : en;
}
