import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import type { ServerChannel } from 'ssh2';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { ERROR_BYTES } from '../../../src/sources/ssh/script.ts';
import { appliance, open, readEverything } from './scene.ts';

/** Answers one command with whatever an intruder who rules the appliance likes; the marker is no secret to him. */
const answering =
  (wanted: RegExp, answer: (channel: ServerChannel, marker: string) => void) =>
  (command: string, channel: ServerChannel): boolean => {
    if (!wanted.test(command)) return false;
    answer(channel, /NSLEUTH-[0-9a-f]{16}/.exec(command)?.[0] ?? '');
    return true;
  };

function endless(channel: ServerChannel, chunk: Buffer): void {
  const more = () => {
    while (channel.writable && channel.write(chunk));
    if (channel.writable) channel.once('drain', more);
  };
  more();
}

const EVIL = '\u001b[2J\u001b]0;owned\u0007\u202egnp.exe\r\n';

describe('a hostile appliance', () => {
  test('with endless output of a command: a gap, and the rest is read', async () => {
    const emulator = await appliance({
      takeOver: answering(/\{ uptime;/, (channel, marker) => {
        channel.write(`${marker}-BEGIN\n`);
        endless(channel, Buffer.alloc(64 * 1024, 'x'));
      }),
    });
    const before = process.memoryUsage().rss;
    const { gaps, files } = await readEverything(await open(emulator));
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/shell/uptime.out', reason: 'over-limit' }));
    expect(files.has('/nsconfig/ns.conf')).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20);
  });

  test('with endless error output: ended', async () => {
    const emulator = await appliance({
      takeOver: answering(/\{ uptime;/, (channel) => {
        const more = () => {
          while (channel.writable && channel.stderr.write(Buffer.alloc(64 * 1024, 'x')));
          if (channel.writable) channel.stderr.once('drain', more);
        };
        more();
      }),
    });
    const { gaps } = await readEverything(await open(emulator));
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/shell/uptime.out', reason: 'over-limit' }));
  });

  test('that never begins its payload: held to 64 KB, a gap', async () => {
    const emulator = await appliance({
      takeOver: answering(/\{ uptime;/, (channel) => endless(channel, Buffer.alloc(64 * 1024, 'no marker '))),
    });
    const { gaps, files } = await readEverything(await open(emulator));
    expect(gaps).toContainEqual(expect.objectContaining({ path: '/shell/uptime.out', reason: 'truncated' }));
    expect(files.has('/shell/uptime.out')).toBe(false);
  });

  test('that drips a byte now and then: ended by the deadline', async () => {
    const emulator = await appliance({
      takeOver: answering(/\{ uptime;/, (channel, marker) => {
        channel.write(`${marker}-BEGIN\n`);
        const drip = setInterval(() => (channel.writable ? channel.write('.') : clearInterval(drip)), 50);
      }),
    });
    const { gaps } = await readEverything(await open(emulator, { deadlineMs: 1_500 }));
    expect(gaps).toContainEqual(
      expect.objectContaining({ path: '/shell/uptime.out', detail: expect.stringContaining('took too long') }),
    );
  });

  test('with an archive of evil names: nothing is written, every name stays inside the tree', async () => {
    const archive = pack();
    archive.entry({ name: '../../../../tmp/nsleuth-evil' }, 'x');
    archive.entry({ name: '/tmp/nsleuth-evil' }, 'x');
    archive.entry({ name: 'var/log/link', type: 'symlink', linkname: '/etc/passwd' });
    archive.entry({ name: 'var/log/link/below' }, 'x');
    archive.entry({ name: `var/log/${EVIL}` }, 'x');
    archive.entry({ name: 'var/log/fifo', type: 'fifo' });
    archive.finalize();
    const bytes = await buffer(archive);
    const emulator = await appliance({
      takeOver: answering(/find var\/log /, (channel, marker) => {
        channel.write(`${marker}-BEGIN\n`);
        channel.write(bytes);
        channel.end(
          `\n${marker}-ERRORS\n${`tar: ${EVIL}: Permission denied\n`.repeat(500).slice(0, ERROR_BYTES)}\n${marker}-END 0\n`,
        );
      }),
    });
    const { files, gaps } = await readEverything(await open(emulator));
    expect(existsSync('/tmp/nsleuth-evil')).toBe(false);
    expect([...files.keys()].every((path) => path.startsWith('/') && !path.includes('/../'))).toBe(true);
    expect(files.get('/tmp/nsleuth-evil')?.toString()).toBe('x');
    for (const gap of gaps) expect(`${gap.path}${gap.detail}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(gaps.filter(({ detail }) => detail.includes('could not read')).length).toBeLessThanOrEqual(50);
    expect(gaps.some(({ detail }) => /further errors/.test(detail))).toBe(true);
  });

  test('with control characters in every answer: none reaches the description or a gap', async () => {
    const emulator = await appliance({
      account: 'cli-only',
      cli: {
        'show ns version': `\tNetScaler NS14.1: Build 73.37.nc ${EVIL}`,
        'show ns hardware': `ERROR: ${EVIL}\n`,
      },
    });
    const live = await open(emulator);
    const { gaps } = await readEverything(live);
    const shown = JSON.stringify([gaps.map(({ path, detail }) => path + detail), live.describe()]);
    expect(shown).toContain('\\\\u{1b}');
    expect(
      JSON.parse(shown)
        .flat(9)
        .filter((text: unknown) => typeof text === 'string')
        .join(''),
    ).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  test('with a banner of 100 MB: refused', async () => {
    const emulator = await appliance({ banner: 'x'.repeat(100 * 2 ** 20) });
    await expect(open(emulator, { timeoutMs: 10_000 })).rejects.toMatchObject({ name: 'OperatorError' });
  });

  test('with an end marker but no exit status: kept, and the status stays unknown', async () => {
    const emulator = await appliance({
      takeOver: answering(/\{ uptime;/, (channel, marker) => channel.end(`${marker}-BEGIN\nup\n${marker}-END \n`)),
    });
    const live = await open(emulator);
    const { files } = await readEverything(live);
    expect(files.get('/shell/uptime.out')?.toString()).toBe('up');
    expect(live.describe().transcript?.find(({ command }) => command.includes('uptime'))?.exitStatus).toBeUndefined();
  });
});

test('the password appears in nothing that is kept, shown or sent but the login itself', async () => {
  const emulator = await appliance();
  const live = await open(emulator);
  const { gaps } = await readEverything(live);
  const failed = await open(emulator, { credentials: { password: async () => `${emulator.password}!` } }).catch(
    (error: unknown) => error,
  );
  const everything = inspect([live, live.describe(), gaps, failed, emulator.seen], { depth: 12, showHidden: true });
  expect(everything).toContain('refused the login');
  expect(everything).not.toContain(emulator.password);
});
