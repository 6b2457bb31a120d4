import { appendFile, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Suppression } from '../assessment/suppressions.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable, text } from '../evidence/printable.ts';
import { didYouMean } from '../rules/nearest-name.ts';
import type { YamlMap, YamlNode } from '../rules/yaml-tree.ts';

/** Read when it stands in the working directory and no other is named. */
export const defaultIgnoreFile = 'nsleuth.ignore.yml';

const KEYS = ['rule', 'path', 'value', 'reason', 'who', 'until'] as const;
const SHAPE =
  'An entry looks like: - {rule: NAME, path: /var/…, reason: why it is harmless, who: NAME, until: 2027-01-31}';

/**
 * Reads suppressions: a YAML list of entries with `rule`, `path` or `value`, `reason`, and optionally `who` and `until`. A file that is not there
 * holds none, unless it was named. Throws an `OperatorError` that names the line.
 */
export async function readIgnoreFile(named: string | undefined): Promise<readonly Suppression[]> {
  const file = named ?? defaultIgnoreFile;
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' && named === undefined) return [];
    throw new OperatorError(`cannot read ${resolve(file)} (${code})`, 'Check the path and its permissions.');
  }
  return parseIgnoreFile(content, file);
}

export async function parseIgnoreFile(content: string, file: string): Promise<readonly Suppression[]> {
  // Loaded only where there is a file: it takes a tenth of a small scan.
  const { readYaml } = await import('../rules/yaml-tree.ts');
  const fail = (line: number, message: string): never => {
    throw new OperatorError(`${file}:${line}: ${message}`, SHAPE);
  };
  const documents = readYaml(content, (severity, line, message) => {
    if (severity === 'error') fail(line, message);
  });
  return documents.flatMap((document) => {
    if (document.kind !== 'list') return fail(document.line, 'this must be a list of entries');
    return document.items.map((item) => (item.kind === 'map' ? entry(item, fail) : fail(item.line, 'not an entry')));
  });
}

function entry(map: YamlMap, fail: (line: number, message: string) => never): Suppression {
  const said = new Map<string, string>();
  for (const { key, line, value } of map.entries) {
    if (!KEYS.some((known) => known === key)) {
      fail(line, `unknown field "${key}"${didYouMean(key, KEYS)}`);
    }
    said.set(key, scalarText(value) ?? fail(line, `"${key}" must be a text`));
  }
  const [rule, path, value, reason, who, until] = KEYS.map((key) => said.get(key));
  if (reason === undefined) return fail(map.line, 'the reason is missing');
  if (rule === undefined && path === undefined && value === undefined)
    return fail(map.line, 'an entry needs a rule, a path or a value: else it would hide everything');
  if (until !== undefined && !isDay(until)) return fail(map.line, `"until" is no day such as 2027-01-31: ${until}`);
  return {
    ...(rule !== undefined && { rule }),
    ...(path !== undefined && { path }),
    ...(value !== undefined && { value }),
    reason: printable(reason),
    ...(who !== undefined && { who: text`${who}` }),
    ...(until !== undefined && { until }),
  };
}

function scalarText(node: YamlNode): string | undefined {
  return node.kind === 'scalar' && node.value !== null && node.source !== '' ? String(node.source) : undefined;
}

function isDay(raw: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(raw) && !Number.isNaN(Date.parse(`${raw}T00:00:00Z`));
}

/** Adds one entry to the end of a file, which may not exist yet. Returns its absolute path. */
export async function addToIgnoreFile(suppression: Suppression, file = defaultIgnoreFile): Promise<string> {
  const path = resolve(file);
  const { stringify } = await import('yaml');
  try {
    await appendFile(path, `\n${stringify([suppression])}`, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OperatorError(`cannot write ${path} (${code})`, 'Start nsleuth in a folder that you may write to.');
  }
  return path;
}
