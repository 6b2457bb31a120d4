import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTar } from '../../../src/formats/tar/read-tar.ts';
import { collect } from '../../../src/sources/ssh/collect.ts';
import { collectionHeadName, manifestName, parseManifest } from '../../../src/sources/ssh/manifest.ts';
import { evidence } from '../../fixtures/evidence.ts';
import { appliance, open, readEverything, scratch } from './scene.ts';

const options = { toolVersion: '0.0.0', signal: new AbortController().signal };

async function members(file: string) {
  const found = new Map<string, { bytes: Buffer; born?: Date; changed?: Date; modified?: Date; type: string }>();
  async function* whole() {
    yield gunzipSync(readFileSync(file));
  }
  for await (const item of readTar(whole())) {
    if (item.kind !== 'member') throw new Error(item.detail);
    const chunks: Uint8Array[] = [];
    for await (const chunk of item.content()) chunks.push(chunk);
    const { born, changed, modified, type } = item;
    found.set(item.name.replace(/\/$/, ''), {
      bytes: Buffer.concat(chunks),
      type,
      ...(born && { born }),
      ...(changed && { changed }),
      ...(modified && { modified }),
    });
  }
  return found;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('writes what a live scan reads, with a manifest that proves it', async () => {
  const emulator = await appliance();
  const live = await readEverything(await open(emulator));
  const file = join(scratch(), 'ns-a.tar.gz');
  const collected = await collect(await open(emulator), file, options);

  const found = await members(file);
  const names = [...found.keys()];
  expect(names[0]).toBe(collectionHeadName);
  expect(names.at(-1)).toBe(manifestName);
  expect(found.get('flash/nsconfig/ns.conf')?.bytes).toEqual(live.files.get('/nsconfig/ns.conf'));
  expect(found.get('shell/ps-axwwo.out')?.bytes).toEqual(live.files.get('/shell/ps-axwwo.out'));
  expect(found.get('nsconfig')?.type).toBe('symlink');
  expect(found.get('var/netscaler/gui/vpn/index.html')?.modified).toEqual(new Date('2026-09-22T11:04:55Z'));
  expect(found.get('var/netscaler/gui/vpn/index.html')?.born).toBeDefined();
  expect(found.get('var/netscaler/gui/vpn/index.html')?.changed).toBeDefined();
  expect(names).toContain('var/tmp/line\nbreak');

  const manifest = JSON.parse(found.get(manifestName)!.bytes.toString());
  expect(manifest).toMatchObject({ schema: 'nsleuth-collection/1', complete: true, session: { account: 'nsroot' } });
  expect(manifest.commands).toHaveLength(manifest.session.sessions);
  const files = manifest.members.filter(({ type }: { type: string }) => type === 'file');
  expect(files.length).toBeGreaterThan(30);
  for (const { name, sha256: stated } of files) expect(sha256(found.get(name)!.bytes), name).toBe(stated);

  expect(sha256(readFileSync(file))).toBe(collected.sha256);
  expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${collected.sha256}  ns-a.tar.gz\n`);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(file).includes(emulator.password)).toBe(false);
  expect(JSON.stringify(manifest)).not.toContain(emulator.password);
});

test('keeps what was received when the connection is lost, and says that it is not complete', async () => {
  const emulator = await appliance({ cut: { command: /find var\/netscaler/, afterBytes: 4_000 } });
  const file = join(scratch(), 'part.tar.gz');
  const { manifest } = await collect(await open(emulator), file, options);
  expect(manifest.complete).toBe(false);
  expect(manifest.gaps).toContainEqual(expect.objectContaining({ path: '/var/vpn', reason: 'truncated' }));
  expect((await members(file)).has('var/log/ns.log')).toBe(true);
  const facts = parseManifest(JSON.stringify(manifest));
  expect(facts?.gaps.map(({ path, reason, detail }) => ({ path, reason, detail }))).toEqual(manifest.gaps);
  expect(facts?.description.session?.account).toBe('nsroot');
  expect(facts?.description.transcript).toHaveLength(manifest.commands.length);
});

test('fills a file that came short, so that the rest of the archive can be read', async () => {
  const file = join(scratch(), 'short.tar.gz');
  const source = evidence({
    '/var/log/ns.log': { content: 'half', size: 1_000 },
    '/var/log/sh.log': { content: 'longer than told', size: 6 },
    '/etc/motd': 'whole',
  });
  const { manifest } = await collect(source, file, options);
  const found = await members(file);
  expect(found.get('var/log/ns.log')?.bytes.length).toBe(1_000);
  expect(found.get('var/log/sh.log')?.bytes.toString()).toBe('longer');
  expect(found.get('etc/motd')?.bytes.toString()).toBe('whole');
  expect(manifest.members.find(({ name }) => name === 'var/log/ns.log')?.bytes).toBe(4);
});

test('gives members names that lead nowhere else', async () => {
  const file = join(scratch(), 'evil.tar.gz');
  await collect(
    evidence({
      '/nsleuth-collection-manifest.json': 'forged',
      '/tmp/x': { content: 'x', original: '../../../tmp/x' },
      '/y': { content: 'y', original: '/y' },
    }),
    file,
    options,
  );
  expect([...(await members(file)).keys()]).toEqual([
    collectionHeadName,
    'from-appliance/files/nsleuth-collection-manifest.json',
    'tmp/x',
    'y',
    manifestName,
  ]);
});

test('replaces no file', async () => {
  const file = join(scratch(), 'there.tar.gz');
  await collect(evidence({ '/a': 'a' }), file, options);
  const before = readFileSync(file);
  await expect(collect(evidence({ '/b': 'b' }), file, options)).rejects.toThrow('exists already');
  expect(readFileSync(file)).toEqual(before);
});

test('a folder that does not exist is the operator’s to correct', async () => {
  await expect(collect(evidence({}), '/nonexistent/x.tar.gz', options)).rejects.toMatchObject({
    name: 'OperatorError',
  });
});

test.each([
  { name: 'no JSON', text: '{' },
  { name: 'another schema', text: '{"schema":"x"}' },
  { name: 'a list', text: '[]' },
])('a manifest that is $name says nothing', ({ text }) => {
  expect(parseManifest(text)).toBeUndefined();
});

test('a manifest made by an intruder cannot colour the terminal or choose what counts as our own trace', () => {
  const facts = parseManifest(
    JSON.stringify({
      schema: 'nsleuth-collection/1',
      started: '2026-11-23T15:00:00Z',
      gaps: [
        { path: '\u001b[31m', reason: 'truncated', detail: '\u202e' },
        { path: 1 },
        null,
        { path: '/', reason: 'fine', detail: '' },
      ],
      commands: 'x',
      session: {
        started: '2026-11-23T15:00:00Z',
        finished: '2026-11-23T15:00:00Z',
        account: 'a',
        host_key: 'k',
        sessions: 1,
        marker: 'cat',
      },
    }),
  );
  expect(facts?.gaps).toEqual([{ kind: 'gap', path: '\\u{1b}[31m', reason: 'truncated', detail: '\\u{202e}' }]);
  expect(facts?.description.session?.marker).toBeUndefined();
  expect(facts?.description.transcript).toEqual([]);
});
