import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { OperatorError } from '../evidence/errors.ts';
import { type Feed, readFeed, type Unread } from './indicator-feeds.ts';
import { indicatorKind } from './indicator-kind.ts';
import { listIndicators } from './indicator-list.ts';
import type { Indicator } from './rule.ts';
import type { UserList } from './user-lists.ts';

/** A feed as it was taken over. */
export interface IndicatorImport {
  /** File name, without its folder. */
  readonly file: string;
  readonly format: Feed['format'];
  /** For `loadRules`: indicators by the name of their list. */
  readonly indicators: Readonly<Partial<Record<UserList, readonly Indicator[]>>>;
  /** What was not taken over, and why; raw text of the feed may stand in it. */
  readonly unread: readonly Unread[];
}

/** Largest feed. Bytes. */
const FEED_BYTES = 64 * 2 ** 20;

/** Reads a feed: STIX 2.1 bundle, MISP event, CSV or plain list. Throws OperatorError when nothing in it can be used. */
export async function readIndicatorFile(path: string): Promise<IndicatorImport> {
  let text: string;
  try {
    if ((await stat(path)).size > FEED_BYTES)
      throw new OperatorError(`${path} is larger than ${FEED_BYTES} bytes`, 'Split the indicator file.');
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      `cannot read the indicators in ${path}: ${error instanceof Error ? error.message : String(error)}`,
      'Give a file that exists and may be read.',
    );
  }
  const imported = importIndicators(basename(path), text);
  if (Object.keys(imported.indicators).length > 0) return imported;
  const [first] = imported.unread;
  throw new OperatorError(
    `${path} (${imported.format}) holds no indicator that can be used${first ? `; ${first.where}: ${first.why}` : ''}`,
    'Give a STIX 2.1 bundle, a MISP event, a CSV file with a column "value", or one indicator a line.',
  );
}

/** Sorts the values of a feed into the user's lists. A value of several entries is taken once. */
export function importIndicators(file: string, text: string): IndicatorImport {
  const { format, values, unread: unreadOfFeed } = readFeed(text);
  const unread: Unread[] = [...unreadOfFeed];
  const lists: Partial<Record<UserList, Indicator[]>> = {};
  const seen = new Set<string>();
  for (const { kind, value, where, confidence = 'medium', role, source, date, expires } of values) {
    const sorted = indicatorKind(value, kind);
    if ('refused' in sorted) {
      unread.push({ where, why: `"${value.slice(0, 100)}": ${sorted.refused}` });
      continue;
    }
    const indicator: Indicator = {
      value: sorted.value,
      confidence,
      tier: 'user',
      source: source ?? file,
      ...(role !== undefined && { role: role.slice(0, 200) }),
      ...(date !== undefined && isDate(date) && { date }),
      ...(expires !== undefined && isDate(expires) && { expires }),
    };
    if (expires !== undefined && !isDate(expires))
      unread.push({
        where,
        why: `"${expires.slice(0, 40)}" is no date like 2026-01-31; the indicator was taken without expiry`,
      });
    for (const list of sorted.lists) {
      const key = `${list}\0${sorted.value.toLowerCase()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      lists[list] ??= [];
      if (lists[list].length < listIndicators) lists[list].push(indicator);
      else unread.push({ where, why: `more than ${listIndicators} indicators of one kind` });
    }
  }
  return { file, format, indicators: lists, unread };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

const KINDS: Readonly<Record<UserList, readonly [one: string, more: string]>> = {
  user_addresses: ['address', 'addresses'],
  user_domains: ['domain', 'domains'],
  user_urls: ['URL', 'URLs'],
  user_hashes: ['hash', 'hashes'],
  user_paths: ['path', 'paths'],
  user_file_names: ['file name', 'file names'],
  user_accounts: ['account', 'accounts'],
  user_user_agents: ['user agent', 'user agents'],
};

/** What was loaded and what was not understood, for the operator; made printable by whoever shows it. */
export function importSummary({ file, format, indicators, unread }: IndicatorImport): string[] {
  const loaded = Object.entries(KINDS).flatMap(([list, [one, more]]) => {
    const count = Object.entries(indicators).find(([name]) => name === list)?.[1]?.length ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];
  });
  const lines = [
    `${file} (${format}): ${loaded.join(', ') || 'nothing'} loaded${unread.length > 0 ? `; ${unread.length} not understood or not used:` : ''}`,
  ];
  for (const { where, why } of unread.slice(0, 10)) lines.push(`  ${where}: ${why}`);
  if (unread.length > 10) lines.push(`  and ${unread.length - 10} more`);
  return lines;
}

/** The indicators of several feeds together, for `loadRules`. */
export function joinImports(imports: readonly IndicatorImport[]): Readonly<Record<string, readonly Indicator[]>> {
  const joined: Record<string, Indicator[]> = {};
  for (const { indicators } of imports) {
    for (const [list, own] of Object.entries(indicators)) joined[list] = [...(joined[list] ?? []), ...own];
  }
  return joined;
}
