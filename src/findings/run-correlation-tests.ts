import { DateTime } from 'luxon';
import type { CorrelationRule, RuleSet, RuleTest } from '../rules/rule.ts';
import { type CorrelationInput, correlate, inDependencyOrder, matchEvent } from './correlate.ts';
import { type FailedTest, type RuleTestResult, shorten } from './run-rule-tests.ts';

/**
 * Runs the tests of correlations: each is a list of events, which name the rule they are of (id or name), their time and
 * fields. Correlations that the tested one builds on are evaluated first.
 */
export function runCorrelationTests(ruleSet: RuleSet): RuleTestResult {
  const ids = new Map(ruleSet.rules.flatMap(({ id, name }) => [[id, id] as const, [name, id] as const]));
  const order = inDependencyOrder(ruleSet.rules);
  const failed: FailedTest[] = [];
  let tests = 0;
  for (const rule of order) {
    for (const kind of ['match', 'ignore'] as const) {
      rule.tests[kind].forEach((events, index) => {
        tests += 1;
        const inputs = events.map((event) => inputOf(event, ids));
        if (isMet(rule, order, inputs) !== (kind === 'match'))
          failed.push({ rule, kind, number: index + 1, test: shorten(events) });
      });
    }
  }
  return { rules: order.length, tests, failed };
}

function isMet(rule: CorrelationRule, order: readonly CorrelationRule[], inputs: readonly CorrelationInput[]): boolean {
  const events = [...inputs];
  for (const one of order) {
    const matches = correlate(one, events);
    if (one === rule) return matches.length > 0;
    for (const match of matches) events.push(matchEvent(one, match));
  }
  return false;
}

function inputOf(event: RuleTest, ids: ReadonlyMap<string, string>): CorrelationInput {
  const { rule, time, ...fields } = event;
  const stated = String(rule).toLowerCase();
  return {
    ruleId: ids.get(String(rule)) ?? ids.get(stated) ?? stated,
    timeMs: DateTime.fromISO(String(time), { zone: 'utc' }).toMillis(),
    fields,
  };
}
