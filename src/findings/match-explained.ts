import type { Artifact } from '../artifacts/artifact.ts';
import { limits } from '../evidence/limits.ts';
import type { Comparison, Expression, Indicator } from '../rules/rule.ts';
import { indicatorIndex } from './indicator-index.ts';
import { fieldValueOf, type Lists } from './match.ts';

/** An indicator that a record matched, and the list it stands in. */
export interface MatchedIndicator {
  readonly list: string;
  readonly indicator: Indicator;
}

/** Sorted by list and value, each once, and no more than a finding names: the same whatever order they come in. */
export function mergedIndicators(
  some: readonly MatchedIndicator[],
  more: readonly MatchedIndicator[],
): readonly MatchedIndicator[] {
  if (more.length === 0) return some;
  const keyed = new Map([...some, ...more].map((one) => [`${one.list}\0${one.indicator.value}`, one]));
  return [...keyed]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, limits.indicatorsPerFinding)
    .map(([, one]) => one);
}

/**
 * The indicators of lists that a matching record holds: for the finding's text. Those of a file's content are not told: they are searched for as bytes,
 * together with everything else.
 */
export function matchedIndicators(
  condition: Expression,
  artifact: Artifact,
  lists: Lists,
): readonly MatchedIndicator[] {
  const found = new Map<string, MatchedIndicator>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'not') return;
    if (expression.kind !== 'compare') {
      expression.of.forEach(visit);
      return;
    }
    for (const one of ofComparison(expression, artifact, lists)) found.set(`${one.list}\0${one.indicator.value}`, one);
  };
  visit(condition);
  return [...found.values()];
}

function ofComparison({ field, test }: Comparison, artifact: Artifact, lists: Lists): readonly MatchedIndicator[] {
  const list = test.op === 'in-list' && field !== 'content' ? lists[test.list] : undefined;
  if (!list || test.op !== 'in-list') return [];
  const value = fieldValueOf(artifact, field);
  if (value === undefined) return [];
  const texts = typeof value === 'object' ? value : [String(value)];
  const index = indicatorIndex(list);
  return texts.flatMap((text) => index.find(text, test.how).map((indicator) => ({ list: test.list, indicator })));
}
