import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import type { Emulator, EmulatorOptions } from '../appliance/emulator.ts';
import { writeSample } from '../appliance/sample.ts';
import { nsleuth, type Run, root, scanReport } from '../fixtures/run-nsleuth.ts';
import { appliance, scratch } from '../sources/ssh/scene.ts';

/** An emulated appliance over the disks of a sample. */
async function sample(
  name: string,
  further: Partial<EmulatorOptions> = {},
): Promise<Emulator & { readonly root: string }> {
  return appliance({ ...writeSample(name, join(scratch(), 'root')), password: 'Zwart-Wit 7 !', ...further });
}

const target = (emulator: Emulator): string => `ssh://${emulator.user}@${emulator.host}:${emulator.port}`;
const login = (emulator: Emulator): readonly string[] => ['--password-stdin', '--host-key', emulator.hostKey];
const secret = (emulator: Emulator) => ({
  input: Buffer.from(`${emulator.password}\n`),
  env: { HOME: '/nonexistent', SSH_AUTH_SOCK: '' },
});

const scanLive = (emulator: Emulator, further: readonly string[] = []): Promise<Run & { readonly report: Report }> =>
  scanReport([target(emulator), ...login(emulator), ...further], secret(emulator));

const ids = (report: Report): readonly string[] => report.findings.map(({ id, rule }) => `${rule.name} ${id}`).sort();

/** Known from a change time, which a copied tree on a disk of today does not have. */
const BY_CHANGE_TIME = /^nsppe_core_since/;

test('a live scan finds what a scan of the same disks finds, and so does a scan of the collection', async () => {
  const emulator = await sample('found.cve-2025-6543');
  const withCores = ['--include', 'cores'];
  const live = await scanLive(emulator, withCores);
  const file = join(scratch(), 'ns-a.tar.gz');
  const collected = await nsleuth(
    ['collect', target(emulator), ...login(emulator), '--out', file, ...withCores],
    secret(emulator),
  );
  expect(collected).toMatchObject({ status: 0, stderr: '' });
  const collection = await scanReport([file]);
  const tree = await scanReport([emulator.root]);

  expect(live.report.assessment.verdict).toBe('compromise-indicated');
  expect(live.status).toBe(1);
  expect(ids(live.report)).toEqual(expect.arrayContaining(ids(tree.report).filter((id) => !BY_CHANGE_TIME.test(id))));
  expect(ids(collection.report)).toEqual(ids(live.report));
  expect(collection.report.transcript?.length).toBe(live.report.transcript?.length);
  expect(collection.report.evidence[0]).toMatchObject({ kind: 'live-collection', session: { account: 'nsroot' } });
  expect(live.report.evidence[0]).toMatchObject({
    kind: 'live-appliance',
    session: { account: 'nsroot', source_address: '127.0.0.1', host_key: `ssh-ed25519 ${emulator.hostKey}` },
  });
});

test('core dumps are read where they are fetched, and told of where they are not', async () => {
  const emulator = await sample('found.cve-2025-6543');
  const read = await scanLive(emulator, ['--include', 'cores']);
  expect(read.report.coverage.core_dumps?.map(({ path }) => path)).toEqual([
    '/var/core/7/NSPPE-00-2209.gz',
    '/var/core/7/NSPPE-01-2210.gz',
  ]);
  expect(ids(read.report).join()).toContain('memory_reversed_words');
  const unread = await scanLive(emulator);
  expect(unread.report.coverage).not.toHaveProperty('core_dumps');
  expect(unread.report.coverage.rules.not_evaluable.find(({ name }) => name === 'memory_words')?.reason).toBe(
    '2 core dumps were not read, such as /var/core/7/NSPPE-00-2209.gz. Core dumps are fetched with --include cores.',
  );
});

test('a healthy appliance is not accused, not even of our own earlier visits', async () => {
  const emulator = await sample('clean');
  await scanLive(emulator);
  const { report, status } = await scanLive(emulator);
  expect(report.assessment.verdict).toBe('no-indicators');
  expect(report.findings.filter(({ rule }) => rule.level !== 'informational')).toEqual([]);
  expect(status).toBe(0);
  expect(report.scan.complete).toBe(true);
});

test('our own commands in the logs make no finding, those of anybody else do', async () => {
  const emulator = await sample('clean');
  const rules = scratch();
  writeFileSync(
    join(rules, 'fetches_logs.yml'),
    'title: Somebody fetches the logs\nid: 3c1f2d7e-5a77-4f1c-9a53-0b7a4e4d9c11\nname: fetches_logs\nstatus: test\ndescription: For a test.\nlogsource: {product: netscaler, service: shell}\ndetection:\n  fetch: {command|contains: find var/log}\n  condition: fetch\nlevel: high\n',
  );
  const fetches = ({ report }: { readonly report: Report }) =>
    report.findings.filter(({ rule }) => rule.name === 'fetches_logs');
  expect(fetches(await scanLive(emulator, ['--rules', rules]))).toEqual([]);
  expect(fetches(await scanReport([emulator.root, '--rules', rules]))).not.toEqual([]);
});

describe('the password', () => {
  const nowhere = (emulator: Emulator, run: Run, folder: string) => {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })) {
      if (name.isFile())
        expect(readFileSync(join(name.parentPath, name.name)).includes(emulator.password), name.name).toBe(false);
    }
    expect(run.stdout + run.stderr).not.toContain(emulator.password);
    expect(JSON.stringify(emulator.seen)).not.toContain(emulator.password);
  };

  test('read from standard input appears in no output and no saved file', async () => {
    const emulator = await sample('clean');
    const folder = scratch();
    const run = await nsleuth(
      ['scan', target(emulator), ...login(emulator), '--save', join(folder, 'report')],
      secret(emulator),
    );
    expect(run.status).toBe(0);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    nowhere(emulator, run, folder);
  });

  test('taken from a command is in no argument and no environment of ours', async () => {
    const emulator = await sample('clean');
    const folder = scratch();
    const store = join(folder, 'store');
    mkdirSync(store);
    writeFileSync(join(store, 'secret'), `${emulator.password}\nsecond line\n`);
    const child = spawn(
      process.execPath,
      [
        join(root, 'bin/nsleuth.js'),
        'collect',
        target(emulator),
        '--host-key',
        emulator.hostKey,
        '--password-command',
        `cat ${join(store, 'secret')}`,
        '--out',
        join(folder, 'x.tar.gz'),
        '--quiet',
      ],
      { stdio: 'ignore', env: { ...process.env, HOME: '/nonexistent', SSH_AUTH_SOCK: '' } },
    );
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (emulator.seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const name of ['cmdline', 'environ']) {
      expect(readFileSync(`/proc/${child.pid}/${name}`).includes(emulator.password), name).toBe(false);
    }
    expect(await ended).toBe(0);
    expect(readFileSync(join(folder, 'x.tar.gz')).includes(emulator.password)).toBe(false);
  });

  test('that is wrong is not repeated in the message', async () => {
    const emulator = await sample('clean');
    const run = await nsleuth(['scan', target(emulator), ...login(emulator)], {
      ...secret(emulator),
      input: Buffer.from('Mistyped 8 !\n'),
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(
      /^nsleuth: nsroot@127\.0\.0\.1:\d+ refused the login[^\n]*\n {9}Check account and password[^\n]*\n$/,
    );
    expect(run.stdout + run.stderr).not.toContain('Mistyped');
  });
});

describe('a failure is one sentence and a remedy', () => {
  test.each([
    {
      name: 'no right to anything',
      options: { account: 'none' as const },
      said: 'can run neither shell nor show commands',
      remedy: 'superuser',
    },
    {
      name: 'a password that must be changed',
      options: { demandsNewPassword: true },
      said: 'demands a new password',
      remedy: 'Log in once by hand',
    },
    {
      name: 'old algorithms only',
      options: { legacyAlgorithmsOnly: true },
      said: 'no longer safe',
      remedy: '--legacy-algorithms',
    },
  ])('$name', async ({ options, said, remedy }) => {
    const emulator = await appliance(options);
    const run = await nsleuth(['scan', target(emulator), ...login(emulator)], secret(emulator));
    expect(run.status).toBe(3);
    expect(run.stderr).toContain(said);
    expect(run.stderr).toContain(remedy);
    expect(run.stderr.trim().split('\n')).toHaveLength(2);
  });

  test('a host key that is not known, where nobody can be asked', async () => {
    const emulator = await appliance();
    const run = await nsleuth(['scan', target(emulator), '--password-stdin'], secret(emulator));
    expect(run.status).toBe(3);
    expect(run.stderr).toContain(`--host-key ${emulator.hostKey}`);
  });

  test('a host key that has changed', async () => {
    const emulator = await appliance();
    const other = await appliance();
    const home = scratch();
    mkdirSync(join(home, '.ssh'));
    const [, type, key] = other.knownHostsLine.split(' ');
    writeFileSync(join(home, '.ssh/known_hosts'), `[127.0.0.1]:${emulator.port} ${type} ${key}\n`);
    const run = await nsleuth(['scan', target(emulator), '--password-stdin'], {
      ...secret(emulator),
      env: { HOME: home, SSH_AUTH_SOCK: '' },
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('has changed');
    expect(emulator.logins).toEqual([]);
  });

  test('a password in the address', async () => {
    const run = await nsleuth(['scan', 'ssh://nsroot:hunter2@192.0.2.10']);
    expect(run.status).toBe(2);
    expect(run.stderr).not.toContain('hunter2');
  });
});

test('a lost connection keeps what was found, marks the report incomplete, and exits 3', async () => {
  const emulator = await sample('found.cve-2025-6543', {
    cut: { command: /find netscaler var\/nsinstall/, afterBytes: 2_000 },
  });
  const { report, status } = await scanLive(emulator);
  expect(status).toBe(3);
  expect(report.scan.complete).toBe(false);
  expect(report.assessment.verdict).toBe('compromise-indicated');
  expect(report.coverage.gaps).toContainEqual(expect.objectContaining({ path: '/netscaler', reason: 'truncated' }));
});

test('command line only: what was not examined is said, and it is not called complete', async () => {
  const { report, status } = await scanLive(await sample('clean', { account: 'cli-only' }));
  expect(status).toBe(3);
  expect(report.scan.complete).toBe(false);
  expect(report.coverage.gaps).toContainEqual(expect.objectContaining({ path: '/var/log', reason: 'unreadable' }));
  expect(report.appliance.version).toBe('14.1');
});

test('--plan prints what will run, without connecting', async () => {
  const emulator = await appliance();
  const run = await nsleuth(['scan', target(emulator), '--plan']);
  expect(run.status).toBe(0);
  expect(run.stdout).toContain("shell /bin/sh -c 'echo NSLEUTH-…-BEGIN; set -f; cd /;");
  expect(run.stdout).toMatch(/ {2}\/var\/log +256 MiB\n/);
  expect(emulator.logins).toEqual([]);
});

test('--plan --measure says what of it the appliance has', async () => {
  const emulator = await appliance();
  const run = await nsleuth(['collect', target(emulator), '--plan', '--measure', ...login(emulator)], secret(emulator));
  expect(run.status).toBe(0);
  expect(run.stdout).toMatch(/configuration +7 files, 582 bytes; 3 with key material; not there: .*\/\.nscli_history/);
  expect(emulator.seen).toHaveLength(2);
});

test('collects from an inventory, and one appliance that fails does not end the others', async () => {
  const [first, second] = [await sample('clean'), await sample('clean')];
  const folder = scratch();
  const item = ({ name, emulator, key }: { name: string; emulator: Emulator; key: string }) =>
    `  - {name: ${name}, host: 127.0.0.1, port: ${emulator.port}, user: nsroot, host_key: "${key}"}\n`;
  const file = join(folder, 'fleet.yaml');
  writeFileSync(
    file,
    `appliances:\n${item({ name: 'ns-a', emulator: first, key: first.hostKey })}${item({ name: 'ns-b', emulator: second, key: first.hostKey })}`,
  );
  const out = join(folder, 'out');
  mkdirSync(out);
  const run = await nsleuth(['collect', '--inventory', file, '--out', out, '--password-stdin'], secret(first));
  expect(run.status).toBe(3);
  expect(run.stderr).toMatch(/^nsleuth: ns-b: 127\.0\.0\.1 shows the host key/);
  expect(readdirSync(out).sort()).toEqual([
    expect.stringMatching(/^ns-a-\d{8}T\d{6}Z\.tar\.gz$/),
    expect.stringMatching(/^ns-a-.*\.tar\.gz\.sha256$/),
  ]);
});

test('scans the appliances of an inventory, one report each', async () => {
  const [first, second] = [await sample('clean'), await sample('found.cve-2025-6543')];
  const folder = scratch();
  const file = join(folder, 'fleet.yaml');
  const item = (name: string, { port, hostKey }: Emulator) =>
    `- {name: ${name}, host: 127.0.0.1, port: ${port}, user: nsroot, host_key: "${hostKey}"}\n`;
  writeFileSync(file, item('ns-a', first) + item('ns-b', second));
  const run = await nsleuth(
    ['scan', '--inventory', file, '--password-stdin', '--save', join(folder, 'reports')],
    secret(first),
  );
  expect(run.status).toBe(1);
  const reports = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('report.json'),
  );
  const verdicts = reports.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).assessment.verdict);
  expect(verdicts.sort()).toEqual(['compromise-indicated', 'no-indicators']);
});

test('a scan of nothing is wrong use', async () => {
  expect(await nsleuth(['scan'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('nothing to examine is named'),
  });
});

test.skipIf(process.platform !== 'linux')(
  'in a terminal asks for host key and password, and shows no password',
  async () => {
    const emulator = await sample('clean');
    const folder = scratch();
    const words = [
      process.execPath,
      join(root, 'bin/nsleuth.js'),
      'collect',
      target(emulator),
      '--out',
      join(folder, 'x.tar.gz'),
    ];
    const child = spawn('script', ['-qfec', words.join(' '), '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, HOME: folder, SSH_AUTH_SOCK: '' },
    });
    let screen = '';
    const answers: [question: string, answer: string][] = [
      ['Is it the same? [y/N] ', 'y\r'],
      ['Password of nsroot@', `${emulator.password}x\u007f\r`],
    ];
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk;
      const [next] = answers;
      if (next && screen.includes(next[0])) {
        answers.shift();
        child.stdin.write(next[1]);
      }
    });
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(screen).toContain(emulator.hostKey);
    expect(screen).toContain('SHA-256 ');
    expect(screen).not.toContain(emulator.password);
    expect(status).toBe(0);
  },
);

test('a collection that finds no room ends with one sentence, and the appliance is left', async () => {
  const emulator = await sample('clean');
  const file = join(scratch(), 'x.tar.gz');
  const line = `trap '' XFSZ; ulimit -f 40; exec "$@"`;
  const child = spawn(
    'bash',
    [
      '-c',
      line,
      'bash',
      process.execPath,
      join(root, 'bin/nsleuth.js'),
      'collect',
      target(emulator),
      ...login(emulator),
      '--out',
      file,
    ],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, HOME: '/nonexistent', SSH_AUTH_SOCK: '' },
    },
  );
  child.stdin.end(`${emulator.password}\n`);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect(said).toMatch(/^nsleuth: No space left for [^\n]*\n {9}[^\n]*\n$/);
  expect(status).toBe(3);
});

test('Ctrl-C keeps what was collected and exits 130', async () => {
  const emulator = await sample('clean', { delayMs: 150 });
  const file = join(scratch(), 'x.tar.gz');
  const child = spawn(
    process.execPath,
    [join(root, 'bin/nsleuth.js'), 'collect', target(emulator), ...login(emulator), '--out', file],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, HOME: '/nonexistent', SSH_AUTH_SOCK: '' },
    },
  );
  child.stdin.end(`${emulator.password}\n`);
  while (emulator.seen.length < 6) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect(status).toBe(130);
  const { report, status: later } = await scanReport([file]);
  expect(later).toBe(3);
  expect(report.scan.complete).toBe(false);
  expect(report.evidence[0]?.kind).toBe('live-collection');
});
