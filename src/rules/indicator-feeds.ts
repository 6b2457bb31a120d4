import type { StatedKind } from './indicator-kind.ts';
import type { Indicator } from './rule.ts';
import { stixValues } from './stix-pattern.ts';

/** One value of a feed, before it is known to which list it belongs. */
export interface FeedValue {
  readonly kind: StatedKind;
  readonly value: string;
  /** Where it stands: `indicator--…`, `line 7`. */
  readonly where: string;
  readonly confidence?: Indicator['confidence'];
  readonly role?: string;
  readonly source?: string;
  readonly date?: string;
  readonly expires?: string;
}
/** Something of a feed that was not taken over, and why. */
export interface Unread {
  readonly where: string;
  readonly why: string;
}
export interface Feed {
  readonly format: 'STIX 2.1' | 'MISP event' | 'CSV' | 'plain list';
  readonly values: readonly FeedValue[];
  readonly unread: readonly Unread[];
}

/** Reads a feed in whichever of the four formats it is. */
export function readFeed(text: string): Feed {
  const json = jsonOf(text);
  if (json !== undefined) {
    if (objectsOf(json).length > 0) return readStix(objectsOf(json));
    const events = eventsOf(json);
    if (events.length > 0) return readMisp(events);
    return {
      format: 'MISP event',
      values: [],
      unread: [{ where: 'the file', why: 'this JSON is neither a STIX 2.1 bundle nor a MISP event' }],
    };
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const header = lines.find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const separator = [',', ';', '\t'].find((one) => header.includes(one));
  return separator === undefined ? readPlain(lines) : readCsv(lines, separator);
}

type Json = Readonly<Record<string, unknown>>;

function jsonOf(text: string): unknown {
  if (!/^\ufeff?\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return value;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function objectsOf(json: unknown): readonly Json[] {
  return isJson(json) && json['type'] === 'bundle' ? listOf(json['objects']) : [];
}

function readStix(objects: readonly Json[]): Feed {
  const values: FeedValue[] = [];
  const unread: Unread[] = [];
  let observables = 0;
  for (const object of objects) {
    const type = textOf(object['type']) ?? '';
    if (/^(ipv4-addr|ipv6-addr|domain-name|url|file|user-account|network-traffic)$/.test(type)) observables += 1;
    if (type !== 'indicator') continue;
    const where = textOf(object['id']) ?? 'an indicator without id';
    const patternType = textOf(object['pattern_type']) ?? 'stix';
    const pattern = textOf(object['pattern']);
    if (object['revoked'] === true) unread.push({ where, why: 'it was revoked' });
    else if (patternType !== 'stix')
      unread.push({ where, why: `a pattern in the language "${patternType}"; give YARA and Sigma rules with --rules` });
    else if (pattern === undefined) unread.push({ where, why: 'it has no pattern' });
    else {
      const found = stixValues(pattern);
      if (typeof found === 'string') unread.push({ where, why: found });
      else for (const value of found) values.push({ ...value, where, ...stixContext(object) });
    }
  }
  if (observables > 0 && values.length === 0) {
    unread.push({
      where: 'the bundle',
      why: `${observables} observed objects that no indicator names: what was merely observed is not searched for`,
    });
  }
  return { format: 'STIX 2.1', values, unread };
}

function stixContext(object: Json): Omit<FeedValue, 'kind' | 'value' | 'where'> {
  const confidence = object['confidence'];
  const role = textOf(object['name']);
  const source = listOf(object['external_references']).flatMap((one) => textOf(one['url']) ?? [])[0];
  const date = textOf(object['valid_from'])?.slice(0, 10);
  const expires = textOf(object['valid_until'])?.slice(0, 10);
  return {
    // STIX 2.1, appendix A: none, low 1 to 29, medium 30 to 69, high from 70.
    confidence:
      typeof confidence !== 'number' ? 'medium' : confidence >= 70 ? 'high' : confidence >= 30 ? 'medium' : 'low',
    ...(role !== undefined && { role }),
    ...(source !== undefined && { source }),
    ...(date !== undefined && { date }),
    ...(expires !== undefined && { expires }),
  };
}

function eventsOf(json: unknown): readonly Json[] {
  if (Array.isArray(json)) return json.flatMap(eventsOf);
  if (!isJson(json)) return [];
  if (isJson(json['Event'])) return [json['Event']];
  if (json['response'] !== undefined) return eventsOf(json['response']);
  return [];
}

/** MISP attribute types (https://www.misp-project.org/datamodels/) and which of their parts, split at `|`, says what. */
const MISP_TYPES: Readonly<Record<string, readonly StatedKind[]>> = {
  'ip-src': ['address'],
  'ip-dst': ['address'],
  'ip-src|port': ['address'],
  'ip-dst|port': ['address'],
  domain: ['domain'],
  hostname: ['domain'],
  'hostname|port': ['domain'],
  'domain|ip': ['domain', 'address'],
  url: ['url'],
  uri: ['url'],
  md5: ['hash'],
  sha1: ['hash'],
  sha256: ['hash'],
  filename: ['file-name'],
  'user-agent': ['user-agent'],
  'http-user-agent': ['user-agent'],
};

function readMisp(events: readonly Json[]): Feed {
  const values: FeedValue[] = [];
  const unread: Unread[] = [];
  for (const event of events) {
    const role = textOf(event['info']);
    const date = textOf(event['date']);
    const attributes = [
      ...listOf(event['Attribute']),
      ...listOf(event['Object']).flatMap((object) => listOf(object['Attribute'])),
    ];
    for (const attribute of attributes) {
      const type = textOf(attribute['type']) ?? '';
      const value = textOf(attribute['value']);
      const where = `${type} ${textOf(attribute['uuid']) ?? ''}`.trim();
      if (value === undefined || attribute['deleted'] === true) continue;
      if (attribute['to_ids'] === false) {
        unread.push({ where, why: 'the event does not mark it for detection (to_ids)' });
        continue;
      }
      const kinds = /^filename\|(md5|sha1|sha256)$/.test(type)
        ? ([undefined, 'hash'] as const)
        : Object.hasOwn(MISP_TYPES, type)
          ? MISP_TYPES[type]
          : undefined;
      if (!kinds) {
        unread.push({ where, why: `attributes of type "${type}" are not searched for` });
        continue;
      }
      const parts = kinds.length > 1 || type.endsWith('|port') ? value.split('|') : [value];
      kinds.forEach((kind, index) => {
        const part = parts[index];
        if (kind && part)
          values.push({
            kind,
            value: part,
            where,
            confidence: 'medium',
            ...(role !== undefined && { role }),
            ...(date !== undefined && { date }),
          });
      });
    }
  }
  return { format: 'MISP event', values, unread };
}

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  value: [
    'value',
    'indicator',
    'ioc',
    'observable',
    'indicator_value',
    'address',
    'ip',
    'domain',
    'hash',
    'sha256',
    'url',
    'path',
  ],
  type: ['type', 'indicator_type', 'ioc_type', 'kind'],
  confidence: ['confidence'],
  role: ['role', 'description', 'comment', 'note', 'context', 'tags'],
  source: ['source', 'reference', 'references'],
  date: ['date', 'first_seen', 'valid_from'],
  expires: ['expires', 'expiry', 'valid_until'],
};

/** Words for a type in CSV files, and what they mean here. */
const TYPES: readonly (readonly [word: RegExp, kind: StatedKind])[] = [
  [/^(ip|ipv4|ipv6|ip-?addr(ess)?|ip-(src|dst)|ipv[46]-addr|address|cidr|network)$/i, 'address'],
  [/^(domain|domain-name|hostname|fqdn|host)$/i, 'domain'],
  [/^(url|uri)$/i, 'url'],
  [/^(hash|md5|sha-?1|sha-?256|filehash.*)$/i, 'hash'],
  [/^(path|file-?path|filepath)$/i, 'path'],
  [/^(file|file-?name|filename)$/i, 'file-name'],
  [/^(account|user|username|user-account)$/i, 'account'],
  [/^(user-?agent|ua|user_agent)$/i, 'user-agent'],
];

function readCsv(lines: readonly string[], separator: string): Feed {
  const values: FeedValue[] = [];
  const unread: Unread[] = [];
  let columns: ReadonlyMap<string, number> | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = splitCells(line, separator);
    if (!columns) {
      const named = columnsOf(cells);
      columns = named ?? new Map([['value', 0]]);
      if (named) continue;
    }
    const cell = (name: string): string | undefined => textOf(cells[columns?.get(name) ?? -1]?.trim());
    const value = cell('value');
    const where = `line ${index + 1}`;
    if (value === undefined) {
      unread.push({ where, why: 'it has no value' });
      continue;
    }
    const word = cell('type');
    const kind = word === undefined ? 'any' : TYPES.find(([known]) => known.test(word))?.[1];
    if (!kind) {
      unread.push({ where, why: `the type "${word}" is not searched for` });
      continue;
    }
    const confidence = confidenceOf(cell('confidence'));
    const context = (['role', 'source', 'date', 'expires'] as const).flatMap((name) =>
      cell(name) === undefined ? [] : [[name, cell(name)!] as const],
    );
    values.push({ kind, value, where, confidence, ...Object.fromEntries(context) });
  }
  return { format: 'CSV', values, unread };
}

function columnsOf(cells: readonly string[]): ReadonlyMap<string, number> | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = new Map<string, number>();
  for (const [column, words] of Object.entries(COLUMNS)) {
    const found = words.map((word) => names.indexOf(word)).find((index) => index >= 0);
    if (found !== undefined) columns.set(column, found);
  }
  return columns.has('value') ? columns : undefined;
}

function confidenceOf(text: string | undefined): Indicator['confidence'] {
  const word = text?.toLowerCase() ?? '';
  if (word === 'high' || word === 'medium' || word === 'low') return word;
  const number = word === '' ? Number.NaN : Number(word);
  return number >= 70 ? 'high' : number < 30 ? 'low' : 'medium';
}

/** Cells of one line; a cell in quotation marks may hold separators and doubled quotation marks, but no line end. */
function splitCells(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]!;
    if (isQuoted && character === '"' && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}

function readPlain(lines: readonly string[]): Feed {
  const values = lines.flatMap((line, index): FeedValue[] => {
    const value = line.replace(/(^|\s)#.*$/, '').trim();
    return value === '' ? [] : [{ kind: 'any', value, where: `line ${index + 1}`, confidence: 'medium' }];
  });
  return { format: 'plain list', values, unread: [] };
}
