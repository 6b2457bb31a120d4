import { type ContentPatterns, contentPatterns } from '../findings/content-patterns.ts';
import { buildLiteralFilter, type LiteralFilter } from '../findings/literal-filter.ts';
import type { Lists } from '../findings/match.ts';
import type { ActiveRule } from './prepared-rules.ts';

/** The rules on core dumps, as a dump is searched for them. */
export interface MemoryRules {
  readonly patterns: ContentPatterns;
  /** Finds the places that some rule could be met at. */
  readonly filter: LiteralFilter;
  /** For each literal of the filter, the rules that ask for it. */
  readonly rulesOf: readonly (readonly ActiveRule[])[];
}

/** Compiles the rules of category `memory`. */
export function prepareMemoryRules(rules: readonly ActiveRule[], lists: Lists): MemoryRules {
  const patterns = contentPatterns(
    rules.map(({ rule }) => rule),
    lists,
  );
  return {
    patterns,
    filter: buildLiteralFilter(patterns.literals.map(({ text }) => text)),
    rulesOf: patterns.literals.map(({ ids }) =>
      rules.filter(({ patternIds }) => patternIds.some((id) => ids.includes(id))),
    ),
  };
}
