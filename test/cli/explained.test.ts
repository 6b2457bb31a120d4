import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { markFindings } from '../../src/assessment/triage.ts';
import { text } from '../../src/evidence/printable.ts';
import { isSealIntact } from '../../src/sharing/seal.ts';
import { nsleuth, root, scanReport } from '../fixtures/run-nsleuth.ts';

const SAMPLE = join(root, 'samples/found.cve-2025-6543.tar.gz');
const RULES = ['--only-rules', join(root, 'test/tui/rules')];

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-tui-explained-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('what nsleuth.ignore.yml in the working folder explains stays in the report, marked, and does not count', async () => {
  const cwd = scratch();
  const ignore =
    '- {rule: test_php_in_served_folder, reason: our own portal, until: 2999-01-01}\n- {value: none, reason: other}\n';
  writeFileSync(join(cwd, 'nsleuth.ignore.yml'), ignore);
  const { report } = await scanReport([SAMPLE, ...RULES], { cwd });
  const php = report.findings.filter(({ rule }) => rule.name === 'test_php_in_served_folder');
  expect(php.map(({ suppressed }) => suppressed?.reason)).toEqual(['our own portal', 'our own portal']);
  expect(report.assessment.questions.find(({ question }) => question === 'webshell')?.findings).toEqual([]);
  expect(isSealIntact(report)).toBe(true);
});

test('an expired entry does nothing, and a wrong file ends with its line', async () => {
  const cwd = scratch();
  const file = join(cwd, 'other.yml');
  writeFileSync(file, '- {rule: test_php_in_served_folder, reason: our own portal, until: 2020-01-01}\n');
  const { report } = await scanReport([SAMPLE, ...RULES, '--ignore-file', file], { cwd });
  expect(report.findings.filter(({ suppressed }) => suppressed)).toEqual([]);
  writeFileSync(file, '- {rule: a}\n');
  const { status, stderr } = await nsleuth(['scan', SAMPLE, ...RULES, '--ignore-file', file], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain('other.yml:1: the reason is missing');
});

test('marks of the report in the --save folder are taken over by the next scan of the same evidence', async () => {
  const cwd = scratch();
  const args = ['scan', SAMPLE, ...RULES, '--save', 'out', '--quiet'];
  await nsleuth(args, { cwd });
  const file = join(cwd, 'out/report.json');
  const first: Report = JSON.parse(readFileSync(file, 'utf8'));
  const marks = new Map([[first.findings[0]!.id, { status: 'benign' as const, note: text`ours`, at: new Date() }]]);
  const marked = markFindings(first, marks);
  expect(isSealIntact(marked)).toBe(true);
  writeFileSync(file, JSON.stringify(marked));
  const { stderr } = await nsleuth(args, { cwd });
  expect(stderr).toContain('1 mark taken over');
  const second: Report = JSON.parse(readFileSync(file, 'utf8'));
  expect(second.findings.map(({ triage }) => triage.status)).toEqual(
    marked.findings.map(({ triage }) => triage.status),
  );
  expect(isSealIntact(second)).toBe(true);
});
