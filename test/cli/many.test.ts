import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { caseNamed } from '../../samples/cases/index.ts';
import { packTarGz } from '../../samples/render/pack.ts';
import { render } from '../../samples/render/render.ts';
import type { Answer } from '../../src/assessment/report.ts';
import { folderNames } from '../../src/cli/scan-many/folder-names.ts';
import schema from '../../src/cli/scan-many/summary.schema.json' with { type: 'json' };
import type { Summary, SummaryItem } from '../../src/cli/scan-many/summary.ts';
import { table } from '../../src/cli/scan-many/table.ts';
import { expandTargets } from '../../src/cli/scan-many/targets.ts';
import { text } from '../../src/evidence/printable.ts';
import { type Question, questions } from '../../src/rules/rule.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { nsleuth, root } from '../fixtures/run-nsleuth.ts';

const isSummary = new Ajv2020({ strict: true }).compile(schema);
const GOOD = 27;

function summaryIn(folder: string): Summary {
  const value: unknown = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  expect(isSummary(value) ? [] : isSummary.errors).toEqual([]);
  return value as Summary;
}

function statuses({ evidences }: Summary): Readonly<Record<string, number>> {
  const byStatus = Map.groupBy(evidences, ({ status }) => status);
  return Object.fromEntries([...byStatus].map(([status, own]) => [status, own.length]));
}

function answersOf(answer: Answer): Readonly<Record<Question, Answer>> {
  return Object.fromEntries(questions.map((question) => [question, answer])) as Readonly<Record<Question, Answer>>;
}

/** Small evidences of an appliance that nobody attacked. */
let configuration: Buffer;
let folder: string;
beforeAll(async () => {
  configuration = await packTarGz(await render(caseNamed('clean').appliance(), 'ns-conf'));
  folder = temporaryFolder();
});

describe('a folder of thirty evidences, three of them damaged', () => {
  const cases = () => join(folder, 'cases');
  const reports = () => join(folder, 'reports');
  /** A copy: whoever edits the rules meanwhile has every evidence examined again. */
  const rules = () => ['--only-rules', join(folder, 'rules')];
  beforeAll(() => {
    mkdirSync(join(cases(), 'more'), { recursive: true });
    cpSync(join(root, 'rules/persistence'), join(folder, 'rules'), { recursive: true });
    for (let number = 1; number <= GOOD; number++)
      writeFileSync(join(cases(), number % 2 ? 'more' : '.', `appliance-${number}.tar.gz`), configuration);
    writeFileSync(join(cases(), 'cut.tar.gz'), configuration.subarray(0, configuration.length / 2));
    writeFileSync(join(cases(), 'empty.zip'), '');
    writeFileSync(join(cases(), 'noise.zip'), Buffer.alloc(4000, 'no archive at all '));
  });

  test('the first run: 27 good reports, 3 not complete with reasons, exit status 3', async () => {
    const { status, stdout, stderr } = await nsleuth(['scan', `${cases()}/**`, '--save', reports(), ...rules()]);
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    const summary = summaryIn(reports());
    expect(statuses(summary)).toEqual({ complete: GOOD, incomplete: 2, unreadable: 1 });
    expect(summary.evidences.filter(({ status: own, reason }) => own !== 'complete' && !reason)).toEqual([]);
    expect(
      summary.evidences.filter(({ report }) => report !== undefined && !existsSync(join(reports(), report))),
    ).toEqual([]);
    expect(stdout).toMatch(/\[30\/30\]/);
    expect(stdout).toMatch(/empty\.zip/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }, 120_000);

  test('the second run examines only what is left', async () => {
    const written = (name: string) => readFileSync(join(reports(), name, 'report.json'), 'utf8');
    const before = written('appliance-1');
    writeFileSync(join(cases(), 'appliance-2.tar.gz'), Buffer.concat([configuration, Buffer.from('\0')]));
    const { status, stdout } = await nsleuth(['scan', cases(), '--save', reports(), ...rules()]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/28 finished before and unchanged/);
    expect(written('appliance-1')).toBe(before);
    expect(summaryIn(reports()).evidences.length).toBe(30);
  }, 120_000);

  test('what is asked otherwise is examined again', async () => {
    const { stdout } = await nsleuth([
      'scan',
      join(cases(), 'appliance-4.tar.gz'),
      join(cases(), 'appliance-6.tar.gz'),
      '--save',
      reports(),
      '--organisation',
      'Example BV',
    ]);
    expect(stdout).not.toMatch(/unchanged/);
    expect(summaryIn(reports()).evidences.length).toBe(30);
  }, 60_000);
});

test('several evidences as JSON are one array, as NDJSON one report a line; findings decide the exit status', async () => {
  const cases = join(folder, 'two');
  mkdirSync(cases);
  writeFileSync(join(cases, 'a.tar.gz'), configuration);
  cpSync(join(root, 'samples/found.cve-2025-6543.support-bundle.tar.gz'), join(cases, 'b.tar.gz'));
  writeFileSync(join(cases, 'c.zip'), '');
  const json = await nsleuth(['scan', cases, '--format', 'json']);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout).map((report: { evidence: { name: string }[] }) => report.evidence[0]?.name)).toEqual([
    'a.tar.gz',
    'b.tar.gz',
  ]);
  expect(json.stderr).toMatch(/c\.zip/);
  const lines = await nsleuth(['scan', cases, '--format', 'ndjson', '--quiet']);
  expect(lines.stderr).toBe('');
  expect(
    lines.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).assessment.verdict),
  ).toEqual(['no-indicators', 'compromise-indicated']);
}, 60_000);

test('an interrupted run ends with 130 and keeps what is finished; the next one goes on', async () => {
  const cases = join(folder, 'interrupted');
  const reports = join(folder, 'interrupted-reports');
  mkdirSync(cases);
  for (let number = 1; number <= 12; number++)
    cpSync(join(root, 'samples/clean.appliance.tar.gz'), join(cases, `${number}.tar.gz`));
  const { status, stdout } = await nsleuth(['scan', cases, '--save', reports, '--jobs', '1'], {
    interruptAfterMs: 3500,
  });
  expect(status).toBe(130);
  const first = statuses(summaryIn(reports));
  expect((first['not-examined'] ?? 0) + (first['interrupted'] ?? 0)).toBeGreaterThan(0);
  expect(stdout).toMatch(/not examined|interrupted/);
  const done = first['complete'] ?? 0;
  const next = await nsleuth(['scan', cases, '--save', reports]);
  expect(next.status).toBe(0);
  if (done > 0) expect(next.stdout).toMatch(new RegExp(`^${done} finished before`, 'm'));
  expect(statuses(summaryIn(reports))).toEqual({ complete: 12 });
}, 120_000);

test('a summary that is not ours is not written over', async () => {
  const reports = join(folder, 'foreign');
  mkdirSync(reports);
  writeFileSync(join(reports, 'summary.json'), '{"mine": true}');
  const { status, stderr } = await nsleuth(['scan', join(folder, 'two'), '--save', reports]);
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/summary\.json is no summary/) });
  expect(readdirSync(reports)).toEqual(['summary.json']);
}, 30_000);

test('a report that cannot be saved: its verdict is told all the same, and it is examined again next time', async () => {
  const cases = join(folder, 'unsaved');
  const reports = join(folder, 'unsaved-reports');
  mkdirSync(cases);
  for (const name of ['a.tgz', 'b.tgz']) writeFileSync(join(cases, name), configuration);
  await nsleuth(['scan', cases, '--save', reports]);
  // In the place of a file stands a folder.
  for (const file of ['report.json', 'report.html']) rmSync(join(reports, 'a', file));
  mkdirSync(join(reports, 'a/report.html/x'), { recursive: true });
  const { status, stdout } = await nsleuth(['scan', cases, '--save', reports]);
  expect(status).toBe(3);
  expect(stdout).toMatch(/no indicators +ns-a, a\.tgz.*\n +incomplete: /);
  const [a, b] = summaryIn(reports).evidences;
  expect(a).toMatchObject({
    status: 'incomplete',
    verdict: 'no-indicators',
    reason: expect.stringMatching(/report\.html cannot be written/),
  });
  expect(a).not.toHaveProperty('fingerprint');
  expect(a).not.toHaveProperty('report');
  expect(b).toMatchObject({ status: 'complete' });
}, 60_000);

describe('the table of many', () => {
  const line = (name: string): SummaryItem => ({
    evidence: text`/cases/${name}`,
    status: 'complete',
    settings: 'x',
    verdict: 'no-indicators',
    appliance: { hostname: text`ns-a` },
    answers: answersOf('nothing-in-what-was-examined'),
  });
  const shown = (names: readonly string[]): string =>
    table(names.map(line), { unchanged: 0 }, { width: 80, color: false });

  test.each([
    { name: 'by their beginnings', names: ['case1-bundle.tar.gz', 'case2-bundle.tar.gz'], says: /\(case1-.*…\)/ },
    { name: 'by their ends', names: ['collector-bundle-1.tgz', 'collector-bundle-2.tgz'], says: /\(….*-1\.tgz\)/ },
  ])('tells files of one appliance apart $name', ({ names, says }) => {
    expect(shown(names)).toMatch(says);
  });

  test('says of how many further files that they are of one appliance', () => {
    const page = shown(Array.from({ length: 8 }, (_, index) => `${index}.tgz`));
    expect(page).toMatch(/4\.tgz and 3 more are of ns-a/);
    expect(shown(['0.tgz', '1.tgz'])).not.toContain('more are of');
  });
});

test.each([
  { name: 'a date to come', option: ['--since', '2199-01-01'], says: /lies in the future/ },
  { name: 'no thread at all', option: ['--jobs', '0'], says: /from 1 to 64/ },
])('$name is refused: exit 2', async ({ option, says }) => {
  const { status, stderr } = await nsleuth(['scan', folder, ...option]);
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(says) });
});

describe('names of report folders', () => {
  test.each([
    { name: 'the name without its extension', targets: ['cases/ns-a.tar.gz'], folders: ['ns-a'] },
    { name: 'no name twice', targets: ['a/x.tgz', 'b/x.zip', 'c/X.tar'], folders: ['x', 'x-2', 'X-3'] },
    {
      name: 'nothing that a file system could misread',
      targets: ['../..', 'a/..gz', 'x/a\nb:c|d', '/'],
      folders: ['evidence_', 'evidence_-2', 'a_b_c_d', 'evidence_-3'],
    },
    { name: 'no devices', targets: ['con.tar', 'NUL.zip'], folders: ['evidence_con', 'evidence_NUL'] },
    { name: 'not the name of the summary', targets: ['summary.json'], folders: ['summary.json-2'] },
    { name: 'an address', targets: ['ssh://nsroot@192.0.2.10'], folders: ['nsroot_192.0.2.10'] },
  ])('$name', ({ targets, folders }) => {
    const nameFor = folderNames(() => false);
    expect(targets.map(nameFor)).toEqual(folders);
  });
});

describe('what the arguments stand for', () => {
  let base: string;
  beforeAll(() => {
    base = temporaryFolder();
    for (const name of ['a.tgz', 'sub/b.tgz', 'sub/.hidden.tgz', 'out/x/c.tgz']) {
      mkdirSync(join(base, name, '..'), { recursive: true });
      writeFileSync(join(base, name), configuration);
    }
    rmSync(join(base, 'sub/.hidden.tgz'));
  });
  test.each([
    { name: 'a pattern, its own matches', named: ['*.tgz'], found: ['a.tgz'], isMany: true },
    { name: 'a pattern over all levels, and no reports', named: ['**'], found: ['a.tgz', 'sub/b.tgz'], isMany: true },
    { name: 'a folder with one evidence, itself', named: ['sub'], found: ['sub'], isMany: false },
    { name: 'a file named twice, once', named: ['a.tgz', './a.tgz'], found: ['a.tgz'], isMany: false },
    {
      name: 'an address as it is',
      named: ['ssh://nsroot@192.0.2.10'],
      found: ['ssh://nsroot@192.0.2.10'],
      isMany: false,
    },
  ])('$name', async ({ named, found, isMany }) => {
    const full = named.map((one) => (one.startsWith('ssh:') ? one : `${base}/${one}`));
    const expanded = await expandTargets(full, join(base, 'out'));
    expect({ ...expanded, targets: expanded.targets.map((one) => one.replace(`${base}/`, '')) }).toEqual({
      targets: found,
      isMany,
    });
  });

  test('a pattern that matches nothing is told', async () => {
    await expect(expandTargets([join(base, 'x*')])).rejects.toThrow(/matches nothing/);
  });
});
