import type { Comparison } from '../rules/rule.ts';

/** The name of one content pattern: rules that look for the same share it. */
export function contentPatternId(test: Comparison['test']): string {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return `${test.op}${test.isCased ? '/cased' : ''}:${test.value}`;
    case 'wildcard':
      return `wildcard${test.isCased ? '/cased' : ''}:${test.pattern}`;
    case 'regex':
      return `regex/${test.flags}:${test.pattern}`;
    case 'in-list':
      return `list/${test.how}:${test.list}`;
    default:
      return test.op;
  }
}
