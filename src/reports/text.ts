import stringWidth from 'string-width';
import { type Language, type ReportWords, reportWords } from '../assessment/languages/language.ts';
import { answers, type Report, type RuleCoverage } from '../assessment/report.ts';
import { answerTone, levelTone, verdictTone } from '../assessment/tones.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import { type Level, levels } from '../rules/rule.ts';
import { countByLevel, matters } from './order.ts';
import { placeOf } from './plain-words.ts';
import { cutStartToWidth, cutToWidth, padToWidth, toned, wrapToWidth } from './screen-text.ts';
import { type SummaryWords, summaryWords } from './summary-words.ts';

export interface TextOptions {
  /** Columns of the screen. */
  readonly width: number;
  readonly color: boolean;
  /** A second page that lists all coverage. */
  readonly coverage?: boolean;
  /** Findings below this level are counted, not shown; all that matter unless said otherwise. */
  readonly level?: Level;
  /** Where the report lies, to be named. */
  readonly savedAt?: string;
  /** It is the last that is seen of a report: where it was not saved, it is gone. */
  readonly isLeft?: true;
  /** English unless said otherwise. */
  readonly language?: Language;
}

/** How the summary speaks and how it is drawn. */
interface Style {
  readonly words: ReportWords;
  readonly own: SummaryWords;
  readonly width: number;
  readonly color: boolean;
}

/** Lines of a small terminal, less one for the prompt. */
const SCREEN_LINES = 23;

/**
 * The summary for a terminal: verdict, the findings that matter, the questions, what could not be checked, where the report is, what to do
 * next. It fits 80 columns and 24 lines; only the page that `coverage` adds is as long as it needs to be. Ends with a line end.
 */
export function renderText(report: Report, options: TextOptions): string {
  const { language = 'en', color, savedAt, isLeft } = options;
  const style: Style = {
    words: reportWords[language],
    own: summaryWords[language],
    width: Math.max(options.width, 40),
    color,
  };
  const { own } = style;
  const top = heading(report, style);
  const bottom = [
    ...questionLines(report, style),
    ...uncheckedLines(report, style),
    ...labelled(own.report, savedAt ?? (isLeft ? own.leftUnsaved : own.notSaved), style, 2),
    ...labelled(own.next, nextStep(report, savedAt, style), style, 3),
  ];
  const room = Math.max(SCREEN_LINES - top.length - bottom.length, 3);
  const lines = [...top, ...findingLines(report, options, style, room), ...bottom];
  if (options.coverage) lines.push('', ...coverageLines(report, style));
  if (options.coverage && own.note !== '') lines.push('', own.note);
  return `${lines.join('\n')}\n`;
}

function heading(report: Report, { words, own, width, color }: Style): string[] {
  const { hostname, nsip, version, build } = report.appliance;
  const isSeveral = report.evidence.some(({ hosts }) => hosts !== undefined);
  const name = cutToWidth(hostname ?? nsip ?? (isSeveral ? own.severalAppliances : own.unknownName), 28);
  const release = version === undefined ? own.unknownBuild : `${version}-${build ?? '?'}`;
  const { verdict, statement } = report.assessment;
  const title = words.verdicts[verdict].toUpperCase();
  const lines = [
    `${toned(title, verdictTone[verdict], color)}  ${cutToWidth(`${name}, ${release}`, width - title.length - 2)}`,
  ];
  lines.push(...wrapToWidth(words.prose(statement), width, 4));
  if (!report.scan.complete) {
    const { interrupted } = report.scan;
    const why = interrupted === undefined ? own.notFinished : words.prose(interrupted);
    lines.push(toned(cutToWidth(own.incomplete(why), width), 'doubtful', color));
  }
  return lines;
}

function findingLines(report: Report, { level }: TextOptions, style: Style, room: number): string[] {
  const { words, own } = style;
  const relevant = inReadingOrder(report.findings.filter(matters));
  const counts = countByLevel(relevant).map(([one, count]) => `${count} ${words.levels[one]}`);
  const rest = report.findings.length - relevant.length;
  const other = rest === 0 ? '' : `; ${own.others(rest)}`;
  const { evaluated, in_part } = report.coverage.rules;
  const isUnasked = report.assessment.verdict === 'not-assessable' || evaluated + in_part.length === 0;
  const none = isUnasked ? own.noRules : own.noneThatMatter;
  const head = `${relevant.length === 0 ? none : counts.join(', ')}${other}`;
  const lines = labelled(own.findings, head, style, 1);
  const wanted =
    level === undefined ? relevant : relevant.filter((one) => levels.indexOf(one.rule.level) >= levels.indexOf(level));
  const shown = wanted.length <= room - 1 ? wanted : onePerPlace(wanted).slice(0, Math.max(room - 2, 1));
  lines.push(...shown.map((one) => findingLine(one, style)));
  if (shown.length < relevant.length) lines.push(`  ${own.more(relevant.length - shown.length)}`);
  return lines;
}

/** Where not all can be shown, five findings on five files say more than five on one: the first of each place, then the others. */
function onePerPlace(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  const first: Finding[] = [];
  const others: Finding[] = [];
  for (const one of findings) {
    const place = placeOf(one);
    (seen.has(place) ? others : first).push(one);
    seen.add(place);
  }
  return [...first, ...others];
}

function findingLine(one: Finding, { words, width, color }: Style): string {
  const level = padToWidth(words.levels[one.rule.level], 14);
  const room = width - 16;
  const place = placeOf(one);
  // The summary has one line for a finding; what it was met by says more than the beginning of the path.
  const known = one.indicators?.[0]?.value;
  // Whose lines they are is not cut away with the beginning of a long path.
  const names = one.hosts?.map(({ name, address }) => name ?? address).join(', ');
  const host = names === undefined ? '' : `${cutToWidth(names, 20)} `;
  const where = `${place}${known === undefined ? '' : ` ${known}`}`;
  const wanted = stringWidth(host) + stringWidth(where);
  const title = cutToWidth(one.rule.title, Math.max(Math.ceil(room * 0.55), room - wanted - 2));
  const shown = `${host}${cutStartToWidth(where, room - stringWidth(title) - 2 - stringWidth(host))}`;
  return `  ${toned(level, levelTone[one.rule.level], color)}${title}  ${toned(shown, 'quiet', color)}`;
}

function questionLines(report: Report, style: Style): string[] {
  const { words, own, width, color } = style;
  const lines: string[] = [];
  for (const answer of answers) {
    const asked = report.assessment.questions.filter((one) => one.answer === answer);
    if (asked.length === 0) continue;
    const said = words.answers[answer];
    const list = asked.map((one) => words.questionsShort[one.question]).join(', ');
    const wrapped = wrapToWidth(`${said}: ${list}`, width - own.labels, 3);
    const [first = '', ...others] = wrapped;
    const coloured = first.startsWith(said) ? toned(said, answerTone[answer], color) + first.slice(said.length) : first;
    lines.push(...underLabel(lines.length === 0 ? own.questions : '', [coloured, ...others], style));
  }
  return lines;
}

function uncheckedLines(report: Report, style: Style): string[] {
  const { own } = style;
  const { rules, gaps, gaps_not_listed, logs } = report.coverage;
  const parts: string[] = [];
  // First of all: the answers above speak of what remained only.
  if (report.scan.since !== undefined) parts.push(own.since(report.scan.since.slice(0, 10)));
  const gapCount = gaps.length + gaps_not_listed;
  if (rules.not_evaluable.length > 0) parts.push(own.rulesNot(rules.not_evaluable.length));
  if (rules.in_part.length > 0) parts.push(own.rulesPart(rules.in_part.length));
  if (gapCount > 0) parts.push(own.gaps(gapCount));
  const silent = logs.filter((log) => log.gaps.length > 0).length;
  if (silent > 0) parts.push(own.holes(silent));
  const peer = report.appliance.ha?.peer;
  if (peer !== undefined) parts.push(own.peer(peer));
  const oldest = logs
    .map((log) => log.from)
    .filter((from) => from !== undefined)
    .sort()[0];
  const damage = gaps.filter(({ reason }) => reason !== 'unsupported');
  parts.push(oldest === undefined ? own.noLog : own.oldest(oldest.slice(0, 10)));
  return [...damagedLines(damage, style), ...labelled(own.unchecked, `${parts.join('; ')} ${own.listsAll}`, style, 3)];
}

/** What was there and could not be read: one by name, with its reason, and how many more. */
function damagedLines(damage: Report['coverage']['gaps'], style: Style): string[] {
  const { words, own, width } = style;
  // What a bound or an error cut short is often told as cut as well: the cause says more.
  const first = damage.find(({ reason }) => reason !== 'truncated') ?? damage[0];
  if (!first) return [];
  const path = cutStartToWidth(first.path, Math.floor((width - own.labels) / 2));
  const more = damage.length === 1 ? '' : ` ${own.andMore(damage.length - 1)}`;
  return labelled(own.notRead, `${path}: ${words.prose(first.detail)}${more}`, style, 2);
}

function nextStep(report: Report, savedAt: string | undefined, { words }: Style): string {
  return words.next[report.assessment.verdict].replace('REPORT.json', savedAt ?? 'REPORT.json');
}

function coverageLines(report: Report, style: Style): string[] {
  const { words, own, width, color } = style;
  const { rules, artifacts, logs, outputs, core_dumps = [], gaps, gaps_not_listed, files, bytes } = report.coverage;
  const head = (title: string) => toned(title, 'strong', color);
  const item = (said: string) =>
    wrapToWidth(said, width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
  const lines = [head(own.examined)];
  lines.push(...item(own.amount(files, bytes, rules.evaluated)));
  for (const [category, count] of Object.entries(artifacts)) lines.push(...item(`${category}: ${count}`));
  lines.push('', head(own.logs));
  if (logs.length === 0) lines.push(...item(own.none));
  for (const log of logs) {
    const period = log.from === undefined ? own.noTimes : `${log.from} ${own.to} ${log.to ?? '?'}`;
    const name = words.prose(log.log);
    lines.push(...item(`${name}: ${period}; ${own.lines(log.files, log.lines, log.unknown_lines)}`));
    for (const gap of log.gaps) lines.push(...item(`${name}: ${words.prose(gap)}`));
  }
  if (outputs && outputs.length > 0) {
    lines.push('', head(own.outputs));
    for (const { name, files: read, records, unknown_lines } of outputs)
      lines.push(...item(`${words.prose(name)}: ${own.records(read, records, unknown_lines)}`));
  }
  if (core_dumps.length > 0) lines.push('', head(own.cores));
  for (const dump of core_dumps) lines.push(...item(`${dump.path}: ${own.core(dump)}`));
  lines.push('', head(own.notEvaluable), ...byReason(rules.not_evaluable, style));
  lines.push('', head(own.inPart), ...byReason(rules.in_part, style));
  lines.push('', head(own.notInFull));
  if (gaps.length === 0) lines.push(...item(own.nothing));
  for (const gap of gaps) lines.push(...item(`${words.prose(gap.path)} (${gap.reason}): ${words.prose(gap.detail)}`));
  if (gaps_not_listed > 0) lines.push(...item(own.notListed(gaps_not_listed)));
  return lines;
}

function byReason(rules: readonly RuleCoverage[], { words, own, width }: Style): string[] {
  if (rules.length === 0) return [`  - ${own.none}`];
  const lines: string[] = [];
  for (const [reason, some] of Map.groupBy(rules, (rule) => rule.reason)) {
    lines.push(...indented(`${words.prose(reason)} ${own.rules(some.length)}`, '  - ', width));
    for (const [question, these] of Map.groupBy(some, (rule) => rule.question))
      lines.push(
        ...indented(
          `${words.questionsShort[question]}: ${these.map(({ title }) => title).join('; ')}`,
          '      ',
          width,
        ),
      );
  }
  return lines;
}

function indented(words: string, first: string, width: number): string[] {
  const rest = ' '.repeat(first.length);
  return wrapToWidth(words, width - first.length).map((line, index) => `${index === 0 ? first : rest}${line}`);
}

function labelled(label: string, said: string, style: Style, limit: number): string[] {
  return underLabel(label, wrapToWidth(said, style.width - style.own.labels, limit), style);
}

function underLabel(label: string, lines: readonly string[], { own, color }: Style): string[] {
  return lines.map((line, index) => `${toned((index === 0 ? label : '').padEnd(own.labels), 'strong', color)}${line}`);
}
