import { isAddress } from './address.ts';
import { type Expression, type IndicatorList, isGraver, type Level, type Rule, type Shows } from './rule.ts';

/**
 * The most a rule may be rated, by what it shows. Written out in docs/rules.md: an attempt is not a success, and only a trace
 * that cannot be benign is critical.
 */
export const highestLevel: Readonly<Record<Shows, Level>> = {
  compromise: 'critical',
  suspicious: 'high',
  attempt: 'medium',
  weakness: 'medium',
  context: 'low',
};

/** What a shipped rule lacks. */
export function shippedFaults(rule: Rule, states: ReadonlySet<string>): string[] {
  const isSilent = rule.kind === 'sigma' && rule.isBuildingBlock;
  const faults: string[] = [];
  const lacks = (key: string, is: boolean): void => {
    if (!is) faults.push(`a shipped rule needs "${key}"`);
  };
  lacks('id', rule.kind === 'yara' || states.has('id'));
  lacks('name', rule.kind === 'yara' || states.has('name'));
  lacks('description', rule.description !== '');
  if (isSilent) return faults;
  lacks('level', states.has('level'));
  lacks('references', rule.references.length > 0);
  lacks('shows', states.has('nsleuth.shows'));
  lacks('question', states.has('nsleuth.question'));
  lacks('advice', states.has('nsleuth.advice'));
  if (rule.kind !== 'yara') lacks('falsepositives', rule.falsepositives.length > 0);
  lacks('tests.match', (rule.tests?.match.length ?? 0) > 0);
  lacks('tests.ignore', (rule.tests?.ignore.length ?? 0) > 0);
  if (isGraver(rule.level, highestLevel[rule.shows])) {
    faults.push(`what shows "${rule.shows}" is at most ${highestLevel[rule.shows]}, not ${rule.level}`);
  }
  return faults;
}

/** What no rule may do, whoever wrote it. */
export function policyFaults(
  rule: Rule,
  lists: Readonly<Record<string, IndicatorList>>,
): { readonly severity: 'error' | 'warning'; readonly message: string }[] {
  if (rule.kind === 'sigma' && rule.category === 'memory' && !needsContent(rule.condition)) {
    const message =
      'a core dump is searched for words: each way for this rule to hold needs a value of the field content';
    return [{ severity: 'error', message }];
  }
  if (rule.kind !== 'sigma' || rule.shows !== 'compromise') return [];
  if (!restsOnAddress(rule.condition, lists)) return [];
  return [
    {
      severity: 'error',
      message: 'an address alone never shows "compromise"; add what was done from it, or say "suspicious" or "attempt"',
    },
  ];
}

/** Whether the condition cannot hold without some value of `content`. */
function needsContent(expression: Expression): boolean {
  switch (expression.kind) {
    case 'compare':
      return expression.field === 'content';
    case 'and':
      return expression.of.some(needsContent);
    case 'or':
      return expression.of.length > 0 && expression.of.every(needsContent);
    case 'not':
      return false;
  }
}

const ADDRESS_FIELD = /(^|[-_])(ip|nat_ip|vserver)$|^addresses$/;
/** Fields that say which kind of line it is, not what happened: with an address they are still an address alone. */
const KIND_FIELDS: ReadonlySet<string> = new Set([
  'module',
  'event',
  'severity',
  'log',
  'state',
  'protocol',
  'cs-method',
  'cs-version',
  'program',
  'host',
  'partition',
  'ppe',
]);

/** Whether the condition can hold though nothing but an address, and the kind of line, is known to match. */
export function restsOnAddress(condition: Expression, lists: Readonly<Record<string, IndicatorList>>): boolean {
  return hasAddress(condition, lists) && holds(condition, lists, true) && !holds(condition, lists, false);
}

function holds(
  expression: Expression,
  lists: Readonly<Record<string, IndicatorList>>,
  addressMatches: boolean,
): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.of.every((part) => holds(part, lists, addressMatches));
    case 'or':
      return expression.of.some((part) => holds(part, lists, addressMatches));
    case 'not':
      return !holds(expression.of, lists, addressMatches);
    case 'compare':
      if (hasAddress(expression, lists)) return addressMatches;
      return expression.test.op === 'exists' || (expression.field !== undefined && KIND_FIELDS.has(expression.field));
  }
}

function hasAddress(expression: Expression, lists: Readonly<Record<string, IndicatorList>>): boolean {
  if (expression.kind === 'not') return hasAddress(expression.of, lists);
  if (expression.kind !== 'compare') return expression.of.some((part) => hasAddress(part, lists));
  const { test, field } = expression;
  switch (test.op) {
    case 'in-list': {
      const indicators = lists[test.list]?.indicators ?? [];
      if (indicators.length === 0) return /address|_ips?$/.test(test.list);
      return indicators.filter(({ value }) => isAddress(value)).length * 2 > indicators.length;
    }
    case 'cidr':
      return true;
    case 'equals':
    case 'startswith':
    case 'endswith':
    case 'contains':
      return isAddress(test.value) || (field !== undefined && ADDRESS_FIELD.test(field));
    default:
      return false;
  }
}
