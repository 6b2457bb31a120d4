import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { renderMisp } from '../../src/reports/misp.ts';
import { compromisedReport, emptyReport, hostileReport, hostileTexts } from '../fixtures/report.ts';

// The keys that MISP's published event schema (MISP/MISP, format/2.5/schema.json) allows, as far as an event that is imported needs them. All
// values there are strings, save where a row says otherwise. The schema closes every object, and leaves out `EventReport`, which MISP itself
// exports and imports; it is therefore looked at apart.
const STRING = ['string'];
const BOOLEAN = ['boolean'];
const allowed = {
  event: {
    uuid: STRING,
    info: STRING,
    date: STRING,
    timestamp: STRING,
    threat_level_id: STRING,
    analysis: STRING,
    published: BOOLEAN,
    distribution: STRING,
  },
  tag: { name: STRING, colour: STRING, exportable: BOOLEAN },
  attribute: {
    uuid: STRING,
    type: STRING,
    category: STRING,
    value: STRING,
    to_ids: BOOLEAN,
    comment: STRING,
    distribution: STRING,
    timestamp: STRING,
    object_relation: STRING,
    first_seen: STRING,
    last_seen: STRING,
  },
  object: {
    uuid: STRING,
    name: STRING,
    'meta-category': STRING,
    template_uuid: STRING,
    template_version: STRING,
    description: STRING,
    comment: STRING,
    distribution: STRING,
    timestamp: STRING,
    first_seen: STRING,
    last_seen: STRING,
  },
  report: { uuid: STRING, name: STRING, content: STRING, distribution: STRING, timestamp: STRING },
} as const;

type Loose = Record<string, unknown>;
const eventOf = (report: Report) => JSON.parse(renderMisp(report)).Event as Loose;
const listOf = (holder: Loose, key: string) => (holder[key] ?? []) as Loose[];

function faults(kind: keyof typeof allowed, one: Loose, but: readonly string[] = []): string[] {
  const keys: Readonly<Record<string, readonly string[]>> = allowed[kind];
  return Object.entries(one)
    .filter(([key, value]) => !but.includes(key) && !keys[key]?.includes(typeof value))
    .map(([key, value]) => `${kind}.${key}: ${typeof value}`);
}

test.each([
  { name: 'a compromise', report: compromisedReport() },
  { name: 'an empty report', report: emptyReport() },
  ...hostileTexts.map((hostile) => ({ name: hostile, report: hostileReport(hostile) })),
])('$name has only keys and types that MISP knows, and no id twice', ({ report }) => {
  const event = eventOf(report);
  const objects = listOf(event, 'Object');
  const attributes = [...listOf(event, 'Attribute'), ...objects.flatMap((one) => listOf(one, 'Attribute'))];
  expect([
    ...faults('event', event, ['Tag', 'Attribute', 'Object', 'EventReport']),
    ...listOf(event, 'Tag').flatMap((one) => faults('tag', one)),
    ...objects.flatMap((one) => faults('object', one, ['Attribute'])),
    ...attributes.flatMap((one) => faults('attribute', one)),
    ...listOf(event, 'EventReport').flatMap((one) => faults('report', one)),
  ]).toEqual([]);
  const ids = [event, ...objects, ...attributes, ...listOf(event, 'EventReport')].map((one) => one.uuid);
  expect(new Set(ids).size).toBe(ids.length);
});

test('has objects of the templates, the TLP tag, and the report', () => {
  const event = eventOf(compromisedReport());
  expect(listOf(event, 'Tag').map((one) => one.name)).toContain('tlp:amber');
  const names = listOf(event, 'Object').map((one) => one.name);
  for (const name of ['file', 'http-request', 'network-socket', 'user-account']) expect(names).toContain(name);
  expect(listOf(event, 'EventReport')[0]?.content).toContain('# Compromise indicated');
  expect(
    listOf(event, 'Attribute')
      .filter((one) => one.type === 'vulnerability')
      .map((one) => one.value),
  ).toEqual(['CVE-2019-19781', 'CVE-2025-6543']);
});
