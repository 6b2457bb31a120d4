import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { timelineOf } from '../../src/assessment/timeline.ts';
import { text } from '../../src/evidence/printable.ts';
import { formats, renderWhole } from '../../src/reports/index.ts';
import { parseCsv } from '../fixtures/csv.ts';
import { finding, logFinding, report } from '../fixtures/report.ts';

const exposure: Report['exposure'] = [
  {
    cve: 'CVE-2025-6543',
    status: 'fixed',
    why: text`x`,
    window: { from: '2025-05-01', to: '2025-08-14T20:15:00.000Z', basis: text`x` },
  },
  { cve: 'CVE-2026-3055', status: 'fixed', why: text`x`, window: { from: '2026-03-01', basis: text`x` } },
];
const at = (first_seen: string, cve: readonly string[]) =>
  logFinding({ id: `f-${first_seen}-${cve}`, first_seen, last_seen: first_seen }, { cve });

test.each([
  { name: 'within the window of its CVE', event: at('2025-06-20T02:11:43.000Z', ['CVE-2025-6543']), window: 'during' },
  { name: 'before it', event: at('2025-04-20T02:11:43.000Z', ['CVE-2025-6543']), window: 'before' },
  {
    name: 'after it, though within that of another',
    event: at('2026-04-01T00:00:00.000Z', ['CVE-2025-6543']),
    window: 'after',
  },
  { name: 'within any, where its rule names none', event: at('2026-04-01T00:00:00.000Z', []), window: 'during' },
  { name: 'of a CVE without a window', event: at('2026-04-01T00:00:00.000Z', ['CVE-2019-19781']), window: undefined },
])('an event $name', ({ event, window }) => {
  expect(timelineOf([event], exposure, []).find((one) => one.finding === event.id)?.window).toBe(window);
});

test('the windows themselves stand against none', () => {
  expect(timelineOf([], exposure, []).map(({ kind, window }) => [kind, window])).toEqual([
    ['exposure', undefined],
    ['exposure', undefined],
    ['exposure', undefined],
  ]);
});

test('to what the appliance became exposed after the evidence was collected is not told', () => {
  const collected = { kind: 'support-bundle', name: text`x`, entries: 1, collected: new Date('2025-12-01') } as const;
  const words = timelineOf([], exposure, [collected]).map(({ what }) => what);
  expect(words).toContain('exposed to CVE-2025-6543 from here');
  expect(words).not.toContain('exposed to CVE-2026-3055 from here');
});

test('a file is set against the window by its own times, not by those of the finding', () => {
  const file = finding({ file: { modified: '2025-04-01T00:00:00.000Z' } });
  const windows = timelineOf([file], exposure, []).flatMap(({ kind, window }) => (window ? [`${kind} ${window}`] : []));
  expect(windows).toEqual(['file before', 'finding during']);
});

test('table, page and timeline formats say it', () => {
  const findings = [at('2025-06-20T02:11:43.000Z', ['CVE-2025-6543'])];
  const one = report({ findings, exposure, timeline: timelineOf(findings, exposure, []) });
  const [head = [], ...rows] = parseCsv(renderWhole(formats.timeline, one));
  expect(rows.find((row) => row[head.indexOf('finding')] === findings[0]?.id)?.[head.indexOf('window')]).toBe('during');
  expect(renderWhole(formats['timeline-jsonl'], one)).toContain('"window":"during"');
  expect(renderWhole(formats.html, one)).toContain('2025-06-20 02:11:43</td><td class="own">while exploitable</td>');
});
