import type { AST } from '@eslint-community/regexpp';
import { parseRegex, type RuleRegex } from './rule-regex.ts';
import { allOf, anyOf, type TextNeeds } from './text-needs.ts';

/** Sets of literals larger than this say too little. */
const ATOM_SET = 64;
const EXACT_SET = 16;

/**
 * Literals of which at least one stands, in any case of its letters, in every text that the expression matches: lower case,
 * ASCII. The set whose shortest literal is longest. Undefined when there is none of `least` characters or more.
 */
export function regexAtoms(regex: RuleRegex, least: number): readonly string[] | undefined {
  const required = knownOf(regex)?.required;
  return required && shortest(required) >= least ? [...required] : undefined;
}

/**
 * Everything that can be told of the literals in a text that the expression matches. More than `regexAtoms`, which chooses one set of them: for looking
 * closer at a text in which that set was met.
 */
export function regexNeeds(regex: RuleRegex): TextNeeds | undefined {
  return knownOf(regex)?.needs;
}

/** Each expression of the rules is asked about several times: for the filter, for a closer look, before it runs. */
const analysed = new Map<string, Pick<Known, 'required' | 'needs'> | undefined>();
const ANALYSED = 10_000;

/** What was found out about an expression, as plain data. */
export interface RegexFacts {
  readonly required?: readonly string[];
  readonly needs?: TextNeeds;
}

/** Facts of expressions, by pattern, for `rememberRegexes`: the build finds them out once for the shipped rules, which is a tenth of a small scan. */
export function regexFacts(regexes: Iterable<RuleRegex>): Readonly<Record<string, RegexFacts>> {
  const facts: Record<string, RegexFacts> = {};
  for (const regex of regexes) {
    const { required, needs } = knownOf(regex) ?? {};
    facts[regex.pattern] = { ...(required && { required: [...required] }), ...(needs !== undefined && { needs }) };
  }
  return facts;
}

/** Takes over what another thread, or the build, found out. */
export function rememberRegexes(facts: Readonly<Record<string, RegexFacts>>): void {
  for (const [pattern, { required, needs }] of Object.entries(facts)) {
    analysed.set(pattern, {
      ...(required && { required: new Set(required) }),
      ...(needs !== undefined && { needs }),
    });
  }
}

function knownOf(regex: RuleRegex): Pick<Known, 'required' | 'needs'> | undefined {
  if (analysed.has(regex.pattern)) return analysed.get(regex.pattern);
  const tree = parseRegex(regex);
  const known = typeof tree === 'string' ? undefined : alternatives(tree.alternatives);
  if (analysed.size >= ANALYSED) analysed.clear();
  analysed.set(regex.pattern, known);
  return known;
}

/** The plain texts (lower case) with which every whole text begins and ends that the expression matches; empty where it is not anchored there. */
export function regexEnds(regex: RuleRegex): { readonly beginning: string; readonly ending: string } {
  const tree = parseRegex(regex);
  const [only, ...others] = typeof tree === 'string' ? [] : tree.alternatives;
  if (!only || others.length > 0 || regex.flags.includes('m')) return { beginning: '', ending: '' };
  const { elements } = only;
  const isAnchor = (element: AST.Element | undefined, kind: 'start' | 'end') =>
    element?.type === 'Assertion' && element.kind === kind;
  return {
    beginning: isAnchor(elements[0], 'start') ? plainRun(elements.slice(1)) : '',
    ending: isAnchor(elements.at(-1), 'end')
      ? plainRun(elements.slice(0, -1).reverse()).split('').reverse().join('')
      : '',
  };
}

/** The plain characters at the beginning of a sequence. */
function plainRun(elements: readonly AST.Element[]): string {
  let run = '';
  for (const element of elements) {
    const { exact } = element.type === 'Character' ? ofElement(element) : {};
    const [character] = exact ?? [];
    if (character === undefined) break;
    run += character;
  }
  return run;
}

/** What is known of the texts a part of the expression matches. */
interface Known {
  /** Exactly these texts (lower case), when they are few. */
  readonly exact?: ReadonlySet<string>;
  /** One of these stands in each. */
  readonly required?: ReadonlySet<string>;
  readonly needs?: TextNeeds;
}

const EMPTY: Known = { exact: new Set(['']) };

function alternatives(list: readonly AST.Alternative[]): Known {
  const known = list.map((one) => sequence(one.elements));
  if (known.length === 1) return known[0]!;
  const exact = union(
    known.map((one) => one.exact),
    EXACT_SET,
  );
  const required = union(
    known.map((one) => one.required),
    ATOM_SET,
  );
  const needs = anyOf(known.map((one) => one.needs));
  return { ...(exact && { exact }), ...(required && { required }), ...(needs !== undefined && { needs }) };
}

function sequence(elements: readonly AST.Element[]): Known {
  const candidates: ReadonlySet<string>[] = [];
  const needs: (TextNeeds | undefined)[] = [];
  let run: ReadonlySet<string> = new Set(['']);
  let isExact = true;
  const endRun = (): void => {
    candidates.push(run);
    needs.push(needOf(run));
  };
  for (const element of elements) {
    const known = ofElement(element);
    if (known.required) candidates.push(known.required);
    if (!known.exact) needs.push(known.needs);
    const joined = known.exact && product(run, known.exact);
    if (joined) {
      run = joined;
    } else {
      isExact = false;
      endRun();
      run = new Set(known.exact ?? ['']);
    }
    if (element.type === 'Quantifier' && !(known.exact && element.min === element.max)) {
      // The text goes on with an unknown number of repeats: what was gathered ends here.
      isExact = false;
      endRun();
      run = new Set(['']);
    }
  }
  endRun();
  const required = best(candidates);
  const needed = allOf(needs);
  return {
    ...(isExact && { exact: run }),
    ...(required && { required }),
    ...(needed !== undefined && { needs: needed }),
  };
}

/** One of these texts; nothing where the empty one is among them. */
function needOf(texts: ReadonlySet<string>): TextNeeds | undefined {
  return anyOf([...texts].map((text) => (text === '' ? undefined : text)));
}

function ofElement(element: AST.Element): Known {
  switch (element.type) {
    case 'Character': {
      const text =
        /^\\[A-Za-z]$/.test(element.raw) && !/[nrtfv]$/.test(element.raw) ? undefined : literal(element.value);
      return text === undefined ? {} : { exact: new Set([text]) };
    }
    case 'CharacterClass': {
      const texts = classTexts(element);
      return texts ? { exact: texts } : {};
    }
    case 'Group':
    case 'CapturingGroup':
      return alternatives(element.alternatives);
    case 'Quantifier': {
      if (element.min === 0) return element.max === 0 ? EMPTY : {};
      const once = ofElement(element.element);
      if (!once.exact) return once;
      let exact: ReadonlySet<string> | undefined = once.exact;
      for (let times = 1; times < Math.min(element.min, 32) && exact; times += 1) exact = product(exact, once.exact);
      const { exact: _exact, ...inexact } = once;
      return element.min > 32 || !exact ? inexact : { ...inexact, exact };
    }
    case 'Assertion':
      return EMPTY;
    default:
      return {};
  }
}

/** One lower-case ASCII character; undefined for others, whose bytes depend on the encoding. */
function literal(codePoint: number): string | undefined {
  return codePoint < 0x80 ? String.fromCharCode(codePoint).toLowerCase() : undefined;
}

function classTexts(node: AST.CharacterClass): ReadonlySet<string> | undefined {
  if (node.negate) return undefined;
  const texts = new Set<string>();
  for (const part of node.elements) {
    if (part.type === 'Character') {
      const text = literal(part.value);
      if (text === undefined) return undefined;
      texts.add(text);
    } else if (part.type === 'CharacterClassRange' && part.max.value - part.min.value < 4) {
      for (let value = part.min.value; value <= part.max.value; value += 1) {
        const text = literal(value);
        if (text === undefined) return undefined;
        texts.add(text);
      }
    } else {
      return undefined;
    }
    if (texts.size > 4) return undefined;
  }
  return texts;
}

function product(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> | undefined {
  if (left.size * right.size > EXACT_SET) return undefined;
  const joined = new Set<string>();
  for (const head of left) for (const tail of right) joined.add(head + tail);
  return joined;
}

function union(sets: readonly (ReadonlySet<string> | undefined)[], most: number): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const set of sets) {
    if (!set) return undefined;
    for (const text of set) all.add(text);
    if (all.size > most) return undefined;
  }
  return all;
}

function best(candidates: readonly ReadonlySet<string>[]): ReadonlySet<string> | undefined {
  let winner: ReadonlySet<string> | undefined;
  for (const candidate of candidates) {
    const length = shortest(candidate);
    if (length === 0) continue;
    const won = winner ? shortest(winner) : 0;
    if (!winner || length > won || (length === won && candidate.size < winner.size)) winner = candidate;
  }
  return winner;
}

function shortest(set: ReadonlySet<string>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const text of set) least = Math.min(least, text.length);
  return set.size === 0 ? 0 : least;
}
