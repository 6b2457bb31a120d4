import type { DetectionContext, FieldType, Subject } from './comparison-subject.ts';
import { joined, nothing } from './expression.ts';
import { type Modifier, modifiers, unsupportedModifiers } from './modifiers.ts';
import { didYouMean, nearestName } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import type { Expression } from './rule.ts';
import { fieldNames, lookUpField } from './rule-fields.ts';
import { readValue } from './value-comparison.ts';
import type { YamlEntry } from './yaml-tree.ts';

/** One `field|modifier|…: value` line of a selection. */
export function readDetectionItem(entry: YamlEntry, context: DetectionContext): Expression {
  const { complain, category } = context;
  const [name = '', ...chain] = entry.key.split('|');
  const used = readModifiers(chain, entry.line, complain);
  if (!used) return nothing;
  let field: string | undefined;
  let type: FieldType = 'string';
  if (name !== '') {
    const found = lookUpField(category, name);
    const isOthers = context.isForeign === true && nearestName(name, fieldNames(category)) === undefined;
    if (found.kind === 'unknown' && !isOthers) {
      complain('error', entry.line, `unknown field "${name}" of ${category}${didYouMean(name, fieldNames(category))}`);
      return nothing;
    }
    if (found.kind !== 'known') {
      complain(
        'warning',
        entry.line,
        `an appliance's log does not record "${name}": what is compared with it is never met`,
      );
    }
    field = found.kind === 'unknown' ? name : found.name;
    type = found.kind === 'known' ? found.description.type : 'unknown';
  }
  const values = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const subject: Subject = { field, type, used, context };
  if (values.length === 0) {
    complain('error', entry.line, `"${entry.key}" has no value`);
    return nothing;
  }
  if (used.has('all') && values.length === 1)
    complain('warning', entry.line, '"all" with a single value means nothing');
  const of = values.flatMap((value): Expression[] => {
    if (value.kind === 'scalar') return [readValue(value, subject)];
    complain('error', value.line, `the value of "${entry.key}" must be a text, a number or a list of them`);
    return [];
  });
  if (used.has('neq')) return { kind: 'not', of: joined('or', of) };
  return joined(used.has('all') ? 'and' : 'or', of);
}

/** Modifiers of which an item can have one. */
const EXCLUSIVE: readonly Modifier[] = [
  'contains',
  'startswith',
  'endswith',
  're',
  'cidr',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
  'fieldref',
];

function readModifiers(chain: readonly string[], line: number, complain: Complain): Set<Modifier> | undefined {
  const used = new Set<Modifier>();
  for (const word of chain) {
    const known = modifiers.find((modifier) => modifier === word);
    if (known) {
      used.add(known);
      continue;
    }
    const reason = unsupportedModifiers.includes(word)
      ? `Sigma's modifier "${word}" is not supported`
      : `unknown modifier "${word}"${didYouMean(word, modifiers)}`;
    complain('error', line, reason);
    return undefined;
  }
  const clash = EXCLUSIVE.filter((modifier) => used.has(modifier));
  if (clash.length > 1 && !(clash.length === 2 && used.has('cidr') && used.has('expand'))) {
    complain('error', line, `modifiers "${clash.join('" and "')}" exclude each other`);
    return undefined;
  }
  for (const flag of ['i', 'm', 's'] as const) {
    if (used.has(flag) && !used.has('re')) {
      complain('error', line, `modifier "${flag}" belongs to "re"`);
      return undefined;
    }
  }
  return used;
}
