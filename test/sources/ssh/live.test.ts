import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LivePlan, markerPlaceholder, plan } from '../../../src/sources/ssh/plan.ts';
import type { Behaviour } from '../../appliance/behaviour.ts';
import { writeTree } from '../../appliance/tree.ts';
import { appliance, open, readEverything, scratch } from './scene.ts';

const variants: readonly ({ readonly name: string } & Partial<Behaviour>)[] = [
  { name: 'frames before and after' },
  { name: 'no frame before', headFrame: false },
  { name: 'no frame after', tailFrame: false },
  { name: 'no frames', headFrame: false, tailFrame: false },
  { name: 'frames in CR LF', lineEnds: 'crlf-frames' },
  { name: 'everything in CR LF, archives as well', lineEnds: 'crlf' },
  { name: 'warnings among the output', warnings: true },
  { name: 'frames in two segments', splitsFrames: true },
  { name: 'a slow appliance', delayMs: 30 },
  { name: 'exit status passed on', exitStatus: 'of-child' },
  { name: 'single quotes taken off', stripsSingleQuotes: true },
  { name: 'an account that lands in bash', account: 'bash' },
  { name: 'a banner of 8 KB', banner: `${'#'.repeat(78)}\n`.repeat(104) },
];

test.each(variants)('reads the same evidence from an appliance with $name', async ({ name: _, ...behaviour }) => {
  const emulator = await appliance(behaviour);
  const live = await open(emulator);
  const { files, gaps } = await readEverything(live);
  expect(files.get('/nsconfig/ns.conf')?.toString()).toContain('add vpn vserver gw SSL');
  expect(files.get('/var/netscaler/gui/admin_ui/index.php')?.toString()).toBe('<?php\n');
  expect(files.get('/shell/ps-axwwo.out')?.toString()).toMatch(/^USER .*\n(?:.*\n)*nobody +1401 .*\/bin\/httpd\n$/);
  expect(files.get('/shell/showcmds.txt')?.toString()).toContain(
    'exec: show ns version\n\tNetScaler NS14.1: Build 73.37.nc',
  );
  expect(files.get('/shell/ns_running_config.conf')?.toString()).toMatch(
    /^#NS14.1 Build 73.37\n(?:.*\n)*set ns hostName ns-a\n$/,
  );
  expect(files.get('/shell/bodyfile.txt')?.toString()).toMatch(/\|\/tmp\/aaad\.debug\|\d+\|prw-r--r--\|/);
  expect([...files.keys()].filter((path) => path.startsWith('/var/tmp/')).sort()).toEqual([
    '/var/tmp/-rf',
    '/var/tmp/back\\012slash',
    '/var/tmp/it\'s "quoted"; echo $HOME `id`',
    '/var/tmp/latén',
    '/var/tmp/line\nbreak',
    '/var/tmp/two words',
  ]);
  expect(gaps.map(({ reason }) => reason)).not.toContain('truncated');
  expect(gaps.filter(({ reason }) => reason !== 'unsupported')).toEqual([]);
});

test('does not fetch key material, and says so', async () => {
  const { files, gaps } = await readEverything(await open(await appliance()));
  expect(files.has('/nsconfig/ssl/www.key')).toBe(false);
  expect(files.has('/etc/master.passwd')).toBe(false);
  expect(gaps.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('3 files with key material'));
});

test('fetches key material when asked to', async () => {
  const { files } = await readEverything(await open(await appliance(), { include: ['keys'] }));
  expect(files.get('/nsconfig/ssl/www.key')?.toString()).toContain('for a test only');
});

test('enters every folder but those that another archive or nobody needs, whatever they are called', async () => {
  const root = scratch();
  writeTree(root, {
    'netscaler/x/gui/shell.php': 'x',
    'var/nslog/newnslog.5/counters': 'x',
    'netscaler/gui/a.php': 'x',
    'var/tmp/support/x': 'x',
  });
  const { files, gaps } = await readEverything(await open(await appliance({ root })));
  expect(files.has('/netscaler/x/gui/shell.php')).toBe(true);
  expect(files.has('/var/netscaler/gui/a.php')).toBe(true);
  expect(files.has('/var/nslog/newnslog.5/counters')).toBe(false);
  expect(files.get('/shell/bodyfile.txt')?.toString()).toContain('|/var/nslog/newnslog.5/counters|');
  expect(gaps.filter(({ reason }) => reason !== 'unsupported')).toEqual([]);
});

test('knows the birth time of files, from the listing', async () => {
  const emulator = await appliance();
  const live = await open(emulator);
  const born = new Map<string, Date | undefined>();
  for await (const item of live.entries(new AbortController().signal)) {
    if (item.kind === 'entry') born.set(item.path, item.born);
  }
  const actual = lstatSync(join(emulator.root, 'var/netscaler/gui/vpn/index.html')).birthtime;
  expect(born.get('/var/netscaler/gui/vpn/index.html')?.getTime()).toBe(Math.floor(actual.getTime() / 1_000) * 1_000);
});

test('runs exactly the commands of the plan', async () => {
  const emulator = await appliance();
  const live = await open(emulator);
  await readEverything(live);
  const marker = live.describe().session?.marker ?? '';
  const seen = emulator.seen.map(({ command }) => command.replaceAll(marker, markerPlaceholder));
  const { probes, commands }: LivePlan = plan();
  expect(seen).toEqual([probes[0]?.line, ...commands.map(({ line }) => line)]);
  expect(live.describe().transcript?.map(({ command }) => command.replaceAll(marker, markerPlaceholder))).toEqual(seen);
});

test('leaves the tree as it was, but for the log lines that the appliance itself writes', async () => {
  const emulator = await appliance();
  const before = snapshot(emulator.root);
  await readEverything(await open(emulator, { include: ['keys', 'cores', 'large'] }));
  const after = snapshot(emulator.root);
  const changed = [...after].filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path);
  expect(changed.sort()).toEqual(['var/log/ns.log', 'var/log/sh.log']);
  expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
});

describe('an account', () => {
  test.each([
    { account: 'cli-only' as const, version: true },
    { account: 'partition' as const, version: true },
  ])('$account without shell gives what the command line shows, and says what is missing', async ({ account }) => {
    const live = await open(await appliance({ account }));
    expect(live.account.mode).toBe('cli-only');
    const { files, gaps } = await readEverything(live);
    expect(files.get('/shell/showcmds.txt')?.toString()).toContain('Build 73.37.nc');
    const lack = { reason: 'unreadable', detail: expect.stringContaining('no right to the shell') };
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/var/log', ...lack }));
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/shell/ps-axwwo.out', ...lack }));
    expect(gaps.filter(({ reason }) => reason === 'unreadable').length).toBeGreaterThan(20);
  });

  test('on a release whose command line nobody has described is not told that it lacks a right', async () => {
    const emulator = await appliance({
      takeOver: (command, channel) => {
        if (/^show/.test(command)) return false;
        channel.end('ERROR: unexpected character\n');
        return true;
      },
    });
    const { gaps } = await readEverything(await open(emulator));
    expect(gaps).toContainEqual(
      expect.objectContaining({
        path: '/var/log',
        detail: expect.stringMatching(/unexpected character.*please report this/),
      }),
    );
  });

  test('without any right is an error that names the remedy', async () => {
    await expect(open(await appliance({ account: 'none' }))).rejects.toMatchObject({
      name: 'OperatorError',
      remedy: expect.stringContaining('superuser'),
      status: 3,
    });
  });

  test('that must change its password is an error that says so, and the password is not sent again', async () => {
    const emulator = await appliance({ demandsNewPassword: true });
    await expect(open(emulator)).rejects.toMatchObject({ message: expect.stringContaining('demands a new password') });
    expect(JSON.stringify(emulator.seen)).not.toContain(emulator.password);
  });
});

describe('a failure', () => {
  test('of a missing program is a gap that is no damage', async () => {
    const emulator = await appliance({ missing: ['procstat', 'sockstat'] });
    const { files, gaps } = await readEverything(await open(emulator));
    expect(files.has('/shell/sockstat.out')).toBe(false);
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/shell/sockstat.out', reason: 'unsupported' }));
  });

  test('for want of tar or ls is damage, not a detail', async () => {
    const { files, gaps } = await readEverything(await open(await appliance({ missing: ['tar', 'ls'] })));
    expect(files.has('/shell/ps-axwwo.out')).toBe(true);
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/var/log', reason: 'unreadable' }));
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/shell/bodyfile.txt', reason: 'unreadable' }));
  });

  test('of the connection half-way keeps what was received, and names everything that was not', async () => {
    const emulator = await appliance({ cut: { command: /find flash\/nsconfig/, afterBytes: 8_000 } });
    const live = await open(emulator);
    const { files, gaps } = await readEverything(live);
    expect(files.get('/var/log/cron')?.toString()).toContain('newsyslog');
    expect(files.get('/shell/showcmds.txt')?.toString()).toContain('Build 73.37.nc');
    expect(gaps).toContainEqual(
      expect.objectContaining({
        path: '/flash/nsconfig',
        reason: 'truncated',
        detail: expect.stringContaining('connection was lost'),
      }),
    );
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/var/vpn', reason: 'unreadable' }));
    expect(live.describe().transcript?.at(-1)?.outcome).toBe('the connection was lost');
  });

  test('of a command that never answers ends by its deadline, and the rest is read', async () => {
    // Long enough for what does answer, on a machine that does much else.
    const emulator = await appliance({ hangs: /sockstat/ });
    const { files, gaps } = await readEverything(await open(emulator, { silenceMs: 2_500 }));
    expect(gaps).toContainEqual(
      expect.objectContaining({
        path: '/shell/sockstat.out',
        reason: 'truncated',
        detail: expect.stringContaining('fell silent'),
      }),
    );
    expect(files.has('/nsconfig/ns.conf')).toBe(true);
  });

  test('to answer at all ends the scan after three deadlines', async () => {
    const emulator = await appliance({ hangs: /\{ (?!uname)/ });
    const { gaps } = await readEverything(await open(emulator, { silenceMs: 200 }));
    expect(gaps).toContainEqual(expect.objectContaining({ detail: expect.stringContaining('no longer answers') }));
    expect(emulator.seen.length).toBeLessThan(8);
  });

  test('that is the operator stopping it names everything that was not read', async () => {
    const emulator = await appliance({ account: 'superuser' });
    const live = await open(emulator);
    const controller = new AbortController();
    const items: string[] = [];
    for await (const item of live.entries(controller.signal)) {
      items.push(item.path);
      controller.abort();
    }
    expect(items.length).toBeGreaterThan(20);
    expect(emulator.seen.length).toBeLessThan(5);
  });
});

test('describes the session, so that a CERT can subtract it', async () => {
  const emulator = await appliance();
  const live = await open(emulator);
  await readEverything(live);
  const { kind, session, transcript, collected } = live.describe();
  expect(kind).toBe('live-appliance');
  expect(session).toMatchObject({
    account: 'nsroot',
    sourceAddress: '127.0.0.1',
    hostKey: `ssh-ed25519 ${emulator.hostKey}`,
    sessions: emulator.seen.length,
  });
  expect(session!.started.getTime()).toBeLessThanOrEqual(transcript![0]!.started.getTime());
  expect(session!.finished.getTime()).toBeGreaterThanOrEqual(transcript!.at(-1)!.finished.getTime());
  expect(collected).toEqual(session!.started);
});

function snapshot(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'buffer' })) {
    const place = Buffer.concat([Buffer.from(`${root}/`), name]);
    const facts = lstatSync(place);
    const content = facts.isFile() ? readFileSync(place) : Buffer.alloc(0);
    const hash = createHash('sha256')
      .update(content)
      .update(`${facts.mode} ${facts.mtimeMs} ${facts.ino}`)
      .digest('hex');
    found.set(name.toString('latin1'), hash);
  }
  return found;
}
