import { limits } from '../evidence/limits.ts';
import type { CorrelationRule, Rule } from '../rules/rule.ts';

/** A record that met one of the correlated rules, or a match of a correlation that another one builds on. */
export interface CorrelationInput {
  /** Id of the rule it met. */
  readonly ruleId: string;
  /** Milliseconds UTC. */
  readonly timeMs: number;
  /** Field values of the record: at least those that the correlation groups or counts by. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A correlation that held, once for each stretch of time in a group. */
export interface CorrelationMatch<T extends CorrelationInput> {
  /** Values of the fields that the rule groups by. */
  readonly group: Readonly<Record<string, string>>;
  /** In order of time; of an ordered sequence one event for each rule. */
  readonly events: readonly T[];
}

/**
 * Evaluates one Sigma correlation over events, in any order. An event that lacks a field of `group-by` belongs to no group.
 * Stretches of time do not overlap: the next is looked for after the last event of a match. Events of the same time count as
 * being in any order. At most `limits.correlationEvents` events and `limits.findingsPerRule` matches.
 */
export function correlate<T extends CorrelationInput>(
  rule: CorrelationRule,
  events: readonly T[],
): readonly CorrelationMatch<T>[] {
  const order = new Map(rule.rules.map((id, index) => [id, index]));
  const groups = new Map<string, { readonly group: Record<string, string>; readonly events: T[] }>();
  let taken = 0;
  for (const event of events) {
    if (!order.has(event.ruleId)) continue;
    if (taken >= limits.correlationEvents) break;
    taken += 1;
    const group = groupOf(rule, event);
    if (!group) continue;
    const key = JSON.stringify(Object.values(group));
    const known = groups.get(key);
    if (known) known.events.push(event);
    else groups.set(key, { group, events: [event] });
  }
  const matches: CorrelationMatch<T>[] = [];
  for (const { group, events: members } of groups.values()) {
    members.sort((a, b) => a.timeMs - b.timeMs || order.get(a.ruleId)! - order.get(b.ruleId)!);
    for (const stretch of stretchesOf(rule, members)) {
      if (matches.length >= limits.findingsPerRule) return matches;
      matches.push({ group, events: stretch });
    }
  }
  return matches;
}

/** Correlations in an order in which each comes after those it builds on. */
export function inDependencyOrder(rules: readonly Rule[]): readonly CorrelationRule[] {
  const waiting = rules.filter((rule) => rule.kind === 'correlation');
  const ordered: CorrelationRule[] = [];
  while (waiting.length > 0) {
    const open = new Set(waiting.map(({ id }) => id));
    const next = waiting.findIndex((rule) => !rule.rules.some((id) => open.has(id)));
    // Circles are refused when rules are loaded.
    ordered.push(...waiting.splice(Math.max(0, next), 1));
  }
  return ordered;
}

/** A match as an event for the correlations that build on it: at the time of its last event, with the values of its group. */
export function matchEvent<T extends CorrelationInput>(
  rule: CorrelationRule,
  match: CorrelationMatch<T>,
): CorrelationInput {
  return {
    ruleId: rule.id,
    timeMs: match.events.at(-1)?.timeMs ?? 0,
    fields: { ...match.events.at(-1)?.fields, ...match.group },
  };
}

function groupOf(rule: CorrelationRule, event: CorrelationInput): Record<string, string> | undefined {
  const group: Record<string, string> = {};
  for (const name of rule.groupBy) {
    const alias = Object.hasOwn(rule.aliases, name) ? rule.aliases[name] : undefined;
    const field = alias ? (Object.hasOwn(alias, event.ruleId) ? alias[event.ruleId] : undefined) : name;
    const value = field === undefined ? undefined : event.fields[field];
    if (value === undefined || value === null || value === '') return undefined;
    group[name] = String(value).toLowerCase();
  }
  return group;
}

function stretchesOf<T extends CorrelationInput>(rule: CorrelationRule, events: readonly T[]): Iterable<readonly T[]> {
  switch (rule.type) {
    case 'event_count':
      return windows(rule, events, () => 1);
    case 'value_count':
      return windows(rule, events, (event) => text(event.fields[rule.field ?? '']));
    case 'temporal':
      return windows(rule, events, (event) => event.ruleId);
    case 'temporal_ordered':
      return sequences(rule, events);
  }
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value).toLowerCase();
}

/**
 * Windows that begin with an event. What is counted: 1 counts every event, a text counts different texts, undefined nothing.
 * For `gt` and `gte` the window slides, and begins at the first event from which enough follow; for the others windows stand
 * side by side.
 */
function* windows<T extends CorrelationInput>(
  rule: CorrelationRule,
  events: readonly T[],
  counted: (event: T) => 1 | string | undefined,
): Generator<readonly T[]> {
  const { op } = rule.condition;
  const isSliding = op === 'gt' || op === 'gte';
  const counts = new Map<string, number>();
  let single = 0;
  const change = (event: T, by: 1 | -1): void => {
    const value = counted(event);
    if (value === 1) single += by;
    else if (value !== undefined) {
      const count = (counts.get(value) ?? 0) + by;
      if (count === 0) counts.delete(value);
      else counts.set(value, count);
    }
  };
  let end = 0;
  for (let start = 0; start < events.length; ) {
    const last = events[start]!.timeMs + rule.timespanMs;
    for (; end < events.length && events[end]!.timeMs <= last; end += 1) change(events[end]!, 1);
    const isMet = holds(rule.condition, single + counts.size);
    if (isMet) yield events.slice(start, end);
    if (isMet || !isSliding) {
      for (; start < end; start += 1) change(events[start]!, -1);
    } else {
      change(events[start]!, -1);
      start += 1;
    }
  }
}

function holds({ op, value }: CorrelationRule['condition'], count: number): boolean {
  switch (op) {
    case 'gt':
      return count > value;
    case 'gte':
      return count >= value;
    case 'lt':
      return count < value;
    case 'lte':
      return count <= value;
    case 'eq':
      return count === value;
    case 'neq':
      return count !== value;
  }
}

/**
 * Events of the rules in their order within the timespan. For each number of rules met so far the sequence that began last is
 * kept: whatever a sequence that began earlier could complete in time, that one can.
 */
function* sequences<T extends CorrelationInput>(rule: CorrelationRule, events: readonly T[]): Generator<readonly T[]> {
  const stages = rule.rules;
  let best: (readonly T[] | undefined)[] = stages.map(() => undefined);
  for (const event of events) {
    // From the last stage down, so that one event does not take two places when a rule is named twice.
    for (let stage = stages.length - 1; stage >= 0; stage -= 1) {
      if (stages[stage] !== event.ruleId) continue;
      const before = stage === 0 ? [] : best[stage - 1];
      if (!before || (before[0] && event.timeMs - before[0].timeMs > rule.timespanMs)) continue;
      best[stage] = [...before, event];
    }
    const complete = best.at(-1);
    if (complete) {
      yield complete;
      best = stages.map(() => undefined);
    }
  }
}
