import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { OperatorError } from '../evidence/errors.ts';

/** One file of a rules folder. */
export interface RuleFile {
  /** As the user would name it: the folder as given, and the path below. */
  readonly file: string;
  /** First folder below the rules root; the root's own files have pack `""`. */
  readonly pack: string;
  /** In a `lists` folder: indicator lists. */
  readonly isList: boolean;
  readonly kind: 'yaml' | 'yara';
  readonly text: string;
}

const FILES = 20_000;
/** A rule or list file larger than this is refused. Bytes. */
const LARGEST = 32 * 2 ** 20;

/** Every `.yml`, `.yaml`, `.yar` and `.yara` file below a folder, in path order, links not followed. */
export async function readRuleFiles(folder: string): Promise<RuleFile[]> {
  let names: Dirent[];
  try {
    if (statSync(folder).isFile()) return [await readOne(dirname(folder), folder)];
    names = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new OperatorError(
      `cannot read the rules in ${folder}: ${error instanceof Error ? error.message : String(error)}`,
      'Give a folder that exists and may be read.',
    );
  }
  const paths = names
    .filter((entry) => entry.isFile() && /\.(ya?ml|yara?)$/.test(entry.name) && !entry.name.startsWith('.'))
    // Notes on what the rules of a pack cover: they feed docs/coverage.md, not a scan.
    .filter((entry) => !/^coverage\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length > FILES) {
    throw new OperatorError(
      `${folder} holds more than ${FILES} rule files`,
      'Give a folder of rules, not a whole disk.',
    );
  }
  return await Promise.all(paths.map((path) => readOne(folder, path)));
}

async function readOne(folder: string, path: string): Promise<RuleFile> {
  if (statSync(path).size > LARGEST) {
    throw new OperatorError(`${path} is larger than ${LARGEST} bytes`, 'Split the file.');
  }
  const parts = relative(folder, path).split(sep);
  return {
    file: path,
    pack: parts.length > 1 ? parts[0]! : '',
    isList: parts.at(-2) === 'lists',
    kind: /\.yara?$/.test(path) ? 'yara' : 'yaml',
    text: await readFile(path, 'utf8'),
  };
}

/** The rules that ship with nsleuth: the folder `rules` beside the package's own `package.json`. */
export function shippedRules(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && /"name":\s*"nsleuth"/.test(readFileSync(manifest, 'utf8')))
      return join(folder, 'rules');
    if (folder === dirname(folder)) break;
  }
  throw new OperatorError(
    'the rules that belong to nsleuth were not found',
    'Install nsleuth again, or give --only-rules.',
  );
}

/**
 * SHA-256 over names and contents of rule files in path order, as it stands in a report: the same wherever the folders lie. `dirs` are the folders they were
 * read from.
 */
export function rulesDigest(files: readonly RuleFile[], dirs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const { file, text } of files) {
    const root = dirs.find((dir) => file.startsWith(dir)) ?? '';
    hash.update(`${relative(root, file).replaceAll('\\', '/')}\0${Buffer.byteLength(text)}\0`).update(text);
  }
  return hash.digest('hex');
}
