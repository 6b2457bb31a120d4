import type { ParsedRecord } from '../artifacts/artifact.ts';
import { regexEnds } from '../rules/regex-atoms.ts';
import type { Comparison, Expression, SigmaRule } from '../rules/rule.ts';
import { parseSigmaText } from '../rules/sigma-text.ts';

/** Chooses, of many rules on files, the few that could match one: by its path, name, kind or flags. */
export interface FileIndex<T> {
  /** In the order in which the rules were given. `path` is canonical. */
  candidates(path: string, fields: ParsedRecord['fields']): readonly T[];
}

/** One thing that a file must have for a rule to match it: extension `php`, below `/var/tmp`; in lower case. */
interface Key {
  readonly kind: KeyKind;
  readonly value: string;
}
type KeyKind = 'path' | 'name' | 'flag' | 'magic' | 'below' | 'extension' | 'type';

/** What few files have comes first. */
const WORTH: Readonly<Record<KeyKind, number>> = {
  path: 1,
  name: 2,
  flag: 3,
  magic: 4,
  below: 5,
  extension: 6,
  type: 7,
};
const KINDS = ['path', 'name', 'flag', 'magic', 'below', 'extension', 'type'] as const;
/** Alternatives of one rule beyond which it is not worth the table. */
const MOST_KEYS = 5_000;
/** A folder so far down holds few files; one nearer the root many. */
const DEEP_FOLDER = 3;
/** Folders above a file that are looked up. A path with more of them gets every rule. */
const FOLDERS_LOOKED_UP = 64;
/** Folders whose rules are remembered: the files of one come one after the other. */
const FOLDERS_REMEMBERED = 64;

/** Flags that few files have. */
const FLAGS = ['setuid', 'setgid', 'timestomped', 'in_web_root'] as const;

export function fileIndex<T extends { readonly rule: SigmaRule }>(rules: readonly T[]): FileIndex<T> {
  const tables = new Map<KeyKind, Map<string, number[]>>(KINDS.map((kind) => [kind, new Map()]));
  const always: number[] = [];
  rules.forEach(({ rule }, index) => {
    const keys = keysOf(rule.condition);
    if (!keys) always.push(index);
    for (const { kind, value } of keys ?? []) {
      const table = tables.get(kind)!;
      const own = table.get(value);
      if (!own) table.set(value, [index]);
      else if (own.at(-1) !== index) own.push(index);
    }
  });
  const [ofPath, ofName, ofFlag, ofMagic, below, ofExtension, ofType] = KINDS.map((kind) => tables.get(kind)!);

  const remembered = new Map<string, ReadonlySet<number> | undefined>();
  /** What every file below a folder must be asked for; undefined for one too deep to tell. */
  function ofFolder(folder: string): ReadonlySet<number> | undefined {
    if (remembered.has(folder)) return remembered.get(folder);
    if (remembered.size >= FOLDERS_REMEMBERED) remembered.clear();
    let found: Set<number> | undefined = new Set(always);
    let levels = 0;
    for (let slash = folder.indexOf('/', 1); slash > 0 && found; slash = folder.indexOf('/', slash + 1)) {
      for (const index of below!.get(folder.slice(0, slash)) ?? NONE) found.add(index);
      if (++levels > FOLDERS_LOOKED_UP) found = undefined;
    }
    remembered.set(folder, found);
    return found;
  }

  return {
    candidates(path, fields) {
      const lower = path.toLowerCase();
      const common = ofFolder(lower.slice(0, lower.lastIndexOf('/') + 1));
      if (!common) return rules;
      let found: Set<number> | undefined;
      const add = (indexes: readonly number[] | undefined): void => {
        if (!indexes) return;
        found ??= new Set(common);
        for (const index of indexes) found.add(index);
      };
      add(ofPath!.get(lower));
      add(ofName!.get(textOf(fields['name'])));
      add(ofMagic!.get(textOf(fields['magic'])));
      add(ofExtension!.get(textOf(fields['extension'])));
      add(ofType!.get(textOf(fields['type'])));
      for (const flag of FLAGS) if (fields[flag] === true) add(ofFlag!.get(flag));
      return [...(found ?? common)].sort((a, b) => a - b).map((index) => rules[index]!);
    },
  };
}

const NONE: readonly number[] = [];

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

/** Keys of which a matching file has at least one; undefined where none can be told. */
function keysOf(expression: Expression): readonly Key[] | undefined {
  switch (expression.kind) {
    case 'and':
      return expression.of.map(keysOf).reduce(better, undefined);
    case 'or': {
      const all: Key[] = [];
      for (const part of expression.of) {
        const keys = keysOf(part);
        if (!keys || all.length + keys.length > MOST_KEYS) return undefined;
        all.push(...keys);
      }
      return all;
    }
    case 'not':
      return undefined;
    case 'compare': {
      const key = keyOf(expression);
      return key && [key];
    }
  }
}

function better(a: readonly Key[] | undefined, b: readonly Key[] | undefined): readonly Key[] | undefined {
  if (!a || !b) return a ?? b;
  return price(a) <= price(b) ? a : b;
}

/** The commonest of the keys decides. */
function price(keys: readonly Key[]): number {
  let most = 0;
  for (const { kind, value } of keys) {
    const isCommon =
      (kind === 'below' && value.split('/').length <= DEEP_FOLDER) || (kind === 'type' && value === 'file');
    most = Math.max(most, isCommon ? 10 : WORTH[kind]);
  }
  return most;
}

function keyOf({ field, test }: Comparison): Key | undefined {
  switch (field) {
    case 'magic':
    case 'extension':
    case 'type':
      return test.op === 'equals' ? { kind: field, value: test.value.toLowerCase() } : undefined;
    case 'name':
      return test.op === 'equals' ? { kind: 'name', value: test.value.toLowerCase() } : endKey(test);
    case 'path':
      return pathKey(test) ?? endKey(test);
    case 'setuid':
    case 'setgid':
    case 'timestomped':
    case 'in_web_root':
      return test.op === 'equals-boolean' && test.value ? { kind: 'flag', value: field } : undefined;
    default:
      return undefined;
  }
}

function pathKey(test: Comparison['test']): Key | undefined {
  switch (test.op) {
    case 'equals':
      return { kind: 'path', value: test.value.toLowerCase() };
    case 'startswith':
      return folderKey(test.value);
    case 'wildcard': {
      const first = parseSigmaText(test.pattern)[0];
      return typeof first === 'string' ? folderKey(first) : undefined;
    }
    case 'regex':
      return folderKey(regexEnds(test).beginning);
    default:
      return undefined;
  }
}

/** The last whole folder in the beginning of a path. */
function folderKey(beginning: string): Key | undefined {
  const slash = beginning.lastIndexOf('/');
  return slash > 0 && beginning.startsWith('/')
    ? { kind: 'below', value: beginning.slice(0, slash).toLowerCase() }
    : undefined;
}

/** A name or an extension, from how a path or name ends. */
function endKey(test: Comparison['test']): Key | undefined {
  switch (test.op) {
    case 'endswith':
      return endingKey(test.value);
    case 'wildcard': {
      const last = parseSigmaText(test.pattern).at(-1);
      return typeof last === 'string' ? endingKey(last) : undefined;
    }
    case 'regex':
      return endingKey(regexEnds(test).ending);
    default:
      return undefined;
  }
}

function endingKey(ending: string): Key | undefined {
  const lower = ending.toLowerCase();
  const slash = lower.lastIndexOf('/');
  if (slash >= 0) return slash === lower.length - 1 ? undefined : { kind: 'name', value: lower.slice(slash + 1) };
  const dot = lower.lastIndexOf('.');
  return dot < 0 || dot === lower.length - 1 ? undefined : { kind: 'extension', value: lower.slice(dot + 1) };
}
