import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEndpoint } from '../../src/artifacts/endpoint.ts';
import { magicOf } from '../../src/artifacts/file.ts';
import { parseMode } from '../../src/artifacts/file-mode.ts';
import { readers } from '../../src/artifacts/index.ts';
import { inferYear } from '../../src/artifacts/log-clock.ts';
import { parseConfigCommand, wordsOf } from '../../src/artifacts/ns-conf-line.ts';
import { maskAssignments } from '../../src/artifacts/secrets.ts';
import { dateIn, isoDateIn } from '../../src/artifacts/wall-clock.ts';
import { reading } from '../../src/artifacts/whole-reading.ts';
import { limits } from '../../src/evidence/limits.ts';
import { readWhole } from './read-whole.ts';

const wholeReaders = readers.flatMap((reader) => (reader.form === 'whole' ? [reader] : []));
const PATHS = [
  '/shell/x.out',
  '/shell/showcmds.txt',
  '/nsconfig/ns.conf',
  '/var/cron/tabs/nobody',
  '/shell/suid.txt',
  '/',
];

/** Random text that is likely to reach deep: pieces of every form, separators, control characters. */
const pieces = fc.constantFrom(
  'exec: show ns version',
  'exec: show HA node',
  'Node ID: 0',
  'NS14.1: Build 66.54',
  'USER PID COMMAND',
  'root 1 0 tcp4',
  '*.22',
  '*:*',
  'IPv4',
  'TCP',
  '-rw-r--r--  1 root wheel 5 Nov 22 23:00 x',
  '0|/x|1|-rw-r--r--|0|0|1|1|1|1|1',
  'filename,',
  '<Directory "',
  '</',
  '#php',
  'q{',
  '"',
  '\\',
  '\\"',
  '{',
  '|',
  '|-- ',
  '`-- ',
  'add system user',
  'set ns config',
  '-password',
  '-encrypted',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB',
  'kernel="/ns-13.1-30.52"',
  '@reboot',
  '* * * * *',
  'Mon Nov 23 09:15:01 2026',
  'password=',
  'nscli -U %%:.:.',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  'é',
  '99999999999999999999',
  '-1',
  ':',
  ',',
  '/',
  '..',
);
const hostile = fc
  .array(fc.oneof(pieces, fc.string({ maxLength: 20 })), { maxLength: 60 })
  .map((parts) => parts.join(''));

test.each(wholeReaders.map((reader) => [reader.name, reader] as const))(
  '%s never throws and counts honestly',
  (_, reader) => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...PATHS), (text, path) => {
        const result = reader.read(text, { path, modified: new Date('2026-11-23') });
        const before = result.unknownLines;
        const records = [...result.records];
        expect(result.unknownLines).toBe(before);
        const lines = text.split('\n').length;
        expect(before).toBeLessThanOrEqual(lines);
        for (const { line } of records) if (line !== undefined) expect(line).toBeLessThanOrEqual(lines);
      }),
      { numRuns: 60 },
    );
  },
);

test('small parsers never throw', () => {
  fc.assert(
    fc.property(hostile, fc.uint8Array({ maxLength: 600 }), fc.integer(), (text, bytes, number) => {
      parseEndpoint(text);
      parseMode(text);
      wordsOf(text);
      parseConfigCommand(text);
      maskAssignments(text);
      dateIn(text);
      isoDateIn(text);
      inferYear((number % 12) + 1, number % 31, 0, { modified: new Date(number) });
      inferYear((number % 12) + 1, number % 31, 0, { near: new Date(number) });
      magicOf(bytes);
    }),
    { numRuns: 300 },
  );
});

/** Texts on which a pattern with nested choices would take minutes. */
const LONG = [
  'a'.repeat(200_000),
  ' '.repeat(200_000),
  '"'.repeat(60_000),
  'q{'.repeat(60_000),
  'password="'.repeat(20_000),
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB '.repeat(6_000),
  '-rw-r--r-- 1 a b '.repeat(10_000),
  '1 '.repeat(60_000),
  '|'.repeat(60_000),
  '| '.repeat(60_000),
  ','.repeat(60_000),
  '::::'.repeat(30_000),
  '\\\n'.repeat(60_000),
  'a\\\n'.repeat(60_000),
  '<D>\n'.repeat(60_000),
  '/'.repeat(60_000),
  'NS14.1 Build '.repeat(10_000),
  'Mon Nov '.repeat(10_000),
  'nscli -U '.repeat(10_000),
  `nscli ${'-s '.repeat(60_000)}`,
];
test.each(wholeReaders.map((reader) => [reader.name, reader] as const))(
  '%s is done with long text at once',
  (_, reader) => {
    const started = performance.now();
    for (const text of LONG) readWhole(reader, text);
    expect(performance.now() - started).toBeLessThan(5_000);
  },
);

test('a reading stops at the bound on records and says so', () => {
  const result = reading(function* () {
    for (;;) yield { category: 'file', fields: {} };
  });
  let records = 0;
  for (const _ of result.records) records += 1;
  expect(records).toBe(limits.recordsPerFile);
  expect(result.isCut).toBe(true);
});

test('a long line is cut and said', () => {
  const { records, isCut } = readWhole(
    wholeReaders.find(({ name }) => name === 'ns.conf')!,
    `add server ${'a'.repeat(limits.lineBytes)}`,
  );
  expect(records).toHaveLength(1);
  expect(isCut).toBe(true);
});

test.each([
  ['a password', 'x password=one;y', 'x password=[secret];y'],
  ['a quoted one', 'x secret="a b" y', 'x secret=[secret] y'],
  ['the login of nscli', 'nscli -s -U :nsroot:one show', 'nscli -s -U :nsroot:[secret] show'],
  ['it behind other options', 'nscli -norc -s -U %:nsroot:one show', 'nscli -norc -s -U %:nsroot:[secret] show'],
  ['it in quotes', "nscli -U '%:nsroot:two words' x", "nscli -U '%:nsroot:[secret]' x"],
  ['it in double quotes', 'nscli -s -U "%:admin:.two" x', 'nscli -s -U "%:admin:[secret]" x'],
  ['it where a command ends', '(nscli -U :nsroot:one; id)', '(nscli -U :nsroot:[secret]; id)'],
  ['not what an intruder wrote', "nscli -norc -s -U '%:nsroot:.' x", "nscli -norc -s -U '%:nsroot:.' x"],
  ['not the same in double quotes', 'nscli -U "%:nsroot:." x', 'nscli -U "%:nsroot:." x'],
  ['not the same at the end', 'sh -c nscli -s -U %:nsroot:.', 'sh -c nscli -s -U %:nsroot:.'],
  ['not the same before a sign', '(nscli -U %:nsroot:.;id)', '(nscli -U %:nsroot:.;id)'],
  ['no secret in the current session of nscli', 'nscli -U %%:.:. show', 'nscli -U %%:.:. show'],
  ['nothing else', 'perl -w passwords.pl', 'perl -w passwords.pl'],
])('masks %s', (_, text, expected) => {
  expect(maskAssignments(text)).toBe(expected);
});

test.each([
  ['Sat May  7 12:22:28 2022', Date.UTC(2022, 4, 7, 12, 22, 28), 'local'],
  ['Mon Nov 23 09:15:01 CET 2026', Date.UTC(2026, 10, 23, 9, 15, 1), 'local'],
  ['Mon Nov 23 09:15:01 UTC 2026', Date.UTC(2026, 10, 23, 9, 15, 1), 'utc'],
  ['Mon Nov 23 09:15:01 +0100 2026', Date.UTC(2026, 10, 23, 8, 15, 1), 'utc'],
  ['Mon Nov 23 09:15:01 PM UTC 2026', Date.UTC(2026, 10, 23, 21, 15, 1), 'utc'],
])('reads %s', (text, ms, zone) => {
  expect(dateIn(text)).toEqual({ ms, zone, year: 'stated' });
});
test.each(['', 'Mon Foo 23 09:15:01 2026', 'Mon Nov 23 2026', 'Mon Nov 99 09:15:01 2026'])('no date in %j', (text) => {
  expect(dateIn(text)).toBeUndefined();
});
test.each([
  { name: 'the same year', month: 10, day: 22, newest: '2026-11-23', expected: '2026-11-22' },
  { name: 'December before January', month: 11, day: 30, newest: '2026-01-02', expected: '2025-12-30' },
  { name: 'a day ahead, for another zone', month: 0, day: 1, newest: '2025-12-31T20:00:00Z', expected: '2026-01-01' },
  { name: 'the last 29 February', month: 1, day: 29, newest: '2026-03-02', expected: '2024-02-29' },
])('infers $name', ({ month, day, newest, expected }) => {
  expect(inferYear(month + 1, day, 0, { modified: new Date(newest) })?.ms).toBe(Date.parse(expected));
});
test.each([
  { name: 'January behind lines of December', month: 1, day: 1, near: '2026-12-31T23:50:00Z', expected: '2027-01-01' },
  {
    name: 'December behind lines of January',
    month: 12,
    day: 31,
    near: '2027-01-01T01:00:00Z',
    expected: '2026-12-31',
  },
  { name: 'a file copied years later', month: 11, day: 23, near: '2021-11-23T10:00:00Z', expected: '2021-11-23' },
  { name: 'the nearest 29 February', month: 2, day: 29, near: '2026-12-01T00:00:00Z', expected: '2028-02-29' },
])('infers the year from the lines beside it: $name', ({ month, day, near, expected }) => {
  const hints = { near: new Date(near), modified: new Date('2029-06-01') };
  expect(inferYear(month, day, 0, hints)?.ms).toBe(Date.parse(expected));
});
