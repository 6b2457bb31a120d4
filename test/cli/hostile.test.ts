import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { limits } from '../../src/evidence/limits.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { nsLine } from '../fixtures/evidence.ts';
import { hostileEvidence, PLANT, PLANTED_COMMAND, unsupported } from '../fixtures/hostile-evidence.ts';
import { nsleuth, type Run, type RunOptions } from '../fixtures/run-nsleuth.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';

let rules: string;
beforeAll(() => {
  rules = temporaryFolder();
  chmodSync(rules, 0o755);
  writeFileSync(
    join(rules, 'plants.yml'),
    `${rule('planted_file', 'category: file', `{path|endswith: ${PLANT.split('/').at(-1)}}`)}---\n${rule('planted_command', 'service: shell', `{command|contains: ${PLANTED_COMMAND}}`)}`,
  );
});

function rule(name: string, logsource: string, selection: string): string {
  const id = name === 'planted_file' ? '5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d6e' : '5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d6f';
  return `title: Plant\nid: ${id}\nname: ${name}\nlogsource: {product: netscaler, ${logsource}}\ndetection: {a: ${selection}, condition: a}\nlevel: high\n`;
}

interface Scan extends Run {
  readonly report: Report | undefined;
  /** Peak resident memory in bytes. */
  readonly memory: number;
}

/** Scans as a user would, in a folder of its own, and keeps the report beside the summary. */
async function scan(target: string, options: RunOptions = {}): Promise<Scan> {
  const cwd = temporaryFolder();
  chmodSync(cwd, 0o777);
  const tellMemory = `process.on("exit",()=>require("node:fs").writeFileSync("memory",String(process.resourceUsage().maxRSS)))`;
  writeFileSync(join(cwd, 'memory.cjs'), tellMemory);
  const args = ['scan', target, '--only-rules', rules, '--save', 'out', '--jobs', '1'];
  const run = await nsleuth(args, { cwd, env: { NODE_OPTIONS: '--require ./memory.cjs' }, ...options });
  const unexpected = readdirSync(cwd).filter((name) => !['out', 'memory', 'memory.cjs'].includes(name));
  expect(unexpected).toEqual([]);
  const path = join(cwd, 'out/report.json');
  return {
    ...run,
    report: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined,
    memory: Number(readFileSync(join(cwd, 'memory'), 'utf8')) * 1024,
  };
}

const AS_NOBODY = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** The base of the hostile evidence, in a folder that everybody may enter. */
function readableTree(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const row = hostileEvidence.find(({ name }) => name === 'links in a loop, in a folder');
  return row!.make(folder);
}

function namesBelow(folder: string): string {
  return execFileSync('find', [folder], { encoding: 'utf8', maxBuffer: 2 ** 24 });
}

/** What must hold whatever the evidence. */
function expectManners({ stdout, stderr, report }: Run & { readonly report?: Report | undefined }): void {
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;
  expect(stdout).not.toMatch(control);
  expect(stderr).not.toMatch(control);
  expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+|defect/);
  expect(report?.coverage.gaps.filter(({ reason }) => reason === 'defect') ?? []).toEqual([]);
}

describe('hostile evidence', () => {
  test.each(hostileEvidence)('$name', async ({ make, status, gap, hidesPlant }) => {
    const folder = temporaryFolder();
    const target = make(folder);
    const before = namesBelow(folder);
    const started = Date.now();
    const run = await scan(target);

    expectManners(run);
    expect(run.stderr).toBe('');
    const gaps = run.report?.coverage.gaps ?? [];
    if (gap) {
      expect(gaps).toContainEqual(
        expect.objectContaining({ reason: gap.reason, detail: expect.stringMatching(gap.says) }),
      );
      expect(run.report?.scan.complete).toBe(false);
      expect(run.stdout).toContain('Not read');
    } else expect(gaps).toEqual([]);
    const found = run.report?.findings.map(({ path }) => path) ?? [];
    if (!hidesPlant) expect(found).toContain(PLANT);
    expect(run.status).toBe(status);
    expect(namesBelow(folder)).toBe(before);
    expect(existsSync('/tmp/nsleuth-climbed')).toBe(false);
    // Loose: a machine that does much else must not fail this.
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(run.memory).toBeLessThan(700 * 2 ** 20);
  });

  test('lines round one of a hundred megabytes are read, the one behind it too', async () => {
    const row = hostileEvidence.find(({ name }) => name.startsWith('a log line of'));
    const { report } = await scan(row!.make(temporaryFolder()));
    const finding = report?.findings.find(({ path }) => path === '/var/log/bash.log');
    expect(finding?.occurrences).toBe(2);
  });
});

describe('interrupted half-way', () => {
  const options = { interruptAfterMs: 5_000 };

  test('a stream that has stalled: exit 130, what was read is reported as incomplete', async () => {
    const whole = tarBytes([
      { name: PLANT.slice(1), content: 'x' },
      { name: 'var/log/ns.log', content: nsLine().repeat(9_000) },
    ]);
    const run = await scan('-', { ...options, stalledInput: whole.subarray(0, whole.length / 2) });
    expectManners(run);
    expect(run.status).toBe(130);
    expect(run.report?.scan).toMatchObject({ complete: false, interrupted: 'interrupted by the user' });
    expect(run.report?.findings.map(({ path }) => path)).toContain(PLANT);
  });

  test('files of a gigabyte each: ends within one', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'var/core/1'), { recursive: true });
    mkdirSync(join(folder, 'nsconfig'));
    writeFileSync(join(folder, 'nsconfig/ns.conf'), '#NS14.1 Build 73.30\n');
    // Sparse: it takes no room.
    for (const name of ['00-1', '01-2', '02-3', '03-4', '04-5', '05-6', '06-7', '07-8']) {
      writeFileSync(join(folder, `var/core/1/NSPPE-${name}`), '');
      truncateSync(join(folder, `var/core/1/NSPPE-${name}`), limits.sparseBytes);
    }
    const started = Date.now();
    const run = await scan(folder, options);
    expectManners(run);
    expect(run.status).toBe(130);
    expect(run.report?.scan.complete).toBe(false);
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});

describe('targets that are no evidence', () => {
  const folder = temporaryFolder;
  test.each([
    {
      name: 'what does not exist',
      make: () => join(folder(), 'nothing-here.tgz'),
      says: /nothing-here\.tgz does not exist/,
    },
    {
      name: 'an empty file',
      make: () => {
        const path = join(folder(), 'empty.tgz');
        writeFileSync(path, '');
        return path;
      },
      says: /empty\.tgz is empty/,
    },
    { name: 'a device', make: () => '/dev/null', says: /neither a file nor a directory/ },
    ...unsupported().map(({ what, says, bytes }) => ({
      name: what,
      make: () => {
        const path = join(folder(), 'evidence.bin');
        writeFileSync(path, bytes());
        return path;
      },
      says,
    })),
  ])('$name: one clear line, exit 3', async ({ make, says }) => {
    const run = await scan(make());
    expectManners(run);
    expect(run.stderr).toMatch(says);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(run.stdout).toBe('');
    expect(run.status).toBe(3);
  });

  test.each([
    { name: 'nothing', input: new Uint8Array(0), says: /standard input is empty/ },
    {
      name: 'garbage',
      input: Buffer.from([0, 1, 2, ...Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256)]),
      says: /nothing in it was recognised/,
    },
    { name: 'half an archive', input: Buffer.from([0x1f, 0x8b, 8, 0, 0]), says: /ends inside the header/ },
  ])('$name on standard input: exit 3', async ({ input, says }) => {
    const run = await scan('-', { input });
    expectManners(run);
    expect(run.stderr + JSON.stringify(run.report?.coverage.gaps ?? '')).toMatch(says);
    expect(run.status).toBe(3);
  });

  const canBeNobody = process.getuid?.() === 0 && existsSync('/usr/bin/setpriv');
  test.skipIf(process.getuid?.() === 0 && !canBeNobody)(
    'a folder that may not be read, and a file: the rest is read, exit 3 (skipped for root where setpriv is missing)',
    async () => {
      const target = readableTree();
      chmodSync(join(target, 'var/log'), 0);
      chmodSync(join(target, 'nsconfig/ns.conf'), 0);
      // May be listed and not entered.
      mkdirSync(join(target, 'etc'));
      writeFileSync(join(target, 'etc/passwd'), 'x');
      chmodSync(join(target, 'etc'), 0o644);
      const run = await scan(target, { wrapper: canBeNobody ? AS_NOBODY : [] });
      chmodSync(join(target, 'var/log'), 0o755);
      chmodSync(join(target, 'etc'), 0o755);
      expectManners(run);
      expect(run.report?.coverage.gaps).toEqual(
        expect.arrayContaining([
          { path: 'nsconfig/ns.conf', reason: 'unreadable', detail: expect.stringMatching(/EACCES/) },
          { path: 'etc/passwd', reason: 'unreadable', detail: expect.stringMatching(/EACCES/) },
          { path: 'var/log', reason: 'unreadable', detail: expect.stringMatching(/EACCES/) },
        ]),
      );
      expect(run.report?.findings.map(({ path }) => path)).toContain(PLANT);
      expect(run.status).toBe(3);
    },
  );

  test('a folder of rules with a broken one: exit 2, and the place that is wrong', async () => {
    const own = folder();
    writeFileSync(
      join(own, 'broken.yml'),
      'title: Broken\nid: 5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d70\nlogsource: {product: netscaler, category: file}\ndetection: {a: {pathh: x}, condition: a}\nlevel: high\n',
    );
    const run = await nsleuth(['scan', folder(), '--rules', own]);
    expectManners(run);
    expect(run.stderr).toMatch(/broken\.yml:4/);
    expect(run.status).toBe(2);
  });
});
