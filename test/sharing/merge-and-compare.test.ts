import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { compareReports, comparisonText } from '../../src/sharing/compare.ts';
import { mergedCsv, mergedText, mergeReports } from '../../src/sharing/merge.ts';
import { isSealIntact, sealed, sealOf } from '../../src/sharing/seal.ts';
import { parseCsv } from '../fixtures/csv.ts';
import { cleanReport, compromisedReport, finding, hostileTexts, report } from '../fixtures/report.ts';

const by = (organisation: string, one = compromisedReport()) => ({
  ...one,
  sharing: { ...one.sharing, organisation: text`${organisation}` },
});

test('an indicator that two organisations saw comes first, with when each saw it first', () => {
  const later = compromisedReport();
  const moved = {
    ...later,
    findings: later.findings.slice(2, 3).map((one) => ({ ...one, first_seen: '2025-07-01T00:00:00.000Z' })),
  };
  const merged = mergeReports([by('A'), by('B', moved)]);
  const address = merged.indicators.find((one) => one.value === '203.0.113.66');
  expect(merged.indicators.slice(0, 2).map((one) => one.value)).toContain('203.0.113.66');
  expect(address?.seen).toEqual({
    A: { first_seen: '2025-06-19T23:58:01.000Z', findings: 1 },
    B: { first_seen: '2025-07-01T00:00:00.000Z', findings: 1 },
  });
  const [head, ...rows] = parseCsv([...mergedCsv(merged)].join(''));
  expect(head).toEqual(['type', 'value', 'organisations', 'first_seen', 'A', 'B']);
  expect(rows.find((row) => row[1] === '203.0.113.66')?.[2]).toBe('2');
  expect(mergedText(merged)).toContain('2 organisations');
});

test.each([...hostileTexts, '__proto__', 'constructor', 'toString'])(
  'an organisation that calls itself %j is only a name',
  (name) => {
    const merged = mergeReports([by(name), by('B')]);
    expect(merged.organisations).toHaveLength(2);
    expect(Object.keys(merged.indicators[0]!.seen)).toHaveLength(2);
    expect(parseCsv([...mergedCsv(merged)].join('')).length).toBe(merged.indicators.length + 1);
  },
);

test('a report that was changed after its scan is told, and so is what could not be read', () => {
  const honest = sealed(by('A'));
  const changed = { ...sealed(by('B')), findings: [] };
  const merged = mergeReports([honest, changed], [{ name: 'c.json', why: 'c.json is not JSON' }]);
  expect(merged.organisations.map((one) => one.not_as_sealed)).toEqual([undefined, 1]);
  expect(mergedText(merged)).toMatch(/NOT READ {2}c\.json[\s\S]*B: .*; 1 NOT as the scan wrote it/);
});

test('a file whose time was set back is seen when its metadata changed', () => {
  const file = { modified: '2021-06-02T22:00:00.000Z', changed: '2025-07-23T01:40:00.000Z', sha256: 'c'.repeat(64) };
  const forged = finding({ first_seen: file.modified, last_seen: file.modified, file });
  const { indicators } = mergeReports([report({ findings: [forged] })]);
  expect(indicators.find(({ type }) => type === 'sha256')?.first_seen).toBe(file.changed);
});

test('one scan given twice counts once, and the last counts', () => {
  const first = by('A');
  const later = { ...first, findings: first.findings.slice(0, 1) };
  const { organisations, indicators } = mergeReports([first, later]);
  expect(organisations[0]?.reports).toBe(1);
  expect(indicators.flatMap((one) => Object.values(one.seen)).every((one) => one.findings === 1)).toBe(true);
});

test('what an organisation explained by its list is no indicator', () => {
  const explained = finding({ suppressed: { reason: text`ours` } });
  expect(mergeReports([report({ findings: [explained] })]).indicators).toEqual([]);
});

test('what an organisation marked benign, context and weakness are no indicators', () => {
  const benign = finding({ triage: { status: 'benign' } });
  expect(
    mergeReports([
      report({ findings: [benign, finding({}, { shows: 'context' }), finding({}, { shows: 'weakness' })] }),
    ]).indicators,
  ).toEqual([]);
});

test('compare says what only one has, and what could not be checked there', () => {
  const a = compromisedReport();
  const b = {
    ...cleanReport(),
    findings: a.findings.slice(0, 1),
    coverage: { ...a.coverage, rules: { ...a.coverage.rules, not_evaluable: [] } },
  };
  const comparison = compareReports(a, b);
  expect([comparison.onlyInA.length, comparison.onlyInB.length, comparison.inBoth.length]).toEqual([3, 0, 1]);
  expect(comparison.uncheckedInA).toEqual(['Attack strings in a core dump']);
  expect(comparison.facts.find((one) => one.what === 'verdict')).toEqual({
    what: 'verdict',
    a: 'Compromise indicated',
    b: 'No indicators in what was examined',
  });
  expect(comparisonText(comparison, { a: 'a.json', b: 'b.json' })).toContain('Only in A: 3');
});

test('a seal holds through triage and sharing, and breaks on anything else', () => {
  const one = sealed(compromisedReport());
  const triaged = {
    ...one,
    findings: one.findings.map((entry) => ({ ...entry, triage: { status: 'confirmed' as const, by: text`me` } })),
    sharing: { tlp: 'TLP:RED' as const, redacted: false },
  };
  expect(isSealIntact(triaged)).toBe(true);
  expect(isSealIntact({ ...one, findings: one.findings.slice(1) })).toBe(false);
  expect(isSealIntact(compromisedReport())).toBeUndefined();
  // Keys in another order are the same report.
  expect(sealOf(Object.fromEntries(Object.entries(one).reverse()) as never)).toBe(one.custody?.seal);
});
