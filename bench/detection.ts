import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { assess } from '../src/assessment/assess.ts';
import type { Report } from '../src/assessment/report.ts';
import { loadKnowledge } from '../src/cli/knowledge.ts';
import type { Entry, EvidenceSource } from '../src/evidence/entry.ts';
import { printable } from '../src/evidence/printable.ts';

/**
 * How many web shells are found by their content, and how many ordinary files are taken for one:
 *
 *     node bench/detection.ts --shells DIR --ordinary /usr/share/phpmyadmin --ordinary /usr/share/wordpress
 *
 * Every file is placed into a served folder of an otherwise empty appliance under its own name. Files are read, never run. The shells are yours: none
 * ships with nsleuth. Prints, for each folder, the share of its code files with a finding that shows compromise, and that is at least suspicious.
 */
const { values } = parseArgs({
  options: {
    shells: { type: 'string', multiple: true, default: [] },
    ordinary: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
  },
});
if (values.shells.length + values.ordinary.length === 0) throw new Error('name folders: --shells DIR, --ordinary DIR');

const CODE = /\.(?:php\d?|phtml|pht|inc|js|html?|xhtml|pl|py|sh|css)$/i;
const SERVED = '/var/netscaler/logon/LogonPoint/measured';
const knowledge = await loadKnowledge({});

for (const [kind, folders] of [
  ['shells', values.shells],
  ['ordinary', values.ordinary],
] as const) {
  for (const folder of folders) {
    const files = codeFiles(resolve(folder));
    const report = await scan(files.map((path) => [path, `${SERVED}/${relative(resolve(folder), path)}`]));
    const compromise = pathsOf(report, ['compromise']);
    const suspicious = pathsOf(report, ['compromise', 'suspicious']);
    const share = (count: number) => `${count} (${((count / Math.max(1, files.length)) * 100).toFixed(2)} %)`;
    process.stdout.write(
      `${kind} ${folder}: ${files.length} files; compromise ${share(compromise.size)}; by content at least suspicious ${share(suspicious.size)}\n`,
    );
    const listed =
      kind === 'shells'
        ? files.map((path) => `${SERVED}/${relative(resolve(folder), path)}`).filter((path) => !suspicious.has(path))
        : [...compromise];
    if (values.list)
      for (const path of listed)
        process.stdout.write(
          `  ${kind === 'shells' ? 'missed' : 'false alarm'}: ${printable(path.slice(SERVED.length + 1))}\n`,
        );
  }
}

function codeFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => CODE.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile());
}

async function scan(files: readonly (readonly [local: string, path: string])[]): Promise<Report> {
  const source: EvidenceSource = {
    label: printable('measured'),
    async *entries() {
      for (const [local, path] of files) yield entryOf(local, path);
    },
    describe: () => ({ kind: 'root-tree', name: printable('measured'), entries: files.length }),
  };
  for await (const outcome of assess(
    [source],
    knowledge.ruleSet,
    { threads: 2, toolVersion: 'bench', advisories: knowledge.advisories },
    new AbortController().signal,
  )) {
    if (outcome.kind === 'report') return outcome.report;
  }
  throw new Error('no report');
}

function entryOf(local: string, path: string): Entry {
  const bytes = new Uint8Array(readFileSync(local));
  return {
    kind: 'entry',
    path,
    original: path.slice(1),
    type: 'file',
    size: bytes.length,
    mode: 0o444,
    owner: 'root',
    async *content() {
      yield bytes;
    },
  };
}

/** Rules that look at the place or name alone meet every file here; those with a content finding of their own count. */
function pathsOf(report: Report, shows: readonly string[]): ReadonlySet<string> {
  const byName = new Set(
    knowledge.ruleSet.rules
      .filter(
        (rule) =>
          rule.kind === 'sigma' &&
          rule.category === 'file' &&
          !JSON.stringify(rule.condition).includes('"field":"content"'),
      )
      .map(({ id }) => id),
  );
  return new Set(
    report.findings.filter(({ rule }) => shows.includes(rule.shows) && !byName.has(rule.id)).map(({ path }) => path),
  );
}
