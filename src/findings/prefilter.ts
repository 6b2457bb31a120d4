import ipaddr from 'ipaddr.js';
import type { Category } from '../artifacts/artifact.ts';
import { regexAtoms } from '../rules/regex-atoms.ts';
import type { Comparison, Expression, IndicatorList } from '../rules/rule.ts';
import { describeField } from '../rules/rule-fields.ts';
import { parseSigmaText } from '../rules/sigma-text.ts';
import type { Lists } from './match.ts';
import { literalCommonness } from './ordinary-evidence.ts';

/** Shortest literal worth searching for. Bytes. */
const LEAST = 5;
/** Literals of one rule beyond which it is better to parse every line. */
const MOST = 250_000;
/** Literals of a set that are looked at to judge it. */
const JUDGED = 500;

export interface LineFilter {
  /** Lower-case ASCII literals: the rule can hold for a line only if one of them stands in it, in any case. */
  readonly literals: readonly string[];
  /**
   * The literals may stand percent-encoded: a line without any of them must still be parsed when it has a `%`. True for rules
   * on decoded URLs.
   */
  readonly orPercent: boolean;
}

/**
 * Literals (lower case, 5 or more bytes) of which one stands, in any case, in every raw line that the condition can hold for.
 * Undefined when none can be derived: every line of the category must be parsed.
 */
export function requiredLiterals(
  condition: Expression,
  category: Category,
  lists: Lists,
): readonly string[] | undefined {
  const filter = lineFilter(condition, category, lists);
  return filter && !filter.orPercent ? filter.literals : undefined;
}

/** As `requiredLiterals`, also for conditions on percent-decoded text. */
export function lineFilter(condition: Expression, category: Category, lists: Lists): LineFilter | undefined {
  switch (condition.kind) {
    case 'and':
      return condition.of.map((part) => lineFilter(part, category, lists)).reduce(better, undefined);
    case 'or':
      return either(condition.of.map((part) => lineFilter(part, category, lists)));
    case 'not':
      return undefined;
    case 'compare':
      return ofComparison(condition, category, lists);
  }
}

function either(parts: readonly (LineFilter | undefined)[]): LineFilter | undefined {
  const literals = new Set<string>();
  let orPercent = false;
  for (const part of parts) {
    if (!part) return undefined;
    for (const literal of part.literals) literals.add(literal);
    orPercent ||= part.orPercent;
  }
  return literals.size > MOST ? undefined : { literals: [...literals], orPercent };
}

function better(a: LineFilter | undefined, b: LineFilter | undefined): LineFilter | undefined {
  if (!a || !b) return a ?? b;
  return price(a) <= price(b) ? a : b;
}

/** What a filter costs: lines that pass for nothing, short literals, many of them. */
function price({ literals, orPercent }: LineFilter): number {
  let sum = orPercent ? 5 : 0;
  for (const literal of literals.slice(0, JUDGED))
    sum += literalCommonness(literal) * 10 + (literal.length < 7 ? 3 : 0);
  return sum + literals.length * 0.01;
}

function ofComparison({ field, test }: Comparison, category: Category, lists: Lists): LineFilter | undefined {
  const isDecoded = field === 'cs-uri-decoded';
  const isAbsent = field !== undefined && !describeField(category, field);
  // A field of public rules that no record of ours has: what is compared with it never holds.
  if (isAbsent && test.op !== 'null' && test.op !== 'exists') return { literals: [], orPercent: false };
  const isVerbatim = field === undefined || isDecoded || describeField(category, field)?.isVerbatim === true;
  if (!isVerbatim) return undefined;
  const literals = literalsOf(test, lists);
  return literals && literals.length <= MOST ? { literals, orPercent: isDecoded } : undefined;
}

function literalsOf(test: Comparison['test'], lists: Lists): readonly string[] | undefined {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return one(longestPlain([test.value]));
    case 'wildcard':
      return one(longestPlain(parseSigmaText(test.pattern).filter((part) => typeof part === 'string')));
    case 'regex':
      return plainAtoms(regexAtoms(test, LEAST));
    case 'cidr':
      return networkLiterals(test.network);
    case 'in-list':
      return listLiterals(lists[test.list]);
    default:
      return undefined;
  }
}

function one(literal: string | undefined): readonly string[] | undefined {
  return literal === undefined ? undefined : [literal];
}

/**
 * The best run of plain ASCII: other characters have different bytes in UTF-8 and Latin-1, and a quotation mark or backslash
 * may stand escaped in a log.
 */
function longestPlain(parts: readonly string[]): string | undefined {
  const runs = parts
    .flatMap((part) => part.toLowerCase().match(/[^\x00-\x1f\x7f-\uffff"\\]+/g) ?? [])
    .filter((run) => run.length >= LEAST);
  return runs.sort((a, b) => literalCommonness(a) - literalCommonness(b) || b.length - a.length)[0];
}

/** What of each atom is sure to stand in the line as it is. */
function plainAtoms(atoms: readonly string[] | undefined): readonly string[] | undefined {
  const plain = new Set<string>();
  for (const atom of atoms ?? []) {
    const run = longestPlain([atom]);
    if (run === undefined) return undefined;
    plain.add(run);
  }
  return atoms && [...plain];
}

/** Literals of which one stands wherever an indicator of the list does. */
export function listLiterals(list: IndicatorList | undefined): readonly string[] | undefined {
  if (!list) return undefined;
  const literals = new Set<string>();
  for (const { value } of list.indicators) {
    const own =
      value.includes('/') && ipaddr.isValidCIDR(value)
        ? networkLiterals(value)
        : (addressLiterals(value) ?? one(longestPlain([value])));
    if (!own) return undefined;
    for (const literal of own) literals.add(literal);
    if (literals.size > MOST) return undefined;
  }
  return [...literals];
}

/** An IPv6 address may be written in several ways: its first groups, as the canonical form has them. */
function addressLiterals(value: string): readonly string[] | undefined {
  if (!value.includes(':') || !ipaddr.IPv6.isValid(value)) return undefined;
  return groupsPrefix(ipaddr.IPv6.parse(value), 128);
}

/** Beginnings that every address of a network has: `192.0.2.` for 192.0.2.0/24. */
function networkLiterals(network: string): readonly string[] | undefined {
  const [base, bits] = ipaddr.parseCIDR(network);
  if (base instanceof ipaddr.IPv6) return groupsPrefix(base, bits);
  const whole = Math.ceil(bits / 8);
  if (bits < 12) return undefined;
  const octets = base.toByteArray();
  const last = octets[whole - 1]!;
  const span = 2 ** (whole * 8 - bits);
  const first = last & ~(span - 1);
  const literals = Array.from(
    { length: span },
    (_, step) => [...octets.slice(0, whole - 1), first + step].join('.') + (whole < 4 ? '.' : ''),
  );
  return literals.every((literal) => literal.length >= LEAST) ? literals : undefined;
}

function groupsPrefix(address: ipaddr.IPv6, bits: number): readonly string[] | undefined {
  const groups = address.parts.slice(0, Math.floor(bits / 16));
  const untilGap = groups.indexOf(0);
  const plain = (untilGap < 0 ? groups : groups.slice(0, untilGap)).slice(0, 4);
  const prefix = `${plain.map((group) => group.toString(16)).join(':')}:`;
  return plain.length > 0 && prefix.length >= LEAST ? [prefix] : undefined;
}
