import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeOwn } from '../../src/cli/write-output.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';

const program = join(import.meta.dirname, '../../bin/nsleuth.js');
const sample = join(import.meta.dirname, '../../samples/found.cve-2025-6543.tar.gz');

describe('output that does not arrive', () => {
  test.each([
    { name: 'a list', args: `rules list` },
    { name: 'a report', args: `scan ${sample} --format json --quiet` },
    { name: 'a stream', args: `scan ${sample} --format ndjson --quiet` },
  ])('a reader that has had enough of $name gets no stack trace', ({ args }) => {
    const { stderr } = spawnSync('bash', ['-c', `node ${program} ${args} | head -c 1 > /dev/null`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
  });

  test('a full disk behind standard output is one line and a status', () => {
    const { status, stderr } = spawnSync('bash', ['-c', `node ${program} rules list > /dev/full`], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('standard output cannot be written (ENOSPC)');
    expect(stderr).not.toContain('    at ');
  });
});

describe('files', () => {
  test('a file that cannot be written leaves nothing behind', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'report.json'));
    writeFileSync(join(folder, 'report.json', 'kept'), '');
    await expect(writeOwn(join(folder, 'report.json'), '{}')).rejects.toThrow('cannot be written');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });
});

test('a report that cannot be saved is shown all the same, and nothing of it is left half-written', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'report.html'));
  writeFileSync(join(folder, 'report.html', 'kept'), '');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'scan', sample, '--quiet', '--save', folder],
    {
      encoding: 'utf8',
    },
  );
  expect(status).toBe(2);
  expect(stdout).toContain('COMPROMISE INDICATED');
  expect(stderr).toContain('cannot be written');
  expect(readdirSync(folder)).toEqual(['report.html', 'report.json']);
});

test('a folder without rules is refused: a scan with it would find nothing', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, 'scan', sample, '--quiet', '--only-rules', temporaryFolder()],
    { encoding: 'utf8' },
  );
  expect(status).toBe(2);
  expect(stderr).toContain('holds no rule');
});

test('so is an empty folder of further rules', () => {
  const args = [program, 'scan', sample, '--quiet', '--rules', temporaryFolder()];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('holds no rule');
});

test.each(
  [
    { name: 'is empty', file: 'a.yml', text: '', said: /^nsleuth: \S+ holds no rule\n {9}Give [^\n]+\n$/ },
    {
      name: 'is a comment',
      file: 'a.yml',
      text: '# title: x\n',
      said: /^nsleuth: \S+ holds no rule\n {9}Give [^\n]+\n$/,
    },
    {
      name: 'is an empty YARA file',
      file: 'a.yar',
      text: '// rule x\n',
      said: /^nsleuth: \S+ holds no rule\n {9}Give [^\n]+\n$/,
    },
    {
      name: 'is a list',
      file: 'a.yml',
      text: '- a\n- b\n',
      said: /^nsleuth: \S+:1: [^\n]* must be a map\n {9}Correct the rule[^\n]+\n$/,
    },
  ].flatMap((row) => [
    { ...row, option: '--rules' },
    { ...row, option: '--only-rules' },
  ]),
)('a rule file for $option that $name is refused in one line', ({ option, file, text, said }) => {
  const path = join(temporaryFolder(), file);
  writeFileSync(path, text);
  const args = [program, 'scan', sample, '--quiet', option, path];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(said);
});

test.each([{ words: ['list', '--rules'] }, { words: ['check'] }, { words: ['test'] }])(
  'rules $words refuses a file without a rule',
  ({ words }) => {
    const path = join(temporaryFolder(), 'a.yml');
    writeFileSync(path, '# nothing\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'rules', ...words, path], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('holds no rule');
  },
);

test('a damaged earlier report is set aside, and the new one is saved', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'report.json'), '{"schema": "nsleuth-report/1", "cut');
  const args = [program, 'scan', sample, '--quiet', '--save', folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stdout).toContain('COMPROMISE INDICATED');
  expect(stderr).toMatch(/is not JSON.*kept as .*report\.earlier-1\.json/);
  expect(readFileSync(join(folder, 'report.earlier-1.json'), 'utf8')).toContain('"cut');
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).schema).toBe('nsleuth-report/1');
  expect(status).toBe(1);
});
