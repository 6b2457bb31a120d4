import type { Category } from '../artifacts/artifact.ts';
import { contentFieldsOf } from '../findings/could-match.ts';
import type { Expression, Rule, SigmaRule } from '../rules/rule.ts';
import type { FileField } from './examination.ts';
import { type Part, partsOf } from './parts.ts';
import { everywhere, webPrefixes } from './places.ts';

/** What a rule must see to be evaluated at all. */
export interface RuleNeeds {
  readonly category: Category;
  /** Logs, tables and lists it looks at. */
  readonly parts: readonly Part[];
  /** Path prefixes of the files it looks at. */
  readonly prefixes: readonly string[];
  /** The files themselves; else a listing of them will do. */
  readonly needsContent: boolean;
  /** A listing of the files that were not fetched tells whether it might hold for one of them (`unread-files.ts`). */
  readonly isToldByListing?: true;
  /** Metadata without which it cannot hold. */
  readonly fields: readonly FileField[];
}

/** Derived from the rule itself, so that coverage can never disagree with it. A correlation needs what its rules need. */
export function needsOf(rule: Rule, byId: ReadonlyMap<string, Rule>): readonly RuleNeeds[] {
  switch (rule.kind) {
    case 'yara':
      return [{ category: 'file', parts: [], prefixes: webPrefixes, needsContent: true, fields: [] }];
    case 'correlation':
      return rule.rules.flatMap((id) => {
        const base = byId.get(id);
        return base && base.kind !== 'correlation' ? needsOf(base, byId) : [];
      });
    case 'sigma':
      return [rule.category === 'file' ? fileNeeds(rule) : recordNeeds(rule)];
  }
}

function fileNeeds({ category, condition }: SigmaRule): RuleNeeds {
  const stated = unique(pathPrefixes(condition));
  const isInWebRoot = anyCompare(condition, (field, value) => field === 'in_web_root' && value === 'true');
  const needsContent = contentFieldsOf(condition).size > 0 || anyCompare(condition, (field) => field === 'magic');
  const fields = FIELDS.filter(([, names]) => isNecessary(condition, names)).map(([field]) => field);
  const prefixes = stated.length > 0 ? stated : isInWebRoot ? webPrefixes : everywhere;
  return { category, parts: [], prefixes, needsContent, isToldByListing: true, fields };
}

/** By which fields of a rule some metadata is asked for. */
const FIELDS: readonly (readonly [field: FileField, names: readonly string[]])[] = [
  ['mode', ['mode', 'setuid', 'setgid', 'executable']],
  ['owner', ['owner', 'uid']],
  ['changed', ['changed', 'timestomped']],
  ['born', ['born']],
];

function recordNeeds({ category, condition }: SigmaRule): RuleNeeds {
  const parts = category === 'file' ? [] : partsFor(category, condition);
  // Boot scripts are looked for by name: that none is there is told by the folder they would lie in.
  const stated = category === 'startup' || category === 'httpd_config' ? unique(pathPrefixes(condition)) : [];
  const prefixes = category === 'httpd_config' && stated.length === 0 ? ['/nsconfig/httpd'] : stated;
  return {
    category,
    parts: category === 'startup' && stated.length > 0 ? [] : parts,
    prefixes,
    needsContent: true,
    fields: [],
  };
}

/** The parts of a category that a condition looks at. */
function partsFor(category: Exclude<Category, 'file'>, condition: Expression): readonly Part[] {
  const asks = (test: (field: string, value: string) => boolean) => anyCompare(condition, test);
  switch (category) {
    case 'account': {
      const origins = [...ORIGINS].filter(([origin]) => asks((field, value) => field === 'origin' && value === origin));
      return origins.length > 0 ? unique(origins.map(([, part]) => part)) : partsOf.account;
    }
    case 'nsconf':
    case 'config_change': {
      const isOnAccounts = asks((_, value) => /system (?:user|group|cmdpolicy)/i.test(value));
      return [...partsOf[category], ...(isOnAccounts ? (['configuration-accounts'] as const) : [])];
    }
    default:
      return partsOf[category];
  }
}

const ORIGINS: ReadonlyMap<string, Part> = new Map([
  ['nsconf', 'configured-users'],
  ['cli', 'configured-users'],
  ['system', 'system-accounts'],
  ['ssh-key', 'keys'],
]);

/** Absolute paths and prefixes that the condition asks for outside any `not`. */
function pathPrefixes(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'not':
      return [];
    case 'compare': {
      const { field, test } = expression;
      if (field !== 'path') return [];
      if ((test.op === 'equals' || test.op === 'startswith') && test.value.startsWith('/')) return [test.value];
      if (test.op === 'wildcard' && test.pattern.startsWith('/')) return [test.pattern.replace(/[*?].*$/s, '')];
      return [];
    }
    default:
      return expression.of.flatMap(pathPrefixes);
  }
}

/** Whether some comparison outside any `not` is one that `test` asks for; values that are no single text are empty. */
function anyCompare(expression: Expression, test: (field: string, value: string) => boolean): boolean {
  if (expression.kind === 'not') return false;
  if (expression.kind !== 'compare') return expression.of.some((part) => anyCompare(part, test));
  return test(expression.field ?? '', textOf(expression.test));
}

function textOf(test: object): string {
  if ('value' in test) return String(test.value);
  return 'pattern' in test ? String(test.pattern) : '';
}

/** Whether the condition cannot hold where none of these fields is known. */
function isNecessary(expression: Expression, names: readonly string[]): boolean {
  switch (expression.kind) {
    case 'not':
      return false;
    case 'compare':
      return expression.field !== undefined && names.includes(expression.field);
    case 'and':
      return expression.of.some((part) => isNecessary(part, names));
    case 'or':
      return expression.of.length > 0 && expression.of.every((part) => isNecessary(part, names));
  }
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}
