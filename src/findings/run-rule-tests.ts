import type { Indicator, IndicatorList, Rule, RuleSet, RuleTest, SigmaRule } from '../rules/rule.ts';
import { userListExamples } from '../rules/user-lists.ts';
import { contentComparisons } from './content-comparisons.ts';
import { searchContent } from './content-search.ts';
import { compileCondition, type Lists } from './match.ts';
import { testRecord } from './test-record.ts';

/** A test of a rule that did not come out as it says. */
export interface FailedTest {
  readonly rule: Rule;
  readonly kind: 'match' | 'ignore';
  /** Of the test in its list, from 1. */
  readonly number: number;
  /** The test, shortened. */
  readonly test: string;
}

export interface RuleTestResult {
  readonly rules: number;
  readonly tests: number;
  readonly failed: readonly FailedTest[];
}

/** Runs the inline tests of Sigma rules: each record is matched as evidence would be, content by plain search. */
export function runSigmaTests(ruleSet: RuleSet): RuleTestResult {
  const failed: FailedTest[] = [];
  let tests = 0;
  const rules = ruleSet.rules.filter((rule): rule is SigmaRule => rule.kind === 'sigma');
  const lists = withExamples(ruleSet.lists);
  for (const rule of rules) {
    const matches = compileTest(rule, lists);
    for (const kind of ['match', 'ignore'] as const) {
      rule.tests[kind].forEach((test, index) => {
        tests += 1;
        if (matches(test) !== (kind === 'match')) failed.push({ rule, kind, number: index + 1, test: shorten(test) });
      });
    }
  }
  return { rules: rules.length, tests, failed };
}

/** The user's lists are empty until a feed fills them: each holds its example, so that rules on them can be tested. */
function withExamples(lists: Lists): Lists {
  const examples = Object.entries(userListExamples).map(([name, value]): [string, IndicatorList] => {
    const example: Indicator = { value, confidence: 'high', tier: 'user', source: 'rule test' };
    return [name, { name, indicators: [...(lists[name]?.indicators ?? []), example] }];
  });
  return { ...lists, ...Object.fromEntries(examples) };
}

function compileTest(rule: SigmaRule, lists: Lists): (test: RuleTest) => boolean {
  const matches = compileCondition(rule.condition, lists);
  const comparisons = contentComparisons(rule.condition);
  return (test) => {
    const content = testContent(test);
    const found = (id: string): boolean => {
      const comparison = comparisons.get(id);
      return comparison !== undefined && content !== undefined && searchContent(comparison, content, lists);
    };
    return matches(testRecord(test, rule.category), found);
  };
}

/** The content that a test states, one character a byte. */
export function testContent(test: RuleTest): string | undefined {
  if (typeof test['content_base64'] === 'string')
    return Buffer.from(test['content_base64'], 'base64').toString('latin1');
  return typeof test['content'] === 'string' ? Buffer.from(test['content'], 'utf8').toString('latin1') : undefined;
}

export function shorten(test: unknown): string {
  const text = JSON.stringify(test);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
