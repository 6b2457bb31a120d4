import { expect, test } from 'vitest';
import { reportFault } from '../../src/assessment/report-schema.ts';
import { suppress, suppressionFor } from '../../src/assessment/suppressions.ts';
import { carryOverMarks, type Mark, markFindings } from '../../src/assessment/triage.ts';
import { text } from '../../src/evidence/printable.ts';
import { compromisedReport, finding, report } from '../fixtures/report.ts';

const at = new Date('2026-11-24T10:00:00Z');
const benign: Mark = { status: 'benign', note: text`our own portal page`, by: text`jdoe`, at };

test('a benign mark takes a finding out of the verdict and leaves it in the report', () => {
  const one = report({ findings: [finding()] });
  const marked = markFindings(one, new Map([[finding().id, benign]]));
  expect(marked.findings[0]!.triage).toEqual({
    status: 'benign',
    note: 'our own portal page',
    by: 'jdoe',
    at: '2026-11-24T10:00:00.000Z',
  });
  expect(marked.assessment.verdict).toBe('no-indicators');
  expect(marked.assessment.questions.find(({ question }) => question === 'webshell')).toMatchObject({
    answer: 'nothing-in-what-was-examined',
    findings: [],
  });
  expect(reportFault(marked)).toBeUndefined();
  expect(one.findings[0]!.triage.status).toBe('open');
});

test('a question that only the marked finding answered says that it could not be checked where nothing else was examined', () => {
  const base = compromisedReport();
  const marks = new Map(base.findings.map(({ id }) => [id, benign]));
  const marked = markFindings(base, marks);
  expect(marked.assessment.verdict).toBe('no-indicators');
  expect(marked.assessment.questions.find(({ question }) => question === 'webshell')!.answer).toBe('could-not-check');
});

test('marks are added to, never overwritten', () => {
  const first = markFindings(report({ findings: [finding()] }), new Map([[finding().id, benign]]));
  const later = new Date('2026-11-25T10:00:00Z');
  const second = markFindings(first, new Map([[finding().id, { status: 'confirmed', at: later }]]));
  expect(second.assessment.verdict).toBe('compromise-indicated');
  expect(second.findings[0]!.triage).toEqual({
    status: 'confirmed',
    at: '2026-11-25T10:00:00.000Z',
    history: [{ status: 'benign', note: 'our own portal page', by: 'jdoe', at: '2026-11-24T10:00:00.000Z' }],
  });
});

test.each([
  { name: 'the same evidence', evidence: report().evidence, count: 1 },
  {
    name: 'other evidence',
    evidence: report().evidence.map((one) => ({ ...one, sha256: 'd'.repeat(64) })),
    count: 0,
  },
  { name: 'no evidence', evidence: [], count: 0 },
])('marks are carried over to a report of $name: $count', ({ evidence, count }) => {
  const earlier = markFindings(report({ findings: [finding()] }), new Map([[finding().id, benign]]));
  const carried = carryOverMarks(report({ findings: [finding(), finding({ id: 'f-other' })], evidence }), earlier);
  expect(carried.count).toBe(count);
  expect(carried.report.findings.map(({ triage }) => triage.status)).toEqual([count ? 'benign' : 'open', 'open']);
});

test('a folder is the same evidence by its name, unless the appliance calls itself otherwise', () => {
  const folder = [{ kind: 'root-tree' as const, name: text`/mnt/ns`, entries: 3 }];
  const earlier = markFindings(report({ findings: [finding()], evidence: folder }), new Map([[finding().id, benign]]));
  const same = report({ findings: [finding()], evidence: folder });
  expect(carryOverMarks(same, earlier).count).toBe(1);
  const renamed = { ...same, appliance: { ...same.appliance, hostname: text`other` } };
  expect(carryOverMarks(renamed, earlier).count).toBe(0);
});

test.each([
  { name: 'by rule name', suppression: { rule: 'php_outside_admin_ui' }, isSuppressed: true },
  { name: 'by rule id', suppression: { rule: '5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d6e' }, isSuppressed: true },
  { name: 'by path', suppression: { path: '/var/netscaler/logon/**' }, isSuppressed: true },
  { name: 'by value', suppression: { value: finding().path }, isSuppressed: true },
  {
    name: 'not by another path',
    suppression: { rule: 'php_outside_admin_ui', path: '/var/tmp/*' },
    isSuppressed: false,
  },
  { name: 'not by part of a value', suppression: { value: '/var/netscaler' }, isSuppressed: false },
  { name: 'on its last day', suppression: { rule: 'php_outside_admin_ui', until: '2026-11-24' }, isSuppressed: true },
  { name: 'not when expired', suppression: { rule: 'php_outside_admin_ui', until: '2026-11-23' }, isSuppressed: false },
])('suppresses $name: $isSuppressed', ({ suppression, isSuppressed }) => {
  const result = suppress(report({ findings: [finding()] }), [{ ...suppression, reason: text`explained` }], at);
  expect(result.findings).toHaveLength(1);
  expect(result.findings[0]!.suppressed?.reason).toBe(isSuppressed ? 'explained' : undefined);
  if (isSuppressed) expect(result.assessment.verdict).toBe('no-indicators');
  expect(reportFault(result)).toBeUndefined();
});

test('a suppression made from a finding holds for it and not for its neighbour', () => {
  const odd = finding({ path: text`/var/vpn/[a]*{b}.php` });
  const near = finding({ id: 'f-near', path: text`/var/vpn/axb.php` });
  const made = suppressionFor(odd, text`explained`, 'jdoe', '2027-01-31');
  const result = suppress(report({ findings: [odd, near] }), [made], at);
  expect(result.findings.map(({ suppressed }) => suppressed?.until)).toEqual(['2027-01-31', undefined]);
});
