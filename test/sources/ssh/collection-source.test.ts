import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEvidence } from '../../../src/sources/index.ts';
import { collect } from '../../../src/sources/ssh/collect.ts';
import { appliance, open, readEverything, scratch } from './scene.ts';

const options = { toolVersion: '0.0.0', signal: new AbortController().signal };

/** A live appliance's log grows by what we do to it. */
const isLog = (path: string): boolean =>
  path.startsWith('/var/log/') || path.startsWith('/nsleuth-') || path === '/shell/bodyfile.txt';

test('a collection holds what a live scan reads, and knows the same gaps and session', async () => {
  const emulator = await appliance();
  const live = await readEverything(await open(emulator));
  const file = join(scratch(), 'ns-a.tar.gz');
  await collect(await open(emulator), file, options);
  const source = await openEvidence(file);
  const later = await readEverything(source);

  expect([...later.files.keys()].filter((path) => !path.startsWith('/nsleuth-')).sort()).toEqual(
    [...live.files.keys()].sort(),
  );
  for (const [path, content] of live.files) if (!isLog(path)) expect(later.files.get(path), path).toEqual(content);
  expect(later.gaps).toEqual(live.gaps);
  expect(source.describe()).toMatchObject({
    kind: 'live-collection',
    session: { account: 'nsroot', sourceAddress: '127.0.0.1' },
  });
  expect(source.describe().session?.marker).toMatch(/^NSLEUTH-/);
  expect(source.describe().transcript?.length).toBeGreaterThan(20);
});

test('a collection of a lost connection is incomplete when it is read, too', async () => {
  const emulator = await appliance({ cut: { command: /find var\/netscaler/, afterBytes: 4_000 } });
  const file = join(scratch(), 'part.tar.gz');
  await collect(await open(emulator), file, options);
  const { gaps } = await readEverything(await openEvidence(file));
  expect(gaps).toContainEqual(expect.objectContaining({ path: '/var/vpn', reason: 'truncated' }));
});

test('a collection that was cut has no manifest, and says so', async () => {
  const emulator = await appliance();
  const file = join(scratch(), 'whole.tar.gz');
  await collect(await open(emulator), file, options);
  const cut = join(scratch(), 'cut.tar.gz');
  const bytes = readFileSync(file);
  writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
  const source = await openEvidence(cut);
  const { gaps } = await readEverything(source);
  expect(source.describe().session?.account).toBe('nsroot');
  expect(gaps).toContainEqual(expect.objectContaining({ detail: expect.stringContaining('no readable manifest') }));
});

test('no entry of a collection is told to be of our own session: the file may have been planted', async () => {
  const file = join(scratch(), 'ns-a.tar.gz');
  await collect(await open(await appliance()), file, options);
  for await (const item of (await openEvidence(file)).entries(new AbortController().signal)) {
    if (item.kind === 'entry') expect(item.session).toBeUndefined();
  }
});
