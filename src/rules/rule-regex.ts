import type { AST } from '@eslint-community/regexpp';
import { RegExpParser } from '@eslint-community/regexpp';
import { RE2JS } from 're2js';

/** A regular expression of a rule, as it is run: RE2 syntax, without inline flags at its start. */
export interface RuleRegex {
  readonly pattern: string;
  /** Of `i`, `m`, `s`. */
  readonly flags: string;
}

const PATTERN_CHARACTERS = 4096;
/** Means one thing to RE2 and another, or nothing, to the parser that looks for literals. */
const FOREIGN = /\\[QECpPAzZ]|\\x\{|\[\[:/;

/** Moves a leading `(?i)`, `(?s)`, `(?m)` into the flags. */
export function splitInlineFlags(pattern: string, flags: string): RuleRegex {
  const inline = /^\(\?([ims]{1,3})\)/.exec(pattern);
  if (!inline) return { pattern, flags };
  return { pattern: pattern.slice(inline[0].length), flags: [...new Set(flags + inline[1]!)].join('') };
}

/** Compiles for matching in linear time. Throws what RE2 does not know: look-around, back-references, bad syntax. */
export function compileRegex({ pattern, flags }: RuleRegex): RE2JS {
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  return RE2JS.compile(pattern, bits);
}

/** Why a regular expression may not be used, or undefined: look-around, back-reference, syntax, length. */
export function regexFault(regex: RuleRegex): string | undefined {
  if (regex.pattern.length > PATTERN_CHARACTERS) return `longer than ${PATTERN_CHARACTERS} characters`;
  const foreign = FOREIGN.exec(regex.pattern)?.[0];
  if (foreign !== undefined) return `"${foreign}" is not understood alike by all engines; write the characters out`;
  const tree = parseRegex(regex);
  if (typeof tree === 'string') return tree;
  const unsafe = findUnsafe(tree);
  if (unsafe) return unsafe;
  try {
    compileRegex(regex);
    return undefined;
  } catch (error) {
    return `RE2 does not take it: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The syntax tree, or why there is none. */
export function parseRegex({ pattern }: RuleRegex): AST.Pattern | string {
  // RE2 writes named groups `(?P<name>…)` too; the tree is the same.
  const source = pattern.replaceAll('(?P<', '(?<');
  try {
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode: false });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function findUnsafe(tree: AST.Pattern): string | undefined {
  const queue: AST.Node[] = [...tree.alternatives];
  for (let node = queue.pop(); node; node = queue.pop()) {
    switch (node.type) {
      case 'Assertion':
        if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
          return `look-around (${node.raw.slice(0, 30)}) cannot run in linear time; use a second selection with "and not"`;
        }
        break;
      case 'Backreference':
        return `back-reference (${node.raw}) cannot run in linear time`;
      case 'Alternative':
        queue.push(...node.elements);
        break;
      case 'Group':
      case 'CapturingGroup':
        queue.push(...node.alternatives);
        break;
      case 'Quantifier':
        queue.push(node.element);
        break;
      default:
        break;
    }
  }
  return undefined;
}
