import { compare, fault, type Subject } from './comparison-subject.ts';
import { didYouMean } from './nearest-name.ts';
import type { Expression } from './rule.ts';
import type { YamlScalar } from './yaml-tree.ts';

/** Values that one placeholder inside a longer text may expand to. */
const EXPANDED = 10_000;

/** A value that is one placeholder, `%name%`: the field is looked up in the list, however long that is. */
export function wholeList(name: string, value: YamlScalar, subject: Subject): Expression {
  const { context, used } = subject;
  if (!Object.hasOwn(context.lists, name)) {
    return fault(subject, value, `unknown list "%${name}%"${didYouMean(name, Object.keys(context.lists))}`);
  }
  const how = (['contains', 'startswith', 'endswith', 'cidr'] as const).find((one) => used.has(one)) ?? 'equals';
  if (subject.field === 'content' && how !== 'contains') {
    return fault(subject, value, 'content is searched: use "contains|expand"');
  }
  // A keyword stands anywhere in the record.
  return compare(subject, {
    op: 'in-list',
    list: name,
    how: subject.field === undefined && how === 'equals' ? 'contains' : how,
  });
}

/** The texts a value with placeholders stands for: `img/%names%.php`. `\%` is a plain percent sign. */
export function expandInside(value: YamlScalar, subject: Subject): string[] {
  const { lists } = subject.context;
  let texts = [''];
  for (const [part, name] of String(value.value).matchAll(/\\%|%([A-Za-z0-9_.-]+)%|[^%\\]+|[%\\]/g)) {
    if (name === undefined) {
      texts = texts.map((text) => text + (part === '\\%' ? '%' : part));
      continue;
    }
    const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (!list) {
      fault(subject, value, `unknown list "%${name}%"${didYouMean(name, Object.keys(lists))}`);
      return [];
    }
    if (texts.length * list.indicators.length > EXPANDED) {
      fault(subject, value, `"%${name}%" inside a longer value makes more than ${EXPANDED} values`);
      return [];
    }
    // Values of a list are plain text: their wildcards are escaped.
    texts = texts.flatMap((text) =>
      list.indicators.map(({ value: one }) => text + one.replace(/[\\*?]/g, (special) => `\\${special}`)),
    );
  }
  return texts;
}
