import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { coverageDocument } from '../../bin/coverage-document.js';
import { root } from '../fixtures/run-nsleuth.ts';

test('docs/coverage.md is what the coverage notes make', () => {
  expect(readFileSync(join(root, 'docs/coverage.md'), 'utf8')).toBe(coverageDocument());
});

/** The collection of published facts that the rules were written from; it does not ship with the project. */
const collection = join(root, '../shared/intel');

test.skipIf(!existsSync(collection))('every behaviour and indicator of the collected facts has a row', () => {
  const rows = new Map<string, Set<string>>();
  for (const pack of readdirSync(join(root, 'rules'))) {
    const path = join(root, 'rules', pack, 'coverage.yml');
    if (!existsSync(path)) continue;
    for (const { of, id } of parse(readFileSync(path, 'utf8')).coverage)
      rows.set(String(of), (rows.get(String(of)) ?? new Set()).add(String(id)));
  }
  const missing: string[] = [];
  for (const file of readdirSync(collection).filter((name) => name.endsWith('.yaml') && name !== 'builds.yaml')) {
    const { campaign, behaviours = [], indicators = {} } = parse(readFileSync(join(collection, file), 'utf8'));
    const own = [...rows].filter(
      ([of]) => campaign === of || String(campaign).startsWith(`${of}-`) || file.startsWith(of),
    );
    const known = new Set(own.flatMap(([, ids]) => [...ids]));
    const wanted = [
      ...behaviours.map(({ id }: { id: string }) => id),
      ...Object.values<{ value: unknown }[]>(indicators).flatMap((list) => list.map(({ value }) => String(value))),
    ];
    missing.push(...wanted.filter((id) => !known.has(id)).map((id) => `${campaign}: ${id}`));
  }
  expect(missing).toEqual([]);
});
