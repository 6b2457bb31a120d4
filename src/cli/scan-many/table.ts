import { type Answer, answers, type Verdict, verdicts } from '../../assessment/report.ts';
import { answerTone, verdictTone } from '../../assessment/tones.ts';
import { answerWords, questionShort, verdictWords } from '../../assessment/words.ts';
import { cutStartToWidth, cutToWidth, padToWidth, toned, wrapToWidth } from '../../reports/screen-text.ts';
import { levels, type Question, questions } from '../../rules/rule.ts';
import { evidenceNames } from './evidence-names.ts';
import type { SummaryItem } from './summary.ts';

export interface ScreenOptions {
  /** Columns of the screen. */
  readonly width: number;
  readonly color: boolean;
}

/** In a line or a table a verdict is a word or two. */
const verdictWord: Readonly<Record<Verdict, string>> = {
  'compromise-indicated': 'COMPROMISE',
  suspicious: 'SUSPICIOUS',
  targeted: 'TARGETED',
  'no-indicators': 'no indicators',
  'not-assessable': 'not assessable',
};

const letters: Readonly<Record<Answer, string>> = {
  found: 'F',
  attempted: 'a',
  'nothing-in-what-was-examined': '-',
  'could-not-check': '?',
};

const columns: Readonly<Record<Question, string>> = {
  exploitation: 'exp',
  webshell: 'web',
  execution: 'cmd',
  persistence: 'per',
  'privilege-escalation': 'pri',
  'session-theft': 'ses',
  'credential-theft': 'cre',
  'configuration-theft': 'cfg',
  accounts: 'acc',
  'command-and-control': 'c2',
  'trace-removal': 'tra',
};

const VERDICT_COLUMNS = 16;
const QUESTION_COLUMNS = 4;

/** What became of one evidence, as it is told when it is finished: one line, and another for why it is not complete. */
export function itemLines(
  item: SummaryItem,
  place: { readonly number: number; readonly of: number; readonly name: string; readonly note?: string },
  { width, color }: ScreenOptions,
): string {
  const { verdict, findings, reason } = item;
  const count = `[${String(place.number).padStart(String(place.of).length)}/${place.of}] `;
  const title = padToWidth(verdict === undefined ? statusWords(item) : verdictWord[verdict], VERDICT_COLUMNS);
  const tone = verdict === undefined ? 'doubtful' : verdictTone[verdict];
  const counts = levels
    .toReversed()
    .filter((level) => level !== 'informational' && (findings?.[level] ?? 0) > 0)
    .map((level) => `${findings![level]} ${level}`)
    .join(', ');
  const name = hasName(item) ? `${applianceName(item)}, ${place.name}` : place.name;
  const parts = [place.note ?? '', counts, buildOf(item)].filter((part) => part !== '');
  const room = Math.max(width - count.length - VERDICT_COLUMNS, 20);
  const lines = [`${count}${toned(title, tone, color)}${cutToWidth([name, ...parts].join('; '), room)}`];
  if (reason !== undefined) {
    const kept = item.status === 'incomplete' ? `incomplete: ${reason}` : reason;
    for (const line of wrapToWidth(kept, Math.max(width - 6, 30), 3)) lines.push(`      ${line}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Appliances by questions, gravest first, with a legend; then what is not complete, and what else an operator has to know. Ends with a line end. */
export function table(
  items: readonly SummaryItem[],
  { unchanged, savedAt }: { readonly unchanged: number; readonly savedAt?: string },
  options: ScreenOptions,
): string {
  const { width, color } = options;
  const examined = items.filter((item) => item.answers !== undefined).toSorted((one, other) => rank(one) - rank(other));
  const room = Math.max(16, width - VERDICT_COLUMNS - questions.length * QUESTION_COLUMNS - 1);
  const head = `${'Verdict'.padEnd(VERDICT_COLUMNS)}${'Appliance'.padEnd(room)}${questions.map((question) => columns[question].padStart(QUESTION_COLUMNS)).join('')}`;
  const lines = ['', toned(head, 'strong', color)];
  const names = evidenceNames(items.map(({ evidence }) => evidence));
  const nameOf = ({ evidence }: SummaryItem): string => names.get(evidence) ?? evidence;
  const cut = cutThatTellsApart([...names.values()], room);
  for (const item of examined) lines.push(row(item, nameOf(item), room, cut, color));
  const legend = answers.map((answer) => `${letters[answer]} ${answerWords[answer]}`).join(', ');
  const short = questions.map((question) => `${columns[question]} ${questionShort[question]}`).join(', ');
  lines.push('', ...wrapToWidth(`${legend}; * not complete`, width), ...wrapToWidth(short, width), '');
  lines.push(...totals(items, nameOf, width));
  if (unchanged > 0) lines.push(`${unchanged} finished before and unchanged: not examined again`);
  lines.push(...notes(items, nameOf, width));
  if (savedAt !== undefined) lines.push(...wrapToWidth(`Reports: ${savedAt}`, width));
  return `${lines.join('\n')}\n`;
}

type Cut = (name: string, width: number) => string;

/**
 * Beside the name of an appliance there is room for a few letters of a file's name: those of its end, which tell most of a path, unless the beginnings
 * differ more (`case1-….tar.gz`, `case2-….tar.gz`).
 */
function cutThatTellsApart(names: readonly string[], room: number): Cut {
  const letters = Math.floor(room / 2);
  const toldApart = (cut: Cut): number => new Set(names.map((name) => cut(name, letters))).size;
  return toldApart(cutToWidth) > toldApart(cutStartToWidth) ? cutToWidth : cutStartToWidth;
}

function row(item: SummaryItem, file: string, room: number, cut: Cut, color: boolean): string {
  const verdict = item.verdict!;
  const mark = item.status === 'complete' ? '' : '*';
  const word = padToWidth(`${verdictWord[verdict]}${mark}`, VERDICT_COLUMNS);
  const name = hasName(item) ? applianceName(item) : file;
  const left = room - name.length - 4;
  const both = hasName(item) && left >= 8 ? `${name} (${cut(file, left)})` : name;
  const cells = questions.map((question) => {
    const answer = item.answers![question];
    return toned(letters[answer].padStart(QUESTION_COLUMNS), answerTone[answer], color);
  });
  return `${toned(word, verdictTone[verdict], color)}${padToWidth(cutToWidth(both, room - 1), room)}${cells.join('')}`;
}

type NameOf = (item: SummaryItem) => string;

function totals(items: readonly SummaryItem[], nameOf: NameOf, width: number): readonly string[] {
  const byVerdict = verdicts
    .map((verdict) => [verdict, items.filter((item) => item.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdictWords[verdict].toLowerCase()}`);
  const head = `${items.length} ${items.length === 1 ? 'evidence' : 'evidences'}: ${byVerdict.join(', ') || 'none examined'}`;
  const lines = [...wrapToWidth(head, width)];
  for (const status of ['incomplete', 'unreadable', 'interrupted', 'not-examined'] as const) {
    const own = items.filter((item) => item.status === status);
    if (own.length === 0) continue;
    const names = own.slice(0, 20).map(nameOf).join(', ');
    lines.push(...wrapToWidth(`${own.length} ${statusName[status]}: ${names}${own.length > 20 ? ', …' : ''}`, width));
  }
  return lines;
}

const statusName = {
  incomplete: 'not complete',
  unreadable: 'could not be read',
  interrupted: 'interrupted',
  'not-examined': 'not examined',
} as const;

/** Evidences of one appliance belong together; the other node of a pair must be examined too. */
function notes(items: readonly SummaryItem[], nameOf: NameOf, width: number): readonly string[] {
  const lines: string[] = [];
  const known = Map.groupBy(
    items.filter(({ appliance }) => appliance?.hostname !== undefined),
    ({ appliance }) => `${appliance?.hostname} ${appliance?.nsip ?? ''}`,
  );
  for (const own of known.values()) {
    if (own.length < 2) continue;
    const names = own.slice(0, 5).map(nameOf).join(', ');
    const more = own.length > 5 ? ` and ${own.length - 5} more` : '';
    lines.push(
      ...wrapToWidth(`${names}${more} are of ${applianceName(own[0]!)}: --together examines them as one`, width),
    );
  }
  const addresses = new Set(items.flatMap(({ appliance }) => appliance?.nsip ?? []));
  const peers = new Map<string, string>();
  for (const item of items) {
    const peer = item.appliance?.ha_peer;
    if (peer !== undefined && !addresses.has(peer)) peers.set(peer, applianceName(item));
  }
  for (const [peer, name] of [...peers].slice(0, 20))
    lines.push(
      ...wrapToWidth(`${peer}, the high-availability peer of ${name}, is not among these: examine it too`, width),
    );
  return lines;
}

function rank({ verdict }: SummaryItem): number {
  return verdict === undefined ? verdicts.length : verdicts.indexOf(verdict);
}

function statusWords({ status }: SummaryItem): string {
  return status === 'unreadable' ? 'UNREADABLE' : status === 'not-examined' ? 'not examined' : 'interrupted';
}

function hasName({ appliance }: SummaryItem): boolean {
  return appliance?.hostname !== undefined || appliance?.nsip !== undefined;
}

function applianceName({ appliance }: SummaryItem): string {
  return cutToWidth(appliance?.hostname ?? appliance?.nsip ?? 'appliance of unknown name', 40);
}

function buildOf({ appliance }: SummaryItem): string {
  if (appliance?.version === undefined) return '';
  return `${appliance.version}-${appliance.build ?? '?'}`;
}
