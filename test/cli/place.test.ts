import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const base = mkdtempSync(join(tmpdir(), 'nsleuth-place-'));

afterAll(() => rmSync(base, { recursive: true, force: true }));

test.each(['src/nsleuth', 'a folder/ns-ü#1'])('finds its rules and its samples where it was unpacked: %s', (place) => {
  const home = join(base, place);
  mkdirSync(home, { recursive: true });
  for (const part of ['bin', 'dist', 'rules', 'package.json'])
    cpSync(join(root, part), join(home, part), { recursive: true });
  mkdirSync(join(home, 'samples'));
  const sample = 'samples/found.cve-2025-6543.tar.gz';
  cpSync(join(root, sample), join(home, sample));
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  const args = [join(home, 'bin/nsleuth.js'), 'scan', join(home, sample)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  expect(stderr).toBe('');
  expect(stdout).toContain('COMPROMISE INDICATED');
  expect(status).toBe(1);
});
