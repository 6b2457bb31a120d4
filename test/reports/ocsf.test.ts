import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { renderOcsf } from '../../src/reports/ocsf.ts';
import { ocsfFaults } from '../fixtures/ocsf-event.ts';
import {
  compromisedReport,
  emptyReport,
  finding,
  hostileReport,
  hostileTexts,
  logFinding,
  manyFindings,
  report,
} from '../fixtures/report.ts';

const events = (one = compromisedReport()) => [...renderOcsf(one)].map((line) => JSON.parse(line));

test.each([
  { name: 'a compromise', report: compromisedReport() },
  { name: 'an empty report', report: emptyReport() },
  { name: '1,000 findings', report: manyFindings(1_000) },
  ...hostileTexts.map((hostile) => ({ name: hostile, report: hostileReport(hostile) })),
])('$name has what OCSF asks of its finding classes, and nothing that it does not know', ({ report }) => {
  expect(events(report).flatMap(ocsfFaults).slice(0, 5)).toEqual([]);
});

test.each([
  { name: 'another type than class and activity give', over: { type_uid: 200_402 } },
  { name: 'an attribute that the class has not', over: { evidence: [] } },
  { name: 'a caption that is not the one of its id', over: { severity: 'Low' } },
  { name: 'no finding', over: { finding_info: undefined } },
  { name: 'evidence that says nothing', over: { evidences: [{}] } },
])('the schema of the tests refuses $name', ({ over }) => {
  const [event] = events();
  expect(ocsfFaults(JSON.parse(JSON.stringify({ ...event, ...over })))).not.toEqual([]);
});

test('a weakness and an exposure are compliance findings, the rest are detections', () => {
  const weak = report({ findings: [finding({}, { shows: 'weakness' }), finding({ id: 'f-2' }, { shows: 'attempt' })] });
  expect(events(weak).map((event) => [event.class_uid, event.finding_info.title])).toEqual([
    [2004, expect.any(String)],
    [2003, expect.any(String)],
    [2003, 'Exposure to CVE-2025-6543'],
  ]);
});

test('level and triage become the ids of OCSF', () => {
  const [event] = events(
    report({ findings: [finding({ triage: { status: 'benign' } }, { level: 'low' })], exposure: [] }),
  );
  expect(event).toMatchObject({ severity_id: 2, status_id: 3, status: 'Suppressed' });
});

test('an exposure that could not be told is a check without a result, not a passed one', () => {
  const [event] = events(
    report({ findings: [], exposure: [{ cve: 'CVE-2025-6543', status: 'unknown', why: text`?` }] }),
  );
  expect(event.compliance).toMatchObject({ status_id: 2, status: 'Warning' });
});

test('every address of the other side is an evidence of its own', () => {
  const many = logFinding({ subject: { addresses: text`203.0.113.66, 198.51.100.9` } }, {});
  const [event] = events(report({ findings: [many], exposure: [] }));
  expect(event.evidences.map((one: { src_endpoint: object }) => one.src_endpoint)).toEqual([
    { ip: '198.51.100.9' },
    { ip: '203.0.113.66' },
  ]);
});
