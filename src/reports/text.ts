import stringWidth from 'string-width';
import type { Answer, Report, RuleCoverage, Verdict } from '../assessment/report.ts';
import { answers } from '../assessment/report.ts';
import { answerWords, nextSteps, questionShort, verdictWords } from '../assessment/words.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import { type Level, levels } from '../rules/rule.ts';
import { countByLevel, matters } from './order.ts';
import { cutStartToWidth, cutToWidth, padToWidth, type Tone, toned, wrapToWidth } from './screen-text.ts';

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
}

/** Lines of a small terminal, less one for the prompt. */
const SCREEN_LINES = 23;
const LABEL_COLUMNS = 11;

const verdictTone: Readonly<Record<Verdict, Tone>> = {
  'compromise-indicated': 'bad',
  suspicious: 'doubtful',
  targeted: 'doubtful',
  'no-indicators': 'good',
  'not-assessable': 'doubtful',
};
const answerTone: Readonly<Record<Answer, Tone>> = {
  found: 'bad',
  attempted: 'doubtful',
  'could-not-check': 'doubtful',
  'nothing-in-what-was-examined': 'plain',
};
const levelTone: Readonly<Record<Level, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'doubtful',
  low: 'plain',
  informational: 'quiet',
};

/**
 * The summary for a terminal: verdict, the findings that matter, the questions, what could not be checked, where the report is, what to do
 * next. It fits 80 columns and 24 lines; only the page that `coverage` adds is as long as it needs to be. Ends with a line end.
 */
export function renderText(report: Report, options: TextOptions): string {
  const width = Math.max(options.width, 40);
  const top = [...heading(report, width, options.color)];
  const bottom = [
    ...questionLines(report, width, options.color),
    ...uncheckedLines(report, width, options.color),
    ...labelled('Report', options.savedAt ?? 'not saved; --save DIR keeps it', width, 1, options.color),
    ...labelled('Next', nextStep(report, options.savedAt), width, 3, options.color),
  ];
  const room = Math.max(SCREEN_LINES - top.length - bottom.length, 3);
  const lines = [...top, ...findingLines(report, options, width, room), ...bottom];
  if (options.coverage) lines.push('', ...coverageLines(report, width, options.color));
  return `${lines.join('\n')}\n`;
}

function heading(report: Report, width: number, color: boolean): string[] {
  const { hostname, nsip, version, build } = report.appliance;
  const name = cutToWidth(hostname ?? nsip ?? 'appliance of unknown name', 28);
  const release = version === undefined ? 'build unknown' : `${version}-${build ?? '?'}`;
  const { verdict, statement } = report.assessment;
  const title = verdictWords[verdict].toUpperCase();
  const lines = [
    `${toned(title, verdictTone[verdict], color)}  ${cutToWidth(`${name}, ${release}`, width - title.length - 2)}`,
  ];
  lines.push(...wrapToWidth(statement, width, 4));
  if (!report.scan.complete) {
    const why = report.scan.interrupted ?? 'The scan did not finish.';
    lines.push(toned(cutToWidth(`Incomplete: ${why}`, width), 'doubtful', color));
  }
  return lines;
}

function findingLines(report: Report, { color, level }: TextOptions, width: number, room: number): string[] {
  const relevant = inReadingOrder(report.findings.filter(matters));
  const counts = countByLevel(relevant).map(([level, count]) => `${count} ${level}`);
  const rest = report.findings.length - relevant.length;
  const other = rest === 0 ? '' : `; ${rest} more: context, suppressed or benign`;
  const none = report.coverage.rules.evaluated === 0 ? 'none, because no rule could be evaluated' : 'none that matter';
  const head = `${relevant.length === 0 ? none : counts.join(', ')}${other}`;
  const lines = labelled('Findings', head, width, 1, color);
  const wanted =
    level === undefined ? relevant : relevant.filter((one) => levels.indexOf(one.rule.level) >= levels.indexOf(level));
  const shown = wanted.length <= room - 1 ? wanted : wanted.slice(0, Math.max(room - 2, 1));
  lines.push(...shown.map((one) => findingLine(one, width, color)));
  if (shown.length < relevant.length) lines.push(`  … and ${relevant.length - shown.length} more in the report`);
  return lines;
}

function findingLine(one: Finding, width: number, color: boolean): string {
  const level = padToWidth(one.rule.level, 14);
  const room = width - 16;
  const where = one.line === undefined ? one.path : `${one.path}:${one.line}`;
  const title = cutToWidth(one.rule.title, Math.max(Math.ceil(room * 0.55), room - stringWidth(where) - 2));
  const place = cutStartToWidth(where, room - stringWidth(title) - 2);
  return `  ${toned(level, levelTone[one.rule.level], color)}${title}  ${toned(place, 'quiet', color)}`;
}

function questionLines(report: Report, width: number, color: boolean): string[] {
  const lines: string[] = [];
  for (const answer of answers) {
    const asked = report.assessment.questions.filter((one) => one.answer === answer);
    if (asked.length === 0) continue;
    const words = answerWords[answer];
    const list = asked.map((one) => questionShort[one.question]).join(', ');
    const wrapped = wrapToWidth(`${words}: ${list}`, width - LABEL_COLUMNS, 3);
    const [first = '', ...others] = wrapped;
    const coloured = first.startsWith(words)
      ? toned(words, answerTone[answer], color) + first.slice(words.length)
      : first;
    lines.push(...underLabel(lines.length === 0 ? 'Questions' : '', [coloured, ...others], color));
  }
  return lines;
}

function uncheckedLines(report: Report, width: number, color: boolean): string[] {
  const { rules, gaps, gaps_not_listed, logs } = report.coverage;
  const parts: string[] = [];
  const gapCount = gaps.length + gaps_not_listed;
  if (rules.not_evaluable.length > 0)
    parts.push(`${plural(rules.not_evaluable.length, 'rule')} could not be evaluated`);
  if (rules.in_part.length > 0) parts.push(`${plural(rules.in_part.length, 'rule')} only in part`);
  if (gapCount > 0) parts.push(`${plural(gapCount, 'item')} could not be read in full`);
  const silent = logs.filter((log) => log.gaps.length > 0).length;
  if (silent > 0) parts.push(`${plural(silent, 'log')} with holes`);
  const peer = report.appliance.ha?.peer;
  if (peer !== undefined) parts.push(`its high-availability peer ${peer}: examine that too`);
  const oldest = logs
    .map((log) => log.from)
    .filter((from) => from !== undefined)
    .sort()[0];
  const damage = gaps.filter(({ reason }) => reason !== 'unsupported');
  parts.push(oldest === undefined ? 'no log with times was read' : `the oldest log line is of ${oldest.slice(0, 10)}`);
  return [
    ...damagedLines(damage, width, color),
    ...labelled('Unchecked', `${parts.join('; ')} (--coverage lists all)`, width, 3, color),
  ];
}

/** What was there and could not be read: one by name, with its reason, and how many more. */
function damagedLines(damage: Report['coverage']['gaps'], width: number, color: boolean): string[] {
  // What a bound or an error cut short is often told as cut as well: the cause says more.
  const first = damage.find(({ reason }) => reason !== 'truncated') ?? damage[0];
  if (!first) return [];
  const room = width - LABEL_COLUMNS;
  const path = cutStartToWidth(first.path, Math.floor(room / 2));
  const more = damage.length === 1 ? '' : ` (and ${damage.length - 1} more)`;
  return labelled('Not read', `${path}: ${first.detail}${more}`, width, 2, color);
}

function nextStep(report: Report, savedAt: string | undefined): string {
  return nextSteps[report.assessment.verdict].replace('REPORT.json', savedAt ?? 'REPORT.json');
}

function coverageLines(report: Report, width: number, color: boolean): string[] {
  const { rules, artifacts, logs, outputs, gaps, gaps_not_listed, files, bytes } = report.coverage;
  const head = (words: string) => toned(words, 'strong', color);
  const item = (words: string) =>
    wrapToWidth(words, width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
  const lines = [head('What was examined')];
  lines.push(...item(`${files} files and ${bytes} bytes, by ${plural(rules.evaluated, 'rule')}`));
  for (const [category, count] of Object.entries(artifacts)) lines.push(...item(`${category}: ${count}`));
  lines.push('', head('Logs (UTC)'));
  if (logs.length === 0) lines.push(...item('none'));
  for (const log of logs) {
    const period = log.from === undefined ? 'no times' : `${log.from} to ${log.to ?? '?'}`;
    lines.push(
      ...item(
        `${log.log}: ${period}; ${plural(log.files, 'file')}, ${plural(log.lines, 'line')}, ${log.unknown_lines} of unknown form`,
      ),
    );
    for (const gap of log.gaps) lines.push(...item(`${log.log}: ${gap}`));
  }
  if (outputs && outputs.length > 0) {
    lines.push('', head('Configurations, tables and outputs of commands'));
    for (const { name, files, records, unknown_lines } of outputs)
      lines.push(
        ...item(
          `${name}: ${plural(files, 'file')}, ${plural(records, 'record')}, ${plural(unknown_lines, 'line')} of unknown form`,
        ),
      );
  }
  lines.push('', head('Rules that could not be evaluated'), ...byReason(rules.not_evaluable, width));
  lines.push('', head('Rules evaluated in part'), ...byReason(rules.in_part, width));
  lines.push('', head('What could not be read in full'));
  if (gaps.length === 0) lines.push(...item('nothing'));
  for (const gap of gaps) lines.push(...item(`${gap.path} (${gap.reason}): ${gap.detail}`));
  if (gaps_not_listed > 0) lines.push(...item(`and ${gaps_not_listed} more that are not listed`));
  return lines;
}

/** Rules that lack the same stand together: the reason once, then the rules by question. */
function byReason(rules: readonly RuleCoverage[], width: number): string[] {
  if (rules.length === 0) return ['  - none'];
  const lines: string[] = [];
  for (const [reason, own] of Map.groupBy(rules, (rule) => rule.reason)) {
    lines.push(...indented(`${reason} ${plural(own.length, 'rule')}:`, '  - ', width));
    for (const [question, some] of Map.groupBy(own, (rule) => rule.question))
      lines.push(
        ...indented(`${questionShort[question]}: ${some.map(({ title }) => title).join('; ')}`, '      ', width),
      );
  }
  return lines;
}

function indented(words: string, first: string, width: number): string[] {
  const rest = ' '.repeat(first.length);
  return wrapToWidth(words, width - first.length).map((line, index) => `${index === 0 ? first : rest}${line}`);
}

function labelled(label: string, words: string, width: number, limit: number, color: boolean): string[] {
  return underLabel(label, wrapToWidth(words, width - LABEL_COLUMNS, limit), color);
}

function underLabel(label: string, lines: readonly string[], color: boolean): string[] {
  return lines.map(
    (line, index) => `${toned((index === 0 ? label : '').padEnd(LABEL_COLUMNS), 'strong', color)}${line}`,
  );
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
