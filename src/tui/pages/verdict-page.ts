import { counts } from '../../assessment/conclude.ts';
import type { Exposure, Report, Verdict } from '../../assessment/report.ts';
import { answerTone, exposureTone, levelTone, verdictTone } from '../../assessment/tones.ts';
import { levels } from '../../rules/rule.ts';
import { clockText, dayText } from '../amounts.ts';
import { blank, column, type Line, labelled, line, padded, span, wrapped } from '../line.ts';
import { shareCommand } from '../share-command.ts';
import type { Catalogue } from '../texts/en.ts';

const LABEL = 12;
const LABEL_OF_CVE = 16;

/** The first thing a reader sees: what it means, every question with its answer, the exposure windows, what could not be checked. */
export function verdictPage(report: Report, texts: Catalogue, width: number, savedAt?: string): readonly Line[] {
  const { verdict, statement } = report.assessment;
  return [
    [
      span(texts.verdicts[verdict].toUpperCase(), verdictTone[verdict]),
      span(`  ${applianceName(report, texts)}`, 'strong'),
    ],
    ...wrapped(texts.headline[verdict], width, 'strong'),
    ...wrapped(texts.prose(statement), width),
    ...incomplete(report, texts, width),
    ...nextSteps(verdict, texts, width, savedAt),
    blank,
    ...questionLines(report, texts, width),
    blank,
    ...findingCounts(report, texts, width),
    blank,
    line(texts.verdict.exposure, 'strong'),
    ...exposureLines(report, texts, width),
    blank,
    line(texts.verdict.unchecked, 'strong'),
    ...uncheckedLines(report, texts, width),
    blank,
    ...labelled(texts.coverage.evidence, evidenceNames(report), width, LABEL),
    ...(texts.languageNote === '' ? [] : wrapped(texts.languageNote, width, 'quiet')),
  ];
}

/** Tells the key that makes a package here; names the report where it lies, and as long as it lies nowhere, how to save it. */
function nextSteps(verdict: Verdict, texts: Catalogue, width: number, savedAt: string | undefined): readonly Line[] {
  const { next, saveFirst } = texts.verdict;
  const step = texts.next[verdict].replace(/nsleuth share REPORT\.json.{0,80}$/, texts.share.key);
  const mustSave = savedAt === undefined && step.includes('REPORT.json');
  return [
    ...labelled(next, savedAt === undefined ? step : shareCommand(step, savedAt), width, LABEL, 'strong'),
    ...(mustSave ? labelled('', saveFirst, width, LABEL) : []),
  ];
}

/** `ns-edge01, 14.1-47.46` */
export function applianceName(report: Report, texts: Catalogue): string {
  const { hostname, nsip, version, build } = report.appliance;
  const release = version === undefined ? texts.verdict.unknownBuild : `${version}-${build ?? '?'}`;
  return `${hostname ?? nsip ?? texts.verdict.unknownName}, ${release}`;
}

function incomplete({ scan }: Report, texts: Catalogue, width: number): readonly Line[] {
  if (scan.complete) return [];
  return wrapped(
    `${texts.verdict.incomplete}: ${scan.interrupted === undefined ? '' : texts.prose(scan.interrupted)}`,
    width,
    'doubtful',
  );
}

function questionLines({ assessment }: Report, texts: Catalogue, width: number): readonly Line[] {
  const asked = assessment.questions.map(({ question }) => texts.questions[question].length);
  const questionWidth = Math.min(Math.max(...asked, 0) + 2, Math.floor(width / 2));
  return assessment.questions.flatMap(({ question, answer, why }): readonly Line[] => {
    const head: Line = [
      span(column(texts.questions[question], questionWidth)),
      span(texts.answers[answer], answerTone[answer]),
    ];
    // Why nothing was found takes a line for each question; it stands in Coverage.
    return answer === 'nothing-in-what-was-examined'
      ? [head]
      : [head, ...wrapped(`  ${texts.prose(why)}`, width, 'quiet', 2)];
  });
}

function findingCounts({ findings }: Report, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.verdict;
  if (findings.length === 0) return labelled(words.findings, words.noFindings, width, LABEL);
  const counted = levels
    .toReversed()
    .map((level) => ({ level, count: findings.filter((one) => one.rule.level === level && counts(one)).length }))
    .filter(({ count }) => count > 0);
  const pieces = counted.flatMap(({ level, count }, at) => [
    span(at === 0 ? '' : ', '),
    span(`${count} ${texts.levels[level]}`, levelTone[level]),
  ]);
  const marked = (status: string) => findings.filter((one) => one.triage.status === status && !one.suppressed).length;
  const suppressed = findings.filter((one) => one.suppressed).length;
  return [
    [span(padded(words.findings, LABEL), 'quiet'), ...(pieces.length > 0 ? pieces : [span(words.noFindings)])],
    ...labelled(
      words.triageLabel,
      words.triage(marked('open'), marked('benign'), marked('confirmed'), suppressed),
      width,
      LABEL,
    ),
  ];
}

/** Vulnerable or unknown first, then those with a window; the rest is counted. */
function exposureLines({ exposure }: Report, texts: Catalogue, width: number): readonly Line[] {
  const relevant = exposure.filter(({ status, window }) => status === 'vulnerable' || status === 'unknown' || window);
  const order = { vulnerable: 0, fixed: 1, unknown: 2, 'not-affected': 3 };
  const shown = [...relevant].sort((a, b) => order[a.status] - order[b.status]);
  const rest = exposure.length - relevant.length;
  return [
    ...(shown.length === 0 ? wrapped(texts.verdict.noExposure, width, 'plain') : []),
    ...shown.flatMap((one) => exposureLine(one, texts, width)),
    ...(rest > 0 ? wrapped(texts.verdict.moreExposure(rest), width, 'quiet') : []),
  ];
}

/** One line where it fits: since when, until when, exploited or not. Why stands in Coverage. */
function exposureLine(
  { cve, status, window, exploited_since }: Exposure,
  texts: Catalogue,
  width: number,
): readonly Line[] {
  const words = texts.verdict;
  const parts = [
    window && period(window, words),
    exploited_since !== undefined && words.exploitedSince(exploited_since),
  ].filter((part) => typeof part === 'string');
  const rows = wrapped([texts.exposure[status], ...parts].join(', '), width - LABEL_OF_CVE, exposureTone[status]);
  return rows.map((row, at) => [span(padded(at === 0 ? cve : '', LABEL_OF_CVE), 'strong'), ...row]);
}

function period({ from, to }: NonNullable<Exposure['window']>, words: Catalogue['verdict']): string {
  return words.window(
    from === undefined ? words.unknownTime : dayText(from),
    to === undefined ? words.stillOpen : dayText(to),
  );
}

/** With what tells it and why. */
export function exposureOf(one: Exposure, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.verdict;
  const { cve, status, why, window, exploited_since } = one;
  const parts = [
    window && `${period(window, words)} (${texts.prose(window.basis)})`,
    texts.prose(why),
    exploited_since !== undefined && words.exploitedSince(exploited_since),
  ].filter((part) => typeof part === 'string');
  return [
    [span(padded(cve, LABEL_OF_CVE), 'strong'), span(texts.exposure[status], exposureTone[status])],
    ...wrapped(`  ${parts.map((part) => part.replace(/\.(?=\)?$)/, '')).join('; ')}`, width, 'plain', 2),
  ];
}

function uncheckedLines({ coverage }: Report, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.verdict;
  const { rules, gaps, gaps_not_listed, logs } = coverage;
  const gapCount = gaps.length + gaps_not_listed;
  const holes = logs.filter((log) => log.gaps.length > 0).length;
  const oldest = logs.flatMap(({ from }) => from ?? []).sort()[0];
  const counted = [
    rules.not_evaluable.length > 0 && words.rulesNot(rules.not_evaluable.length),
    rules.in_part.length > 0 && words.rulesPart(rules.in_part.length),
    gapCount > 0 && words.gaps(gapCount),
    holes > 0 && words.holes(holes),
  ].filter((part) => part !== false);
  const reasons = [...new Set([...rules.not_evaluable, ...rules.in_part].map(({ reason }) => reason))];
  const period = oldest === undefined ? words.noLog : words.oldest(clockText(oldest));
  return [
    ...wrapped(`${counted.length === 0 ? words.nothingUnchecked : `${counted.join('; ')}.`}`, width),
    ...wrapped(period, width),
    ...reasons.slice(0, 6).flatMap((reason) => wrapped(`- ${texts.prose(reason)}`, width, 'plain', 2)),
  ];
}

function evidenceNames({ evidence }: Report): string {
  return evidence.map(({ name }) => name).join(', ') || '-';
}
