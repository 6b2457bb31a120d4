import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellHistories } from '../../src/artifacts/shell-history.ts';

function read(path: string, text: string) {
  const { records, unknownLines } = shellHistories.read(text, { path });
  return { records: [...records], unknownLines };
}

test('reads the history of the NetScaler CLI', () => {
  const { records, unknownLines } = read(
    '/var/nstmp/bob/.nscli_history',
    '_HiStOrY_V2_\nshow\\040ns\\040info\nshell\n',
  );
  expect(unknownLines).toBe(0);
  expect(records.map(({ fields, line }) => [line, fields])).toEqual([
    [2, { user: 'bob', command: 'show ns info', shell: 'history' }],
    [3, { user: 'bob', command: 'shell', shell: 'history' }],
  ]);
});

test('reads time stamps of bash and of tcsh', () => {
  const text = '#1795425301\nid\n#+1795425302\r\nuname -a\r\nls\n';
  const { records } = read('/root/.history', text);
  expect(records.map(({ fields, time }) => [fields.command, time?.ms])).toEqual([
    ['id', 1_795_425_301_000],
    ['uname -a', 1_795_425_302_000],
    ['ls', undefined],
  ]);
});

test.each([
  { path: '/.nscli_history', user: 'root' },
  { path: '/root/.bash_history', user: 'root' },
  { path: '/var/nstmp/nsroot/.nscli_history', user: 'nsroot' },
  { path: '/home/alice/.sh_history', user: 'alice' },
  { path: '/nsconfig/.history', user: undefined },
])('takes the user of $path from its folder', ({ path, user }) => {
  expect(read(path, 'id\n').records[0]?.fields.user).toBe(user);
});

test('counts a binary line', () => {
  expect(read('/root/.history', 'id\n\u0000\u0001\nls').unknownLines).toBe(1);
});

test('leaves octal digits of another shell alone', () => {
  expect(read('/root/.bash_history', 'printf a\\040b').records[0]?.fields.command).toBe('printf a\\040b');
});

test('never throws, whatever the file', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('_HiStOrY_V2_', '#1795425301', '#+99999999999', '\\777', '\\040'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      for (const { time } of read('/root/.history', lines.join('\n')).records)
        expect(Number.isFinite(time?.ms ?? 0)).toBe(true);
    }),
  );
});
