import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { caseNamed } from '../../samples/cases/index.ts';
import { writeTree } from '../../samples/render/pack.ts';
import { render } from '../../samples/render/render.ts';
import { limits } from '../../src/evidence/limits.ts';
import { evidenceIn } from '../../src/sources/index.ts';
import { sampleEvidence, temporaryFolder } from '../fixtures/appliance.ts';
import { nsLine } from '../fixtures/evidence.ts';

const CASE = 'clean';
let bundle: string;
beforeAll(async () => {
  bundle = await sampleEvidence(CASE, 'support-bundle');
});

async function tree(folder: string, kind: 'root-tree' | 'var-volume' | 'uac' | 'log-copy'): Promise<void> {
  writeTree(await render(caseNamed(CASE).appliance(), kind), folder);
}

/** Paths relative to the folder; `.` is the folder itself. */
async function found(folder: string): Promise<string[]> {
  return (await evidenceIn(folder)).map((path) => (path === folder ? '.' : path.slice(folder.length + 1)));
}

test.each(['root-tree', 'var-volume', 'uac', 'log-copy'] as const)('a %s is one evidence', async (kind) => {
  const folder = temporaryFolder();
  await tree(folder, kind);
  expect(await found(folder)).toEqual(['.']);
});

test('archives in folders are evidences of their own, and what is nothing of an appliance is none', async () => {
  const folder = temporaryFolder();
  for (const name of ['acme', 'beta/monday']) {
    mkdirSync(join(folder, name), { recursive: true });
    copyFileSync(bundle, join(folder, name, 'evidence.bin'));
    writeFileSync(join(folder, name, 'notes.txt'), 'Called the customer at ten.\n');
  }
  expect(await found(folder)).toEqual(['acme/evidence.bin', 'beta/monday/evidence.bin']);
});

test('trees and archives beside each other, each counted once', async () => {
  const folder = temporaryFolder();
  await tree(join(folder, 'a'), 'root-tree');
  await tree(join(folder, 'b', 'copy'), 'var-volume');
  copyFileSync(bundle, join(folder, 'c.tgz'));
  expect(await found(folder)).toEqual(['a', 'b/copy', 'c.tgz']);
});

test('an archive that is damaged or of an unsupported format is not passed over', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.tgz'), '');
  writeFileSync(join(folder, 'b.bin'), Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]));
  copyFileSync(bundle, join(folder, 'c'));
  expect(await found(folder)).toEqual(['a.tgz', 'b.bin', 'c']);
});

test('loose logs of a folder belong together', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x'));
  for (const name of ['first.txt', 'second.txt']) writeFileSync(join(folder, 'x', name), `${nsLine()}\n`);
  writeFileSync(join(folder, 'x', 'third.bin'), gzipSync(`${nsLine()}\n`));
  copyFileSync(bundle, join(folder, 'y.tgz'));
  expect(await found(folder)).toEqual(['x', 'y.tgz']);
});

test('a folder of nothing known is left to the scan', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'notes.txt'), 'nothing\n');
  expect(await found(folder)).toEqual(['.']);
});

test('more folders than the bound are refused, not cut', async () => {
  const folder = temporaryFolder();
  for (let index = 0; index < 5; index++) mkdirSync(join(folder, `case-${index}`));
  await expect(evidenceIn(folder, { ...limits, foldersSearched: 3 })).rejects.toThrow('more than 3 folders');
});
