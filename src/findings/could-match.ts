import type { Artifact } from '../artifacts/artifact.ts';
import type { Expression, IndicatorList } from '../rules/rule.ts';
import { compileCondition } from './match.ts';

/** Fields of a file that are known only once its content was read. */
const FROM_CONTENT = new Set(['content', 'sha256', 'sha1', 'md5']);

/** `undefined` stands for: depends on the content. */
type Maybe = boolean | undefined;

/**
 * Whether a rule could still hold for a file of which only the metadata and the first bytes are known. Files for which no rule could are not searched,
 * which is most of them. Returns which of the content fields the answer depends on.
 */
export function compileCouldMatch(
  condition: Expression,
  lists: Readonly<Record<string, IndicatorList>>,
): (artifact: Artifact) => boolean {
  const evaluate = compileMaybe(condition, lists);
  return (artifact) => evaluate(artifact) !== false;
}

/** The content fields that a condition asks for. */
export function contentFieldsOf(condition: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (expression: Expression): void => {
    if (expression.kind === 'compare') {
      if (expression.field !== undefined && FROM_CONTENT.has(expression.field)) found.add(expression.field);
    } else if (expression.kind === 'not') walk(expression.of);
    else expression.of.forEach(walk);
  };
  walk(condition);
  return found;
}

function compileMaybe(
  expression: Expression,
  lists: Readonly<Record<string, IndicatorList>>,
): (artifact: Artifact) => Maybe {
  switch (expression.kind) {
    case 'compare': {
      const { field, test } = expression;
      // A feed that the user did not give: nothing can be in it, and no file is hashed for it.
      if (test.op === 'in-list' && lists[test.list]?.indicators.length === 0) return () => false;
      if (field === undefined || FROM_CONTENT.has(field)) return () => undefined;
      return compileCondition(expression, lists);
    }
    case 'not': {
      const inner = compileMaybe(expression.of, lists);
      return (artifact) => {
        const value = inner(artifact);
        return value === undefined ? undefined : !value;
      };
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or';
      const parts = expression.of.map((part) => compileMaybe(part, lists));
      return (artifact) => {
        let isOpen = false;
        for (const part of parts) {
          const value = part(artifact);
          if (value === decisive) return decisive;
          if (value === undefined) isOpen = true;
        }
        return isOpen ? undefined : !decisive;
      };
    }
  }
}
