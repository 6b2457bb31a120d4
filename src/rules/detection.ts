import ipaddr from 'ipaddr.js';
import { DateTime } from 'luxon';
import type { Category } from '../artifacts/artifact.ts';
import { foldAliases } from '../evidence/canonical-path.ts';
import { parseCondition } from './condition-parser.ts';
import {
  base64,
  base64Offsets,
  type Modifier,
  modifiers,
  unsupportedModifiers,
  utf16,
  windashVariants,
} from './modifiers.ts';
import { didYouMean, nearestName } from './nearest-name.ts';
import { pathFault } from './path-values.ts';
import type { Complain } from './problem.ts';
import { regexAtoms, regexFault, splitInlineFlags } from './regex-atoms.ts';
import type { Comparison, Expression, IndicatorList } from './rule.ts';
import { fieldNames, lookUpField } from './rule-fields.ts';
import { anyRun, parseSigmaText, plainText, type SigmaText, sigmaPattern } from './sigma-text.ts';
import { child, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from './yaml-tree.ts';

/** What a detection is read against. */
export interface DetectionContext {
  readonly category: Category;
  readonly lists: Readonly<Record<string, IndicatorList>>;
  readonly complain: Complain;
  /** A public rule for any web server: a field that is foreign to the appliance's logs is no mistake of its author. */
  readonly isForeign?: boolean;
}

type Test = Comparison['test'];
type How = 'equals' | 'contains' | 'startswith' | 'endswith';
type FieldType = 'string' | 'number' | 'boolean' | 'time' | 'strings' | 'unknown';

/** Values that one placeholder inside a longer text may expand to. */
const EXPANDED = 10_000;
/** A regular expression on text that is searched as a stream needs a literal of this many characters. */
export const regexAtomLeast = 4;

/**
 * Reads a Sigma `detection`: its selections and condition, every modifier expanded. Undefined, and at least one complaint of
 * severity error, when some part of it is wrong or not supported: never a rule that silently cannot match.
 */
export function readDetection(
  node: YamlNode | undefined,
  line: number,
  context: DetectionContext,
): Expression | undefined {
  if (node?.kind !== 'map') {
    context.complain('error', node?.line ?? line, 'a rule needs a "detection" with selections and a condition');
    return undefined;
  }
  let failed = false;
  const strict: DetectionContext = {
    ...context,
    complain: (severity, at, message) => {
      if (severity === 'error') failed = true;
      context.complain(severity, at, message);
    },
  };
  const selections = new Map<string, Expression>();
  for (const entry of node.entries) {
    if (entry.key === 'condition') continue;
    if (entry.key === 'timeframe') {
      strict.complain('error', entry.line, '"timeframe" is no longer part of Sigma; write a correlation rule');
      continue;
    }
    selections.set(entry.key, readSelection(entry, strict));
  }
  const expression = readConditions(node, selections, strict);
  return failed ? undefined : expression;
}

function readConditions(
  node: YamlMap,
  selections: ReadonlyMap<string, Expression>,
  { complain }: DetectionContext,
): Expression | undefined {
  const written = child(node, 'condition');
  if (!written) {
    complain('error', node.line, 'a detection needs a "condition"');
    return undefined;
  }
  const of: Expression[] = [];
  const unused = new Set(selections.keys());
  for (const item of written.kind === 'list' ? written.items : [written]) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') {
      complain('error', item.line, 'a condition must be a text');
      continue;
    }
    const parsed = parseCondition(item.value, selections);
    if ('message' in parsed) {
      complain('error', item.line, `condition, character ${parsed.position}: ${parsed.message}`);
      continue;
    }
    of.push(parsed.expression);
    for (const name of parsed.used) unused.delete(name);
  }
  // What an unreadable condition uses is not known.
  for (const name of of.length > 0 ? unused : [])
    complain('warning', node.line, `the condition does not use selection "${name}"`);
  if (of.length === 0) return undefined;
  return of.length === 1 ? of[0] : { kind: 'or', of };
}

const NOTHING: Expression = { kind: 'or', of: [] };

function readSelection(entry: YamlEntry, context: DetectionContext): Expression {
  const { value } = entry;
  switch (value.kind) {
    case 'map':
      return all(
        value.entries.map((item) => readField(item, context)),
        entry.line,
        entry.key,
        context,
      );
    case 'scalar':
      return readField({ key: '', line: entry.line, value }, context);
    case 'list': {
      const of = value.items.map((item): Expression => {
        if (item.kind === 'map')
          return all(
            item.entries.map((field) => readField(field, context)),
            item.line,
            entry.key,
            context,
          );
        return readField({ key: '', line: item.line, value: item }, context);
      });
      if (of.length === 0) context.complain('error', entry.line, `selection "${entry.key}" is empty`);
      return of.length === 1 ? of[0]! : { kind: 'or', of };
    }
  }
}

function all(of: readonly Expression[], line: number, name: string, { complain }: DetectionContext): Expression {
  if (of.length === 0) complain('error', line, `selection "${name}" is empty`);
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}

/** One `field|modifier|…: value` line of a selection. */
function readField(entry: YamlEntry, context: DetectionContext): Expression {
  const { complain, category } = context;
  const [name = '', ...chain] = entry.key.split('|');
  const used = readModifiers(chain, entry.line, complain);
  if (!used) return NOTHING;
  let field: string | undefined;
  let type: FieldType = 'string';
  if (name !== '') {
    const found = lookUpField(category, name);
    const isOthers = context.isForeign === true && nearestName(name, fieldNames(category)) === undefined;
    if (found.kind === 'unknown' && !isOthers) {
      complain('error', entry.line, `unknown field "${name}" of ${category}${didYouMean(name, fieldNames(category))}`);
      return NOTHING;
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
  const subject: Subject = { field, type, used, line: entry.line, context };
  if (values.length === 0) {
    complain('error', entry.line, `"${entry.key}" has no value`);
    return NOTHING;
  }
  if (used.has('all') && values.length === 1)
    complain('warning', entry.line, '"all" with a single value means nothing');
  const of = values.flatMap((value): Expression[] => {
    if (value.kind === 'scalar') return [readValue(value, subject)];
    complain('error', value.line, `the value of "${entry.key}" must be a text, a number or a list of them`);
    return [];
  });
  const joined: Expression =
    of.length === 1 ? of[0]! : { kind: used.has('all') && !used.has('neq') ? 'and' : 'or', of };
  return used.has('neq') ? { kind: 'not', of: joined } : joined;
}

interface Subject {
  readonly field: string | undefined;
  readonly type: FieldType;
  readonly used: ReadonlySet<Modifier>;
  readonly line: number;
  readonly context: DetectionContext;
}

const KINDS: readonly (readonly Modifier[])[] = [
  ['contains', 'startswith', 'endswith', 're', 'cidr', 'gt', 'gte', 'lt', 'lte', 'exists', 'fieldref'],
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
  for (const group of KINDS) {
    const clash = group.filter((modifier) => used.has(modifier));
    if (clash.length > 1 && !(clash.length === 2 && used.has('cidr') && used.has('expand'))) {
      complain('error', line, `modifiers "${clash.join('" and "')}" exclude each other`);
      return undefined;
    }
  }
  for (const flag of ['i', 'm', 's'] as const) {
    if (used.has(flag) && !used.has('re')) {
      complain('error', line, `modifier "${flag}" belongs to "re"`);
      return undefined;
    }
  }
  return used;
}

function readValue(value: YamlScalar, subject: Subject): Expression {
  const { used } = subject;
  if (used.has('exists')) return existence(value, subject);
  if (value.value === null) return compare(subject, { op: 'null' });
  if (used.has('fieldref')) return reference(value, subject);
  if (used.has('re')) return regex(value, subject);
  if (used.has('expand')) {
    const placeholder = /^%([^%]+)%$/.exec(value.source)?.[1];
    if (placeholder !== undefined) return wholeList(placeholder, value, subject);
    return anyOf(expandInside(value, subject).map((text) => textValue(text, value, subject)));
  }
  if (used.has('cidr')) return network(value, subject);
  for (const op of ['gt', 'gte', 'lt', 'lte'] as const) if (used.has(op)) return ordering(op, value, subject);
  return scalarValue(value, subject);
}

function scalarValue(value: YamlScalar, subject: Subject): Expression {
  const { type, used } = subject;
  const isPart = used.has('contains') || used.has('startswith') || used.has('endswith');
  const isPlain = !isPart && !/[*?]/.test(value.source);
  if (isPlain && type === 'boolean') {
    const word = String(value.value).toLowerCase();
    if (word === 'true' || word === 'false') return compare(subject, { op: 'equals-boolean', value: word === 'true' });
    return fault(subject, value, `field "${subject.field}" is true or false, not "${value.source}"`);
  }
  if (isPlain && (type === 'number' || type === 'time')) {
    const number = numberOf(value, type);
    if (number !== undefined) return compare(subject, { op: 'equals-number', value: number });
    return fault(subject, value, `field "${subject.field}" is a ${type}, not "${value.source}"`);
  }
  if (isPlain && type === 'unknown' && typeof value.value === 'number') {
    return compare(subject, { op: 'equals-number', value: value.value });
  }
  // Numbers compared with a text field keep their spelling: a mode of 0755 is not 755.
  return textValue(typeof value.value === 'string' ? value.value : value.source, value, subject);
}

/** A text after `expand`: transformations, then wildcards. */
function textValue(raw: string, value: YamlScalar, subject: Subject): Expression {
  const { used } = subject;
  const encoders = ['base64', 'base64offset', 'wide', 'utf16le', 'utf16be', 'utf16', 'windash'] as const;
  if (!encoders.some((encoder) => used.has(encoder))) return textTest(parseSigmaText(raw), value, subject);
  const text = plainText(parseSigmaText(raw));
  if (text === undefined && !used.has('windash')) {
    return fault(subject, value, 'wildcards cannot stand in a value that is encoded (base64, wide, …)');
  }
  let texts: string[] | undefined = [text ?? raw];
  let isBytes = false;
  for (const modifier of used) {
    if (modifier === 'windash') texts = texts.flatMap((one) => windashVariants(one) ?? []);
    else if (modifier === 'base64') texts = texts.map((one) => base64(one, isBytes));
    else if (modifier === 'base64offset') texts = texts.flatMap((one) => base64Offsets(one, isBytes));
    else if (modifier === 'wide' || modifier === 'utf16le') texts = texts.map((one) => utf16(one, 'le', false));
    else if (modifier === 'utf16be') texts = texts.map((one) => utf16(one, 'be', false));
    else if (modifier === 'utf16') texts = texts.map((one) => utf16(one, 'le', true));
    else continue;
    if (modifier.startsWith('utf16') || modifier === 'wide') isBytes = true;
    if (modifier.startsWith('base64')) isBytes = false;
  }
  if (texts.length === 0) return fault(subject, value, 'more than 4 dashes: "windash" cannot spell them all out');
  if (isBytes && texts.some((one) => /[\x80-\xff]/.test(one))) {
    return fault(subject, value, 'a UTF-16 value outside ASCII, or with a byte order mark, needs base64 after it');
  }
  if (used.has('base64offset') && !used.has('contains')) {
    subject.context.complain('warning', value.line, '"base64offset" without "contains" matches only a whole field');
  }
  return anyOf(
    texts.map((one) => textTest(text === undefined ? parseSigmaText(one) : one === '' ? [] : [one], value, subject)),
  );
}

function textTest(text: SigmaText, value: YamlScalar, subject: Subject): Expression {
  const { used, field } = subject;
  const isCased = used.has('cased');
  let parts: SigmaText = text;
  if (used.has('contains')) parts = [anyRun, ...text, anyRun];
  else if (used.has('startswith')) parts = [...text, anyRun];
  else if (used.has('endswith')) parts = [anyRun, ...text];
  // A keyword stands anywhere in the record.
  else if (field === undefined) parts = [anyRun, ...text, anyRun];
  if (parts.at(0) === anyRun && parts.at(1) === anyRun) parts = parts.slice(1);
  if (parts.length > 1 && parts.at(-1) === anyRun && parts.at(-2) === anyRun) parts = parts.slice(0, -1);
  if (parts.length === 1 && parts[0] === anyRun) {
    if (text.length === 0) return fault(subject, value, 'an empty value is part of every text');
    return compare(subject, { op: 'exists', value: true });
  }
  const opens = parts.at(0) === anyRun;
  const closes = parts.at(-1) === anyRun;
  const middle = parts.slice(opens ? 1 : 0, closes ? -1 : undefined);
  const plain = plainText(middle);
  if (plain === undefined) return pattern(parts, isCased, value, subject);
  const op: How = opens && closes ? 'contains' : opens ? 'endswith' : closes ? 'startswith' : 'equals';
  return checked({ op, value: plain, isCased }, value, subject);
}

function pattern(parts: SigmaText, isCased: boolean, value: YamlScalar, subject: Subject): Expression {
  const [first, ...rest] = parts;
  const folded: SigmaText =
    subject.field === 'path' && typeof first === 'string' ? [foldAliases(first), ...rest] : parts;
  if (subject.field === 'content') {
    const longest = Math.max(0, ...parts.map((part) => (typeof part === 'string' ? part.length : 0)));
    if (longest < 5) return fault(subject, value, 'a content pattern needs a plain part of at least 5 characters');
  }
  if (subject.field === 'path') {
    const problem = pathFault('wildcard', sigmaPattern(folded));
    if (problem) return fault(subject, value, problem);
  }
  return compare(subject, { op: 'wildcard', pattern: sigmaPattern(folded), isCased });
}

/** Values that can never be met are errors, not rules that find nothing. */
function checked(test: Extract<Test, { op: How }>, value: YamlScalar, subject: Subject): Expression {
  const { field } = subject;
  if (field === 'path') {
    const folded = foldAliases(test.value);
    const problem = pathFault(test.op, folded);
    return problem ? fault(subject, value, problem) : compare(subject, { ...test, value: folded });
  }
  if (field === 'content') {
    if (test.op === 'equals')
      return fault(subject, value, 'content is searched: use "contains", "startswith" or "endswith"');
    if (test.value.length < 5) return fault(subject, value, 'a content value needs at least 5 characters');
  }
  if (field === 'name' && subject.context.category === 'file' && test.value.includes('/')) {
    return fault(subject, value, 'a file name never contains "/"; use the field path');
  }
  if (field === 'extension' && test.value.startsWith('.')) {
    return fault(subject, value, `extension is without the dot: ${test.value.slice(1)}`);
  }
  if (field === 'mode' && test.op === 'equals' && !/^[0-7]{4}$/.test(test.value)) {
    return fault(subject, value, `mode is four octal digits, like 0755, not "${test.value}"`);
  }
  return compare(subject, test);
}

function existence(value: YamlScalar, subject: Subject): Expression {
  if (subject.field === undefined || subject.field === 'content') {
    return fault(subject, value, '"exists" needs a field of a record');
  }
  if (typeof value.value !== 'boolean') return fault(subject, value, '"exists" takes true or false');
  return compare(subject, { op: 'exists', value: value.value });
}

function reference(value: YamlScalar, subject: Subject): Expression {
  const { category } = subject.context;
  const found = lookUpField(category, value.source);
  if (subject.field === undefined || subject.field === 'content' || value.source === 'content') {
    return fault(subject, value, '"fieldref" compares two fields of a record');
  }
  if (found.kind === 'unknown') {
    return fault(
      subject,
      value,
      `unknown field "${value.source}" of ${category}${didYouMean(value.source, fieldNames(category))}`,
    );
  }
  return compare(subject, {
    op: 'fieldref',
    other: found.kind === 'known' ? found.name : value.source,
    isCased: subject.used.has('cased'),
  });
}

function regex(value: YamlScalar, subject: Subject): Expression {
  const { used, field, context } = subject;
  const written = typeof value.value === 'string' ? value.value : value.source;
  const split = splitInlineFlags(written, (['i', 'm', 's'] as const).filter((flag) => used.has(flag)).join(''));
  const problem = regexFault(split);
  if (problem) return fault(subject, value, `regular expression: ${problem}`);
  const isStreamed = field === 'content' || field === undefined;
  if (isStreamed && !regexAtoms(split, regexAtomLeast)) {
    return fault(
      subject,
      value,
      `regular expression without a literal of ${regexAtomLeast} or more characters in each alternative: it would have to be run on everything`,
    );
  }
  if (!isStreamed && !regexAtoms(split, 2) && ['ns', 'webserver', 'syslog'].includes(context.category)) {
    context.complain(
      'warning',
      value.line,
      'regular expression without any literal: it is run on every line the rest of the rule lets through',
    );
  }
  return compare(subject, { op: 'regex', ...split });
}

function network(value: YamlScalar, subject: Subject): Expression {
  if (!ipaddr.isValidCIDR(value.source)) {
    const hint = ipaddr.isValid(value.source) ? '; for one address leave "cidr" out' : '';
    return fault(subject, value, `"${value.source}" is not a network in CIDR notation${hint}`);
  }
  return compare(subject, { op: 'cidr', network: value.source });
}

function ordering(op: 'gt' | 'gte' | 'lt' | 'lte', value: YamlScalar, subject: Subject): Expression {
  const { type } = subject;
  if (type !== 'number' && type !== 'time' && type !== 'unknown') {
    return fault(subject, value, `"${op}" needs a number or time; field "${subject.field}" is a ${type}`);
  }
  const number = numberOf(value, type);
  if (number === undefined)
    return fault(subject, value, `"${value.source}" is not a ${type === 'time' ? 'time (ISO 8601)' : 'number'}`);
  return compare(subject, { op, value: number });
}

/** A number, or milliseconds UTC of an ISO 8601 date or time (UTC unless it names a zone). */
function numberOf(value: YamlScalar, type: FieldType): number | undefined {
  if (type === 'time') {
    const time = DateTime.fromISO(value.source, { zone: 'utc' });
    return time.isValid ? time.toMillis() : undefined;
  }
  const number = typeof value.value === 'number' ? value.value : Number(String(value.value).trim() || Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

function wholeList(name: string, value: YamlScalar, subject: Subject): Expression {
  const { context, used } = subject;
  if (!Object.hasOwn(context.lists, name)) {
    return fault(subject, value, `unknown list "%${name}%"${didYouMean(name, Object.keys(context.lists))}`);
  }
  const how = (['contains', 'startswith', 'endswith', 'cidr'] as const).find((one) => used.has(one)) ?? 'equals';
  if (subject.field === 'content' && how !== 'contains') {
    return fault(subject, value, 'content is searched: use "contains|expand"');
  }
  // A keyword stands anywhere in the record.
  return compare(subject, {
    op: 'in-list',
    list: name,
    how: subject.field === undefined && how === 'equals' ? 'contains' : how,
  });
}

/** The texts a value with placeholders stands for: `img/%names%.php`. `\%` is a plain percent sign. */
function expandInside(value: YamlScalar, subject: Subject): string[] {
  const { lists } = subject.context;
  let texts = [''];
  for (const [part, name] of String(value.value).matchAll(/\\%|%([A-Za-z0-9_.-]+)%|[^%\\]+|[%\\]/g)) {
    if (name === undefined) {
      texts = texts.map((text) => text + (part === '\\%' ? '%' : part));
      continue;
    }
    const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (!list) {
      fault(subject, value, `unknown list "%${name}%"${didYouMean(name, Object.keys(lists))}`);
      return [];
    }
    if (texts.length * list.indicators.length > EXPANDED) {
      fault(subject, value, `"%${name}%" inside a longer value makes more than ${EXPANDED} values`);
      return [];
    }
    // Values of a list are plain text: their wildcards are escaped.
    texts = texts.flatMap((text) =>
      list.indicators.map(({ value: one }) => text + one.replace(/[\\*?]/g, (special) => `\\${special}`)),
    );
  }
  return texts;
}

function compare({ field }: Subject, test: Test): Comparison {
  return { kind: 'compare', field, test };
}

function anyOf(of: readonly Expression[]): Expression {
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

function fault(subject: Subject, value: YamlScalar, message: string): Expression {
  subject.context.complain('error', value.line, message);
  return NOTHING;
}
