import { joined } from './expression.ts';
import { didYouMean } from './nearest-name.ts';
import type { Expression } from './rule.ts';

/** A condition that cannot be read: what is wrong, and at which character (from 1). */
export interface ConditionFault {
  readonly message: string;
  readonly position: number;
}

interface Token {
  readonly text: string;
  /** From 1. */
  readonly position: number;
}

const DEPTH = 60;

/**
 * Parses a Sigma condition: `and or not`, parentheses, `1 of x_*`, `all of x_*`, `1 of them`, `all of them`. `not` binds
 * strongest, `or` weakest. `them` leaves out selections that start with an underscore.
 */
export function parseCondition(
  condition: string,
  selections: ReadonlyMap<string, Expression>,
): { readonly expression: Expression; readonly used: ReadonlySet<string> } | ConditionFault {
  const tokens = tokenize(condition);
  const used = new Set<string>();
  let next = 0;

  const peek = (): Token => tokens[next] ?? { text: '', position: condition.length + 1 };
  const isWord = (word: string): boolean => peek().text.toLowerCase() === word;

  function either(depth: number): Expression {
    const of = [both(depth)];
    while (isWord('or')) {
      next += 1;
      of.push(both(depth));
    }
    return joined('or', of);
  }

  function both(depth: number): Expression {
    const of = [negation(depth)];
    while (isWord('and')) {
      next += 1;
      of.push(negation(depth));
    }
    return joined('and', of);
  }

  function negation(depth: number): Expression {
    if (!isWord('not')) return primary(depth);
    if (depth > DEPTH) throw new Fault(`nested deeper than ${DEPTH} levels`, peek().position);
    next += 1;
    return { kind: 'not', of: negation(depth + 1) };
  }

  function primary(depth: number): Expression {
    const token = peek();
    if (depth > DEPTH) throw new Fault(`nested deeper than ${DEPTH} levels`, token.position);
    if (token.text === '') throw new Fault('ends where a selection is expected', token.position);
    next += 1;
    if (token.text === '(') {
      const inner = either(depth + 1);
      if (peek().text !== ')') throw new Fault(`expected ")" to close the one at ${token.position}`, peek().position);
      next += 1;
      return inner;
    }
    if (isWord('of')) return quantified(token);
    if (token.text === '|')
      throw new Fault('aggregations after "|" are no longer part of Sigma; write a correlation rule', token.position);
    const selection = selections.get(token.text);
    if (!selection) {
      const words = ['and', 'or', 'not'].includes(token.text.toLowerCase());
      throw new Fault(
        words
          ? `"${token.text}" where a selection is expected`
          : `no selection "${token.text}"${didYouMean(token.text, selections.keys())}`,
        token.position,
      );
    }
    used.add(token.text);
    return selection;
  }

  function quantified(quantifier: Token): Expression {
    next += 1;
    const target = peek();
    next += 1;
    const word = quantifier.text.toLowerCase();
    if (word !== '1' && word !== 'any' && word !== 'all') {
      throw new Fault(
        `"${quantifier.text} of" is not part of Sigma; only "1 of" and "all of" are`,
        quantifier.position,
      );
    }
    const names = [...selections.keys()].filter((name) =>
      target.text.toLowerCase() === 'them' ? !name.startsWith('_') : matchesGlob(name, target.text),
    );
    if (target.text === '') throw new Fault('"of" needs a selection pattern or "them"', target.position);
    if (names.length === 0) throw new Fault(`no selection is named like "${target.text}"`, target.position);
    const of = names.map((name) => {
      used.add(name);
      return selections.get(name)!;
    });
    return joined(word === 'all' ? 'and' : 'or', of);
  }

  try {
    const expression = either(0);
    const rest = peek();
    if (rest.text === '|')
      throw new Fault('aggregations after "|" are no longer part of Sigma; write a correlation rule', rest.position);
    if (rest.text !== '')
      throw new Fault(`"${rest.text}" is not expected here; is "and" or "or" missing?`, rest.position);
    return { expression, used };
  } catch (error) {
    if (error instanceof Fault) return { message: error.message, position: error.position };
    throw error;
  }
}

/** Only to leave the recursion; never crosses `parseCondition`. */
class Fault extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

function tokenize(condition: string): Token[] {
  const tokens: Token[] = [];
  for (const match of condition.matchAll(/[()|]|[^\s()|]+/g))
    tokens.push({ text: match[0], position: match.index + 1 });
  return tokens;
}

/** `*` in a selection pattern stands for any characters. */
function matchesGlob(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return name === pattern;
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  const end = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
