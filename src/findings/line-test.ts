import type { Category } from '../artifacts/artifact.ts';
import { regexNeeds } from '../rules/regex-atoms.ts';
import type { Comparison, Expression } from '../rules/rule.ts';
import { describeField } from '../rules/rule-fields.ts';
import { parseSigmaText } from '../rules/sigma-text.ts';
import { allOf, anyOf, hasNeeds, type TextNeeds } from '../rules/text-needs.ts';

/** A line of a log before it is parsed. */
export interface UnparsedLine {
  /** The line in lower case. */
  readonly lower: string;
  /** The value that every record of the line has in a field, where that can be told without parsing. */
  peek(field: string): string | undefined;
}

/** False only where the rule can hold for no record of the line. */
export type LineTest = (line: UnparsedLine) => boolean;

/**
 * A closer look at lines that `lineFilter` let pass: of a rule that needs several things it asks for one of them only, and the others are cheaper to look
 * for than a line is to parse. Undefined where nothing can be told.
 */
export function compileLineTest(condition: Expression, category: Category): LineTest | undefined {
  return mayHold(condition, category);
}

/** False only where the expression surely does not hold. */
function mayHold(expression: Expression, category: Category): LineTest | undefined {
  switch (expression.kind) {
    case 'and':
      return every(expression.of.map((part) => mayHold(part, category)));
    case 'or':
      return some(expression.of.map((part) => mayHold(part, category)));
    case 'not':
      return mayFail(expression.of, category);
    case 'compare': {
      const needs = needsOf(expression, category);
      if (needs === undefined) return undefined;
      // What is looked for may stand percent-encoded in the line.
      if (expression.field === 'cs-uri-decoded') return ({ lower }) => lower.includes('%') || hasNeeds(lower, needs);
      return ({ lower }) => hasNeeds(lower, needs);
    }
  }
}

/** False only where the expression surely holds. */
function mayFail(expression: Expression, category: Category): LineTest | undefined {
  switch (expression.kind) {
    case 'and':
      return some(expression.of.map((part) => mayFail(part, category)));
    case 'or':
      return every(expression.of.map((part) => mayFail(part, category)));
    case 'not':
      return mayHold(expression.of, category);
    case 'compare': {
      const { field, test } = expression;
      if (test.op !== 'fieldref' || field === undefined) return undefined;
      const { other } = test;
      return (line) => {
        const own = line.peek(field);
        return own === undefined || own !== line.peek(other);
      };
    }
  }
}

function every(tests: readonly (LineTest | undefined)[]): LineTest | undefined {
  const known = tests.filter((test) => test !== undefined);
  if (known.length < 2) return known[0];
  return (line) => {
    for (const test of known) if (!test(line)) return false;
    return true;
  };
}

function some(tests: readonly (LineTest | undefined)[]): LineTest | undefined {
  const known = tests.filter((test) => test !== undefined);
  if (known.length < tests.length) return undefined;
  if (known.length < 2) return known[0];
  return (line) => {
    for (const test of known) if (test(line)) return true;
    return false;
  };
}

function needsOf({ field, test }: Comparison, category: Category): TextNeeds | undefined {
  const description = field === undefined ? undefined : describeField(category, field);
  if (test.op === 'exists') return test.value && description?.marks ? anyOf(description.marks) : undefined;
  if (field !== undefined && field !== 'cs-uri-decoded' && description?.isVerbatim !== true) return undefined;
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return plainNeeds([test.value]);
    case 'wildcard':
      return plainNeeds(parseSigmaText(test.pattern).filter((part) => typeof part === 'string'));
    case 'regex': {
      const needs = regexNeeds(test);
      return needs && plain(needs);
    }
    default:
      return undefined;
  }
}

/** Characters whose bytes depend on the encoding, and those that may stand escaped in a log. */
const NOT_PLAIN = /[\x00-\x1f\x7f-\uffff"\\]+/;

function plainNeeds(texts: readonly string[]): TextNeeds | undefined {
  return allOf(texts.flatMap((text) => text.toLowerCase().split(NOT_PLAIN)).filter((run) => run !== ''));
}

/** The same needs without what may be written in another way. */
function plain(needs: TextNeeds): TextNeeds | undefined {
  if (typeof needs === 'string') return plainNeeds([needs]);
  if ('all' in needs) return allOf(needs.all.map(plain));
  const ways = needs.any.map(plain).filter((way) => way !== undefined);
  return ways.length === needs.any.length ? { any: ways } : undefined;
}
