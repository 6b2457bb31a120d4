import type { Category } from '../artifacts/artifact.ts';
import { didYouMean } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import type { RuleTest } from './rule.ts';
import { fieldNames, lookUpField } from './rule-fields.ts';
import { child, plain, type YamlMap, type YamlNode } from './yaml-tree.ts';

/** Keys of a test record besides the category's fields: the raw line, and the record's own file name. */
export const testKeys = ['raw'] as const;

interface Tests<T> {
  readonly match: readonly T[];
  readonly ignore: readonly T[];
}

/** Reads `nsleuth.tests` of a rule: records that it must match, and records that it must not. */
export function readRuleTests(block: YamlMap | undefined, category: Category, complain: Complain): Tests<RuleTest> {
  return readTests(block, complain, (node) => readRecord(node, category, complain));
}

/**
 * Reads `nsleuth.tests` of a correlation: each test is a list of events. An event names the rule it is of in `rule` (id or
 * name) and its `time`.
 */
export function readCorrelationTests(block: YamlMap | undefined, complain: Complain): Tests<readonly RuleTest[]> {
  return readTests(block, complain, (node) => {
    if (node.kind !== 'list') {
      complain('error', node.line, 'a test of a correlation is a list of events');
      return undefined;
    }
    return node.items.flatMap((item) => {
      if (item.kind === 'map' && child(item, 'rule') && child(item, 'time')) return [record(item)];
      complain('error', item.line, 'an event of a correlation test needs "rule" and "time"');
      return [];
    });
  });
}

function readTests<T>(
  block: YamlMap | undefined,
  complain: Complain,
  read: (node: YamlNode) => T | undefined,
): Tests<T> {
  const tests = block && child(block, 'tests');
  if (!tests) return { match: [], ignore: [] };
  if (tests.kind !== 'map') {
    complain('error', tests.line, '"tests" must be a map of "match" and "ignore"');
    return { match: [], ignore: [] };
  }
  const lists: { match: T[]; ignore: T[] } = { match: [], ignore: [] };
  for (const { key, line, value } of tests.entries) {
    if (key !== 'match' && key !== 'ignore') {
      complain('error', line, `unknown key "${key}" in tests${didYouMean(key, ['match', 'ignore'])}`);
    } else if (value.kind !== 'list') {
      complain('error', line, `"${key}" must be a list`);
    } else {
      lists[key] = value.items.map(read).filter((one) => one !== undefined);
    }
  }
  return lists;
}

function readRecord(node: YamlNode, category: Category, complain: Complain): RuleTest | undefined {
  if (node.kind !== 'map') {
    complain('error', node.line, `a test is a map of fields of ${category}`);
    return undefined;
  }
  for (const { key, line } of node.entries) {
    if (testKeys.some((known) => known === key) || lookUpField(category, key).kind !== 'unknown') continue;
    const guess = didYouMean(key, [...fieldNames(category), ...testKeys]);
    complain('error', line, `unknown field "${key}" of ${category} in a test${guess}`);
  }
  return record(node);
}

/** Texts of fields keep their spelling: a mode 0755 in a test is the text 0755. */
function record(node: YamlMap): RuleTest {
  const values: Record<string, unknown> = {};
  for (const { key, value } of node.entries) {
    if (key === '__proto__') continue;
    values[key] =
      value.kind === 'scalar' && typeof value.value === 'number' && key === 'mode' ? value.source : plain(value);
  }
  return values;
}
