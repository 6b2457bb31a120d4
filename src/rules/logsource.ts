import { type Category, categories } from '../artifacts/artifact.ts';
import { didYouMean } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import { child, type YamlMap, type YamlNode } from './yaml-tree.ts';

const KNOWN_KEYS = ['product', 'category', 'service', 'definition'];
const categoryNames: ReadonlyMap<string, Category> = new Map(categories.map((category) => [category, category]));

/**
 * The category of records a rule is for. `product: netscaler` with one of our categories (as `category` or `service`), or
 * SigmaHQ's `category: webserver` with any product or none. `other` for a rule that is for another product; undefined, and a
 * complaint, for one that means us and is wrong.
 */
export function readLogsource(
  node: YamlNode | undefined,
  line: number,
  complain: Complain,
): Category | 'other' | undefined {
  if (node?.kind !== 'map') {
    complain('error', node?.line ?? line, 'a rule needs a "logsource" of product, category and service');
    return undefined;
  }
  for (const entry of node.entries) {
    if (!KNOWN_KEYS.includes(entry.key)) {
      const guess = didYouMean(entry.key, KNOWN_KEYS);
      complain(guess === '' ? 'warning' : 'error', entry.line, `unknown key "${entry.key}" in logsource${guess}`);
    }
  }
  const product = word(node, 'product');
  const category = word(node, 'category');
  const service = word(node, 'service');
  if (product === 'netscaler') return ours(node, category, service, complain);
  if (category === 'webserver') return 'webserver';
  const guess = product === undefined ? '' : didYouMean(product, ['netscaler']);
  if (guess !== '') {
    complain('error', node.line, `unknown product "${product}"${guess}`);
    return undefined;
  }
  return 'other';
}

function ours(
  node: YamlMap,
  category: string | undefined,
  service: string | undefined,
  complain: Complain,
): Category | undefined {
  if (category !== undefined && service !== undefined && category !== service) {
    complain('error', node.line, 'a netscaler logsource has a category or a service, not both');
    return undefined;
  }
  const name = category ?? service;
  if (name === undefined) {
    complain('error', node.line, `a netscaler logsource needs a category or service: ${categories.join(', ')}`);
    return undefined;
  }
  const known = categoryNames.get(name);
  if (!known) complain('error', node.line, `unknown logsource "${name}" of netscaler${didYouMean(name, categories)}`);
  return known;
}

function word(node: YamlMap, key: string): string | undefined {
  const value = child(node, key);
  return value?.kind === 'scalar' && value.value !== null ? String(value.value).toLowerCase() : undefined;
}

/** How a rule of this category names its logsource. */
export function logsourceOf(category: Category): {
  readonly product: 'netscaler';
  readonly category?: Category;
  readonly service?: Category;
} {
  const services: readonly Category[] = ['ns', 'shell', 'syslog', 'nsconf', 'httpd_config', 'startup', 'appliance'];
  return services.includes(category) ? { product: 'netscaler', service: category } : { product: 'netscaler', category };
}
