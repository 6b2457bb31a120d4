import { type Language, languageOf } from '../../assessment/languages/language.ts';
import { type Catalogue, en } from './en.ts';
import { nl } from './nl.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = { en, nl };

/** The texts of a language; where none is given, of the environment. */
export function textsFor(language: Language | undefined, env: Readonly<Record<string, string | undefined>>): Catalogue {
  return catalogues[languageOf(language, env)];
}
