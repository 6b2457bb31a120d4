import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { reportFault } from '../../src/assessment/report-schema.ts';
import { text } from '../../src/evidence/printable.ts';
import { type FormatName, formatNames, formats, renderWhole } from '../../src/reports/index.ts';
import { parseCsv } from '../fixtures/csv.ts';
import {
  cleanReport,
  compromisedReport,
  emptyReport,
  hostileReport,
  hostileTexts,
  manyFindings,
} from '../fixtures/report.ts';

const render = (name: FormatName, report: Report) => renderWhole(formats[name], report);

/** Reads the findings back: id and occurrences, as the format states them. */
const readers: Readonly<Partial<Record<FormatName, (text: string) => readonly (readonly [string, number])[]>>> = {
  json: (text) => (JSON.parse(text) as Report).findings.map((one) => [one.id, one.occurrences]),
  csv: (text) =>
    parseCsv(text)
      .slice(1)
      .map((row) => [row[0] ?? '', Number(row[7])]),
  html: (text) =>
    [...text.matchAll(/<dt>Occurrences<\/dt><dd>(\d+)<\/dd>.*?<dt>Finding<\/dt><dd>([^<]*)<\/dd>/gs)].map((hit) => [
      hit[2] ?? '',
      Number(hit[1]),
    ]),
  markdown: (text) =>
    [...text.matchAll(/occurrences: (\d+).*?- Finding (\S+),/gs)].map((hit) => [hit[2] ?? '', Number(hit[1])]),
  stix: (text) =>
    (
      JSON.parse(text).objects as {
        type: string;
        number_observed: number;
        external_references: { external_id: string }[];
      }[]
    )
      .filter((one) => one.type === 'observed-data')
      .map((one) => [one.external_references[0]?.external_id ?? '', one.number_observed]),
  misp: (text) =>
    (JSON.parse(text).Event.Attribute as { type: string; value: string; comment: string }[])
      .filter((one) => one.type === 'text')
      .map((one) => [one.comment.split(' ')[0] ?? '', Number(/(\d+) occurrences/.exec(one.value)?.[1])]),
  ecs: (text) => ndjson(text).map((one) => [one.event.id, Number(one.labels.occurrences)]),
  ocsf: (text) =>
    ndjson(text)
      .filter((one) => one.evidences)
      .map((one) => [one.finding_info.uid, one.count]),
};
// biome-ignore lint/suspicious/noExplicitAny: documents of another party's format, looked into by a test
function ndjson(text: string): any[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test.each(Object.entries(readers))('%s states the same findings and counts as the report', (name, read) => {
  for (const report of [compromisedReport(), manyFindings(300)]) {
    const stated = read(render(name as FormatName, report)).toSorted(([a], [b]) => a.localeCompare(b));
    const expected = report.findings
      .map((one) => [one.id, one.occurrences] as const)
      .toSorted(([a], [b]) => a.localeCompare(b));
    expect(stated).toEqual(expected);
  }
});

test.each(['timeline', 'timeline-jsonl'] as const)('%s names every finding', (name) => {
  const report = manyFindings(50);
  const untimed = { ...report.findings[0]!, id: 'f-untimed' };
  const text = render(name, { ...report, findings: [...report.findings, untimed] });
  for (const one of [...report.findings, untimed]) expect(text).toContain(one.id);
});

test.each(formatNames)('%s says whose lines a finding is of, where logs are of several appliances', (name) => {
  const [one, ...others] = compromisedReport().findings;
  const hosts = [
    { name: text`ns-b`, address: text`192.0.2.21` },
    { name: text`ns-c`, address: text`192.0.2.22` },
  ];
  const evidence = compromisedReport().evidence.map((each) => ({
    ...each,
    hosts: hosts.map((host) => ({ ...host, lines: 5 })),
  }));
  const ofTwo = render(name, { ...compromisedReport(), evidence, findings: [{ ...one!, hosts }, ...others] });
  for (const value of ['ns-b', 'ns-c']) expect(ofTwo).toContain(value);
});

test('the text counts as the report does', () => {
  expect(render('text', compromisedReport())).toContain('2 critical, 1 high, 1 medium');
});

test.each(formatNames)('%s is the same in every run, also for reports with nothing in them', (name) => {
  for (const make of [compromisedReport, cleanReport, emptyReport]) {
    expect(render(name, make())).toBe(render(name, make()));
    expect(render(name, make()).length).toBeGreaterThan(['ecs', 'ocsf', 'timeline-jsonl'].includes(name) ? -1 : 20);
  }
});

test.each(formatNames)('%s has no control or direction character, whatever the evidence says', (name) => {
  for (const hostile of hostileTexts) {
    expect(render(name, hostileReport(hostile)).replaceAll(/[\r\n]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});

test.each(['json', 'stix', 'misp'] as const)('hostile text stays text in %s', (name) => {
  for (const hostile of hostileTexts) expect(JSON.parse(render(name, hostileReport(hostile)))).toBeTypeOf('object');
});

test.each(['ecs', 'ocsf', 'timeline-jsonl'] as const)('hostile text makes no line of its own in %s', (name) => {
  const lines = render(name, compromisedReport()).split('\n').length;
  for (const hostile of hostileTexts) {
    const text = render(name, hostileReport(hostile));
    expect(text.split('\n')).toHaveLength(lines);
    expect(ndjson(text).length).toBe(lines - 1);
  }
});

test.each(['csv', 'timeline'] as const)('no cell of %s begins like a formula, and rows stay rows', (name) => {
  const rows = parseCsv(render(name, compromisedReport())).length;
  for (const hostile of hostileTexts) {
    const cells = parseCsv(render(name, hostileReport(hostile)));
    expect(cells).toHaveLength(rows);
    expect(new Set(cells.map((row) => row.length)).size).toBe(1);
    expect(cells.flat().filter((cell) => /^[\s"']*[=+@\-|%]/.test(cell) && !cell.startsWith("'"))).toEqual([]);
  }
});

test('the JSON format is the report', () => {
  const report = compromisedReport();
  expect(JSON.parse(render('json', report))).toEqual(report);
  expect(reportFault(JSON.parse(render('json', report)))).toBeUndefined();
});
