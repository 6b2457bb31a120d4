import type { Comparison, Expression } from './rule.ts';

/** A condition in words, one line for each part, indented by two spaces a level. */
export function explainCondition(expression: Expression, indent = ''): string[] {
  switch (expression.kind) {
    case 'compare':
      return [`${indent}${explainComparison(expression)}`];
    case 'not':
      return [`${indent}not:`, ...explainCondition(expression.of, `${indent}  `)];
    case 'and':
    case 'or': {
      const together = sameField(expression.of);
      if (expression.kind === 'or' && together) return [`${indent}${together}`];
      const heading = expression.kind === 'and' ? 'all of:' : 'one of:';
      return [`${indent}${heading}`, ...expression.of.flatMap((part) => explainCondition(part, `${indent}  `))];
    }
  }
}

const WORDS = { equals: 'is', contains: 'contains', startswith: 'starts with', endswith: 'ends with' } as const;
const SHOWN = 8;

/** `extension is one of "php", "xhtml"`. */
function sameField(of: readonly Expression[]): string | undefined {
  const values: string[] = [];
  let heading: string | undefined;
  for (const part of of) {
    if (part.kind !== 'compare') return undefined;
    const { test, field } = part;
    if (test.op !== 'equals' && test.op !== 'contains' && test.op !== 'startswith' && test.op !== 'endswith')
      return undefined;
    const own = `${subject(field)} ${WORDS[test.op]} one of${test.isCased ? ' (upper and lower case differ)' : ''}`;
    if (heading !== undefined && heading !== own) return undefined;
    heading = own;
    values.push(JSON.stringify(test.value));
  }
  if (heading === undefined || values.length < 2) return undefined;
  const more = values.length > SHOWN ? `, and ${values.length - SHOWN} more` : '';
  return `${heading} ${values.slice(0, SHOWN).join(', ')}${more}`;
}

function subject(field: string | undefined): string {
  return field ?? 'the whole line';
}

function explainComparison({ field, test }: Comparison): string {
  const what = subject(field);
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return `${what} ${WORDS[test.op]} ${JSON.stringify(test.value)}${test.isCased ? ' (upper and lower case differ)' : ''}`;
    case 'wildcard':
      return `${what} is like ${JSON.stringify(test.pattern)}`;
    case 'regex':
      return `${what} matches /${test.pattern}/${test.flags}`;
    case 'cidr':
      return `${what} lies in ${test.network}`;
    case 'gt':
      return `${what} is more than ${number(test.value)}`;
    case 'gte':
      return `${what} is at least ${number(test.value)}`;
    case 'lt':
      return `${what} is less than ${number(test.value)}`;
    case 'lte':
      return `${what} is at most ${number(test.value)}`;
    case 'equals-number':
      return `${what} is ${number(test.value)}`;
    case 'equals-boolean':
      return `${what} is ${test.value}`;
    case 'exists':
      return `${what} is ${test.value ? '' : 'not '}recorded`;
    case 'null':
      return `${what} is not recorded`;
    case 'fieldref':
      return `${what} is the same as ${test.other}`;
    case 'in-list':
      return `${what} ${test.how === 'equals' || test.how === 'cidr' ? 'is' : WORDS[test.how]} one of the list %${test.list}%`;
  }
}

/** Times are milliseconds: what looks like one is shown as a date too. */
function number(value: number): string {
  return value > 1e12 && value < 1e13 ? new Date(value).toISOString() : String(value);
}
