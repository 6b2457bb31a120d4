import type { Expression } from './rule.ts';

/** Several expressions as one; a single one stands for itself. */
export function joined(kind: 'and' | 'or', of: readonly Expression[]): Expression {
  return of.length === 1 ? of[0]! : { kind, of };
}

/** Holds for no record. It stands where a fault was complained of: the rule is refused, and reading goes on for further faults. */
export const nothing: Expression = { kind: 'or', of: [] };
