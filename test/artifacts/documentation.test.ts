import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readers } from '../../src/artifacts/index.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/artifacts.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| '));

test.each(readers.map(({ name }) => name))('docs/artifacts.md names the reader "%s"', (name) => {
  expect(rows.some((row) => row.split(' | ')[0]?.includes(name))).toBe(true);
});
