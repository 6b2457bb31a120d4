import type { EventTime } from '../evidence/time.ts';
import type { ParsedRecord, ReadContext, WholeReader } from './artifact.ts';
import { buildIn } from './build-name.ts';
import type { ToldBy } from './identity-record.ts';
import { identityRecord } from './identity-record.ts';
import type { ConfigCommand } from './ns-conf-line.ts';
import { parseConfigCommand } from './ns-conf-line.ts';
import { dateIn } from './wall-clock.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * `ns.conf`, its rotated, upgraded and partition copies, and the running configuration of support bundles. One `nsconf` record a command; `account`
 * records for system users; `appliance` records for what the file says of its appliance. Secrets are replaced by `[secret]` in every field.
 *
 *     #NS14.1 Build 51.80
 *     # Last modified by `save config`, Sat May  7 12:22:28 2022
 *     set ns config -IPAddress 192.0.2.10 -netmask 255.255.255.0
 *
 * The head is as old as the last save: after an upgrade it names the previous build. Layout: https://github.com/fox-it/dissect.target,
 * https://github.com/sharpbit-ae/netscaler-vpx-regression; running configuration: https://github.com/manjesh23/CitrixNSConfig.
 */
export const nsConf: WholeReader = {
  form: 'whole',
  name: 'ns.conf',
  categories: ['nsconf', 'account', 'appliance'],
  paths: [
    '/nsconfig/ns.conf*',
    '/nsconfig/partitions/*/ns.conf*',
    '/nsconfig/{unified,deprecated_ns,nsboot}.conf',
    '/shell/**/ns_running_config.{conf,txt}',
    '/shell/**/nsconfig_system_users.txt',
    '/shell/**/show[-_]{ns_,ns-,}run*',
  ],
  read: (text, context) => reading((tally) => configRecords(outputLines(text, tally), context, tally)),
};

/** Whether a path is one of the saved copies, oldest `ns.conf.4` to `ns.conf`, that `configChanges` compares. */
export function isSavedConfig(path: string): boolean {
  return /^\/nsconfig\/(?:partitions\/[^/]+\/)?ns\.conf(?:\.\d{1,2})?$/.test(path);
}

export function* configRecords(
  lines: Iterable<NumberedLine>,
  context: ReadContext,
  tally: Tally,
): Generator<ParsedRecord> {
  const toldBy = placeOf(context.path);
  const partition = /^\/nsconfig\/partitions\/([^/]+)\//.exec(context.path)?.[1];
  let header: { line: NumberedLine; version: string; build: string } | undefined;
  let hasTimeZone = false;
  let settings: NumberedLine | undefined;
  for (const line of lines) {
    const command = parseConfigCommand(line.text);
    if (command === undefined) {
      const build = buildIn(line.text);
      const saved = dateIn(line.text);
      if (build && header === undefined && line.text.startsWith('#NS')) header = { line, ...build };
      else if (saved && header && line.text.includes('Last modified')) {
        yield headerRecord(header, toldBy, saved);
        header = undefined;
      }
      continue;
    }
    if (header) {
      yield headerRecord(header, toldBy);
      header = undefined;
    }
    if (!command.isKnown) tally.unknown += 1;
    yield directiveRecord(command, line);
    const account = accountOf(command);
    if (account) yield { category: 'account', fields: account, raw: command.text, line: line.number };
    if (toldBy === 'older-config' || partition !== undefined) continue;
    const identity = identityOf(command);
    if (identity) yield identityRecord(toldBy, { text: command.text, number: line.number }, identity);
    if (identity && 'timezone' in identity) hasTimeZone = true;
    if (command.directive === 'set ns config') settings = line;
  }
  if (header) yield headerRecord(header, toldBy);
  if (partition !== undefined) yield identityRecord(toldBy, { text: '', number: 1 }, { partitions: [partition] });
  // A whole configuration without the setting has the default: the vendor saves only what differs from it.
  if (settings && !hasTimeZone)
    yield identityRecord(
      'default',
      { ...settings, text: 'no time zone is set' },
      { timezone: 'CoordinatedUniversalTime' },
    );
}

function placeOf(path: string): ToldBy {
  if (path.startsWith('/shell/') && !path.endsWith('nsconfig_system_users.txt')) return 'running';
  return path === '/nsconfig/ns.conf' ? 'saved-config' : 'older-config';
}

function headerRecord(
  { line, version, build }: { line: NumberedLine; version: string; build: string },
  toldBy: ToldBy,
  saved?: EventTime,
): ParsedRecord {
  return identityRecord(toldBy, line, { version, build }, saved);
}

function directiveRecord(command: ConfigCommand, line: NumberedLine): ParsedRecord {
  return {
    category: 'nsconf',
    fields: {
      directive: command.directive,
      command: command.command,
      object: command.object,
      arguments: command.arguments,
      text: command.text,
    },
    raw: command.text,
    line: line.number,
  };
}

/** `add system user bob [secret] …`, `bind system user bob superuser 100`. */
function accountOf({ directive, object, words, text }: ConfigCommand): ParsedRecord['fields'] | undefined {
  if (object === '') return undefined;
  if (directive === 'add system user' || directive === 'set system user')
    return { name: object, origin: 'nsconf', text };
  if (directive !== 'bind system user') return undefined;
  const policy = words[1];
  const privilege = policy === undefined || policy.startsWith('-') ? undefined : policy;
  return { name: object, origin: 'nsconf', privilege, text };
}

function identityOf({ directive, object, words }: ConfigCommand): ParsedRecord['fields'] | undefined {
  switch (directive) {
    case 'set ns hostname':
      return object === '' ? undefined : { hostname: object };
    case 'set ns config': {
      const nsip = optionOf(words, '-ipaddress');
      return nsip === undefined ? undefined : { nsip };
    }
    case 'set ns param': {
      const timezone = optionOf(words, '-timezone');
      return timezone === undefined ? undefined : { timezone };
    }
    case 'add ns partition':
      return object === '' ? undefined : { partitions: [object] };
    case 'add ha node':
      return words[1] === undefined ? undefined : { peer: words[1] };
    default:
      return undefined;
  }
}

function optionOf(words: readonly string[], option: string): string | undefined {
  const at = words.findIndex((word) => word.toLowerCase() === option);
  return at === -1 ? undefined : words[at + 1];
}
