import ipaddr from 'ipaddr.js';
import type { Artifact, FieldValue } from '../artifacts/artifact.ts';
import { regexNeeds } from '../rules/regex-atoms.ts';
import type { Comparison, Expression, Indicator, IndicatorList } from '../rules/rule.ts';
import { compileRegex } from '../rules/rule-regex.ts';
import { hasNeeds, type TextNeeds } from '../rules/text-needs.ts';
import { contentPatternId } from './content-pattern-id.ts';
import { indicatorIndex, parseAddress } from './indicator-index.ts';
import { compileWildcard } from './wildcard.ts';

/** Whether a condition holds for a record. `content` says whether a pattern of `contentPatterns` was found in the file. */
export type Matcher = (artifact: Artifact, content?: (patternId: string) => boolean) => boolean;
export type Lists = Readonly<Record<string, IndicatorList>>;
/** Which indicators of a list count; all, unless said otherwise. */
export type AcceptIndicator = (indicator: Indicator, artifact: Artifact) => boolean;

const everyIndicator: AcceptIndicator = () => true;

/**
 * Compiles a condition once, to be run on many records. Text is compared without regard to case unless the rule says `cased`;
 * of a field with several values any may match; a field that the record does not have matches nothing but `null`.
 */
export function compileCondition(
  condition: Expression,
  lists: Lists,
  accept: AcceptIndicator = everyIndicator,
): Matcher {
  switch (condition.kind) {
    case 'and': {
      const parts = byCost(condition.of).map((part) => compileCondition(part, lists, accept));
      return (artifact, content) => {
        for (const part of parts) if (!part(artifact, content)) return false;
        return true;
      };
    }
    case 'or': {
      const parts = byCost(joinEquals(condition.of)).map((part) =>
        part.kind === 'any-of' ? compileAnyOf(part) : compileCondition(part, lists, accept),
      );
      return (artifact, content) => {
        for (const part of parts) if (part(artifact, content)) return true;
        return false;
      };
    }
    case 'not': {
      const inner = compileCondition(condition.of, lists, accept);
      return (artifact, content) => !inner(artifact, content);
    }
    case 'compare':
      return compileComparison(condition, lists, accept);
  }
}

/** Many texts that one field is compared with, as one lookup. */
interface AnyOf {
  readonly kind: 'any-of';
  readonly field: string;
  readonly values: ReadonlySet<string>;
}

function joinEquals(of: readonly Expression[]): readonly (Expression | AnyOf)[] {
  const byField = new Map<string, string[]>();
  const others: Expression[] = [];
  for (const part of of) {
    const isPlain =
      part.kind === 'compare' && part.test.op === 'equals' && !part.test.isCased && part.field !== 'content';
    if (isPlain && part.field !== undefined && part.test.op === 'equals') {
      byField.set(part.field, [...(byField.get(part.field) ?? []), part.test.value.toLowerCase()]);
    } else {
      others.push(part);
    }
  }
  return [
    ...[...byField].map(([field, values]): AnyOf => ({ kind: 'any-of', field, values: new Set(values) })),
    ...others,
  ];
}

function compileAnyOf({ field, values }: AnyOf): Matcher {
  return onTexts(field, (text) => values.has(lower(text)));
}

/** Cheap tests first: most records fail the first. */
function byCost<T extends Expression | AnyOf>(of: readonly T[]): readonly T[] {
  return of.toSorted((a, b) => cost(a) - cost(b));
}

function cost(expression: Expression | AnyOf): number {
  switch (expression.kind) {
    case 'any-of':
      return 1;
    case 'not':
      return cost(expression.of);
    case 'and':
    case 'or':
      return expression.of.reduce((sum, part) => Math.max(sum, cost(part)), 2);
    case 'compare':
      if (expression.field === undefined) return 20;
      return COSTS[expression.test.op];
  }
}

const COSTS: Readonly<Record<Comparison['test']['op'], number>> = {
  exists: 0,
  null: 0,
  'equals-boolean': 0,
  'equals-number': 0,
  gt: 0,
  gte: 0,
  lt: 0,
  lte: 0,
  equals: 1,
  startswith: 1,
  endswith: 1,
  fieldref: 2,
  contains: 3,
  wildcard: 4,
  cidr: 6,
  'in-list': 8,
  regex: 30,
};

function compileComparison({ field, test }: Comparison, lists: Lists, accept: AcceptIndicator): Matcher {
  if (field === 'content') {
    const id = contentPatternId(test);
    return (_, content) => content?.(id) ?? false;
  }
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith': {
      const value = test.isCased ? test.value : test.value.toLowerCase();
      const fold = test.isCased ? same : lower;
      switch (test.op) {
        case 'equals':
          return onTexts(field, (text) => fold(text) === value);
        case 'contains':
          return onTexts(field, (text) => fold(text).includes(value));
        case 'startswith':
          return onTexts(field, (text) => fold(text).startsWith(value));
        case 'endswith':
          return onTexts(field, (text) => fold(text).endsWith(value));
      }
      break;
    }
    case 'wildcard': {
      const matches = compileWildcard(test.isCased ? test.pattern : test.pattern.toLowerCase());
      const fold = test.isCased ? same : lower;
      return onTexts(field, (text) => matches(fold(text)));
    }
    case 'regex':
      return onTexts(field, compileRegexTest(test.pattern, test.flags));
    case 'cidr': {
      const [base, bits] = ipaddr.parseCIDR(test.network);
      return onTexts(field, (text) => {
        const address = parseAddress(text);
        return address !== undefined && address.kind() === base.kind() && address.match(base, bits);
      });
    }
    case 'gt':
      return onNumbers(field, (number) => number > test.value);
    case 'gte':
      return onNumbers(field, (number) => number >= test.value);
    case 'lt':
      return onNumbers(field, (number) => number < test.value);
    case 'lte':
      return onNumbers(field, (number) => number <= test.value);
    case 'equals-number':
      return onNumbers(field, (number) => number === test.value);
    case 'equals-boolean':
      return (artifact) => fieldValueOf(artifact, field) === test.value;
    case 'exists':
      return (artifact) => (fieldValueOf(artifact, field) !== undefined) === test.value;
    case 'null':
      return (artifact) => fieldValueOf(artifact, field) === undefined;
    case 'fieldref': {
      const fold = test.isCased ? same : lower;
      return (artifact) => {
        const other = fieldValueOf(artifact, test.other);
        if (other === undefined) return false;
        const others = textsIn(other).map(fold);
        const own = fieldValueOf(artifact, field);
        return own !== undefined && textsIn(own).some((text) => others.includes(fold(text)));
      };
    }
    case 'in-list': {
      const list = lists[test.list];
      if (!list) throw new Error(`no indicator list "${test.list}"`);
      if (list.indicators.length === 0) return () => false;
      const index = indicatorIndex(list);
      return (artifact) => {
        const value = fieldValueOf(artifact, field);
        if (value === undefined) return false;
        return textsIn(value).some((text) =>
          index.find(text, test.how).some((indicator) => accept(indicator, artifact)),
        );
      };
    }
  }
}

/** Texts and answers of one regular expression that are remembered: cron runs the same commands all day. */
const ANSWERS = 64;
const ANSWERED_CHARACTERS = 512;

/** The regular expression runs only where its literals stand: RE2 in JavaScript is slow. */
function compileRegexTest(pattern: string, flags: string): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  let needs: TextNeeds | undefined;
  let isReady = false;
  let regex: ReturnType<typeof compileRegex> | undefined;
  return (text) => {
    if (!isReady) needs = regexNeeds({ pattern, flags });
    isReady = true;
    if (needs !== undefined && !hasNeeds(lower(text), needs)) return false;
    const known = answers.get(text);
    if (known !== undefined) return known;
    regex ??= compileRegex({ pattern, flags });
    const answer = regex.test(text);
    if (text.length <= ANSWERED_CHARACTERS) {
      if (answers.size >= ANSWERS) answers.clear();
      answers.set(text, answer);
    }
    return answer;
  };
}

/** The value of a field, also of those that every record has. */
export function fieldValueOf(artifact: Artifact, field: string | undefined): FieldValue | undefined {
  switch (field) {
    case undefined:
      return (
        artifact.raw ??
        Object.values(artifact.fields)
          .filter((value) => typeof value === 'string')
          .join(' ')
      );
    case 'path':
      return artifact.path;
    case 'line':
      return artifact.line;
    case 'time':
      return artifact.time?.ms;
    default:
      return artifact.fields[field];
  }
}

function textsIn(value: FieldValue): readonly string[] {
  return typeof value === 'string' ? [value] : typeof value === 'object' ? value : [String(value)];
}

function onTexts(field: string | undefined, test: (text: string) => boolean): Matcher {
  return (artifact) => {
    const value = fieldValueOf(artifact, field);
    if (value === undefined) return false;
    if (typeof value === 'string') return test(value);
    if (typeof value === 'object') return value.some(test);
    return test(String(value));
  };
}

function onNumbers(field: string | undefined, test: (number: number) => boolean): Matcher {
  return (artifact) => {
    const value = fieldValueOf(artifact, field);
    if (typeof value === 'number') return test(value);
    if (typeof value !== 'string' || value.trim() === '') return false;
    const number = Number(value);
    return Number.isFinite(number) && test(number);
  };
}

const same = (text: string): string => text;

/** Lower case, remembered for the few texts that many rules look at one after the other. */
const lowered = new Map<string, string>();
const REMEMBERED = 64;

function lower(text: string): string {
  if (text.length < 24) return text.toLowerCase();
  const known = lowered.get(text);
  if (known !== undefined) return known;
  if (lowered.size >= REMEMBERED) lowered.clear();
  const result = text.toLowerCase();
  lowered.set(text, result);
  return result;
}
