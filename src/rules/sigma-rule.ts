import { createHash } from 'node:crypto';
import { readDetection } from './detection.ts';
import { readLogsource } from './logsource.ts';
import type { Complain } from './problem.ts';
import type { IndicatorList, SigmaRule } from './rule.ts';
import { type Heading, readHeading } from './rule-heading.ts';
import { readRuleTests } from './rule-tests.ts';
import { child, textOf, type YamlMap } from './yaml-tree.ts';

/** Where a rule stands. */
export interface RulePlace {
  readonly file: string;
  readonly pack: string;
}

/** A rule and what its file said outright, for the checks of shipped rules. */
export interface ReadRule<T> {
  readonly rule: T;
  readonly states: ReadonlySet<string>;
}

/**
 * Reads one Sigma rule. Undefined when it is for another product, deprecated, or wrong; each is said through `complain`.
 */
export function readSigmaRule(
  map: YamlMap,
  place: RulePlace,
  lists: Readonly<Record<string, IndicatorList>>,
  complain: Complain,
): ReadRule<SigmaRule> | undefined {
  let failed = false;
  const strict: Complain = (severity, line, message) => {
    if (severity === 'error') failed = true;
    complain(severity, line, message);
  };
  const status = textOf(child(map, 'status'), 'status', strict);
  if (status === 'deprecated' || status === 'unsupported') {
    complain('note', map.line, `left out: its status is "${status}"`);
    return undefined;
  }
  const category = readLogsource(child(map, 'logsource'), map.line, strict);
  if (category === 'other') {
    const hasBlock = child(map, 'nsleuth') !== undefined;
    complain(
      hasBlock ? 'error' : 'note',
      map.line,
      hasBlock
        ? 'the logsource of a rule for an appliance needs "product: netscaler"'
        : 'left out: not for this product',
    );
    return undefined;
  }
  const heading = readHeading(map, category, strict);
  if (category === undefined) return undefined;
  const condition = readDetection(child(map, 'detection'), map.line, {
    category,
    lists,
    complain: strict,
    isForeign: isForeign(map),
  });
  const tests = readRuleTests(heading.block, category, strict);
  if (failed || condition === undefined) return undefined;
  const rule: SigmaRule = {
    kind: 'sigma',
    ...ruleBase(heading, place, map),
    category,
    condition,
    tests,
    isBuildingBlock: false,
  };
  return { rule, states: heading.states };
}

/** The part all kinds of rules share. A rule without id gets one from its file and title, always the same. */
export function ruleBase(heading: Heading, { file, pack }: RulePlace, map: YamlMap) {
  const { block: _block, states: _states, id, name, ...base } = heading;
  return {
    ...base,
    id: id ?? madeUpId(file, heading.title),
    name: name ?? nameFromTitle(heading.title),
    pack,
    file,
    line: map.line,
  };
}

/** A UUID of version 8 (custom), so that it never collides with one an author made. */
function madeUpId(file: string, title: string): string {
  const hash = createHash('sha256')
    .update(`${file.replaceAll('\\', '/').split('/').slice(-2).join('/')}\n${title}`)
    .digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

function nameFromTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 60);
}

function isForeign(map: YamlMap): boolean {
  const logsource = child(map, 'logsource');
  const product = logsource?.kind === 'map' ? child(logsource, 'product') : undefined;
  return child(map, 'nsleuth') === undefined && !(product?.kind === 'scalar' && product.value === 'netscaler');
}
