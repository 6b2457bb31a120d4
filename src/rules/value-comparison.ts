import ipaddr from 'ipaddr.js';
import { DateTime } from 'luxon';
import { compare, type FieldType, fault, type Subject } from './comparison-subject.ts';
import { joined } from './expression.ts';
import { didYouMean } from './nearest-name.ts';
import { expandInside, wholeList } from './placeholders.ts';
import { regexAtoms } from './regex-atoms.ts';
import type { Expression } from './rule.ts';
import { fieldNames, lookUpField } from './rule-fields.ts';
import { regexFault, splitInlineFlags } from './rule-regex.ts';
import { textValue } from './text-comparison.ts';
import type { YamlScalar } from './yaml-tree.ts';

/** A regular expression on text that is searched as a stream needs a literal of this many characters. */
const REGEX_ATOM_LEAST = 4;

/** One value of a detection item, compared as its modifiers and the type of the field ask. */
export function readValue(value: YamlScalar, subject: Subject): Expression {
  const { used } = subject;
  if (used.has('exists')) return existence(value, subject);
  if (value.value === null) return compare(subject, { op: 'null' });
  if (used.has('fieldref')) return reference(value, subject);
  if (used.has('re')) return regex(value, subject);
  if (used.has('expand')) {
    const placeholder = /^%([^%]+)%$/.exec(value.source)?.[1];
    if (placeholder !== undefined) return wholeList(placeholder, value, subject);
    return joined(
      'or',
      expandInside(value, subject).map((text) => textValue(text, value, subject)),
    );
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
  if (isStreamed && !regexAtoms(split, REGEX_ATOM_LEAST)) {
    return fault(
      subject,
      value,
      `regular expression without a literal of ${REGEX_ATOM_LEAST} or more characters in each alternative: it would have to be run on everything`,
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
