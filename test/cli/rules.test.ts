import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ruleFolder, ruleText } from '../fixtures/rule-folder.ts';
import { nsleuth, root, scanReport } from '../fixtures/run-nsleuth.ts';

test('check and test pass on the shipped rules', async () => {
  expect(await nsleuth(['rules', 'check'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/\d+ rules: 0 errors/),
  });
  expect(await nsleuth(['rules', 'test'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/\d+ tests of \d+ rules: 0 failed/),
  });
});

test.each([
  {
    name: 'a misspelt field',
    text: ruleText({ detection: '{a: {pathh: /x}, condition: a}' }),
    says: 'rule.yml:5: error: unknown field "pathh" of file; did you mean "path"?',
  },
  {
    name: 'a slow YARA pattern',
    file: 'pack/slow.yar',
    text: 'rule slow {\n  strings: $a = /.{2,3}a/\n  condition: $a }',
    says: 'slow.yar:2: error: slow pattern',
  },
  { name: 'an unreadable advisory', text: 'advisories: nothing', says: 'rule.yml:1: error:' },
])('check names $name, and ends with status 2', async ({ text, says, file = 'pack/rule.yml' }) => {
  const folder = ruleFolder({ [file]: text });
  const { status, stdout } = await nsleuth(['rules', 'check', '--rules', folder]);
  expect(stdout).toContain(says);
  expect(status).toBe(2);
});

test('a failing test names the rule, its place and the record', async () => {
  const folder = ruleFolder({
    'pack/rule.yml': ruleText({ more: 'nsleuth: {tests: {match: [{path: /var/tmp/other}]}}' }),
  });
  const { status, stdout } = await nsleuth(['rules', 'test', folder]);
  expect(stdout).toContain('rule.yml:1: demo: match test 1 is not matched: {"path":"/var/tmp/other"}');
  expect(status).toBe(2);
});

test('a new rule passes check and test, and is not overwritten', async () => {
  const folder = ruleFolder({});
  expect(await nsleuth(['rules', 'new', 'my_rule', '--out', folder])).toMatchObject({ status: 0 });
  const file = join(folder, 'my_rule.yml');
  expect(await nsleuth(['rules', 'check', '--strict', file])).toMatchObject({
    status: 0,
    stdout: '1 rules: 0 errors, 0 warnings, 0 notes\n',
  });
  expect(await nsleuth(['rules', 'test', file])).toMatchObject({ status: 0, stdout: '2 tests of 1 rules: 0 failed\n' });
  writeFileSync(file, 'mine');
  expect(await nsleuth(['rules', 'new', 'my_rule', '--out', folder])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('exists already'),
  });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test.each([
  { name: 'list', args: ['list'], says: 'var_tmp_sh_setuid' },
  { name: 'explain', args: ['explain', 'var_tmp_sh_setuid'], says: 'path is "/var/tmp/sh"' },
])('$name prints what it should', async ({ args, says }) => {
  const { status, stdout } = await nsleuth(['rules', ...args]);
  expect(stdout).toContain(says);
  expect(status).toBe(0);
});

test('an unknown rule is named with the nearest', async () => {
  expect(await nsleuth(['rules', 'show', 'var_tmp_sh_setuids'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Did you mean "var_tmp_sh_setuid"?'),
  });
});

test('a folder that does not exist is one clear line', async () => {
  const { status, stderr } = await nsleuth(['rules', 'check', '--rules', '/does/not/exist']);
  expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, lines: 2 });
  expect(existsSync('/does/not/exist')).toBe(false);
});

describe('the shipped rules, of which there is a compiled form', () => {
  test.each([
    { words: ['list'] },
    { words: ['list', '--json'] },
    { words: ['list', '--pack', 'web-shells'] },
    { words: ['list', '--pack', 'nothing-of-this-name'] },
    { words: ['show', 'var_tmp_sh_setuid'] },
    { words: ['show', 'var_tmp_sh_setuit'] },
    { words: ['explain', 'var_tmp_sh_setuid'] },
    { words: ['explain', 'known_webshell_hash'] },
  ])('rules $words says to the letter what the files say', async ({ words }) => {
    const read = nsleuth(['rules', ...words, '--only-rules', join(root, 'rules')]);
    expect(await nsleuth(['rules', ...words])).toEqual(await read);
  });
});

test('a scan with rules instead of the shipped ones uses those added as well', async () => {
  const first = ruleFolder({ 'a.yml': ruleText({ name: 'first_of_two' }) });
  const second = ruleFolder({
    'b.yml': ruleText({ name: 'second_of_two', id: '5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d6f' }),
  });
  const sample = join(root, 'samples/clean.support-bundle.tar.gz');
  const { report } = await scanReport([sample, '--only-rules', first, '--rules', second]);
  expect(report.rules.counts.sigma).toBe(2);
});
