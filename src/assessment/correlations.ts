import type { Artifact } from '../artifacts/artifact.ts';
import { hostsOfLine } from '../artifacts/log-hosts.ts';
import { limits } from '../evidence/limits.ts';
import { correlate, inDependencyOrder } from '../findings/correlate.ts';
import type { ToUtc } from '../findings/finding-book.ts';
import { type Sighting, withHost } from '../findings/sighting.ts';
import { findingId } from '../findings/subject.ts';
import type { CorrelationRule, Rule } from '../rules/rule.ts';
import type { CorrelationEvent } from './examination.ts';
import type { HostTeller } from './hosts.ts';

/** Fields of a record that correlation rules group or count by. */
export function correlationFieldsOf(
  rules: readonly CorrelationRule[],
): (artifact: Artifact) => Readonly<Record<string, string>> {
  const names = new Set(
    rules.flatMap((rule) => [...rule.groupBy, ...(rule.field ? [rule.field] : []), ...aliasTargets(rule)]),
  );
  return (artifact) => {
    const fields: Record<string, string> = {};
    for (const name of names) {
      const value = name === 'path' ? artifact.path : artifact.fields[name];
      if (value !== undefined) fields[name] = String(value);
    }
    return fields;
  };
}

/** Runs every correlation over the events of the whole scan, once all times can be placed in UTC; what one finds can be an event of another. */
export function correlationSightings(
  rules: readonly Rule[],
  events: readonly CorrelationEvent[],
  toUtc: ToUtc,
  several?: HostTeller,
): readonly Sighting[] {
  // What happened on two appliances is no sequence of one.
  const parts = several
    ? Map.groupBy(events, ({ text, path }) => several.hostOf(hostsOfLine(text, { path }))).values()
    : [events];
  return [...parts].flatMap((part) => sightingsOf(rules, part, toUtc));
}

function sightingsOf(rules: readonly Rule[], events: readonly CorrelationEvent[], toUtc: ToUtc): readonly Sighting[] {
  const timed: TimedEvent[] = [];
  for (const event of events) {
    if (!event.time) continue;
    timed.push({ ruleId: event.rule, timeMs: toUtc(event.time).utc.getTime(), fields: event.fields, event });
  }
  return inDependencyOrder(rules).flatMap((rule) => {
    const matches = correlate(rule, timed);
    for (const { group, events: members } of matches)
      timed.push({ ...members.at(-1)!, ruleId: rule.id, fields: group });
    return matches.map(({ group, events: members }) =>
      sightingOf(
        rule,
        group,
        members.map(({ event }) => event),
      ),
    );
  });
}

/** An event with its place in time; not a copy, since there are a hundred thousand. */
interface TimedEvent {
  readonly ruleId: string;
  readonly timeMs: number;
  readonly fields: CorrelationEvent['fields'];
  readonly event: CorrelationEvent;
}

function sightingOf(
  rule: CorrelationRule,
  group: Readonly<Record<string, string>>,
  members: readonly CorrelationEvent[],
): Sighting {
  const subject = Object.keys(group).length > 0 ? group : { rule: rule.name };
  const first = members[0]?.time;
  const last = members.at(-1)?.time;
  return {
    rule: rule.id,
    finding: findingId(rule.id, subject),
    subject,
    occurrences: members.length,
    hosts: members.reduce<Sighting['hosts'] & object>((hosts, { text, path }) => withHost(hosts, text, path), []),
    ...(first && { first }),
    ...(last && { last }),
    samples: members.slice(0, limits.samplesPerFinding).map(({ path, original, line, time, text }) => ({
      path,
      original,
      text,
      ...(line !== undefined && { line }),
      ...(time && { time }),
    })),
  };
}

function aliasTargets(rule: CorrelationRule): readonly string[] {
  return Object.values(rule.aliases).flatMap((fields) => Object.values(fields));
}
