import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CorrelationInput, correlate, inDependencyOrder, matchEvent } from '../../src/findings/correlate.ts';
import type { CorrelationRule } from '../../src/rules/rule.ts';
import { sigmaRule } from '../fixtures/rule.ts';

function correlation(changes: Partial<CorrelationRule>): CorrelationRule {
  const {
    kind: _,
    category: __,
    condition: ___,
    isBuildingBlock: ____,
    tests: _____,
    ...base
  } = sigmaRule({ kind: 'or', of: [] });
  return {
    ...base,
    kind: 'correlation',
    type: 'event_count',
    rules: ['a'],
    groupBy: [],
    aliases: {},
    timespanMs: 60_000,
    condition: { op: 'gte', value: 3 },
    tests: { match: [], ignore: [] },
    ...changes,
  };
}

/** Events written as `rule@second` and, where they matter, `user` and `ip`. */
function event(ruleId: string, second: number, fields: Record<string, unknown> = {}): CorrelationInput {
  return { ruleId, timeMs: second * 1_000, fields };
}

function seconds(rule: CorrelationRule, events: readonly CorrelationInput[]): number[][] {
  return correlate(rule, events).map((match) => match.events.map(({ timeMs }) => timeMs / 1_000));
}

test.each([
  { name: 'enough within the timespan, in any order of arrival', at: [50, 0, 30], expected: [[0, 30, 50]] },
  { name: 'the whole timespan counts', at: [0, 30, 60], expected: [[0, 30, 60]] },
  { name: 'nothing when they lie too far apart', at: [0, 30, 61], expected: [] },
  { name: 'a window that begins later', at: [0, 50, 70, 90], expected: [[50, 70, 90]] },
  {
    name: 'two stretches, apart',
    at: [0, 1, 2, 500, 501, 502],
    expected: [
      [0, 1, 2],
      [500, 501, 502],
    ],
  },
])('event_count finds $name', ({ at, expected }) => {
  expect(
    seconds(
      correlation({}),
      at.map((second) => event('a', second)),
    ),
  ).toEqual(expected);
});

test('events are counted for each group, and one without the field is in none', () => {
  const events = [
    event('a', 0, { user: 'x' }),
    event('a', 1, { user: 'X' }),
    event('a', 2, { user: 'y' }),
    event('a', 3),
    event('a', 4, { user: 'x' }),
  ];
  expect(
    correlate(correlation({ groupBy: ['user'] }), events).map(({ group, events: own }) => [group, own.length]),
  ).toEqual([[{ user: 'x' }, 3]]);
});

test('value_count counts different values', () => {
  const rule = correlation({ type: 'value_count', field: 'ip', groupBy: ['user'], condition: { op: 'gte', value: 2 } });
  const same = [event('a', 0, { user: 'x', ip: '192.0.2.1' }), event('a', 1, { user: 'x', ip: '192.0.2.1' })];
  expect(correlate(rule, same)).toEqual([]);
  expect(correlate(rule, [...same, event('a', 2, { user: 'x', ip: '192.0.2.2' })])).toHaveLength(1);
});

test.each([
  { name: 'lt', condition: { op: 'lt', value: 3 }, at: [0, 1], count: 1 },
  { name: 'lt, not met', condition: { op: 'lt', value: 2 }, at: [0, 1], count: 0 },
  { name: 'eq', condition: { op: 'eq', value: 2 }, at: [0, 1], count: 1 },
  { name: 'neq', condition: { op: 'neq', value: 2 }, at: [0, 1], count: 0 },
  { name: 'gt', condition: { op: 'gt', value: 2 }, at: [0, 1], count: 0 },
  { name: 'lte', condition: { op: 'lte', value: 2 }, at: [0, 1], count: 1 },
] as const)('compares the count: $name', ({ condition, at, count }) => {
  expect(
    correlate(
      correlation({ condition }),
      at.map((second) => event('a', second)),
    ),
  ).toHaveLength(count);
});

test.each([
  { name: 'all rules in any order', type: 'temporal', events: ['b@10', 'a@20'], expected: [[10, 20]] },
  { name: 'nothing when one is missing', type: 'temporal', events: ['a@10', 'a@20'], expected: [] },
  { name: 'rules in their order', type: 'temporal_ordered', events: ['a@10', 'b@20'], expected: [[10, 20]] },
  { name: 'nothing in the wrong order', type: 'temporal_ordered', events: ['b@10', 'a@20'], expected: [] },
  {
    name: 'the sequence that began last',
    type: 'temporal_ordered',
    events: ['a@0', 'a@50', 'b@70'],
    expected: [[50, 70]],
  },
  { name: 'nothing that takes too long', type: 'temporal_ordered', events: ['a@0', 'b@70'], expected: [] },
  {
    name: 'events of the same second in their order',
    type: 'temporal_ordered',
    events: ['b@10', 'a@10'],
    expected: [[10, 10]],
  },
] as const)('$type finds $name', ({ type, events, expected }) => {
  const rule = correlation({ type, rules: ['a', 'b'], condition: { op: 'gte', value: 2 } });
  const inputs = events.map((one) => event(one.split('@')[0]!, Number(one.split('@')[1])));
  expect(seconds(rule, inputs)).toEqual(expected);
});

test('an alias names a different field of each rule', () => {
  const rule = correlation({
    type: 'temporal',
    rules: ['a', 'b'],
    groupBy: ['address'],
    aliases: { address: { a: 'client_ip', b: 'c-ip' } },
    condition: { op: 'gte', value: 2 },
  });
  const events = [
    event('a', 0, { client_ip: '192.0.2.1' }),
    event('b', 1, { 'c-ip': '192.0.2.1' }),
    event('b', 2, { 'c-ip': '192.0.2.2' }),
  ];
  expect(correlate(rule, events).map(({ group }) => group)).toEqual([{ address: '192.0.2.1' }]);
});

test('a correlation can build on another', () => {
  const first = correlation({ id: 'many', groupBy: ['user'] });
  const second = correlation({
    id: 'then',
    type: 'temporal_ordered',
    rules: ['many', 'b'],
    groupBy: ['user'],
    condition: { op: 'gte', value: 2 },
  });
  expect(inDependencyOrder([second, first]).map(({ id }) => id)).toEqual(['many', 'then']);
  const events = [0, 1, 2].map((second_) => event('a', second_, { user: 'x' }));
  const raised = correlate(first, events).map((match) => matchEvent(first, match));
  expect(correlate(second, [...raised, event('b', 30, { user: 'x' })])).toHaveLength(1);
});

test('a sequence is found exactly when one exists', () => {
  const rule = correlation({
    type: 'temporal_ordered',
    rules: ['a', 'b', 'c'],
    timespanMs: 5_000,
    condition: { op: 'gte', value: 3 },
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(20)), { maxLength: 12 }), (raw) => {
      const events = raw.map(([id, second]) => event(id, second));
      const exists = events.some((a) =>
        events.some((b) =>
          events.some(
            (c) =>
              a.ruleId === 'a' &&
              b.ruleId === 'b' &&
              c.ruleId === 'c' &&
              a.timeMs <= b.timeMs &&
              b.timeMs <= c.timeMs &&
              c.timeMs - a.timeMs <= 5_000,
          ),
        ),
      );
      expect(correlate(rule, events).length > 0).toBe(exists);
    }),
  );
});

test('100,000 events take well under a second', () => {
  const events = Array.from({ length: 100_000 }, (_, index) =>
    event('a', index / 100, { user: `u${index % 50}`, ip: `${index % 997}` }),
  );
  const started = performance.now();
  correlate(
    correlation({ type: 'value_count', field: 'ip', groupBy: ['user'], condition: { op: 'gte', value: 1_000 } }),
    events,
  );
  expect(performance.now() - started).toBeLessThan(2_000);
});
