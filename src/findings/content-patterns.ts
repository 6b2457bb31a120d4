import { regexAtoms } from '../rules/regex-atoms.ts';
import type { Comparison, SigmaRule } from '../rules/rule.ts';
import { compileRegex } from '../rules/rule-regex.ts';
import { anyRun, parseSigmaText } from '../rules/sigma-text.ts';
import { contentComparisons } from './content-comparisons.ts';
import { foldBytes, utf8Bytes } from './content-search.ts';
import { indicatorIndex } from './indicator-index.ts';
import { buildLiteralFilter, shortestLiteral } from './literal-filter.ts';
import type { Lists } from './match.ts';
import { listLiterals } from './prefilter.ts';

/** Where a block lies in its content. */
export interface BlockPlace {
  /** Of the block's first byte in the content. */
  readonly offset: number;
  /** The block begins where the content begins. */
  readonly isStart: boolean;
  /** The block ends where the content ends. */
  readonly isEnd: boolean;
}

/** What the rules look for in contents, searched for all at once. */
export interface ContentPatterns {
  readonly ids: readonly string[];
  /** The literals that are searched for (one character a byte, lower case), and the ids of the patterns that each could be the beginning of finding. */
  readonly literals: readonly { readonly text: string; readonly ids: readonly string[] }[];
  /**
   * Adds to `found` the ids of the patterns that occur in the block. Blocks of a content must overlap by `contentWindow` bytes:
   * a pattern that touches the border is decided by the block that sees what is around it. A regular expression sees at most
   * half a window before and after its literal. Patterns that are not `wanted` are passed over: what no rule asks of this content
   * need not be looked at closely.
   */
  scan(block: Uint8Array, place: BlockPlace, found: Set<string>, wanted?: ReadonlySet<string>): void;
}

/** A literal that somebody else waits for: YARA's atoms. */
export interface ExtraPattern {
  readonly id: string;
  /** Any one of them; one character a byte. */
  readonly literals: readonly string[];
}

/** Bytes by which the blocks of one content must overlap. */
export const contentWindow = 8 * 1024;
const HALF = contentWindow / 2;
/** Bytes beside a list's value that decide whether it is a whole word. */
const WORD = 80;

/** Prepares the `content` comparisons of rules for searching. */
export function contentPatterns(
  rules: readonly SigmaRule[],
  lists: Lists = {},
  extra: readonly ExtraPattern[] = [],
): ContentPatterns {
  const byId = new Map<string, Pattern>();
  for (const rule of rules) {
    for (const [id, test] of contentComparisons(rule.condition))
      if (!byId.has(id)) byId.set(id, compile(id, test, lists));
  }
  for (const { id, literals } of extra) byId.set(id, { id, literals, accepts: always });
  const patterns = [...byId.values()];
  const literals: string[] = [];
  const owners: Pattern[][] = [];
  const indexOf = new Map<string, number>();
  for (const pattern of patterns) {
    for (const literal of new Set(pattern.literals.map((one) => foldBytes(one)))) {
      if (literal.length < shortestLiteral) continue;
      const index = indexOf.get(literal) ?? literals.push(literal) - 1;
      indexOf.set(literal, index);
      owners[index] ??= [];
      owners[index].push(pattern);
    }
  }
  const filter = buildLiteralFilter(literals);

  return {
    ids: patterns.map(({ id }) => id),
    literals: literals.map((text, index) => ({ text, ids: owners[index]!.map(({ id }) => id) })),
    scan(block, place, found, wanted) {
      /** Stretches round the hits of each regular expression, in order. */
      const stretches = new Map<Pattern, { from: number; to: number }[]>();
      filter.scan(block, 0, block.length, (literal, offset) => {
        const end = offset + literals[literal]!.length;
        for (const pattern of owners[literal]!) {
          if (found.has(pattern.id) || wanted?.has(pattern.id) === false) continue;
          if (pattern.verify) widen(stretches, pattern, Math.max(0, offset - HALF), Math.min(block.length, end + HALF));
          else if (pattern.accepts({ block, place, start: offset, end })) found.add(pattern.id);
        }
      });
      for (const [pattern, list] of stretches) {
        const { verify } = pattern;
        for (const { from, to } of joined(list)) {
          if (!verify || found.has(pattern.id)) break;
          const isStart = from === 0 && place.isStart;
          const isEnd = to === block.length && place.isEnd;
          if (verify(latin1(block, from, to), isStart, isEnd)) found.add(pattern.id);
        }
      }
    },
  };
}

interface Hit {
  readonly block: Uint8Array;
  readonly place: BlockPlace;
  readonly start: number;
  readonly end: number;
}

interface Pattern {
  readonly id: string;
  /** One of them stands wherever the pattern does; any case of letters. */
  readonly literals: readonly string[];
  /** Of a literal pattern: whether this place of its literal counts. */
  readonly accepts: (hit: Hit) => boolean;
  /** Of a regular expression: whether it matches within a stretch of the content. */
  readonly verify?: (text: string, isStart: boolean, isEnd: boolean) => boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;

function compile(id: string, test: Comparison['test'], lists: Lists): Pattern {
  switch (test.op) {
    case 'contains':
    case 'startswith':
    case 'endswith':
      return literalPattern(id, test.op, utf8Bytes(test.value), test.isCased);
    case 'wildcard':
      return wildcardPattern(id, test.pattern, test.isCased);
    case 'regex':
      return regexPattern(id, test.pattern, test.flags, regexAtoms(test, shortestLiteral) ?? []);
    case 'in-list':
      return listPattern(id, test.list, lists);
    default:
      return { id, literals: [], accepts: never };
  }
}

function literalPattern(
  id: string,
  op: 'contains' | 'startswith' | 'endswith',
  value: string,
  isCased: boolean,
): Pattern {
  return {
    id,
    literals: [value],
    accepts: ({ block, place, start, end }) => {
      if (op === 'startswith' && !(place.isStart && start === 0)) return false;
      if (op === 'endswith' && !(place.isEnd && end === block.length)) return false;
      return !isCased || latin1(block, start, end) === value;
    },
  };
}

function wildcardPattern(id: string, pattern: string, isCased: boolean): Pattern {
  const parts = parseSigmaText(utf8Bytes(pattern));
  const plain = parts.filter((part) => typeof part === 'string').sort((a, b) => b.length - a.length);
  const body = parts
    .map((part) => (typeof part === 'string' ? part.replace(/[^A-Za-z0-9_]/g, quoted) : part === anyRun ? '.*' : '.'))
    .join('');
  const inside = body.replace(/^\.\*/, '').replace(/\.\*$/, '');
  const anchored = `${parts[0] === anyRun ? '' : '^'}${inside}${parts.at(-1) === anyRun ? '' : '$'}`;
  return regexPattern(id, anchored, isCased ? 's' : 'is', plain.slice(0, 1));
}

function quoted(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function regexPattern(id: string, pattern: string, flags: string, literals: readonly string[]): Pattern {
  const hasAssertion = /[$^]|\\[bB]/.test(pattern);
  let regex: ReturnType<typeof compileRegex> | undefined;
  return {
    id,
    literals,
    accepts: never,
    verify: (text, isStart, isEnd) => {
      regex ??= compileRegex({ pattern, flags });
      if (!hasAssertion) return regex.test(text);
      // Begun one byte in, so that `^` and `\b` see what stands before; a match that ends with the stretch may end only there.
      const matcher = regex.matcher(text);
      for (let isFound = matcher.find(isStart ? 0 : 1); isFound; isFound = matcher.find()) {
        if (isEnd || matcher.end() < text.length) return true;
      }
      return false;
    },
  };
}

function listPattern(id: string, name: string, lists: Lists): Pattern {
  const list = lists[name];
  if (!list || list.indicators.length === 0) return { id, literals: [], accepts: never };
  const index = indicatorIndex(list);
  return {
    id,
    literals: listLiterals(list) ?? [],
    accepts: ({ block, place, start, end }) => {
      // What stands beside the value decides; near a border that is for the block that sees it.
      if ((start < WORD && !place.isStart) || (end + WORD > block.length && !place.isEnd)) return false;
      const from = Math.max(0, start - WORD);
      const to = Math.min(block.length, end + WORD);
      // A value that the cut leaves at an edge is not whole; it is looked at where it is hit itself.
      const before = from === 0 && place.isStart ? '' : 'x';
      const after = to === block.length && place.isEnd ? '' : 'x';
      return index.find(`${before}${latin1(block, from, to)}${after}`, 'contains').length > 0;
    },
  };
}

function widen(
  stretches: Map<Pattern, { from: number; to: number }[]>,
  pattern: Pattern,
  from: number,
  to: number,
): void {
  const list = stretches.get(pattern);
  if (!list) {
    stretches.set(pattern, [{ from, to }]);
    return;
  }
  const last = list.at(-1)!;
  // Hits come nearly in order: overlapping stretches become one, so that nothing is run over twice.
  if (from <= last.to && to >= last.from) {
    last.from = Math.min(last.from, from);
    last.to = Math.max(last.to, to);
  } else list.push({ from, to });
}

function joined(list: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const sorted = list.toSorted((a, b) => a.from - b.from);
  const result: { from: number; to: number }[] = [];
  for (const one of sorted) {
    const last = result.at(-1);
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else result.push({ ...one });
  }
  return result;
}

function latin1(block: Uint8Array, from: number, to: number): string {
  return Buffer.from(block.buffer, block.byteOffset + from, to - from).toString('latin1');
}
