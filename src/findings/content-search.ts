import type { Comparison } from '../rules/rule.ts';
import { compileRegex } from '../rules/rule-regex.ts';
import { indicatorIndex } from './indicator-index.ts';
import type { Lists } from './match.ts';
import { compileWildcard } from './wildcard.ts';

/**
 * Whether one comparison of `content` holds for a whole content: the plain meaning, against which the streaming search is
 * tested, and what rule tests use. `bytes` is the content with one character a byte (Latin-1).
 */
export function searchContent(test: Comparison['test'], bytes: string, lists: Lists): boolean {
  switch (test.op) {
    case 'contains':
    case 'startswith':
    case 'endswith': {
      const value = foldBytes(utf8Bytes(test.value), test.isCased);
      const text = foldBytes(bytes, test.isCased);
      if (test.op === 'contains') return text.includes(value);
      return test.op === 'startswith' ? text.startsWith(value) : text.endsWith(value);
    }
    case 'wildcard':
      return compileWildcard(foldBytes(utf8Bytes(test.pattern), test.isCased))(foldBytes(bytes, test.isCased));
    case 'regex':
      return compileRegex(test).test(bytes);
    case 'in-list': {
      const list = lists[test.list];
      return list !== undefined && indicatorIndex(list).find(bytes, test.how).length > 0;
    }
    default:
      return false;
  }
}

/** UTF-8 bytes, one character each. */
export function utf8Bytes(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** Lower case of ASCII letters alone: other characters stand for bytes. */
export function foldBytes(bytes: string, isCased = false): string {
  return isCased ? bytes : bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
