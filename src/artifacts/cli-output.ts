import type { Fields, ParsedRecord, ReadContext, WholeReader } from './artifact.ts';
import { buildIn, editionIn } from './build-name.ts';
import { identityRecord } from './identity-record.ts';
import { configRecords } from './ns-conf.ts';
import { dateIn } from './wall-clock.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Output of the NetScaler command line: `showcmds.txt` of support bundles, whose sections begin `exec: <command>` and end ` Done`, and files with the
 * output of one command (`show_ns_version.txt`).
 *
 *     exec: show ns version
 *     	NetScaler NS14.1: Build 73.37.nc, Date: Sep 22 2026, 11:04:55   (64-bit)
 *      Done
 *
 * Read are: show ns version, ns config, ns hostname, ns hardware, ns license, ns param, HA node, partition, system user, running configuration; other
 * sections are passed over. The case of the commands differs between releases. Sources: https://github.com/manjesh23/CitrixNSConfig,
 * https://github.com/EpsilonSolutions/netscaler-command-reference; the layout of `show ha node` and `show system user` is read by its labels alone.
 */
export const cliOutput: WholeReader = {
  form: 'whole',
  name: 'command line output',
  categories: ['appliance', 'account', 'nsconf'],
  paths: ['/shell/**/showcmds*', '/shell/**/show[-_ ]!(ns[-_]run*|run*)'],
  read: (text, context) => reading((tally) => cliRecords(text, context, tally)),
};

interface Section {
  readonly command: string;
  readonly lines: NumberedLine[];
}

function* cliRecords(text: string, context: ReadContext, tally: Tally): Generator<ParsedRecord> {
  let section: Section = { command: commandOfName(context.path), lines: [] };
  for (const line of outputLines(text, tally)) {
    const command = /^\s{0,8}(?:exec:|> ?)\s{0,8}(\S.{0,300})$/i.exec(line.text)?.[1];
    if (command === undefined) {
      section.lines.push(line);
      continue;
    }
    yield* sectionRecords(section, context, tally);
    section = { command: normalised(command), lines: [] };
  }
  yield* sectionRecords(section, context, tally);
}

/** `/shell/show_ns_version.txt` holds the output of `show ns version`. */
function commandOfName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:out|txt)$/, '');
  return name.startsWith('showcmds') ? '' : normalised(name.replaceAll(/[-_]/g, ' '));
}

/** Lower case, one blank between words, `sh` and `show ns` folded. */
function normalised(command: string): string {
  return command
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^sh /, 'show ')
    .replace(/^show ns /, 'show ');
}

function sectionRecords(section: Section, context: ReadContext, tally: Tally): Iterable<ParsedRecord> {
  const { command, lines } = section;
  if (/^show ru/.test(command))
    return configRecords(lines, { ...context, path: '/shell/ns_running_config.conf' }, tally);
  if (command === 'show ha node') return haRecords(lines);
  if (command === 'show system user') return userRecords(lines);
  const read = SECTIONS[command];
  return read === undefined ? [] : factRecords(lines, read);
}

function* factRecords(
  lines: readonly NumberedLine[],
  read: (text: string) => Fields | undefined,
): Generator<ParsedRecord> {
  for (const line of lines) {
    const fields = read(line.text);
    const time = fields && 'collected' in fields ? dateIn(line.text) : undefined;
    if (fields) yield identityRecord('running', line, fields, time);
  }
}

function labelled(text: string, label: RegExp): string | undefined {
  const colon = text.indexOf(':');
  if (colon === -1 || !label.test(text.slice(0, colon).trim())) return undefined;
  const value = text
    .slice(colon + 1)
    .trim()
    .slice(0, 300);
  return value === '' ? undefined : value;
}

const SECTIONS: Readonly<Record<string, (text: string) => Fields | undefined>> = {
  'show version': (text) => {
    const build = buildIn(text);
    const edition = editionIn(text);
    return build && { ...build, ...(edition && { edition }) };
  },
  'show hostname': (text) => {
    const hostname = labelled(text, /^host ?name$/i);
    return hostname === undefined ? undefined : { hostname: firstWord(hostname) };
  },
  'show config': (text) => {
    const nsip = labelled(text, /^netscaler ip$/i);
    if (nsip !== undefined) return { nsip: firstWord(nsip) };
    const timezone = labelled(text, /^time ?zone$/i);
    if (timezone !== undefined) return { timezone: firstWord(timezone) };
    const node = labelled(text, /^node$/i);
    // In a pair the line gives the node's number instead.
    if (node !== undefined && /^(?:standalone|primary|secondary)$/i.test(firstWord(node)))
      return { ha_role: firstWord(node).toLowerCase() };
    const collected = labelled(text, /^system time$/i);
    const time = collected === undefined ? undefined : dateIn(collected);
    return time && { collected: time.ms };
  },
  'show param': (text) => {
    const timezone = labelled(text, /^time ?zone$/i);
    return timezone === undefined ? undefined : { timezone: firstWord(timezone) };
  },
  'show hardware': (text) => {
    const model = labelled(text, /^platform$/i);
    if (model !== undefined) return { model, ...(editionIn(model) && { edition: editionIn(model) }) };
    const serial = labelled(text, /^serial (?:no|number)\.?$/i);
    return serial === undefined ? undefined : { serial };
  },
  'show license': (text) => {
    const edition = editionIn(text);
    return edition === undefined || !/:\s{0,20}(?:YES|ENABLED)/i.test(text) ? undefined : { edition };
  },
  'show partition': (text) => {
    const name = labelled(text.replace(/^\s{0,20}\d{1,5}\)\s{0,20}/, ''), /^(?:partition )?name$/i);
    return name === undefined ? undefined : { partitions: [firstWord(name)] };
  },
};

function firstWord(text: string): string {
  return text.split(/\s/, 1)[0] ?? '';
}

/** Node 0 is the appliance itself. A lone node calls itself primary; it stands alone. */
function* haRecords(lines: readonly NumberedLine[]): Generator<ParsedRecord> {
  let node: string | undefined;
  let nodes = 0;
  let role: { readonly line: NumberedLine; readonly ha_role: string } | undefined;
  for (const line of lines) {
    const text = line.text.replace(/^\s{0,20}\d{1,3}\)\s{0,20}/, '');
    const id = labelled(text, /^node id$/i);
    if (id !== undefined) {
      node = firstWord(id);
      nodes += 1;
    }
    const ip = labelled(text, /^ip$/i);
    if (ip !== undefined && node !== undefined)
      yield identityRecord('running', line, node === '0' ? { nsip: firstWord(ip) } : { peer: firstWord(ip) });
    const state = labelled(text, /^master state$/i);
    if (state !== undefined && node === '0') role = { line, ha_role: firstWord(state).toLowerCase() };
  }
  if (role) yield identityRecord('running', role.line, { ha_role: nodes === 1 ? 'standalone' : role.ha_role });
}

function* userRecords(lines: readonly NumberedLine[]): Generator<ParsedRecord> {
  let user: { name: string; line: NumberedLine } | undefined;
  let privilege: string | undefined;
  const record = (): ParsedRecord[] =>
    user === undefined
      ? []
      : [
          {
            category: 'account',
            fields: { name: user.name, origin: 'cli', privilege, text: user.line.text.trim() },
            raw: user.line.text.trim(),
            line: user.line.number,
          },
        ];
  for (const line of lines) {
    const text = line.text.replace(/^\s{0,20}\d{1,5}\)\s{0,20}/, '');
    const name = /^\s{0,20}User ?name\s{0,20}:\s{0,20}"?([^\s"]{1,200})/i.exec(text)?.[1];
    if (name !== undefined) {
      yield* record();
      user = { name, line };
      privilege = undefined;
    }
    privilege ??= /(?:command|cmd) ?policy(?: ?name)?\s{0,8}:\s{0,20}"?([^\s",]{1,200})/i.exec(text)?.[1];
  }
  yield* record();
}
