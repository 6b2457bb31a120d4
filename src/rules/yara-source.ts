import { regexAtoms } from './regex-atoms.ts';

/** A rule of a YARA file, as far as nsleuth itself must understand it; the YARA engine does the rest. */
export interface YaraSourceRule {
  readonly name: string;
  readonly line: number;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, string>>;
  /**
   * Lower-case texts (one character a byte) of which at least one occurs in everything that the rule matches. Undefined when
   * that cannot be told: the rule would have to be run on every file.
   */
  readonly atoms: readonly string[] | undefined;
  /** All that is known of the kind: of every list at least one text occurs in everything that the rule matches. */
  readonly clauses: readonly (readonly string[])[];
}

/** Shortest literal that the filter finds. */
const LEAST = 5;
const RULES = 5_000;

/** Finds the rules of a YARA source text. Never throws: what is not understood is left to the YARA compiler to report. */
export function parseYara(source: string): YaraSourceRule[] {
  const tokens = tokenize(source);
  const rules: YaraSourceRule[] = [];
  for (let index = 0; index < tokens.length && rules.length < RULES; index += 1) {
    if (tokens[index]!.text !== 'rule') continue;
    const nameToken = tokens[index + 1];
    const open = tokens.findIndex((token, at) => at > index && token.text === '{');
    if (!nameToken || open < 0) break;
    const close = closing(tokens, open);
    const body = tokens.slice(open + 1, close);
    const strings = readStrings(section(body, 'strings'));
    const before = tokens.slice(Math.max(0, index - 2), index).map((token) => token.text);
    const clauses = clausesOf(section(body, 'condition'), strings);
    rules.push({
      name: nameToken.text,
      line: tokens[index]!.line,
      isPrivate: before.includes('private'),
      tags: tokens.slice(index + 2, open).flatMap(({ kind, text }) => (kind === 'word' ? [text] : [])),
      meta: readMeta(section(body, 'meta')),
      atoms: best(clauses),
      clauses,
    });
    index = close;
  }
  return rules;
}

interface Token {
  readonly kind: 'word' | 'string' | 'regex' | 'hex' | 'sign';
  /** A string without its quotes, escapes resolved, one character a byte. */
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /(?<space>\s+)|(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|"(?<string>(?:[^"\\\n]|\\.)*)"|(?<word>[$#@!]?[A-Za-z_][A-Za-z0-9_.]*\*?|\$\*?|0x[0-9a-fA-F]+|\d+(?:KB|MB)?)|(?<sign>[\s\S])/y;
const REGEX = /\/(?<regex>(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/(?<flags>[is]*)/y;
const HEX = /\{(?<hex>[0-9a-fA-F?~()|[\]\s\-/*]*)\}/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < source.length; ) {
    const previous = tokens.at(-1)?.text;
    const expectsPattern = previous === '=' || previous === 'matches';
    const pattern =
      expectsPattern && source[at] === '/' && !/^\/[/*]/.test(source.slice(at, at + 2))
        ? REGEX
        : expectsPattern && source[at] === '{'
          ? HEX
          : TOKEN;
    pattern.lastIndex = at;
    const match = pattern.exec(source) ?? nextSign(source, at);
    const [whole] = match;
    const { string, word, sign, regex, flags, hex } = match.groups ?? {};
    if (string !== undefined) tokens.push({ kind: 'string', text: resolveEscapes(string), line });
    else if (regex !== undefined) tokens.push({ kind: 'regex', text: `${flags ?? ''}/${regex}`, line });
    else if (hex !== undefined) tokens.push({ kind: 'hex', text: hex, line });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
    for (const character of whole) if (character === '\n') line += 1;
    at += Math.max(1, whole.length);
  }
  return tokens;
}

function nextSign(source: string, at: number): RegExpExecArray {
  TOKEN.lastIndex = at;
  return TOKEN.exec(source)!;
}

function resolveEscapes(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return bytes.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex: string | undefined, character: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: '\n', t: '\t', r: '\r' }[character ?? ''] ?? character ?? '';
  });
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]!.text === '{' && tokens[index]!.kind === 'sign') depth += 1;
    if (tokens[index]!.text === '}' && tokens[index]!.kind === 'sign') depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

const SECTIONS = ['meta', 'strings', 'condition'];

function section(body: readonly Token[], name: string): readonly Token[] {
  const isHead = (index: number): boolean =>
    body[index]?.kind === 'word' && SECTIONS.includes(body[index]!.text) && body[index + 1]?.text === ':';
  const start = body.findIndex((token, index) => token.text === name && isHead(index));
  if (start < 0) return [];
  let end = start + 2;
  while (end < body.length && !isHead(end)) end += 1;
  return body.slice(start + 2, end);
}

function readMeta(tokens: readonly Token[]): Record<string, string> {
  const meta: [string, string][] = [];
  for (let index = 0; index + 2 < tokens.length; index += 1) {
    if (tokens[index]!.kind !== 'word' || tokens[index + 1]!.text !== '=') continue;
    const value = tokens[index + 2]!;
    const text = value.kind === 'string' ? Buffer.from(value.text, 'latin1').toString('utf8') : value.text;
    const before = meta.find(([key]) => key === tokens[index]!.text);
    // A key that stands several times (references) is kept line by line.
    if (before) before[1] += `\n${text}`;
    else meta.push([tokens[index]!.text, text]);
  }
  return Object.fromEntries(meta);
}

type Strings = ReadonlyMap<string, readonly string[] | undefined>;

/** Each string of the rule with the literals of which one occurs wherever it does. */
function readStrings(tokens: readonly Token[]): Strings {
  const strings = new Map<string, readonly string[] | undefined>();
  let anonymous = 0;
  for (let index = 0; index + 2 < tokens.length; index += 1) {
    const name = tokens[index]!.text;
    if (!name.startsWith('$') || tokens[index + 1]!.text !== '=') continue;
    const pattern = tokens[index + 2]!;
    const words = new Set<string>();
    let next = index + 3;
    for (; next < tokens.length && !tokens[next]!.text.startsWith('$'); next += 1) words.add(tokens[next]!.text);
    anonymous += 1;
    strings.set(name === '$' ? `$ ${anonymous}` : name, literalsOf(pattern, words));
    index = next - 1;
  }
  return strings;
}

function literalsOf(pattern: Token, words: ReadonlySet<string>): readonly string[] | undefined {
  if (words.has('xor') || words.has('base64') || words.has('base64wide')) return undefined;
  const narrow = narrowLiterals(pattern);
  if (!narrow) return undefined;
  const wide = narrow.map((text) => [...text].map((character) => `${character}\0`).join(''));
  if (!words.has('wide')) return narrow;
  return words.has('ascii') ? [...narrow, ...wide] : wide;
}

function narrowLiterals({ kind, text }: Token): readonly string[] | undefined {
  switch (kind) {
    case 'string':
      return text.length >= LEAST ? [lower(text)] : undefined;
    case 'regex': {
      const slash = text.indexOf('/');
      return regexAtoms({ pattern: text.slice(slash + 1), flags: text.slice(0, slash) }, LEAST);
    }
    case 'hex': {
      const run = text
        .replace(/\/\*[\s\S]*?\*\//g, ' ')
        .replace(/\([^)]*\)|\[[^\]]*\]|~?[0-9a-fA-F?]*\?[0-9a-fA-F?]*|~[0-9a-fA-F]{2}/g, '|')
        .split('|')
        .map((part) => part.replace(/[^0-9a-fA-F]/g, ''))
        .reduce((longest, part) => (part.length > longest.length ? part : longest), '');
      return run.length >= LEAST * 2 ? [lower(Buffer.from(run, 'hex').toString('latin1'))] : undefined;
    }
    default:
      return undefined;
  }
}

/** ASCII letters only: other characters stand for bytes. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Lists of literals, of each of which one must occur. None: nothing is known. */
type Clauses = readonly (readonly string[])[];

/**
 * The literals without which the condition cannot hold. Only `and`, `or`, parentheses and the usual tests of strings are
 * understood; anything else is taken to be possible without any string.
 */
function clausesOf(condition: readonly Token[], strings: Strings): Clauses {
  let next = 0;
  const peek = (): string => condition[next]?.text ?? '';

  function either(depth: number): Clauses {
    const parts = [both(depth)];
    while (peek() === 'or') {
      next += 1;
      parts.push(both(depth));
    }
    if (parts.length === 1) return parts[0]!;
    const joined = merged(parts.map(best));
    return joined ? [joined] : [];
  }

  function both(depth: number): Clauses {
    const clauses = [...term(depth)];
    while (peek() === 'and') {
      next += 1;
      clauses.push(...term(depth));
    }
    return clauses;
  }

  function term(depth: number): Clauses {
    if (peek() === '(' && depth < 50 && isGroup(condition, next)) {
      next += 1;
      const inner = either(depth + 1);
      if (peek() === ')') next += 1;
      return inner;
    }
    const start = next;
    for (let open = 0; next < condition.length; next += 1) {
      const text = peek();
      if (text === '(') open += 1;
      else if (text === ')') {
        if (open === 0) break;
        open -= 1;
      } else if (open === 0 && (text === 'and' || text === 'or')) break;
    }
    return leaf(
      condition.slice(start, next).map((token) => token.text),
      strings,
    );
  }

  const clauses = either(0);
  return next >= condition.length ? clauses : [];
}

/** Whether a parenthesis holds a condition, not an expression that goes on after it. */
function isGroup(tokens: readonly Token[], open: number): boolean {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]!.text === '(') depth += 1;
    if (tokens[index]!.text === ')') depth -= 1;
    if (depth === 0) {
      const after = tokens[index + 1]?.text;
      return after === undefined || after === 'and' || after === 'or' || after === ')';
    }
  }
  return false;
}

function leaf(words: readonly string[], strings: Strings): Clauses {
  const known = (name: string): Clauses => clausesFrom([strings.get(name)]);
  const [first = '', second, third] = words;
  if (first.startsWith('$') && (second === undefined || second === 'at' || second === 'in')) return known(first);
  if (
    first.startsWith('#') &&
    ((second === '>' && third !== '=') || (second === '>' && third === '=' && words[3] !== '0'))
  ) {
    return known(`$${first.slice(1)}`);
  }
  const of = words.indexOf('of');
  if (of < 0 || of > 2) return [];
  const quantity = words[of - 1];
  const isAll = quantity === 'all';
  if (!isAll && quantity !== 'any' && !(quantity !== undefined && /^[1-9]\d*$/.test(quantity))) return [];
  const close = words.indexOf(')');
  const names =
    words[of + 1] === 'them'
      ? ['$*']
      : words.slice(of + 2, close < 0 ? words.length : close).filter((word) => word.startsWith('$'));
  if (words[of + 1] !== 'them' && words[of + 1] !== '(') return [];
  // `for any of them : ( … )` needs one of them as well; `for all` too.
  const chosen = [...strings.keys()].filter((name) =>
    names.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)),
  );
  if (chosen.length === 0) return [];
  const lists = chosen.map((name) => strings.get(name));
  return clausesFrom(isAll ? lists : [merged(lists)]);
}

function clausesFrom(lists: readonly (readonly string[] | undefined)[]): Clauses {
  return lists.filter((list) => list !== undefined);
}

function best(clauses: Clauses): readonly string[] | undefined {
  return clauses.reduce<readonly string[] | undefined>(better, undefined);
}

function merged(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const all: string[] = [];
  for (const part of parts) {
    if (!part) return undefined;
    all.push(...part);
  }
  return [...new Set(all)];
}

function better(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (!a || !b) return a ?? b;
  const least = (list: readonly string[]): number => Math.min(...list.map((text) => text.length));
  if (a.length !== b.length && Math.min(least(a), least(b)) >= 7) return a.length < b.length ? a : b;
  return least(a) >= least(b) ? a : b;
}
