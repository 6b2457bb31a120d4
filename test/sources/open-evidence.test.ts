import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Entry, Gap } from '../../src/evidence/entry.ts';
import { limits } from '../../src/evidence/limits.ts';
import { openEvidence } from '../../src/sources/index.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';
import { bytesOf } from '../formats/read-all.ts';

const MEMBERS = [
  { name: 'nsconfig/ns.conf', content: '#NS14.1 Build 73.30\n' },
  { name: 'var/netscaler/logon/LogonPoint/a.js', content: 'shared\n' },
];

async function read(target: string) {
  const source = await openEvidence(target);
  const entries: (Omit<Entry, 'content'> & { readonly text: string })[] = [];
  const gaps: Gap[] = [];
  for await (const item of source.entries(new AbortController().signal)) {
    if (item.kind === 'gap') gaps.push(item);
    else entries.push({ ...item, text: (await bytesOf(item.content())).toString() });
  }
  return { entries, gaps, source };
}

function written(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'evidence.bin');
  writeFileSync(path, bytes);
  return path;
}

function hasTool(tool: string): boolean {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

for (const tool of ['xz', 'zstd', 'bzip2']) {
  const run = hasTool(tool) ? test : test.skip;
  run(`a tar packed by ${tool}, whole and cut (skipped where it is not installed)`, async () => {
    const packed = execFileSync(tool, ['-c'], { input: tarBytes(MEMBERS), stdio: ['pipe', 'pipe', 'ignore'] });
    const whole = await read(written(packed));
    expect(whole.gaps).toEqual([]);
    expect(whole.entries.map(({ path }) => path)).toEqual([
      '/nsconfig/ns.conf',
      '/var/netscaler/logon/LogonPoint/a.js',
    ]);
    const cut = await read(written(packed.subarray(0, packed.length - 20)));
    expect(cut.gaps.map(({ reason }) => reason)).toContain('truncated');
  });
}

const XZ: string = 'xz';
test.skipIf(!hasTool(XZ))('xz inside xz inside xz (skipped where it is not installed)', async () => {
  const xz = (bytes: Uint8Array) =>
    execFileSync(XZ, ['-0', '-c'], { input: bytes, maxBuffer: 2 ** 26, stdio: ['pipe', 'pipe', 'ignore'] });
  // More than a decoder reads ahead, so that all three are being read at the same time.
  const padding = randomBytes(400_000);
  const inner = xz(tarBytes([...MEMBERS, { name: 'var/log/padding', content: padding }]));
  const middle = xz(
    tarBytes([
      { name: 'a.tar.xz', content: inner },
      { name: 'padding', content: padding },
    ]),
  );
  const { entries, gaps } = await read(written(xz(tarBytes([{ name: 'b.tar.xz', content: middle }]))));
  expect(gaps).toEqual([]);
  expect(entries.map(({ path }) => path)).toContain('/nsconfig/ns.conf');
});

test('a hard link has the content of the file it points to', async () => {
  const { entries, gaps } = await read(
    written(
      tarBytes([
        ...MEMBERS,
        {
          name: 'var/netscaler/gui/vpn/b.php',
          flag: '1',
          linkTarget: './var/netscaler/logon/LogonPoint/a.js',
          mode: 0o4755,
        },
        { name: 'var/tmp/c', flag: '1', linkTarget: 'var/netscaler/gui/vpn/b.php' },
      ]),
    ),
  );
  expect(gaps).toEqual([]);
  expect(entries.slice(2)).toEqual([
    expect.objectContaining({
      path: '/var/netscaler/gui/vpn/b.php',
      type: 'file',
      mode: 0o4755,
      text: 'shared\n',
      size: 7,
    }),
    expect.objectContaining({ path: '/var/tmp/c', type: 'file', text: 'shared\n' }),
  ]);
});

test('hard links in ordinary places are no gaps', async () => {
  const { entries, gaps } = await read(
    written(
      tarBytes([...MEMBERS, { name: 'bin/[', content: 'x' }, { name: 'bin/test', flag: '1', linkTarget: 'bin/[' }]),
    ),
  );
  expect(gaps).toEqual([]);
  expect(entries.at(-1)).toMatchObject({ path: '/bin/test', type: 'other', linkTarget: 'bin/[' });
});

test('a directory tells how far it is', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'nsconfig'));
  for (const name of ['ns.conf', 'a', 'b']) writeFileSync(join(folder, 'nsconfig', name), 'x');
  const source = await openEvidence(folder);
  const shares: (number | undefined)[] = [];
  for await (const _item of source.entries(new AbortController().signal)) shares.push(source.progress?.());
  expect(shares).toEqual([0.25, 0.5, 0.75, 0.99]);
});

test('of a file that is nearly all holes the beginning is read, and a gap says so', async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'var/tmp'), { recursive: true });
  const path = join(root, 'var/tmp/large');
  writeFileSync(path, 'beginning\n');
  truncateSync(path, 8 * 2 ** 20);
  writeFileSync(join(root, 'var/tmp/after'), 'after\n');
  const source = await openEvidence(root, { limits: { ...limits, sparseBytes: 4096 } });
  const read: Record<string, number> = {};
  const gaps: string[] = [];
  for await (const item of source.entries(new AbortController().signal)) {
    if (item.kind === 'gap') gaps.push(`${item.path}: ${item.detail}`);
    else if (item.type === 'file') read[item.path] = (await bytesOf(item.content())).length;
  }
  expect(read).toEqual({ '/var/tmp/after': 6, '/var/tmp/large': 4096 });
  expect(gaps).toEqual([
    expect.stringContaining('large: nearly all of it was never written; only the first 4096 bytes were read'),
  ]);
});
