import ipaddr from 'ipaddr.js';
import { DateTime } from 'luxon';
import { foldAliases } from '../evidence/canonical-path.ts';
import { isAddress } from './address.ts';
import { didYouMean } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import { confidences, type Indicator, type IndicatorList } from './rule.ts';
import { oneOf } from './rule-heading.ts';
import { child, textOf, type YamlMap, type YamlNode } from './yaml-tree.ts';

const LIST_KEYS = [
  'name',
  'description',
  'indicators',
  'source',
  'references',
  'tier',
  'confidence',
  'role',
  'date',
  'expires',
];
const KEYS = ['value', 'role', 'confidence', 'tier', 'source', 'date', 'expires', 'note', 'campaign'];
const TIERS = ['vendor', 'responder', 'community', 'user'] as const;

/** Most indicators of one list. */
export const listIndicators = 200_000;

/**
 * Reads one indicator list: `{name, indicators: [{value, role, confidence, tier, source, date, expires}]}`. What stands at the
 * top (`source`, `tier`, `confidence`, `role`, `date`, `expires`) holds for indicators that do not say it themselves. Paths are
 * folded to their canonical spelling.
 */
export function readIndicatorList(map: YamlMap, complain: Complain): IndicatorList | undefined {
  for (const { key, line } of map.entries) {
    if (!LIST_KEYS.includes(key))
      complain('error', line, `unknown key "${key}" of an indicator list${didYouMean(key, LIST_KEYS)}`);
  }
  const name = textOf(child(map, 'name'), 'name', complain);
  const items = child(map, 'indicators');
  if (name === undefined || !/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
    complain('error', map.line, 'an indicator list needs a "name" of letters, digits, "_", "." and "-"');
    return undefined;
  }
  if (items?.kind !== 'list') {
    complain('error', map.line, `list "${name}" needs "indicators": a list`);
    return undefined;
  }
  if (items.items.length > listIndicators) {
    complain('error', items.line, `list "${name}" has more than ${listIndicators} indicators`);
    return undefined;
  }
  const seen = new Set<string>();
  const indicators = items.items.flatMap((item) => {
    const indicator = readIndicator(item, map, complain);
    if (!indicator) return [];
    if (seen.has(indicator.value.toLowerCase()))
      complain('warning', item.line, `"${indicator.value}" stands twice in list "${name}"`);
    seen.add(indicator.value.toLowerCase());
    return [indicator];
  });
  return { name, indicators };
}

function readIndicator(node: YamlNode, list: YamlMap, complain: Complain): Indicator | undefined {
  if (node.kind !== 'map') {
    complain('error', node.line, 'an indicator is a map with at least "value", "source" and "confidence"');
    return undefined;
  }
  for (const { key, line } of node.entries) {
    if (!KEYS.includes(key)) complain('error', line, `unknown key "${key}" of an indicator${didYouMean(key, KEYS)}`);
  }
  const stated = (key: string): string | undefined => textOf(child(node, key) ?? child(list, key), key, complain);
  const value = textOf(child(node, 'value'), 'value', complain)?.trim();
  if (value === undefined || value === '') {
    complain('error', node.line, 'an indicator needs a "value"');
    return undefined;
  }
  const fault = valueFault(value);
  if (fault) {
    complain('error', node.line, fault);
    return undefined;
  }
  const confidence = oneOf(child(node, 'confidence') ? node : list, 'confidence', confidences, complain);
  const tier = oneOf(child(node, 'tier') ? node : list, 'tier', TIERS, complain);
  const source = stated('source');
  if (confidence === undefined)
    complain('error', node.line, `indicator "${value}" needs a "confidence": high, medium or low`);
  if (tier === undefined) complain('error', node.line, `indicator "${value}" needs a "tier": ${TIERS.join(', ')}`);
  if (source === undefined) complain('error', node.line, `indicator "${value}" needs a "source"`);
  const date = readDate('date', stated('date'), node, complain);
  const expires = readDate('expires', stated('expires'), node, complain);
  if (isAddress(value) && expires === undefined) {
    complain('error', node.line, `address "${value}" needs "expires": addresses change hands`);
  }
  const role = stated('role');
  if (confidence === undefined || tier === undefined || source === undefined) return undefined;
  return {
    value: value.startsWith('/') ? foldAliases(value) : value,
    ...(role !== undefined && { role }),
    confidence,
    tier,
    source,
    ...(date !== undefined && { date }),
    ...(expires !== undefined && { expires }),
  };
}

function valueFault(value: string): string | undefined {
  if (value.length > 2_000) return 'an indicator longer than 2000 characters';
  if (
    /^\d{1,3}(\.\d{1,3}){3}/.test(value) &&
    !ipaddr.IPv4.isValidFourPartDecimal(value) &&
    !ipaddr.isValidCIDR(value) &&
    !/[^0-9./]/.test(value)
  ) {
    return `"${value}" is not an IPv4 address or network`;
  }
  return undefined;
}

function readDate(key: string, text: string | undefined, node: YamlNode, complain: Complain): string | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid) return text;
  complain('error', node.line, `"${key}" must be a date like 2025-08-31, not "${text}"`);
  return undefined;
}
