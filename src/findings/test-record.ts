import { DateTime } from 'luxon';
import type { Artifact, Category, FieldValue } from '../artifacts/artifact.ts';
import { isInWebRoot } from '../artifacts/web-root.ts';
import { canonicalPath } from '../evidence/canonical-path.ts';
import type { RuleTest } from '../rules/rule.ts';
import { describeField } from '../rules/rule-fields.ts';

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

/**
 * The record that a rule's test states. What a reader would derive from the stated fields is derived: name, extension and
 * web root from a path, the parts of a URL, the first words of a line. A stated field is never changed, but paths are made
 * canonical and times become milliseconds.
 */
export function testRecord(test: RuleTest, category: Category): Artifact {
  const stated: Record<string, FieldValue | undefined> = {};
  for (const [key, value] of Object.entries(test)) {
    if (key === 'raw' || key === 'content') continue;
    const converted = fieldValue(value, describeField(category, key)?.type);
    if (converted !== undefined) stated[key] = converted;
  }
  const path = typeof test['path'] === 'string' ? canonicalPath(test['path']) : (PATH_OF[category] ?? '/');
  const { time, line, path: _path, ...own } = stated;
  const fields = { ...derivedFields(category, path, own), ...own };
  const raw = typeof test['raw'] === 'string' ? test['raw'] : undefined;
  return {
    category,
    path,
    original: path,
    fields,
    ...(raw !== undefined && { raw }),
    ...(typeof line === 'number' && { line }),
    ...(typeof time === 'number' && { time: { ms: time, zone: 'utc', year: 'stated' } }),
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
    case 'httpd_config': {
      const line = text('text')?.trim();
      const bare = line?.replace(/^#+\s*/, '');
      return { directive: firstWord(bare), commented: line?.startsWith('#') ?? false };
    }
    case 'startup':
      return { directive: firstWord(text('text')?.trim()) };
    case 'nsconf':
    case 'config_change': {
      const words = text('text')?.trim().split(/\s+/) ?? [];
      return {
        directive: words.slice(0, 3).join(' ').toLowerCase(),
        ...(category === 'nsconf' && { command: words[0]?.toLowerCase() }),
      };
    }
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
    'cs-uri-decoded': decoded(decoded(whole)),
    log: 'access',
  };
}

function decoded(text: string): string {
  return text.replace(/%[0-9a-fA-F]{2}/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

function firstWord(text: string | undefined): string | undefined {
  return text?.split(/\s+/)[0];
}
