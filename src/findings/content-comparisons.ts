import type { Comparison, Expression } from '../rules/rule.ts';
import { contentPatternId } from './content-pattern-id.ts';

/** The comparisons of `content` in a condition, by their pattern's id. */
export function contentComparisons(condition: Expression): ReadonlyMap<string, Comparison['test']> {
  const found = new Map<string, Comparison['test']>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'not') visit(expression.of);
    else if (expression.kind !== 'compare') expression.of.forEach(visit);
    else if (expression.field === 'content') found.set(contentPatternId(expression.test), expression.test);
  };
  visit(condition);
  return found;
}
