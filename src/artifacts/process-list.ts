import type { ParsedRecord, WholeReader } from './artifact.ts';
import { maskAssignments } from './secrets.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Output of `ps` in any of its forms; the head line says what the columns are:
 *
 *     USER     PID %CPU %MEM    VSZ    RSS TT  STAT STARTED      TIME COMMAND
 *     root    1234  0.0  0.1  12345   2345 ??  Ss   Mon08AM   0:00.12 /usr/sbin/cron -s
 *
 * Also `-axo pid,user,lstart,args`, `-efl`, and the tree of `-d`, whose `|-- ` marks tell the parent. Without a head line the columns are those
 * of `ps axww -o user= -o pid= -o command=`. `started` stays as listed. The list holds the session that made it as well (`sshd`, `nscli`, `ps`).
 * Columns: ps(1) of FreeBSD; https://github.com/x1sec/CVE-2019-19781; https://github.com/tclahr/uac; https://github.com/martclau/netscaler-ir-collector.
 */
export const processList: WholeReader = {
  form: 'whole',
  name: 'process list',
  categories: ['process'],
  paths: ['/shell/**/ps[-_.]*', '/shell/**/ps', '/shell/**/ps[a-z]*.{out,txt}', '/shell/**/process*'],
  isListing: true,
  read: (text) => reading((tally) => processRecords(text, tally)),
};

/** Fewer columns than this cannot be a process list, however its first line reads. */
type Column = 'user' | 'pid' | 'ppid' | 'cpu' | 'state' | 'started' | 'command' | 'other';

const COLUMNS: Readonly<Record<string, Column>> = {
  USER: 'user',
  USERNAME: 'user',
  UID: 'user',
  RUSER: 'user',
  PID: 'pid',
  PPID: 'ppid',
  '%CPU': 'cpu',
  STAT: 'state',
  S: 'state',
  STARTED: 'started',
  START: 'started',
  STIME: 'started',
  COMMAND: 'command',
  ARGS: 'command',
  CMD: 'command',
};
const HEADLESS: readonly Column[] = ['user', 'pid', 'command'];

interface Row {
  readonly line: NumberedLine;
  readonly values: Readonly<Partial<Record<Column, string>>>;
  /** Depth in the tree of `-d`. */
  readonly depth?: number;
}

function* processRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  const commands = new Map<string, string>();
  for (const { values } of rows(text, { unknown: 0, isCut: false }))
    if (values.pid !== undefined && values.command !== undefined) commands.set(values.pid, values.command);
  const ancestors: string[] = [];
  for (const row of rows(text, tally)) {
    const { values, depth } = row;
    const command = values.command ?? '';
    let parent = values.ppid === undefined ? undefined : commands.get(values.ppid);
    if (depth !== undefined) {
      parent ??= depth === 0 ? undefined : ancestors[Math.min(depth, ancestors.length) - 1];
      ancestors.length = Math.min(depth, ancestors.length);
      ancestors.push(command);
    }
    yield {
      category: 'process',
      fields: {
        user: values.user,
        pid: numberOf(values.pid),
        ppid: numberOf(values.ppid),
        parent: parent === undefined ? undefined : maskAssignments(parent),
        command: maskAssignments(command),
        executable: executableOf(command),
        started: values.started,
        cpu: numberOf(values.cpu),
        state: values.state,
      },
      raw: maskAssignments(row.line.text.trim()),
      line: row.line.number,
    };
  }
}

function* rows(text: string, tally: Tally): Generator<Row> {
  let columns: readonly Column[] | undefined;
  for (const line of outputLines(text, tally)) {
    const head = columnsOf(line.text);
    if (head) {
      columns = head;
      continue;
    }
    const row = parseRow(line, columns ?? HEADLESS);
    if (row) yield row;
    else tally.unknown += 1;
  }
}

/** The columns a head line names; undefined for any other line. */
function columnsOf(line: string): readonly Column[] | undefined {
  const names = line.trim().split(/\s+/, 40);
  if (!names.includes('PID') || !/^(?:COMMAND|ARGS|CMD)$/.test(names.at(-1) ?? '')) return undefined;
  return names.map((name) => COLUMNS[name] ?? 'other');
}

const WEEKDAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;

function parseRow(line: NumberedLine, columns: readonly Column[]): Row | undefined {
  const values: Partial<Record<Column, string>> = {};
  let rest = line.text.trimStart();
  for (const column of columns) {
    if (column === 'command') {
      if (values.pid === undefined || !/^\d{1,10}$/.test(values.pid) || rest === '') return undefined;
      const { command, depth } = withoutTree(rest);
      values.command = command.trimEnd();
      return { line, values, ...(depth !== undefined && { depth }) };
    }
    // `lstart` takes five words: `Mon Nov 23 09:15:01 2026`.
    const words = column === 'started' && WEEKDAY.test(firstWord(rest)) ? 5 : 1;
    let value = '';
    for (let taken = 0; taken < words; taken += 1) {
      const word = firstWord(rest);
      if (word === '') return undefined;
      value += value === '' ? word : ` ${word}`;
      rest = rest.slice(word.length).trimStart();
    }
    values[column] ??= value;
  }
  return undefined;
}

function firstWord(text: string): string {
  const end = text.search(/\s/);
  return end === -1 ? text : text.slice(0, end);
}

/** Takes the marks of `ps -d` off: `|   |-- cron` is `cron` two levels below the root. */
function withoutTree(text: string): { readonly command: string; readonly depth?: number } {
  let at = 0;
  while (at < text.length && at < 400 && ' |`'.includes(text[at] ?? '')) at += 1;
  if (text.slice(at, at + 3) === '-- ' && at > 0)
    return { command: text.slice(at + 3).trimStart(), depth: Math.floor((at - 1) / 4) + 1 };
  return at === 0 ? { command: text } : { command: text.slice(at) };
}

/** First word of the command without the colon of a title: `sshd: nsroot@pts/0` is `sshd`. */
function executableOf(command: string): string {
  const word = firstWord(command);
  return word.endsWith(':') ? word.slice(0, -1) : word;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}(?:\.\d{1,4})?$/.test(text) ? Number(text) : undefined;
}
