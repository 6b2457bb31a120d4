import { didYouMean } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import type { CorrelationRule } from './rule.ts';
import { oneOf, readHeading } from './rule-heading.ts';
import { readCorrelationTests } from './rule-tests.ts';
import { type ReadRule, type RulePlace, ruleBase } from './sigma-rule.ts';
import { child, textOf, textsOf, type YamlMap } from './yaml-tree.ts';

/** A correlation as read, before the names of its rules are resolved to ids. */
export interface ReadCorrelation extends ReadRule<CorrelationRule> {
  /** `generate: true`: the rules it refers to make findings of their own too. */
  readonly generates: boolean;
}

const KEYS = ['type', 'rules', 'aliases', 'group-by', 'timespan', 'condition', 'generate'];
const TYPES = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;
const UNSUPPORTED_TYPES = ['value_sum', 'value_avg', 'value_percentile'];
const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads one Sigma correlation. Undefined when it is wrong, which is said through `complain`. */
export function readCorrelation(map: YamlMap, place: RulePlace, complain: Complain): ReadCorrelation | undefined {
  let failed = false;
  const strict: Complain = (severity, line, message) => {
    if (severity === 'error') failed = true;
    complain(severity, line, message);
  };
  const body = child(map, 'correlation');
  if (body?.kind !== 'map') {
    strict('error', map.line, '"correlation" must be a map');
    return undefined;
  }
  for (const { key, line } of body.entries) {
    if (!KEYS.includes(key)) strict('error', line, `unknown key "${key}" in correlation${didYouMean(key, KEYS)}`);
  }
  const heading = readHeading(map, undefined, strict);
  const type = readType(body, strict);
  const rules = textsOf(child(body, 'rules'), 'rules', strict);
  if (rules.length === 0) strict('error', body.line, 'a correlation needs "rules": ids or names');
  const timespanMs = readTimespan(body, strict);
  const groupBy = textsOf(child(body, 'group-by'), 'group-by', strict);
  const aliases = readAliases(body, strict);
  const { condition, field } = readCondition(body, type, rules.length, strict);
  const tests = readCorrelationTests(heading.block, strict);
  const generate = child(body, 'generate') ?? child(map, 'generate');
  if (failed || type === undefined || timespanMs === undefined || condition === undefined) return undefined;
  return {
    rule: {
      kind: 'correlation',
      ...ruleBase(heading, place, map),
      type,
      rules,
      groupBy,
      aliases,
      timespanMs,
      ...(field !== undefined && { field }),
      condition,
      tests,
    },
    states: heading.states,
    generates: generate?.kind === 'scalar' && generate.value === true,
  };
}

function readType(body: YamlMap, complain: Complain): CorrelationRule['type'] | undefined {
  const word = textOf(child(body, 'type'), 'type', complain);
  if (word !== undefined && UNSUPPORTED_TYPES.includes(word)) {
    complain('error', child(body, 'type')?.line ?? body.line, `Sigma's correlation type "${word}" is not supported`);
    return undefined;
  }
  if (word === undefined) complain('error', body.line, `a correlation needs a "type": ${TYPES.join(', ')}`);
  return oneOf(body, 'type', TYPES, complain);
}

function readTimespan(body: YamlMap, complain: Complain): number | undefined {
  const node = child(body, 'timespan');
  const text = textOf(node, 'timespan', complain);
  const parts = /^(\d{1,6})([smhd])$/.exec(text ?? '');
  const span = parts ? Number(parts[1]) * UNITS[parts[2]!]! : 0;
  if (span > 0) return span;
  complain('error', node?.line ?? body.line, 'a correlation needs a "timespan": a number and s, m, h or d, like 5m');
  return undefined;
}

function readAliases(body: YamlMap, complain: Complain): CorrelationRule['aliases'] {
  const node = child(body, 'aliases');
  if (!node) return {};
  if (node.kind !== 'map') {
    complain('error', node.line, '"aliases" must be a map of alias to rule and field');
    return {};
  }
  const aliases: [string, Record<string, string>][] = [];
  for (const { key, line, value } of node.entries) {
    if (value.kind !== 'map') {
      complain('error', line, `alias "${key}" must be a map of rule to field`);
      continue;
    }
    aliases.push([
      key,
      Object.fromEntries(
        value.entries.map((entry) => [entry.key, textOf(entry.value, `${key}.${entry.key}`, complain) ?? '']),
      ),
    ]);
  }
  return Object.fromEntries(aliases);
}

function readCondition(
  body: YamlMap,
  type: CorrelationRule['type'] | undefined,
  ruleCount: number,
  complain: Complain,
): { readonly condition?: CorrelationRule['condition']; readonly field?: string } {
  const node = child(body, 'condition');
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (!node) {
    if (isTemporal) return { condition: { op: 'gte', value: ruleCount } };
    complain('error', body.line, `a correlation of type "${type ?? '?'}" needs a "condition"`);
    return {};
  }
  if (node.kind !== 'map') {
    complain(
      'error',
      node.line,
      'a correlation condition must be a map like {gte: 10}; a condition on rule names is not supported',
    );
    return {};
  }
  let condition: CorrelationRule['condition'] | undefined;
  let field: string | undefined;
  for (const { key, line, value } of node.entries) {
    const op = OPERATORS.find((one) => one === key);
    if (key === 'field') {
      const names = textsOf(value, 'field', complain);
      if (names.length !== 1)
        complain('error', line, 'counting the values of several fields together is not supported');
      field = names[0];
    } else if (!op) {
      complain('error', line, `unknown key "${key}" in the condition${didYouMean(key, [...OPERATORS, 'field'])}`);
    } else if (condition) {
      complain('error', line, 'a range of two criteria is not supported; write two correlations');
    } else if (value.kind !== 'scalar' || typeof value.value !== 'number') {
      complain('error', line, `"${key}" must be a number`);
    } else {
      condition = { op, value: value.value };
    }
  }
  if (!condition) complain('error', node.line, `a correlation condition needs one of ${OPERATORS.join(', ')}`);
  if (type === 'value_count' && field === undefined)
    complain('error', node.line, '"value_count" needs the "field" whose values are counted');
  return { ...(condition && { condition }), ...(field !== undefined && { field }) };
}
