import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { coreDump, noise } from '../fixtures/core-dump.ts';
import { healthyCore } from '../fixtures/healthy-core.ts';
import { nsleuth, scanReport } from '../fixtures/run-nsleuth.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';
import { zipBytes } from '../fixtures/zip-bytes.ts';

const PAYLOAD =
  'Cookie: NSC_AAAC=Cookie-1-Secret\r\n\r\nlogin=jan&passwd=Hunter-2-Secret&x=python3 -c "import base64,zlib;exec(zlib.decompress(base64.b85decode(x)))" Trailing-3-Text';
/** The payload lies across the border of two blocks that are searched. */
const attacked = coreDump({
  program: 'nsppe',
  pid: 2210,
  segments: [
    noise(1_048_576 - 8_192 - 160),
    `${' '.repeat(100)}${PAYLOAD}`,
    { zeros: 200_000 },
    'fnoc.dptth/cte/',
    noise(9_000),
  ],
});
const FOUND = ['memory_python_payload', 'memory_reversed_words', 'memory_words'];

function written(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

function memoryRules({ findings }: Report): readonly string[] {
  return findings.map(({ rule }) => rule.name).filter((name) => name.includes('memory'));
}

function packedBy(tool: string, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return execFileSync(tool, ['-c'], { input: bytes, maxBuffer: 2 ** 26, stdio: ['pipe', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

describe('a core dump by itself', () => {
  const forms = [
    { name: 'as it is', bytes: attacked },
    { name: 'in gzip', bytes: gzipSync(attacked) },
    { name: 'in zstd', bytes: zstdCompressSync(attacked) },
    { name: 'in xz', bytes: packedBy('xz', attacked) },
    { name: 'in bzip2', bytes: packedBy('bzip2', attacked) },
  ];
  test.each(forms)('$name (skipped where the tool is not installed)', async ({ bytes }) => {
    if (!bytes) return;
    const { report, status } = await scanReport([written('taken.bin', bytes)]);
    expect(status).toBe(1);
    expect(report.evidence[0]).toMatchObject({ kind: 'core-dump', name: 'taken.bin', entries: 1 });
    expect(memoryRules(report).toSorted()).toEqual(FOUND);
    expect(report.coverage.core_dumps).toEqual([
      expect.objectContaining({
        path: '/var/core/taken.bin',
        form: 'elf',
        program: 'nsppe',
        program_told_by: 'notes',
        pid: 2210,
        bytes: attacked.length,
      }),
    ]);
    expect(report.coverage.gaps).toEqual([]);
    const { in_part, not_evaluable } = report.coverage.rules;
    const untold = [...in_part, ...not_evaluable].map(({ name }) => name);
    for (const name of [...FOUND, 'memory_actor_values', 'upload_progress_in_memory'])
      expect(untold).not.toContain(name);
  });

  test('tells where, with a little of what stands round it and no secret', async () => {
    const { report } = await scanReport([written('NSPPE-01-2210.gz', gzipSync(attacked))]);
    const payload = report.findings.find(({ rule }) => rule.name === 'memory_python_payload');
    expect(payload).toMatchObject({
      path: '/var/core/NSPPE-01-2210.gz',
      offset: attacked.indexOf('python3 -c'),
      occurrences: 1,
      rule: { shows: 'suspicious', level: 'medium' },
    });
    expect(payload?.samples).toEqual([
      expect.objectContaining({
        text: 'python3 -c',
        offset: attacked.indexOf('python3 -c'),
        before: expect.stringContaining('passwd=[secret]'),
        after: expect.stringContaining('base64.b85decode'),
      }),
    ]);
    expect(JSON.stringify(report)).not.toMatch(/Secret/);
  });

  test('of no known form is told by its name, and searched as it is', async () => {
    const damaged = Buffer.from(attacked);
    damaged.fill(0, 0, 64);
    const { report } = await scanReport([written('NSPPE-01-2210.gz', gzipSync(damaged))]);
    expect(memoryRules(report).toSorted()).toEqual(FOUND);
    expect(report.coverage.core_dumps).toMatchObject([
      { form: 'unknown', program: 'NSPPE-01', program_told_by: 'name', pid: 2210 },
    ]);
    const [rule] = report.coverage.rules.in_part.filter(({ name }) => name === 'memory_words');
    expect(rule?.reason).toMatch(/has no form that is known\. It was searched as it is/);
  });

  test('of no known form in which nothing was found is no answer to anything', async () => {
    const { report } = await scanReport([written('NSPPE-01-2210', noise(70_000))]);
    expect(report.evidence[0]?.kind).toBe('core-dump');
    expect(report.assessment.verdict).toBe('not-assessable');
    expect(report.assessment.questions.map(({ answer }) => answer)).not.toContain('nothing-in-what-was-examined');
  });

  test('whose numbers lie is read all the same', async () => {
    const ones = Array<number>(8).fill(255);
    const lying = Buffer.from(attacked);
    for (const at of [32, 64 + 8, 64 + 32, 64 + 56 + 8]) lying.set(ones, at);
    const { report } = await scanReport([written('x', lying)]);
    expect(memoryRules(report).toSorted()).toEqual(FOUND);
    expect(report.coverage.core_dumps).toMatchObject([{ form: 'elf' }]);
    expect(report.coverage.core_dumps?.[0]).not.toHaveProperty('program');
  });

  test.each([
    { name: 'cut', bytes: attacked.subarray(0, 1_200_000), says: /says of itself that it has \d+ bytes/ },
    { name: 'packed and cut', bytes: gzipSync(attacked).subarray(0, -9_000), says: /gzip data ends/ },
  ])('$name: what is there is searched, and the rest is a gap', async ({ bytes, says }) => {
    const { report, status } = await scanReport([written('NSPPE-01-2210', bytes)]);
    expect(status).toBe(3);
    expect(memoryRules(report)).toContain('memory_python_payload');
    expect(report.coverage.gaps).toMatchObject([{ reason: 'truncated', detail: expect.stringMatching(says) }]);
  });
});

describe('a core dump in other evidence', () => {
  const ns = '#NS14.1 Build 73.30\n';
  const log = 'Nov 23 16:25:02 <local7.notice> ns-a bash[4021]: nsroot on /dev/pts/1 shell_command="id"\n';
  const inTree = (prefix: string, dump: Uint8Array, name: string) => [
    { name: `${prefix}nsconfig/ns.conf`, content: ns },
    { name: `${prefix}var/log/bash.log`, content: log },
    { name: `${prefix}var/core/7/${name}`, content: dump },
  ];
  const bundle = 'collector_P_192.0.2.10_23Nov2026_16_30/';
  const evidences = [
    { name: 'a tar.gz of a root', make: () => gzipSync(tarBytes(inTree('', gzipSync(attacked), 'NSPPE-01-2210.gz'))) },
    { name: 'a tar with it unpacked', make: () => tarBytes(inTree('', attacked, 'NSPPE-01-2210')) },
    {
      name: 'a zip',
      make: () =>
        zipBytes(
          Object.fromEntries(
            inTree('', gzipSync(attacked), 'NSPPE-01-2210.gz').map(({ name, content }) => [name, content]),
          ),
        ),
    },
    {
      name: 'a support bundle',
      make: () =>
        gzipSync(
          tarBytes([
            ...inTree(bundle, gzipSync(attacked), 'nsminicore.2210.gz'),
            { name: `${bundle}shell/showcmds.txt`, content: 'exec: show ns version\n Done\n' },
          ]),
        ),
    },
    {
      name: 'another folder, under a name that says nothing',
      make: () => tarBytes([...inTree('', Buffer.from('2'), 'bounds'), { name: 'var/tmp/x.bin', content: attacked }]),
    },
    {
      name: 'another folder, packed, under a name that says nothing',
      make: () =>
        tarBytes([
          ...inTree('', Buffer.from('2'), 'bounds'),
          { name: 'var/tmp/x.bin', content: gzipSync(Buffer.concat([attacked, randomBytes(100_000)])) },
        ]),
    },
  ];
  test.each(evidences)('$name', async ({ make }) => {
    const { report } = await scanReport([written('evidence.bin', make())]);
    expect(memoryRules(report).toSorted()).toEqual(FOUND);
    expect(report.evidence[0]?.kind).not.toBe('core-dump');
    expect(report.coverage.core_dumps).toMatchObject([{ form: 'elf', bytes: expect.any(Number) }]);
  });

  test('a directory, and beside it one that cannot be unpacked', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'var/core/7'), { recursive: true });
    mkdirSync(join(folder, 'nsconfig'));
    writeFileSync(join(folder, 'nsconfig/ns.conf'), ns);
    writeFileSync(join(folder, 'var/core/bounds'), '2\n');
    writeFileSync(join(folder, 'var/core/7/NSPPE-01-2210'), attacked);
    writeFileSync(join(folder, 'var/core/7/NSPPE-00-2209.gz'), gzipSync(attacked).subarray(0, 10));
    const { report, status } = await scanReport([folder]);
    expect(status).toBe(3);
    expect(memoryRules(report).toSorted()).toEqual(FOUND);
    const [rule] = report.coverage.rules.in_part.filter(({ name }) => name === 'memory_words');
    expect(rule?.reason).toMatch(/The core dump \/var\/core\/7\/NSPPE-00-2209\.gz was not read/);
  });

  test('one that is only listed is told of, for each rule', async () => {
    const listing = `/var/core/7:\ntotal 8\n-rw-------  1 root  wheel  102311 Nov 22 23:00 NSPPE-01-2210.gz\n`;
    const bytes = gzipSync(
      tarBytes([
        { name: `${bundle}nsconfig/ns.conf`, content: ns },
        { name: `${bundle}shell/showcmds.txt`, content: 'exec: show ns version\n Done\n' },
        { name: `${bundle}shell/ls_lRtrp_var.out`, content: listing },
      ]),
    );
    const { report } = await scanReport([written('bundle.tgz', bytes)]);
    const reasons = report.coverage.rules.not_evaluable
      .filter(({ name }) => ['memory_words', 'memory_actor_values'].includes(name))
      .map(({ reason }) => reason);
    expect(reasons).toEqual(
      Array(2).fill(expect.stringMatching(/NSPPE-01-2210\.gz was not read\. Support bundles leave/)),
    );
    expect(report.coverage).not.toHaveProperty('core_dumps');
  });
});

describe('a healthy core dump', () => {
  const loud = ({ findings }: Report) =>
    findings.filter(({ rule }) => rule.level !== 'informational').map(({ rule }) => `${rule.name} ${rule.level}`);

  test('raises nothing above informational', async () => {
    const { report, status } = await scanReport([written('NSPPE-00-1202', healthyCore())]);
    expect(status).toBe(0);
    expect(loud(report)).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
    const answer = (question: string) => report.assessment.questions.find((one) => one.question === question)?.answer;
    expect(answer('exploitation')).toBe('nothing-in-what-was-examined');
    expect(answer('webshell')).toBe('could-not-check');
    expect(JSON.stringify(report)).not.toMatch(/Secret|0f1e2d3c/);
  });

  test('of an appliance that was scanned shows attempts, and no more', async () => {
    const { report, status } = await scanReport([written('NSPPE-00-1202', healthyCore({ hasScanners: true }))]);
    expect(status).toBe(0);
    expect(loud(report).sort()).toEqual(['memory_words low', 'scanner_header_in_memory low']);
    expect(report.assessment.verdict).toBe('targeted');
    expect(report.findings.filter(({ rule }) => !['attempt', 'context'].includes(rule.shows))).toEqual([]);
  });
});

test('nothing of a dump is shared but the words that were found', async () => {
  const folder = temporaryFolder();
  const dump = join(folder, 'NSPPE-01-2210');
  writeFileSync(dump, attacked);
  await nsleuth(['scan', dump, '--save', join(folder, 'report'), '--quiet']);
  const details = join(folder, 'details.json');
  const said = { organisation: 'Example BV', contact_name: 'Jan Example', contact_email: 'soc@example.org' };
  writeFileSync(details, JSON.stringify(said));
  const key = ['--key', join(folder, 'key')];
  const args = ['--out', join(folder, 'package'), '--details', details, '--evidence', dump, '--include-files', '--yes'];
  const run = await nsleuth(['share', join(folder, 'report/report.json'), ...args, ...key]);
  expect(run.stderr + run.stdout).not.toMatch(/Hunter|Trailing/);
  const shared = JSON.parse(readFileSync(join(folder, 'package/report.json'), 'utf8'));
  const samples = shared.findings.flatMap(({ samples: own }: Report['findings'][number]) => own);
  expect(samples.filter(({ offset }: { offset?: number }) => offset !== undefined)).not.toEqual([]);
  for (const sample of samples) expect(sample).not.toHaveProperty('before');
  for (const sample of samples) expect(sample).not.toHaveProperty('after');
  expect(JSON.stringify(shared)).not.toMatch(/Trailing|b85decode\(x|Cookie-1/);
});
