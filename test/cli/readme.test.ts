import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../fixtures/run-nsleuth.ts';

/** What a checkout looks like to the README's commands; they write into it. */
const checkout = mkdtempSync(join(tmpdir(), 'nsleuth-readme-'));
beforeAll(() => {
  for (const name of ['bin', 'dist', 'rules', 'samples', 'package.json'])
    cpSync(join(root, name), join(checkout, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

const commands = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block!.trim().split('\n'))
  // Installing and testing are what runs this test.
  .map((line) => line.replace(/^npm ci && /, ''))
  .filter((line) => line !== 'npm test');

test('the README shows commands', () => expect(commands.length).toBeGreaterThan(10));

// In the README's order: later commands use what earlier ones saved.
test.each(commands)(
  '%s',
  (command) => {
    const { status, stderr, stdout } = spawnSync('bash', ['-c', command], {
      cwd: checkout,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
    });
    const expected = command.includes(' scan ') && /found\.|\*\.tar/.test(command) ? 1 : 0;
    expect({
      status,
      stderr: stderr.slice(0, 500),
      said: (stdout + stderr).length > 0 || command.includes('>'),
    }).toEqual({
      status: expected,
      stderr: expect.not.stringMatching(/defect|Error:/),
      said: true,
    });
  },
  60_000,
);

test('every page the documents name exists', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  const missing = files.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /`((?:docs|src|rules|test|bin|samples|bench)\/[\w./-]+\.(?:md|ts|js|json|yml))`/g,
      ),
    ]
      .map(([, path]) => path!)
      .filter((path) => !/NAME/.test(path) && spawnSync('test', ['-e', join(root, path)]).status !== 0)
      .map((path) => `${file}: ${path}`),
  );
  expect(missing).toEqual([]);
});
