import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { renderText } from '../../src/reports/text.ts';
import {
  cleanReport,
  compromisedReport,
  emptyReport,
  hostileReport,
  hostileTexts,
  manyFindings,
} from '../fixtures/report.ts';

const plain = { width: 80, color: false } as const;

test.each([
  { name: 'a compromise', report: compromisedReport() },
  { name: 'nothing found', report: cleanReport() },
  { name: 'an empty report', report: emptyReport() },
  { name: 'a thousand findings', report: manyFindings(1000) },
  ...hostileTexts.map((hostile) => ({
    name: `hostile text ${JSON.stringify(hostile)}`,
    report: hostileReport(hostile),
  })),
  { name: 'very long text', report: hostileReport('long '.repeat(2000)) },
  { name: 'wide characters', report: hostileReport('漢字🦀'.repeat(300)) },
])('$name fits a screen of 80 by 24', ({ report }) => {
  const page = renderText(report, { ...plain, savedAt: '/home/me/nsleuth-report/report.json' });
  const lines = page.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(23);
  expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
  expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('says verdict, findings, questions, what is unchecked, where the report is and what to do next', () => {
  const page = renderText(compromisedReport(), { ...plain, savedAt: 'out/report.json' });
  expect(page).toContain('COMPROMISE INDICATED  ns-edge01, 14.1-47.46');
  expect(page).toContain('2 critical, 1 high, 1 medium');
  expect(page).toContain('Shell with the set-user-id bit  /var/tmp/sh');
  expect(page).toContain('found: web shell, privileges raised, control from outside');
  expect(page).toContain('could not check: credential theft');
  expect(page).toContain('1 rule could not be evaluated');
  expect(page).toContain('nsleuth share');
  expect(page).toContain('out/report.json');
});

test('rules that were evaluated in part are not told as none', () => {
  const base = cleanReport();
  const in_part = [
    { id: 'x', name: 'x', title: 'X', question: 'webshell' as const, reason: text`half of it is missing` },
  ];
  const rules = { evaluated: 0, in_part, not_evaluable: [] };
  expect(renderText({ ...base, coverage: { ...base.coverage, rules } }, plain)).toContain('none that matter');
  const none = { ...rules, in_part: [] };
  expect(renderText({ ...base, coverage: { ...base.coverage, rules: none } }, plain)).toContain('no rule could be');
});

test('says that earlier events were left out, before anything else that was not looked at', () => {
  const base = compromisedReport();
  const report = { ...base, scan: { ...base.scan, since: '2026-09-01T00:00:00.000Z' } };
  expect(renderText(report, plain)).toMatch(/Unchecked +what happened before 2026-09-01 was left out \(--since\)/);
  expect(renderText(report, { ...plain, language: 'nl' })).toContain('wat voor 2026-09-01 gebeurde is weggelaten');
  expect(renderText(base, plain)).not.toContain('--since');
});

test('never says clean', () => {
  for (const report of [cleanReport(), emptyReport(), compromisedReport()]) {
    expect(renderText(report, { ...plain, coverage: true })).not.toMatch(/\bclean\b/i);
  }
});

test('colour adds nothing but colour', () => {
  const report = compromisedReport();
  const coloured = renderText(report, { width: 80, color: true });
  expect(coloured).toContain('\u001b[');
  expect(stripVTControlCharacters(coloured)).toBe(renderText(report, plain));
});

test('an incomplete scan says so at the top', () => {
  expect(renderText(emptyReport(), plain).split('\n')[2]).toBe('Incomplete: Interrupted by the operator.');
});

test('the coverage page lists every rule, log and gap', () => {
  const report = cleanReport();
  const page = renderText(report, { ...plain, coverage: true }).replace(/\s+/g, ' ');
  for (const rule of [...report.coverage.rules.in_part, ...report.coverage.rules.not_evaluable]) {
    expect(page).toContain(rule.title);
    expect(page).toContain(rule.reason);
  }
  for (const log of report.coverage.logs) for (const gap of log.gaps) expect(page).toContain(gap);
  for (const gap of report.coverage.gaps) expect(page).toContain(gap.detail);
});

test('a finding marked benign is counted, not shown', () => {
  const report = compromisedReport();
  const findings = report.findings.map((one) => ({
    ...one,
    triage: { status: 'benign' as const, note: text`ours`, by: text`me`, at: '2026-11-24T10:00:00.000Z' },
  }));
  const page = renderText({ ...report, findings }, plain);
  expect(page).toContain('none that matter; 4 more: context, suppressed or benign');
});

test.each([
  { language: 'en', says: 'not saved, and gone: examine again, and save with s' },
  { language: 'nl', says: 'niet bewaard, en weg: onderzoek opnieuw en bewaar met s' },
] as const)(
  'what the interface leaves behind says that an unsaved report is gone ($language)',
  ({ language, says }) => {
    const left = { ...plain, language, isLeft: true } as const;
    expect(renderText(compromisedReport(), left)).toContain(says);
    expect(renderText(compromisedReport(), { ...left, savedAt: 'out/report.json' })).not.toContain(says);
  },
);
