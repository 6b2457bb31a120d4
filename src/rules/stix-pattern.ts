import type { StatedKind } from './indicator-kind.ts';

/** One value that a STIX pattern compares with. */
export interface StixValue {
  readonly kind: StatedKind;
  readonly value: string;
}

/** STIX object paths that stand for something an appliance can show (STIX 2.1, section 6). */
const KINDS: readonly (readonly [path: RegExp, kind: StatedKind])[] = [
  [/^ipv[46]-addr:value$/, 'address'],
  [/^network-traffic:(src|dst)_ref\.value$/, 'address'],
  [/^domain-name:value$/, 'domain'],
  [/^url:value$/, 'url'],
  [/^file:hashes\.(MD5|'MD5'|'?SHA-1'?|'?SHA-256'?)$/i, 'hash'],
  [/^file:name$/, 'file-name'],
  [/^user-account:(user_id|account_login)$/, 'account'],
  [/^network-traffic:extensions\.'http-request-ext'\.request_header\.'User-Agent'$/, 'user-agent'],
];

const TOKEN = /\s+|'(?:[^'\\]|\\['\\])*'|[[\]()]|!=|<=|>=|[=<>,]|[A-Za-z0-9_:.\-*]+(?:'[^']*'[A-Za-z0-9_.\-*]*)*/y;
/** A pattern with one of these says more than "has this value". */
const BEYOND = /^(NOT|LIKE|MATCHES|ISSUPERSET|EXISTS|FOLLOWEDBY|WITHIN|REPEATS|START|STOP|!=|<|>|<=|>=)$/;
const PATTERN_CHARACTERS = 20_000;

/**
 * The values of a STIX pattern of which any one is the indicator: comparisons with `=`, `IN` and `ISSUBSET`, joined by `OR`. Of
 * comparisons joined by `AND` a hash is taken, which says it all. A text says why a pattern is not understood.
 */
export function stixValues(pattern: string): readonly StixValue[] | string {
  if (pattern.length > PATTERN_CHARACTERS) return `a pattern longer than ${PATTERN_CHARACTERS} characters`;
  const tokens = tokenize(pattern);
  if (!tokens) return 'a pattern that is not STIX';
  const beyond = tokens.find((token) => BEYOND.test(token));
  if (beyond) return `"${beyond}" in a pattern`;
  const values: StixValue[] = [];
  for (const observation of observations(tokens)) {
    if (typeof observation === 'string') return observation;
    const own = comparisons(observation);
    if (typeof own === 'string') return own;
    const joins = new Set(observation.filter((token) => token === 'AND' || token === 'OR'));
    if (joins.has('AND')) {
      const hashes = own.filter(({ kind }) => kind === 'hash');
      if (joins.has('OR') || hashes.length === 0) return 'several values that must be seen together';
      values.push(...hashes);
    } else values.push(...own);
  }
  return values;
}

function tokenize(pattern: string): string[] | undefined {
  const tokens: string[] = [];
  for (let at = 0; at < pattern.length; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(pattern);
    if (!match) return undefined;
    if (match[0].trim() !== '') tokens.push(match[0]);
    at += match[0].length;
  }
  return tokens;
}

/** What stands in each pair of brackets; between them only `OR` keeps the meaning of "any one". */
function observations(tokens: readonly string[]): readonly (readonly string[] | string)[] {
  const found: (readonly string[] | string)[] = [];
  let from = -1;
  for (const [index, token] of tokens.entries()) {
    if (token === '[') from = index + 1;
    else if (token === ']') {
      found.push(from < 0 ? 'a pattern that is not STIX' : tokens.slice(from, index));
      from = -1;
    } else if (from < 0 && token === 'AND') found.push('several observations that must be made together');
  }
  if (from >= 0 || found.length === 0) return ['a pattern that is not STIX'];
  return found;
}

function comparisons(tokens: readonly string[]): readonly StixValue[] | string {
  const values: StixValue[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token !== '=' && token !== 'IN' && token !== 'ISSUBSET') continue;
    const path = tokens[index - 1] ?? '';
    const kind = KINDS.find(([known]) => known.test(path))?.[1];
    if (!kind) return `"${path}", which an appliance's evidence does not show`;
    if (token !== 'IN') {
      const value = literal(tokens[index + 1]);
      if (value === undefined) return 'a value that is no text';
      values.push({ kind, value });
      continue;
    }
    for (let at = index + 2; at < tokens.length && tokens[at] !== ')'; at += 1) {
      const value = literal(tokens[at]);
      if (value !== undefined) values.push({ kind, value });
    }
  }
  return values.length > 0 ? values : 'a pattern without any comparison';
}

function literal(token: string | undefined): string | undefined {
  if (!token?.startsWith("'") || token.length < 2) return undefined;
  return token.slice(1, -1).replace(/\\(['\\])/g, '$1');
}
