import fc from 'fast-check';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import type { LineReader, ParsedRecord } from '../../src/artifacts/artifact.ts';
import { commonFields, fields } from '../../src/artifacts/fields.ts';
import { readers } from '../../src/artifacts/index.ts';
import { limits } from '../../src/evidence/limits.ts';
import { logForms } from '../fixtures/log-forms.ts';

const lineReaders = readers.filter((reader): reader is LineReader => reader.form === 'lines');
const modified = new Date('2026-11-24T00:00:00Z');

function readersOf(path: string): readonly LineReader[] {
  return lineReaders.filter(({ paths }) => picomatch.isMatch(path, [...paths], { dot: true }));
}

const forms = Object.entries(logForms).flatMap(([path, lines]) => lines.map((line) => ({ path, line })));

test.each(Object.keys(logForms))('%s has one reader', (path) => {
  expect(readersOf(path)).toHaveLength(1);
});

test.each(forms)('knows this line of $path: $line', ({ path, line }) => {
  const [reader] = readersOf(path);
  const records = reader?.parse(line, { path, modified });
  expect(records).toBeDefined();
  for (const record of records ?? []) {
    expect(reader?.categories).toContain(record.category);
    expect(strayFields(record)).toEqual([]);
    // A field is searched for in the line as it stands before the line is parsed: see `isVerbatim`.
    expect(changedFields(record, line)).toEqual([]);
  }
});

function strayFields({ category, fields: own }: ParsedRecord): readonly string[] {
  return Object.keys(own).filter((name) => fields[category][name] === undefined && commonFields[name] === undefined);
}

function changedFields({ category, fields: own }: ParsedRecord, line: string): readonly string[] {
  // A CSV export doubles quotes; they are halved again.
  if (line.startsWith('"')) return [];
  return Object.entries(own)
    .filter(
      ([name, value]) => fields[category][name]?.isVerbatim && value !== undefined && !line.includes(String(value)),
    )
    .map(([name, value]) => `${name}: ${value}`);
}

const everyReader = lineReaders.map((reader) => ({ name: reader.name, reader, path: pathOf(reader) }));

function pathOf(reader: LineReader): string {
  return Object.keys(logForms).find((path) => readersOf(path).includes(reader)) ?? '/var/log/x.log';
}

/** A form of a line with a piece cut out, doubled, or replaced by hostile text. */
const mutated = fc
  .record({
    form: fc.constantFrom(...forms),
    at: fc.nat(400),
    length: fc.nat(60),
    with: fc.oneof(
      fc.constantFrom(
        '',
        '"',
        '""',
        ' - ',
        '- ',
        ':',
        ' : ',
        '[',
        ']',
        '<',
        '\u0000',
        '\u001b[2J',
        '\r',
        '\\"',
        ' - User ',
        'CEF:0|',
        '\u202e',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    other: fc.constantFrom(...forms),
  })
  .map(({ form, at, length, with: insert, other }) => form.line.slice(0, at) + insert + other.line.slice(at + length));

test.each(everyReader)('$name never throws, whatever the line', ({ reader, path }) => {
  const check = (line: string) => {
    for (const context of [
      { path },
      { path, modified },
      { path, modified: new Date(Number.NaN), dateOrder: 'dmy' as const },
    ]) {
      for (const { time, fields: own } of reader.parse(line, context) ?? []) {
        if (time !== undefined && !Number.isFinite(time.ms)) return false;
        if (Object.values(own).some((value) => typeof value === 'number' && !Number.isFinite(value))) return false;
      }
    }
    return true;
  };
  fc.assert(fc.property(mutated, check), { numRuns: 1_500 });
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), { numRuns: 300 });
  fc.assert(
    fc.property(fc.array(mutated, { maxLength: 20 }), (lines) => {
      reader.survey?.(lines, { path, modified });
    }),
  );
});

const LONG = limits.lineBytes;
const prefix =
  'Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default SSLVPN LOGIN 1 0 : ';

/** Lines that would cost a careless parser the square of their length. */
test.each([
  { name: 'keys and open quotes', line: prefix + 'User "- '.repeat(LONG / 8) },
  { name: 'values and open quotes', line: prefix + 'User "x - '.repeat(LONG / 10) },
  { name: 'keys and closed quotes', line: `${prefix}Browser_type "${'" - x'.repeat(LONG / 6)}` },
  { name: 'dashes', line: prefix + '- '.repeat(LONG / 2) },
  { name: 'brackets', line: prefix + '['.repeat(LONG) },
  { name: 'tags', line: prefix + '- [a] '.repeat(LONG / 6) },
  { name: 'slashes', line: '/'.repeat(LONG) },
  { name: 'dates', line: '11/23/2026:'.repeat(LONG / 11) },
  { name: 'spaces', line: ' '.repeat(LONG) },
  { name: 'spaces before an end', line: `${prefix}User x${' '.repeat(LONG)}y` },
  { name: 'digits', line: `${prefix}${'1'.repeat(LONG)}` },
  { name: 'colons', line: ':'.repeat(LONG) },
  { name: 'quotes', line: '"'.repeat(LONG) },
  {
    name: 'escaped quotes in a request',
    line: `203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "${'\\" 200 1'.repeat(LONG / 8)}`,
  },
  {
    name: 'backslashes in a request',
    line: `203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "${'\\'.repeat(LONG)}" 200 1`,
  },
  {
    name: 'percent escapes',
    line: `203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "GET /${'%25'.repeat(LONG / 3)} HTTP/1.1" 200 1 "-" "x"`,
  },
  { name: 'brackets before a date', line: `203.0.113.7 ${'['.repeat(LONG)}` },
  {
    name: 'commands and passwords',
    line: `${prefix.replace('SSLVPN LOGIN', 'CLI CMD_EXECUTED')}User x - Command "set x ${'-password '.repeat(LONG / 10)}" - Status "Success"`,
  },
  { name: 'words of sshd', line: `Nov 23 09:15:01 ns-a sshd[1]: Failed password for ${' from '.repeat(LONG / 6)}` },
])('reads a line of 64 KB of $name quickly', ({ line }) => {
  const started = process.cpuUsage().user;
  for (const { reader, path } of everyReader) {
    reader.parse(line, { path, modified });
    reader.survey?.([line], { path, modified });
  }
  // In microseconds of this process, for all readers. A parser of quadratic cost takes seconds for each.
  expect(process.cpuUsage().user - started).toBeLessThan(500_000);
});
