import { resolve, sep } from 'node:path';
import { yaraFolders } from '../assessment/yara-candidates.ts';
import { type FilePlaces, filePlaces } from '../rules/file-places.ts';
import { isFetchedAnyway } from '../sources/ssh/paths.ts';
import { hasOwnRules, type RuleOptions } from './rule-options.ts';
import type { Knowledge } from './shipped-rules.ts';
import { shippedRules } from './shipped-rules.ts';

/** What a live scan without rules of the user's own looks for beyond what is fetched in any case: nothing. */
export const noPlaces: FilePlaces = { paths: [], patterns: [], elsewhere: [] };

/**
 * Where the files of the user's own rules lie on a live appliance; `options` are those that `knowledge` was loaded with. What is fetched in any case is
 * chosen for the shipped rules.
 */
export function rulePlaces(options: RuleOptions, { ruleSet }: Knowledge): FilePlaces {
  if (!hasOwnRules(options)) return noPlaces;
  const isOwn = (file: string) => !resolve(file).startsWith(resolve(shippedRules) + sep);
  const own = {
    ...ruleSet,
    rules: ruleSet.rules.filter(({ file }) => isOwn(file)),
    yaraFiles: ruleSet.yaraFiles.filter(({ namespace }) => isOwn(namespace)),
  };
  return filePlaces(own, isFetchedAnyway, yaraFolders);
}
