import type { DetectionContext } from './comparison-subject.ts';
import { parseCondition } from './condition-parser.ts';
import { readDetectionItem } from './detection-item.ts';
import { joined } from './expression.ts';
import type { Expression } from './rule.ts';
import { child, type YamlEntry, type YamlMap, type YamlNode } from './yaml-tree.ts';

/**
 * Reads a Sigma `detection`: its selections and condition, every modifier expanded. Undefined, and at least one complaint of
 * severity error, when some part of it is wrong or not supported: never a rule that silently cannot match.
 */
export function readDetection(
  node: YamlNode | undefined,
  line: number,
  context: DetectionContext,
): Expression | undefined {
  if (node?.kind !== 'map') {
    context.complain('error', node?.line ?? line, 'a rule needs a "detection" with selections and a condition');
    return undefined;
  }
  let failed = false;
  const strict: DetectionContext = {
    ...context,
    complain: (severity, at, message) => {
      if (severity === 'error') failed = true;
      context.complain(severity, at, message);
    },
  };
  const selections = new Map<string, Expression>();
  for (const entry of node.entries) {
    if (entry.key === 'condition') continue;
    if (entry.key === 'timeframe') {
      strict.complain('error', entry.line, '"timeframe" is no longer part of Sigma; write a correlation rule');
      continue;
    }
    selections.set(entry.key, readSelection(entry, strict));
  }
  const expression = readConditions(node, selections, strict);
  return failed ? undefined : expression;
}

function readConditions(
  node: YamlMap,
  selections: ReadonlyMap<string, Expression>,
  { complain }: DetectionContext,
): Expression | undefined {
  const written = child(node, 'condition');
  if (!written) {
    complain('error', node.line, 'a detection needs a "condition"');
    return undefined;
  }
  const of: Expression[] = [];
  const unused = new Set(selections.keys());
  for (const item of written.kind === 'list' ? written.items : [written]) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') {
      complain('error', item.line, 'a condition must be a text');
      continue;
    }
    const parsed = parseCondition(item.value, selections);
    if ('message' in parsed) {
      complain('error', item.line, `condition, character ${parsed.position}: ${parsed.message}`);
      continue;
    }
    of.push(parsed.expression);
    for (const name of parsed.used) unused.delete(name);
  }
  // What an unreadable condition uses is not known.
  for (const name of of.length > 0 ? unused : [])
    complain('warning', node.line, `the condition does not use selection "${name}"`);
  if (of.length === 0) return undefined;
  return joined('or', of);
}

function readSelection(entry: YamlEntry, context: DetectionContext): Expression {
  const { value } = entry;
  switch (value.kind) {
    case 'map':
      return all(
        value.entries.map((item) => readDetectionItem(item, context)),
        entry.line,
        entry.key,
        context,
      );
    case 'scalar':
      return readDetectionItem({ key: '', line: entry.line, value }, context);
    case 'list': {
      const of = value.items.map((item): Expression => {
        if (item.kind === 'map')
          return all(
            item.entries.map((field) => readDetectionItem(field, context)),
            item.line,
            entry.key,
            context,
          );
        return readDetectionItem({ key: '', line: item.line, value: item }, context);
      });
      if (of.length === 0) context.complain('error', entry.line, `selection "${entry.key}" is empty`);
      return joined('or', of);
    }
  }
}

function all(of: readonly Expression[], line: number, name: string, { complain }: DetectionContext): Expression {
  if (of.length === 0) complain('error', line, `selection "${name}" is empty`);
  return joined('and', of);
}
