import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, expect, test } from 'vitest';
import { isVisible } from '../../samples/cases/case.ts';
import { caseNamed } from '../../samples/cases/index.ts';
import type { Member } from '../../samples/render/member.ts';
import { packTar, packTarGz } from '../../samples/render/pack.ts';
import { render } from '../../samples/render/render.ts';
import type { Report } from '../../src/assessment/report.ts';
import { root, scanReport } from '../fixtures/run-nsleuth.ts';

const folder = mkdtempSync(join(tmpdir(), 'nsleuth-forms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const isReport = ajv.compile(JSON.parse(readFileSync(join(root, 'dist/report.schema.json'), 'utf8')));

function expectValid(report: Report): void {
  expect(isReport(report) ? [] : isReport.errors).toEqual([]);
}

const idsOf = (report: Report) => report.findings.map(({ id }) => id).sort();
const above = (report: Report) =>
  report.findings
    .filter(({ rule }) => rule.level !== 'informational')
    .map(({ rule, path }) => `${rule.level} ${rule.name} ${path}`);

test('the compromised sample: verdict, exit status, and every planted path', async () => {
  const { status, report } = await scanReport(['samples/found.cve-2025-6543.tar.gz']);
  expectValid(report);
  expect(status).toBe(1);
  expect(report.assessment.verdict).toBe('compromise-indicated');
  expect(report.scan.complete).toBe(true);
  const found = new Set(
    report.findings
      .flatMap((finding) => [finding.path, ...finding.samples.map(({ path }) => path)])
      .map((path) => path.replace(/\.\d+(\.gz)?$/, '')),
  );
  const { plants } = caseNamed('found.cve-2025-6543');
  const missing = plants
    .filter((plant) => plant.mustFind && isVisible(plant, 'root-tree'))
    .filter(({ path }) => !found.has(path as never));
  expect(missing.map(({ path, what }) => `${path}: ${what}`)).toEqual([]);
});

test('the clean sample: no indicators, exit status 0, nothing above informational', async () => {
  const { status, report } = await scanReport(['samples/clean.appliance.tar.gz']);
  expectValid(report);
  expect(above(report)).toEqual([]);
  expect(report.assessment.verdict).toBe('no-indicators');
  expect(status).toBe(0);
});

test('the clean support bundle: no indicators, and it says that web shells could not be checked', async () => {
  const { status, report } = await scanReport(['samples/clean.support-bundle.tar.gz']);
  expectValid(report);
  expect(above(report)).toEqual([]);
  expect({ status, verdict: report.assessment.verdict, kind: report.evidence[0]?.kind }).toEqual({
    status: 0,
    verdict: 'no-indicators',
    kind: 'support-bundle',
  });
  expect(report.assessment.questions.find(({ question }) => question === 'webshell')?.answer).toBe('could-not-check');
});

test.each(['found.cve-2025-6543', 'clean'])(
  '%s gives the same findings however it is packed',
  async (name) => {
    const members = await render(caseNamed(name).appliance(), 'root-tree');
    const underTop: Member[] = members.map((member) => ({ ...member, name: `case 12/ns-a copy/${member.name}` }));
    const path = (file: string) => join(folder, `${name}.${file}`);
    writeFileSync(path('tar'), await packTar(members));
    writeFileSync(path('tgz'), await packTarGz(members));
    // Like Info-ZIP's zip, bsdtar records owners; a zip without them cannot show who owns a file (see docs/evidence.md).
    execFileSync('bsdtar', ['--format', 'zip', '-cf', path('zip'), `@${path('tar')}`]);
    writeFileSync(path('renamed.bin'), await packTarGz(underTop));
    const inner = await packTarGz(members);
    writeFileSync(
      path('nested.tar'),
      await packTar([
        { ...members.find(({ type }) => type === 'file')!, name: 'evidence/appliance.tgz', content: inner },
      ]),
    );
    mkdirSync(path('tree'));
    execFileSync('tar', ['-xpf', path('tar'), '--numeric-owner', '-C', path('tree')]);
    const ids: Record<string, readonly string[]> = {};
    for (const form of ['tar', 'tgz', 'zip', 'renamed.bin', 'nested.tar', 'tree']) {
      const { report } = await scanReport([path(form)]);
      ids[form] = idsOf(report);
    }
    ids['stdin'] = idsOf((await scanReport(['-'], { input: readFileSync(path('tar')) })).report);
    for (const form of Object.keys(ids)) expect({ form, ids: ids[form] }).toEqual({ form, ids: ids['tar'] });
  },
  120_000,
);
