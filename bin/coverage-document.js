#!/usr/bin/env node
// Makes docs/coverage.md of the coverage.yml files beside the rules: which published fact is answered by which rule, or why by none.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));

export function coverageDocument() {
  const packs = readdirSync(`${root}rules`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(`${root}rules/${entry.name}`).includes('coverage.yml'))
    .map((entry) => entry.name)
    .sort();
  const rows = packs.flatMap((pack) =>
    parse(readFileSync(`${root}rules/${pack}/coverage.yml`, 'utf8')).coverage.map((row) => ({ pack, ...row })),
  );
  const sources = Map.groupBy(rows, (row) => String(row.of));
  const answered = rows.filter(({ rules, list }) => rules?.length > 0 || list).length;
  const lines = [
    '# What the rules answer to',
    '',
    'Made by `node bin/coverage-document.js` from the `coverage.yml` files beside the rules; do not edit. Each published behaviour, indicator and check of',
    `another tool stands with the rules or lists that answer it, or with the reason why none does: ${answered} of ${rows.length} are answered.`,
  ];
  for (const [source, own] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push('', `## ${source}`, '', '| kind | what | rules and lists | note |', '| --- | --- | --- | --- |');
    for (const { kind, id, rules = [], list, note = '' } of own) {
      const names = [...rules, ...(list ? [`list ${list}`] : [])].map((name) => `\`${name}\``).join(', ');
      lines.push(
        `| ${cell(kind)} | ${cell(`\`${String(id).replaceAll('`', "'")}\``)} | ${names || 'none'} | ${cell(note)} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function cell(text) {
  return String(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${root}docs/coverage.md`, coverageDocument());
