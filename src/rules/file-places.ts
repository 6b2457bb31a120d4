import { foldAliases, spellingsOf } from '../evidence/canonical-path.ts';
import { regexEnds } from './regex-atoms.ts';
import type { Comparison, Expression, RuleSet } from './rule.ts';
import { parseSigmaText } from './sigma-text.ts';

/** Where on an appliance the files lie whose content rules look at. Of plain characters only: nothing of a rule's own text can mean anything to a shell. */
export interface FilePlaces {
  /** Files and folders, absolute, of letters, digits, `.`, `_`, `-` and `/`. */
  readonly paths: readonly string[];
  /** Elsewhere on the disks, without regard to case; of the same characters and `*`, any run of characters, also of slashes. */
  readonly patterns: readonly FilePattern[];
  /** Names of the rules of which it cannot be told where their files lie. */
  readonly elsewhere: readonly string[];
}
export interface FilePattern {
  /** `path`: the whole path, absolute. `name`: its last part. */
  readonly of: 'path' | 'name';
  readonly text: string;
}

type Place = { readonly of: 'folder' | 'path' | 'name'; readonly text: string };

/** Characters that a pattern must have besides wildcards: one with fewer is in too many paths. */
const LEAST_PLAIN = 3;
/** Values of a list, or alternatives of one rule, beyond which they are not looked for one by one. */
const MOST_ALTERNATIVES = 50;
/** What only the file itself tells, and a listing does not. */
export const notListed: ReadonlySet<string> = new Set(['content', 'sha256', 'sha1', 'md5', 'magic', 'owner', 'group']);

/**
 * Where the rules' files lie. `isFetched` tells of an absolute folder whether everything below it is fetched anyway, `yaraFolders` where YARA
 * rules look. Rules that a listing of all files answers need nothing.
 */
export function filePlaces(
  { rules, lists, yaraFiles }: RuleSet,
  isFetched: (folder: string) => boolean,
  yaraFolders: readonly string[],
): FilePlaces {
  const paths = new Set<string>();
  const patterns = new Map<string, FilePattern>();
  const elsewhere: string[] = [];
  const add = ({ of, text }: Place): void => {
    for (const spelling of of === 'name' ? [text] : spellingsOf(text)) {
      if (of === 'folder' && isPlain(spelling)) paths.add(spelling);
      else if (of === 'folder')
        patterns.set(`path ${plainPattern(spelling)}*`, { of: 'path', text: `${plainPattern(spelling)}*` });
      else patterns.set(`${of} ${plainPattern(spelling)}`, { of, text: plainPattern(spelling) });
    }
  };
  const context = { lists, isFetched };
  for (const rule of rules) {
    if (rule.kind !== 'sigma' || rule.category !== 'file' || !asksForFile(rule.condition)) continue;
    const places = placesOf(rule.condition, context);
    if (places) places.forEach(add);
    else elsewhere.push(rule.name);
  }
  for (const folder of yaraFiles.length > 0 ? yaraFolders : []) {
    const text = folder.replace(/\/$/, '');
    if (!isFetched(text)) add({ of: 'folder', text });
  }
  return { paths: [...paths].sort(), patterns: [...patterns.values()], elsewhere };
}

/** Whether a condition asks for anything of a file that a listing does not tell. A rule that takes an owner by name or by number is answered by the number. */
export function asksForFile(condition: Expression): boolean {
  const asked = new Set<string>();
  const walk = (expression: Expression): void => {
    if (expression.kind === 'compare') asked.add(expression.field ?? 'content');
    else if (expression.kind === 'not') walk(expression.of);
    else expression.of.forEach(walk);
  };
  walk(condition);
  if (asked.has('uid')) asked.delete('owner');
  if (asked.has('gid')) asked.delete('group');
  return [...asked].some((field) => notListed.has(field));
}

interface Context {
  readonly lists: RuleSet['lists'];
  readonly isFetched: (folder: string) => boolean;
}

/** Places of which a matching file lies in one, without those that are fetched anyway; undefined where that cannot be told. */
function placesOf(expression: Expression, context: Context): readonly Place[] | undefined {
  switch (expression.kind) {
    case 'not':
      return undefined;
    case 'compare':
      return comparedPlaces(expression, context);
    case 'or': {
      const all: Place[] = [];
      for (const part of expression.of) {
        const places = placesOf(part, context);
        if (!places || all.length + places.length > MOST_ALTERNATIVES) return undefined;
        all.push(...places);
      }
      return all;
    }
    case 'and':
      return expression.of.map((part) => placesOf(part, context)).reduce(narrower, undefined);
  }
}

function narrower(a: readonly Place[] | undefined, b: readonly Place[] | undefined): readonly Place[] | undefined {
  if (!a || !b) return a ?? b;
  return breadth(a) <= breadth(b) ? a : b;
}

/** What is fetched anyway costs nothing; then one folder; a pattern by how little of it is plain. */
function breadth(places: readonly Place[]): number {
  return places.reduce((sum, { of, text }) => sum + (of === 'folder' ? 1 : 10 + 100 / plainCharacters(text)), 0);
}

function comparedPlaces({ field, test }: Comparison, context: Context): readonly Place[] | undefined {
  if (field === 'in_web_root') return test.op === 'equals-boolean' && test.value ? [] : undefined;
  if (field === 'extension') {
    const text = test.op === 'equals' ? `*.${wildcardsOf(test.value)}` : '';
    return wide(text) ? undefined : [{ of: 'name', text }];
  }
  if (field !== 'path' && field !== 'name') return undefined;
  const texts = textsOf(test, context.lists);
  if (!texts) return undefined;
  const places: Place[] = [];
  for (const text of texts) {
    const place = field === 'name' ? named(text) : pathed(text, context);
    if (place === undefined) return undefined;
    if (place !== 'fetched') places.push(place);
  }
  return places;
}

/** A comparison as patterns with `*` for what is left open; undefined for one that is none. */
function textsOf(test: Comparison['test'], lists: RuleSet['lists']): readonly string[] | undefined {
  switch (test.op) {
    case 'equals':
      return [wildcardsOf(test.value)];
    case 'startswith':
      return [`${wildcardsOf(test.value)}*`];
    case 'endswith':
      return [`*${wildcardsOf(test.value)}`];
    case 'contains':
      return [`*${wildcardsOf(test.value)}*`];
    case 'wildcard':
      return [
        parseSigmaText(test.pattern)
          .map((part) => (typeof part === 'string' ? wildcardsOf(part) : '*'))
          .join(''),
      ];
    case 'regex': {
      const { beginning, ending } = regexEnds(test);
      return beginning === '' && ending === '' ? undefined : [`${wildcardsOf(beginning)}*${wildcardsOf(ending)}`];
    }
    case 'in-list': {
      const values = lists[test.list]?.indicators.map(({ value }) => value) ?? [];
      if (values.length > MOST_ALTERNATIVES || test.how === 'cidr') return undefined;
      const { how } = test;
      return values.flatMap((value) => textsOf({ op: how, value, isCased: false }, lists) ?? []);
    }
    default:
      return undefined;
  }
}

function named(text: string): Place | undefined {
  return wide(text) ? undefined : { of: 'name', text };
}

function pathed(text: string, { isFetched }: Context): Place | 'fetched' | undefined {
  if (!text.startsWith('/')) {
    // Part of a name says little of where a file lies; a folder in it does.
    const last = text.slice(text.lastIndexOf('/') + 1);
    if (wide(text)) return undefined;
    if (text.startsWith('*') && text.lastIndexOf('/') < 0)
      return text.endsWith('*') ? undefined : { of: 'name', text: last };
    return { of: 'path', text };
  }
  const open = text.indexOf('*');
  const beginning = open < 0 ? text : text.slice(0, open);
  const folder = foldAliases(beginning.slice(0, Math.max(beginning.lastIndexOf('/'), 0)));
  const whole = foldAliases(text);
  if (isFetched(open < 0 ? whole : folder)) return 'fetched';
  if (open < 0) return { of: 'folder', text: whole };
  // `/opt/x/*`: the folder as such, unless it is one from which everything hangs.
  if (open === text.length - 1 && beginning.endsWith('/'))
    return isDeep(folder) ? { of: 'folder', text: folder } : undefined;
  return wide(text.slice(beginning.indexOf('/', 1))) ? undefined : { of: 'path', text: whole };
}

/** `/opt`, `/var/x`: not the root, and not a disk as a whole. */
function isDeep(folder: string): boolean {
  return folder !== '' && folder !== '/var' && folder !== '/flash';
}

const wide = (text: string): boolean => plainCharacters(text) < LEAST_PLAIN;

function plainCharacters(text: string): number {
  return text.replace(/[^A-Za-z0-9._-]/g, '').length;
}

/** A plain value: what would be a wildcard in it stays open, like everything else that is not plain, and what looks like an option. */
function wildcardsOf(value: string): string {
  return value.replace(/[^A-Za-z0-9._/-]+|^-+/g, '*');
}

const isPlain = (path: string): boolean => /^[A-Za-z0-9._/-]+$/.test(path);

/** A longer one is left open at its end, so that it fits into a command. Characters. */
const LONGEST_PATTERN = 140;

function plainPattern(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._/-]+/g, '*');
  return plain.length > LONGEST_PATTERN ? `${plain.slice(0, LONGEST_PATTERN - 1)}*` : plain;
}
