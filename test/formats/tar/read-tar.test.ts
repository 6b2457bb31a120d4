import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readTar } from '../../../src/formats/tar/read-tar.ts';
import { temporaryFolder } from '../../fixtures/appliance.ts';
import { longNameMember, paxMember, tarBytes } from '../../fixtures/tar-bytes.ts';
import { inPieces, readAll } from '../read-all.ts';

const LONG = `var/log/${'long/'.repeat(50)}ns.log`;
const isGnu = (() => {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar');
  } catch {
    return false;
  }
})();

function tree(): string {
  const folder = temporaryFolder();
  const write = (name: string, content: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  write('var/log/ns.log', 'a log\n');
  write(LONG, 'far below\n');
  write('var/tmp/empty', '');
  linkSync(join(folder, 'var/log/ns.log'), join(folder, 'var/log/second.log'));
  symlinkSync('/flash/nsconfig', join(folder, 'nsconfig'));
  write('var/core/sparse', 'head');
  truncateSync(join(folder, 'var/core/sparse'), 3_000_000);
  return folder;
}

test.skipIf(!isGnu).each(['gnu', 'oldgnu', 'pax', 'posix'])(
  'reads what GNU tar writes as %s (skipped without GNU tar)',
  async (format) => {
    const bytes = execFileSync(
      'tar',
      ['-C', tree(), `--format=${format}`, '--sparse', '--sort=name', '-cf', '-', '.'],
      { maxBuffer: 2 ** 26 },
    );
    const { members, damages } = await readAll(readTar(inPieces(bytes)));
    const named = (name: string) => members.find((member) => member.name === `./${name}`);
    expect(damages).toEqual([]);
    expect(named(LONG)?.content.toString()).toBe('far below\n');
    expect(named('var/log/ns.log')?.content.toString()).toBe('a log\n');
    expect(named('var/log/second.log')).toMatchObject({ type: 'hardlink', linkTarget: './var/log/ns.log' });
    expect(named('nsconfig')).toMatchObject({ type: 'symlink', linkTarget: '/flash/nsconfig' });
    const sparse = named('var/core/sparse');
    expect(sparse?.size).toBe(3_000_000);
    expect(sparse?.content.length).toBe(3_000_000);
    expect(sparse?.content.subarray(0, 5).toString()).toBe('head\0');
  },
);

test.each([
  {
    name: 'a name in a pax header',
    bytes: paxMember({ path: LONG, mtime: '1790000000.25' }, { name: 'x', content: 'y' }),
  },
  { name: 'a name in a GNU header', bytes: longNameMember(LONG, { name: 'x', content: 'y' }) },
])('reads $name', async ({ bytes }) => {
  const { members, damages } = await readAll(readTar(inPieces(Buffer.concat([bytes, tarBytes([])]))));
  expect(damages).toEqual([]);
  expect(members).toEqual([expect.objectContaining({ name: LONG, type: 'file', content: Buffer.from('y') })]);
});

test('a name that is no UTF-8 keeps every byte', async () => {
  const { members } = await readAll(readTar(inPieces(tarBytes([{ name: 'a\u00ff\u00fe', content: '' }]))));
  expect(members[0]?.name).toBe('a\u00ff\u00fe');
});

test('a chunk that was taken whole and handed to another thread is not looked at again', async () => {
  const content = Buffer.alloc(2 ** 21, 'x');
  async function* chunks() {
    const bytes = tarBytes([
      { name: 'var/log/big', content },
      { name: 'next', content: 'y' },
    ]);
    // Cut so that whole chunks are nothing but content.
    for (let at = 0; at < bytes.length; at += 2 ** 19) yield new Uint8Array(bytes.subarray(at, at + 2 ** 19));
  }
  let size = 0;
  const names: string[] = [];
  for await (const item of readTar(chunks())) {
    if (item.kind === 'damage') throw new Error(item.detail);
    names.push(item.name);
    for await (const chunk of item.content()) {
      size += chunk.length;
      const { buffer } = chunk;
      if (chunk.byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
        structuredClone(chunk, { transfer: [buffer] });
    }
  }
  expect(size).toBe(content.length + 1);
  expect(names).toEqual(['var/log/big', 'next']);
});
