import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperatorError } from '../../src/evidence/errors.ts';
import { limits } from '../../src/evidence/limits.ts';
import { parseReport, readReport } from '../../src/reports/read.ts';
import {
  cleanReport,
  compromisedReport,
  emptyReport,
  hostileReport,
  hostileTexts,
  manyFindings,
} from '../fixtures/report.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reports-read-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  { name: 'a compromise', report: compromisedReport() },
  { name: 'nothing found', report: cleanReport() },
  { name: 'an empty report', report: emptyReport() },
  { name: 'many findings', report: manyFindings(100) },
])('$name comes back as it was saved', async ({ report }) => {
  const path = join(folder, 'report.json');
  await writeFile(path, JSON.stringify(report));
  expect(await readReport(path)).toEqual(report);
});

test.each(hostileTexts)('text is printable again, whoever wrote the file: %j', (hostile) => {
  const read = parseReport(
    JSON.stringify(hostileReport('SEED')).replaceAll('SEED', JSON.stringify(hostile).slice(1, -1)),
    'x',
  );
  const unsafe: string[] = [];
  JSON.stringify(read, (_key, value) => {
    if (typeof value === 'string' && /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(value)) unsafe.push(value);
    return value;
  });
  expect(unsafe).toEqual([]);
  expect(read.findings.length).toBe(4);
});

test.each([
  { name: 'no JSON', json: '{"schema":', says: /is not JSON/ },
  { name: 'a list', json: '[]', says: /must be object/ },
  {
    name: 'another schema',
    json: JSON.stringify({ ...cleanReport(), schema: 'other/1' }),
    says: /\/schema must be equal/,
  },
  {
    name: 'a report of another version',
    json: JSON.stringify({ ...cleanReport(), schema: 'nsleuth-report/2' }),
    says: /has the form nsleuth-report\/2; this nsleuth reads nsleuth-report\/1/,
  },
  { name: 'a manifest', json: '{"schema":"nsleuth-package/1"}', says: /has the form nsleuth-package\/1/ },
  { name: 'a missing part', json: JSON.stringify({ ...cleanReport(), coverage: undefined }), says: /'coverage'/ },
  { name: 'an unknown key', json: JSON.stringify({ ...cleanReport(), extra: 1 }), says: /extra/ },
  {
    name: 'a prototype key among the subject',
    json: JSON.stringify(compromisedReport()).replace('"subject":{', '"subject":{"__proto__":"x",'),
    says: /subject/,
  },
  {
    name: 'a number for a text',
    json: JSON.stringify(compromisedReport()).replace('"/var/tmp/sh"', '7'),
    says: /must be string/,
  },
  {
    name: 'an unknown verdict',
    json: JSON.stringify(cleanReport()).replace('"no-indicators"', '"clean"'),
    says: /\/assessment\/verdict/,
  },
  { name: 'deep nesting', json: '['.repeat(100_000) + ']'.repeat(100_000), says: /must be object/ },
])('$name is refused with one clear line', ({ json, says }) => {
  const refused = () => parseReport(json, 'bad\u001b[2J.json');
  expect(refused).toThrow(OperatorError);
  expect(refused).toThrow(says);
  try {
    refused();
  } catch (error) {
    expect((error as OperatorError).message).not.toMatch(/\p{Cc}/u);
    expect((error as OperatorError).status).toBe(2);
  }
});

test('a file that is not there, and one that is too large, are refused', async () => {
  await expect(readReport(join(folder, 'none.json'))).rejects.toThrow(/cannot be read \(ENOENT\)/);
  const path = join(folder, 'large.json');
  await writeFile(path, '');
  await truncate(path, limits.reportBytes + 1);
  await expect(readReport(path)).rejects.toThrow(/a report may have/);
});
