import { expect, test } from 'vitest';
import type { Tlp } from '../../src/assessment/report.ts';
import { text } from '../../src/evidence/printable.ts';
import { compareReports, comparisonText } from '../../src/sharing/compare.ts';
import { mergeReports } from '../../src/sharing/merge.ts';
import { mergedCsv, mergedText } from '../../src/sharing/merged-text.ts';
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
  expect(head).toEqual(['type', 'value', 'organisations', 'first_seen', 'time_of', 'tlp', 'A', 'B']);
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

test('the time that a file has counts only where nothing else tells when', () => {
  const modified = '2021-06-02T22:00:00.000Z';
  const forged = finding(
    { first_seen: modified, last_seen: modified, file: { modified, sha256: 'd'.repeat(64) } },
    { cve: ['CVE-2025-1'] },
  );
  const seen = finding({ first_seen: '2025-07-23T01:40:00.000Z' }, { cve: ['CVE-2025-1'] });
  for (const findings of [
    [forged, seen],
    [seen, forged],
  ]) {
    const merged = mergeReports([report({ findings })]);
    expect(merged.indicators.find(({ type }) => type === 'cve')).toMatchObject({ first_seen: seen.first_seen });
    expect(merged.indicators.find(({ type }) => type === 'cve')?.is_file_time).toBeUndefined();
    expect(merged.indicators.find(({ value }) => value === 'd'.repeat(64))).toMatchObject({
      first_seen: modified,
      is_file_time: true,
    });
    expect(mergedText(merged)).toMatch(/2021-06-02 22:00:00 \* +sha256/);
  }
});

test('the strictest mark holds for the table, and for an indicator that of those who saw it', () => {
  const marked = (name: string, tlp: Tlp, one = compromisedReport()) => {
    const { sharing, ...rest } = by(name, one);
    return { ...rest, sharing: { ...sharing, tlp } };
  };
  const merged = mergeReports([
    marked('A', 'TLP:AMBER+STRICT'),
    marked('B', 'TLP:AMBER'),
    marked('C', 'TLP:RED', report({ findings: [] })),
    marked('A', 'TLP:GREEN', { ...report({ findings: [] }), scan: { ...report().scan, id: 'another' } }),
  ]);
  expect(merged.tlp).toBe('TLP:RED');
  expect(merged.organisations.map((one) => one.tlp)).toEqual(['TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:RED']);
  expect(merged.indicators[0]?.tlp).toBe('TLP:AMBER+STRICT');
  expect(mergedText(merged)).toContain('TLP:RED, the strictest mark of what was merged (C), holds for all');
});

test('one evidence that two organisations sent is told, since it is no second case', () => {
  const merged = mergeReports([by('A'), by('B'), by('C', report({ evidence: [] }))]);
  expect(merged.same_evidence?.map((one) => one.organisations)).toEqual([['A', 'B']]);
  expect(mergedText(merged)).toContain('SAME EVIDENCE  A, B sent');
});

test('one scan given twice counts once, and the last counts', () => {
  const first = by('A');
  const later = { ...first, findings: first.findings.slice(0, 1) };
  const { organisations, indicators } = mergeReports([first, later]);
  expect(organisations[0]?.reports).toBe(1);
  expect(indicators.flatMap((one) => Object.values(one.seen)).every((one) => one.findings === 1)).toBe(true);
});

test('of one scan given twice, a changed copy does not take the place of the one that a scan wrote', () => {
  const honest = sealed(by('A'));
  const changed = { ...honest, findings: honest.findings.slice(0, 1) };
  for (const given of [
    [honest, changed],
    [changed, honest],
  ]) {
    const { organisations, indicators, left_out } = mergeReports(given);
    expect(organisations[0]).not.toHaveProperty('not_as_sealed');
    expect(left_out?.[0]?.why).toContain('not as the scan wrote it');
    expect(indicators).toEqual(mergeReports([honest]).indicators);
  }
});

test('compare says that names are replaced in one of the two', () => {
  const a = { ...cleanReport(), sharing: { ...cleanReport().sharing, redacted: true } };
  expect(compareReports(a, { ...a, sharing: { ...a.sharing, redacted: false } }).facts[0]).toMatchObject({
    what: 'names replaced',
    b: 'no',
  });
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
