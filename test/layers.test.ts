import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

/** What each folder of `src/` may import, besides itself. To change a layer is to change this table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  evidence: [],
  formats: ['evidence'],
  sources: ['evidence', 'formats'],
  artifacts: ['evidence', 'formats'],
  appliance: ['evidence', 'artifacts'],
  rules: ['evidence', 'artifacts'],
  findings: ['evidence', 'artifacts', 'rules'],
  assessment: ['evidence', 'formats', 'artifacts', 'appliance', 'rules', 'findings'],
  reports: ['evidence', 'appliance', 'rules', 'findings', 'assessment'],
  sharing: ['evidence', 'appliance', 'rules', 'findings', 'assessment', 'reports'],
  tui: ['evidence', 'appliance', 'rules', 'findings', 'assessment'],
  cli: [
    'evidence',
    'formats',
    'sources',
    'artifacts',
    'appliance',
    'rules',
    'findings',
    'assessment',
    'reports',
    'sharing',
    'tui',
  ],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));

test('every folder of src is a known layer', () => {
  const folders = new Set(files.map((name) => name.split('/')[0]!));
  expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
});

test.each(Object.keys(MAY_IMPORT))('%s imports only what its layer may', (layer) => {
  const offences: string[] = [];
  for (const name of files.filter((file) => file.startsWith(`${layer}/`))) {
    const source = readFileSync(join(SRC, name), 'utf8');
    for (const [, target] of source.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)) {
      const folder = relative(SRC, join(SRC, name, '..', target!)).split('/')[0]!;
      if (folder !== layer && !MAY_IMPORT[layer]!.includes(folder)) offences.push(`${name} imports ${target}`);
    }
  }
  expect(offences).toEqual([]);
});
