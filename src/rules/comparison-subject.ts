import type { Category } from '../artifacts/artifact.ts';
import { nothing } from './expression.ts';
import type { Modifier } from './modifiers.ts';
import type { Complain } from './problem.ts';
import type { Comparison, Expression, IndicatorList } from './rule.ts';
import type { YamlScalar } from './yaml-tree.ts';

/** What a detection is read against. */
export interface DetectionContext {
  readonly category: Category;
  readonly lists: Readonly<Record<string, IndicatorList>>;
  readonly complain: Complain;
  /** A public rule for any web server: a field that is foreign to the appliance's logs is no mistake of its author. */
  readonly isForeign?: boolean;
}

/** What the values of one detection item are compared with, and how. */
export interface Subject {
  /** Undefined for keywords. */
  readonly field: string | undefined;
  readonly type: FieldType;
  readonly used: ReadonlySet<Modifier>;
  readonly context: DetectionContext;
}

export type FieldType = 'string' | 'number' | 'boolean' | 'time' | 'strings' | 'unknown';

export function compare({ field }: Subject, test: Comparison['test']): Comparison {
  return { kind: 'compare', field, test };
}

/** Complains of a value. Returns an expression, so that a reader of values can end with it. */
export function fault(subject: Subject, value: YamlScalar, message: string): Expression {
  subject.context.complain('error', value.line, message);
  return nothing;
}
