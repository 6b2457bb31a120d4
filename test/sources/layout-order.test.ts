import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { limits } from '../../src/evidence/limits.ts';
import { printable } from '../../src/evidence/printable.ts';
import { openArchiveStream, openEvidence } from '../../src/sources/index.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { nsLine } from '../fixtures/evidence.ts';
import { type TarMember, tarBytes } from '../fixtures/tar-bytes.ts';
import { zipBytes } from '../fixtures/zip-bytes.ts';

/** More names than are held before a layout is decided. */
const MANY = limits.layoutEntries + 500;

function many(folder: string, extension: string): TarMember[] {
  return Array.from({ length: MANY }, (_, index) => ({ name: `${folder}/${index}${extension}`, content: 'x' }));
}

/** Each begins with so many files of one folder that its first names do not tell what it is. */
const CASES: readonly {
  name: string;
  kind: string;
  members: readonly TarMember[];
  expected: Record<string, string>;
}[] = [
  {
    name: 'a /var volume that begins with its tmp',
    kind: 'var-volume',
    members: [
      { name: './tmp/sh', content: 'x' },
      ...many('./tmp', ''),
      { name: './cron/tabs/root', content: 'x' },
      { name: './netscaler/logon/x.php', content: 'x' },
      { name: './log/bash.log.0', content: 'x' },
    ],
    expected: {
      './tmp/sh': '/var/tmp/sh',
      './cron/tabs/root': '/var/cron/tabs/root',
      './netscaler/logon/x.php': '/var/netscaler/logon/x.php',
      './log/bash.log.0': '/var/log/bash.log.0',
    },
  },
  {
    name: 'a /var volume that begins with its web root',
    kind: 'var-volume',
    members: [
      ...many('netscaler/gui/vpn', '.js'),
      { name: 'tmp/sh', content: 'x' },
      { name: 'cron/tabs/root', content: 'x' },
      { name: 'log/auth.log', content: 'x' },
    ],
    expected: { 'tmp/sh': '/var/tmp/sh', 'cron/tabs/root': '/var/cron/tabs/root', 'log/auth.log': '/var/log/auth.log' },
  },
  {
    name: 'a /var volume that begins with its logs, below a folder',
    kind: 'var-volume',
    members: [
      ...many('case/log/ns.log', ''),
      { name: 'case/log/ns.log.0.gz', content: gzipSync(nsLine()) },
      { name: 'case/tmp/sh', content: 'x' },
      { name: 'case/nstmp/x', content: 'x' },
    ],
    expected: { 'case/tmp/sh': '/var/tmp/sh', 'case/log/ns.log.0.gz': '/var/log/ns.log.0.gz' },
  },
  {
    name: 'a /flash volume that begins with its configuration',
    kind: 'flash-volume',
    members: [
      ...many('nsconfig/ssl', '.key'),
      { name: 'nsconfig/ns.conf', content: '#NS14.1 Build 73.30\n' },
      { name: 'boot/loader.conf', content: 'x' },
      { name: '.version', content: 'x' },
    ],
    expected: {
      'boot/loader.conf': '/flash/boot/loader.conf',
      '.version': '/flash/.version',
      'nsconfig/ns.conf': '/nsconfig/ns.conf',
    },
  },
  {
    name: 'logs, the first of them large',
    kind: 'log-copy',
    members: [
      { name: 'ns.log', content: `${nsLine()}\n`.repeat(20_000) },
      { name: 'auth.log', content: 'Nov 23 10:15:01 ns-a sshd[1]: x\n' },
      { name: 'httpaccess-vpn.log.3', content: 'x' },
    ],
    expected: {
      'ns.log': '/var/log/ns.log',
      'auth.log': '/var/log/auth.log',
      'httpaccess-vpn.log.3': '/var/log/httpaccess-vpn.log.3',
    },
  },
];

interface Read {
  readonly kind: string;
  readonly paths: Record<string, string>;
  readonly gaps: readonly string[];
}

async function read(opening: ReturnType<typeof openEvidence>): Promise<Read> {
  const source = await opening;
  const paths: Record<string, string> = {};
  const gaps: string[] = [];
  for await (const item of source.entries(new AbortController().signal)) {
    if (item.kind === 'gap') gaps.push(`${item.reason} ${item.detail}`);
    else paths[item.original] = item.path;
  }
  return { kind: source.describe().kind, paths, gaps };
}

function written(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

function folderOf(members: readonly TarMember[]): string {
  const folder = join(temporaryFolder(), 'tree');
  for (const { name, content = '' } of members) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const contentsOf = (members: readonly TarMember[]) =>
  Object.fromEntries(members.map(({ name, content = '' }) => [name.replace(/^\.\//, ''), content]));
const withoutDot = (expected: Record<string, string>) =>
  Object.fromEntries(Object.entries(expected).map(([name, path]) => [name.replace(/^\.\//, ''), path]));

describe.each(CASES)('$name', ({ kind, members, expected }) => {
  test.each([
    { form: 'tar', open: () => openEvidence(written('e', tarBytes(members))), names: expected },
    { form: 'tar.gz', open: () => openEvidence(written('e', gzipSync(tarBytes(members)))), names: expected },
    { form: 'zip', open: () => openEvidence(written('e', zipBytes(contentsOf(members)))), names: withoutDot(expected) },
    { form: 'folder', open: () => openEvidence(folderOf(members)), names: withoutDot(expected) },
  ])('as $form is placed by what it turns out to be', async ({ open, names }) => {
    const { kind: told, paths, gaps } = await read(open());
    expect(paths).toMatchObject(names);
    expect(told).toBe(kind);
    expect(gaps).toEqual([]);
  });
});

test('a stream that tells late what it is says so, and places the rest right', async () => {
  const { members } = CASES[0]!;
  async function* chunks() {
    yield tarBytes(members);
  }
  const { kind, paths, gaps } = await read(openArchiveStream(printable('stream'), chunks()));
  expect(kind).toBe('var-volume');
  expect(paths['./log/bash.log.0']).toBe('/var/log/bash.log.0');
  expect(gaps).toEqual([expect.stringMatching(/^over-limit .*placed by their names alone/)]);
});

test('evidence of another product that shows late is told', async () => {
  const members = [...many('var/log/x', '.log'), { name: 'var/mps/svm.conf', content: 'x' }];
  const { gaps } = await read(openEvidence(written('e', tarBytes(members))));
  expect(gaps).toEqual([expect.stringMatching(/SVM or Console/)]);
});
