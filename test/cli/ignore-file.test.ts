import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addToIgnoreFile, parseIgnoreFile, readIgnoreFile } from '../../src/cli/ignore-file.ts';
import { text } from '../../src/evidence/printable.ts';

test('reads entries', async () => {
  const content = `# explained
- rule: php_outside_admin_ui
  path: /var/netscaler/logon/themes/**
  reason: our own theme
  who: jdoe
  until: 2027-01-31
- {value: 192.0.2.7, reason: "the monitoring"}
`;
  expect(await parseIgnoreFile(content, 'x.yml')).toEqual([
    {
      rule: 'php_outside_admin_ui',
      path: '/var/netscaler/logon/themes/**',
      reason: 'our own theme',
      who: 'jdoe',
      until: '2027-01-31',
    },
    { value: '192.0.2.7', reason: 'the monitoring' },
  ]);
  expect(await parseIgnoreFile('', 'x.yml')).toEqual([]);
});

test.each([
  { name: 'no reason', content: '- rule: a', message: 'x.yml:1: the reason is missing' },
  { name: 'nothing to go by', content: '- reason: all of it', message: 'x.yml:1: an entry needs a rule' },
  {
    name: 'a misspelt field',
    content: '- rule: a\n  raeson: b',
    message: 'x.yml:2: unknown field "raeson"; did you mean "reason"?',
  },
  { name: 'no day', content: '- rule: a\n  reason: b\n  until: soon', message: '"until" is no day' },
  { name: 'no list', content: 'rule: a', message: 'x.yml:1: this must be a list' },
  { name: 'no YAML', content: '- [', message: 'not valid YAML' },
])('refuses $name, with the line', async ({ content, message }) => {
  await expect(parseIgnoreFile(content, 'x.yml')).rejects.toThrow(message);
});

test('what is added can be read again, and a file that was named must exist', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-tui-ignore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'nsleuth.ignore.yml');
  await expect(readIgnoreFile(file)).rejects.toThrow('cannot read');
  const first = { rule: 'a', path: '/var/tmp/\\*: #x', reason: text`it's "fine": - yes` };
  const second = { rule: 'b', reason: text`known`, until: '2027-01-31' };
  await addToIgnoreFile(first, file);
  await addToIgnoreFile(second, file);
  expect(await readIgnoreFile(file)).toEqual([first, second]);
  expect(readFileSync(file, 'utf8')).toContain('until: 2027-01-31');
});
