import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { text } from '../../src/evidence/printable.ts';
import { renderMisp } from '../../src/reports/misp.ts';
import { createPseudonyms } from '../../src/sharing/pseudonyms.ts';
import { redactReport } from '../../src/sharing/redact.ts';
import { faultText } from '../fixtures/closed-schema.ts';
import { mispFaults } from '../fixtures/misp-event.ts';
import {
  compromisedReport,
  emptyReport,
  hostileReport,
  hostileTexts,
  logFinding,
  manyFindings,
  report,
} from '../fixtures/report.ts';

type Loose = Record<string, unknown>;
const eventOf = (one: Report) => JSON.parse(renderMisp(one)).Event as Loose;
const listOf = (holder: Loose, key: string) => (holder[key] ?? []) as Loose[];

const secret = new Uint8Array(32).fill(7);
const redacted = (one: Report) => redactReport(one, { pseudonyms: createPseudonyms(secret), secret }).report;

const cases = [
  { name: 'a compromise', report: compromisedReport() },
  { name: 'a redacted compromise', report: redacted(compromisedReport()) },
  { name: 'an empty report', report: emptyReport() },
  { name: '5,000 findings', report: manyFindings(5_000) },
  ...hostileTexts.map((hostile) => ({ name: hostile, report: hostileReport(hostile) })),
];

test.each(cases)('$name is an event as MISP asks, and no id stands twice', ({ report }) => {
  const event = eventOf(report);
  expect(mispFaults({ Event: event })).toEqual([]);
  const objects = listOf(event, 'Object');
  const attributes = [...listOf(event, 'Attribute'), ...objects.flatMap((one) => listOf(one, 'Attribute'))];
  const ids = [event, ...objects, ...attributes, ...listOf(event, 'EventReport')].map((one) => one.uuid);
  expect(new Set(ids).size).toBe(ids.length);
  // MISP drops an attribute that says the same as another.
  const values = listOf(event, 'Attribute').map((one) => `${one.category} ${one.type} ${one.value}`);
  expect(new Set(values).size).toBe(values.length);
});

const published = process.env.MISP_EVENT_SCHEMA;
test.skipIf(published === undefined)('is valid by a copy of the schema that MISP publishes, but for the report', () => {
  const { id: _name, $schema: _draft, ...schema } = JSON.parse(readFileSync(published ?? '', 'utf8'));
  const isEvent = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  for (const one of cases) {
    // The core format has `EventReport`; the schema, which is closed, does not.
    const { EventReport: _report, ...event } = eventOf(one.report);
    expect(isEvent({ Event: event }) ? [] : (isEvent.errors ?? []).slice(0, 3).map(faultText)).toEqual([]);
  }
});

test.each([
  { name: 'an attribute of a type that its category has not', break: (one: Loose) => (one.type = 'btc') },
  { name: 'a key that MISP does not know', break: (one: Loose) => (one.note = 'x') },
  { name: 'a number where a string belongs', break: (one: Loose) => (one.timestamp = 1) },
  { name: 'an attribute that its template has not', break: (one: Loose) => (one.object_relation = 'colour') },
])('the schema of the tests refuses $name', ({ break: damage }) => {
  const event = eventOf(compromisedReport());
  const [attribute] = listOf(listOf(event, 'Object')[0] ?? {}, 'Attribute');
  damage(attribute ?? {});
  expect(mispFaults({ Event: event })).not.toEqual([]);
});

test('a connection of which nothing is known but the protocol makes no object', () => {
  const bare = logFinding({ subject: { protocol: text`tcp4` } }, {});
  expect(listOf(eventOf(report({ findings: [bare] })), 'Object')).toEqual([]);
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
