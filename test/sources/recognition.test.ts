import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { caseNamed } from '../../samples/cases/index.ts';
import { packTar, packTarGz, packZip, writeTree } from '../../samples/render/pack.ts';
import { type Kind, kinds, nameOf, render } from '../../samples/render/render.ts';
import type { Entry, EvidenceDescription, EvidenceKind, Gap } from '../../src/evidence/entry.ts';
import { openEvidence } from '../../src/sources/index.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';

const appliance = caseNamed('found.cve-2025-6543').appliance();

/** What each kind of evidence is recognised as, paths that it must give, and one that its own name must not leave behind. */
const EXPECTED: Readonly<Record<Kind, { readonly as: EvidenceKind; readonly paths: readonly string[] }>> = {
  'root-tree': {
    as: 'root-tree',
    paths: [
      '/nsconfig/ns.conf',
      '/var/log/ns.log',
      '/etc/httpd.conf',
      '/var/tmp/sh',
      '/var/netscaler/logon/LogonPoint/index.php',
    ],
  },
  'support-bundle': {
    as: 'support-bundle',
    paths: [
      '/nsconfig/ns.conf',
      '/shell/showcmds.txt',
      '/shell/ps-auxwr.out',
      '/flash/boot/loader.conf',
      '/var/log/ns.log',
    ],
  },
  'system-backup': { as: 'system-backup', paths: ['/nsconfig/ns.conf'] },
  uac: {
    as: 'uac',
    paths: ['/nsconfig/ns.conf', '/shell/bodyfile.txt', '/shell/ps_-axo_pid_user_lstart_args.txt', '/var/log/ns.log'],
  },
  nsir: { as: 'nsir', paths: ['/shell/bodyfile.txt', '/nsconfig/ns.conf', '/shell/showcmds.txt'] },
  cicada8: { as: 'cicada8', paths: ['/etc/passwd', '/etc/crontab', '/var/log/ns.log', '/shell/ps-auxww.txt'] },
  'var-volume': { as: 'var-volume', paths: ['/var/log/ns.log', '/var/tmp/sh'] },
  'flash-volume': { as: 'flash-volume', paths: ['/nsconfig/ns.conf', '/flash/boot/loader.conf'] },
  'log-copy': { as: 'log-copy', paths: ['/var/log/ns.log', '/var/log/httpaccess.log'] },
  'syslog-export': { as: 'syslog-export', paths: ['/var/log/ns.log'] },
  'ns-conf': { as: 'ns-conf', paths: ['/nsconfig/ns.conf'] },
};

interface Reading {
  readonly description: EvidenceDescription;
  readonly paths: readonly string[];
  readonly gaps: readonly Gap[];
}

async function read(target: string): Promise<Reading> {
  const source = await openEvidence(target);
  const entries: Entry[] = [];
  const gaps: Gap[] = [];
  for await (const item of source.entries(new AbortController().signal)) {
    if (item.kind === 'gap') gaps.push(item);
    else {
      for await (const _chunk of item.content());
      entries.push(item);
    }
  }
  return { description: source.describe(), paths: entries.map(({ path }) => path).sort(), gaps };
}

/** The ways one evidence may arrive. Each gives the same paths. */
const WAYS: Readonly<Record<string, (kind: Kind) => Promise<string>>> = {
  'tar.gz under the name evidence.bin': async (kind) => written(await packTarGz(await render(appliance, kind))),
  zip: async (kind) => written(packZip(await render(appliance, kind))),
  folder: async (kind) => {
    const folder = join(temporaryFolder(), 'x');
    writeTree(await render(appliance, kind), folder);
    return folder;
  },
  'tar under another top folder': async (kind) =>
    written(
      await packTar(
        (await render(appliance, kind)).map((member) => ({ ...member, name: `case 7/copy/${member.name}` })),
      ),
    ),
  'tar.gz in a tar': async (kind) =>
    written(
      tarBytes([
        { name: 'notes.txt', content: 'x' },
        { name: 'inner', content: await packTarGz(await render(appliance, kind)) },
      ]),
    ),
  'zip in a folder': async (kind) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'acme'));
    writeFileSync(join(folder, 'acme/upload.dat'), packZip(await render(appliance, kind)));
    return folder;
  },
};

function written(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'evidence.bin');
  writeFileSync(path, bytes);
  return path;
}

describe.each(kinds)('%s', (kind) => {
  const { as, paths } = EXPECTED[kind];
  test.each(Object.keys(WAYS))('as %s', async (way) => {
    const reading = await read(await WAYS[way]!(kind));
    expect(reading.description.kind).toBe(as);
    expect(reading.paths).toEqual(expect.arrayContaining([...paths]));
    expect(reading.gaps).toEqual([]);
  });

  test('every way gives the same paths', async () => {
    const direct = await read(await WAYS['folder']!(kind));
    for (const way of ['tar.gz under the name evidence.bin', 'tar under another top folder']) {
      const files = (reading: Reading) => reading.paths.filter((path) => path !== '/notes.txt');
      const other = await read(await WAYS[way]!(kind));
      expect(files(other).filter((path) => !path.endsWith('/copy') && path !== '/case 7')).toEqual(
        expect.arrayContaining(files(direct).filter((path) => /\.(?:log|conf|out|txt|php|gz)$/.test(path))),
      );
    }
  });
});

const EVENT = 'default EVENT DEVICEUP 7 0 :  Device "server_7" - State UP';
describe('one log under a name that says nothing', () => {
  test.each([
    {
      name: 'a relay with its clock',
      kind: 'syslog-export',
      line: `Nov 23 10:15:01 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : ${EVENT}`,
    },
    {
      name: 'an ISO clock',
      kind: 'syslog-export',
      line: `2026-11-23T09:15:01.285+00:00 192.0.2.10  2026/11/23:09:15:01 GMT ns-a 0-PPE-0 : ${EVENT}`,
    },
    { name: 'a priority alone', kind: 'syslog-export', line: `<134> 11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : ${EVENT}` },
    { name: 'a leading space', kind: 'syslog-export', line: ` 11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : ${EVENT}` },
    { name: 'CSV', kind: 'syslog-export', line: `"2026/11/23:09:15:01  ns-a 0-PPE-0 : ${EVENT}"` },
    {
      name: 'Kiwi',
      kind: 'syslog-export',
      line: `11-23-2026\t10:15:01\tLocal7.Error\t192.0.2.10\t11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : ${EVENT}`,
    },
    {
      name: 'RFC 5424',
      kind: 'syslog-export',
      line: `<134>1 2026-11-23T09:15:01Z ns-a EVENT 0-PPE-0 - - DEVICEUP 7 0 :  Device "x" - State UP`,
    },
    {
      name: 'CEF',
      kind: 'log-copy',
      line: 'Nov 23 10:15:01 <local0.info> 192.0.2.10 CEF:0|Citrix|NetScaler|NS14.1|APPFW|APPFW_STARTURL|6|src=203.0.113.9 act=blocked',
    },
    {
      name: 'the appliance’s own',
      kind: 'log-copy',
      line: `Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : ${EVENT}`,
    },
  ])('$name', async ({ kind, line }) => {
    const path = join(temporaryFolder(), 'evidence 7');
    writeFileSync(path, `${line}\n`);
    const { description, paths } = await read(path);
    expect(description.kind).toBe(kind);
    expect(paths).toEqual(['/var/log/ns.log']);
  });
});

describe('when it was collected', () => {
  const collected = new Date(Math.floor(appliance.setting.collected / 1000) * 1000);
  test.each(['support-bundle', 'uac', 'nsir'] as const)('%s', async (kind) => {
    const path = join(temporaryFolder(), `${nameOf(appliance, kind)}.tar.gz`);
    writeFileSync(path, await packTarGz(await render(appliance, kind)));
    const { description } = await read(path);
    expect(description.collected).toEqual(collected);
  });

  test('a Velociraptor container', async () => {
    const folder = temporaryFolder();
    for (const [name, content] of [
      ['collection_context.json', '{"session_id":"F.1","create_time":1763890200000000,"start_time":1763890212000000}'],
      ['results/a.json', '{}'],
      ['uploads/auto/nsconfig/ns.conf', '#NS14.1 Build 73.30\n'],
    ] as const) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const { description } = await read(folder);
    expect(description).toMatchObject({ kind: 'velociraptor', collected: new Date(1763890200000) });
  });
});

describe('other products are refused by name', () => {
  test.each([
    { product: 'SVM or Console', mark: 'var/mps/svm.conf' },
    { product: 'SVM or Console', mark: 'mpsconfig/mps.conf' },
    { product: 'CPX', mark: 'var/netscaler/bins/nsppe' },
    { product: 'BLX', mark: 'etc/blx/blx.conf' },
  ])('$mark: $product', async ({ product, mark }) => {
    const members = [
      { name: `top/${mark}`, content: 'x' },
      { name: 'top/var/log/ns.log', content: 'x' },
    ];
    const folder = temporaryFolder();
    for (const { name, content } of members) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    for (const target of [written(gzipSync(tarBytes(members))), folder]) {
      const reading = await read(target);
      expect(reading.paths).toEqual([]);
      expect(reading.gaps).toEqual([
        expect.objectContaining({ reason: 'unreadable', detail: expect.stringContaining(product) }),
      ]);
    }
  });
});

test('a collector that names its folder as a bundle, copied under another name, is recognised', async () => {
  const original = join(temporaryFolder(), 'b.tgz');
  writeFileSync(original, await packTarGz(await render(appliance, 'support-bundle')));
  const renamed = join(temporaryFolder(), 'IMG_0001.jpeg');
  copyFileSync(original, renamed);
  expect(readFileSync(renamed).length).toBeGreaterThan(0);
  expect((await read(renamed)).description.kind).toBe('support-bundle');
});
