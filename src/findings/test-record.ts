import { DateTime } from 'luxon';
import type { Artifact, Category, FieldValue } from '../artifacts/artifact.ts';
import { decodePercent } from '../artifacts/percent-decoding.ts';
import { isInWebRoot } from '../artifacts/web-root.ts';
import { canonicalPath } from '../evidence/canonical-path.ts';
import type { RuleTest } from '../rules/rule.ts';
import { describeField } from '../rules/rule-fields.ts';
import { readTestText } from './read-test-text.ts';

/** Paths that records of a category are read from, for tests that do not name one. */
const PATH_OF: Readonly<Partial<Record<Category, string>>> = {
  ns: '/var/log/ns.log',
  webserver: '/var/log/httpaccess.log',
  shell: '/var/log/bash.log',
  syslog: '/var/log/messages',
  process: '/shell/ps-auxwr.out',
  network_connection: '/shell/netstat.out',
  cron: '/etc/crontab',
  account: '/etc/passwd',
  nsconf: '/nsconfig/ns.conf',
  httpd_config: '/etc/httpd.conf',
  startup: '/nsconfig/rc.netscaler',
  memory: '/var/core/1/NSPPE-00.gz',
  appliance: '/',
  session: '/var/log/ns.log',
  config_change: '/nsconfig/ns.conf',
};

/** Their field `text` is the line itself: the other fields are read from it. */
const TEXT_CATEGORIES: readonly Category[] = ['nsconf', 'httpd_config', 'startup', 'account'];

/**
 * The record that a rule's test states. A line given as `raw` (or as `text` of a configuration) is read by nsleuth's own
 * readers. What follows from the stated fields is derived: name, extension and web root from a path, the parts of a URL. A
 * stated field is never changed, but paths are made canonical and times become milliseconds.
 */
export function testRecord(test: RuleTest, category: Category): Artifact {
  const stated: Record<string, FieldValue | undefined> = {};
  for (const [key, value] of Object.entries(test)) {
    if (key === 'raw' || key === 'content') continue;
    const converted = fieldValue(value, describeField(category, key)?.type);
    if (converted !== undefined) stated[key] = converted;
  }
  const path = typeof test['path'] === 'string' ? canonicalPath(test['path']) : (PATH_OF[category] ?? '/');
  const raw = typeof test['raw'] === 'string' ? test['raw'] : undefined;
  const { time, line, path: _path, ...own } = stated;
  const written =
    raw ?? (TEXT_CATEGORIES.includes(category) && typeof own['text'] === 'string' ? own['text'] : undefined);
  const read = written === undefined ? undefined : readTestText(written, path, category);
  const fields = { ...read?.fields, ...derivedFields(category, path, own), ...own };
  return {
    category,
    path,
    original: path,
    fields,
    ...(raw !== undefined && { raw }),
    ...(typeof line === 'number' && { line }),
    ...(typeof time === 'number'
      ? { time: { ms: time, zone: 'utc', year: 'stated' } }
      : read?.time && { time: read.time }),
  };
}

function fieldValue(value: unknown, type: string | undefined): FieldValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'time') {
    const time = typeof value === 'number' ? value : DateTime.fromISO(String(value), { zone: 'utc' }).toMillis();
    return Number.isNaN(time) ? undefined : time;
  }
  if (Array.isArray(value)) return value.map(String);
  if (type === 'boolean') return value === true || value === 'true';
  if (type === 'number') return Number(value);
  if (type === undefined && (typeof value === 'number' || typeof value === 'boolean')) return value;
  return String(value);
}

type Values = Readonly<Record<string, FieldValue | undefined>>;

function derivedFields(category: Category, path: string, own: Values): Values {
  const text = (key: string): string | undefined => (typeof own[key] === 'string' ? own[key] : undefined);
  switch (category) {
    case 'file':
      return ofFile(path, text('mode'));
    case 'webserver':
      return ofRequest(text('cs-uri'), text('cs-uri-stem'), text('cs-uri-query'));
    case 'process':
      return { executable: firstWord(text('command')) };
    default:
      return {};
  }
}

function ofFile(path: string, mode: string | undefined): Values {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const bits = mode === undefined ? undefined : Number.parseInt(mode, 8);
  return {
    name,
    extension: dot < 0 ? '' : name.slice(dot + 1).toLowerCase(),
    type: 'file',
    in_web_root: isInWebRoot(path),
    ...(bits !== undefined && {
      setuid: (bits & 0o4000) !== 0,
      setgid: (bits & 0o2000) !== 0,
      executable: (bits & 0o111) !== 0,
    }),
  };
}

function ofRequest(uri: string | undefined, stem: string | undefined, query: string | undefined): Values {
  const whole = uri ?? (stem === undefined ? undefined : query === undefined ? stem : `${stem}?${query}`);
  if (whole === undefined) return {};
  const mark = whole.indexOf('?');
  return {
    'cs-uri': whole,
    'cs-uri-stem': mark < 0 ? whole : whole.slice(0, mark),
    ...(mark >= 0 && { 'cs-uri-query': whole.slice(mark + 1) }),
    'cs-uri-decoded': decodePercent(whole),
    log: 'access',
  };
}

function firstWord(text: string | undefined): string | undefined {
  return text?.split(/\s+/)[0];
}
