import { foldAliases } from '../evidence/canonical-path.ts';
import { compare, fault, type Subject } from './comparison-subject.ts';
import { joined } from './expression.ts';
import { base64, base64Offsets, utf16, windashVariants } from './modifiers.ts';
import { pathFault } from './path-values.ts';
import type { Comparison, Expression } from './rule.ts';
import { anyRun, parseSigmaText, plainText, type SigmaText, sigmaPattern } from './sigma-text.ts';
import type { YamlScalar } from './yaml-tree.ts';

type Test = Comparison['test'];
type How = 'equals' | 'contains' | 'startswith' | 'endswith';

/** A text after `expand`: encodings, then wildcards. */
export function textValue(raw: string, value: YamlScalar, subject: Subject): Expression {
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
  return joined(
    'or',
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
