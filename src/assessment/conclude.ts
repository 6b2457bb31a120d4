import { text } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import { type Question, questions } from '../rules/rule.ts';
import { aboutHosts } from './hosts.ts';
import type { Answer, Assessment, Coverage, Verdict } from './report.ts';

/** Levels that count for a verdict; what is below is for the reader's information. */
const COUNTING_LEVELS = new Set(['medium', 'high', 'critical']);

/** What a question means to the appliance's owner. */
const TOPIC: Readonly<Record<Question, string>> = {
  exploitation: 'an attempt to break in through a known weakness',
  webshell: 'a web shell or other code placed in the web folders',
  execution: 'injected commands that ran',
  persistence: 'something that survives a reboot or the patch',
  'privilege-escalation': 'a way to become root',
  'session-theft': 'stolen sessions',
  'credential-theft': 'stolen passwords or keys',
  'configuration-theft': 'a copied configuration',
  accounts: 'accounts that were added or changed',
  'command-and-control': 'contact with an intruder’s system',
  'trace-removal': 'removed traces',
};

export interface QuestionCoverage {
  /** Something that this question cannot do without was examined. */
  readonly isExamined: boolean;
  /** What was not, in words. */
  readonly missing: string;
  readonly from?: string;
  readonly to?: string;
}

/** Answers every question and gives the verdict. Harmless-marked and suppressed findings do not count. Pure. */
export function conclude(
  findings: readonly Finding[],
  coverage: Coverage,
  examined: Readonly<Record<Question, QuestionCoverage>>,
): Assessment {
  const counting = findings.filter(counts);
  const answered = questions.map((question) => {
    const own = counting.filter((finding) => finding.rule.question === question);
    const { isExamined, missing, from, to } = examined[question];
    const answer = answerOf(own, isExamined);
    return {
      question,
      answer,
      why: whyOf(answer, own, question, missing),
      findings: own.filter((finding) => finding.rule.shows !== 'context').map((finding) => finding.id),
      ...(from && { examined_from: from }),
      ...(to && { examined_to: to }),
      is_examined: isExamined,
      ...(missing !== '' && { not_examined: text`${missing}` }),
    };
  });
  const verdict = verdictOf(
    counting,
    coverage,
    questions.some((question) => examined[question].isExamined),
  );
  const statement = statementOf(verdict, counting, answered, coverage);
  return { verdict, statement: text`${aboutHosts(counting)}${statement}`, questions: answered };
}

/** Whether a finding may carry an answer or the verdict. */
export function counts(finding: Finding): boolean {
  return !finding.suppressed && finding.triage.status !== 'benign';
}

function isTrace(finding: Finding): boolean {
  const { shows, level } = finding.rule;
  return (shows === 'compromise' || shows === 'suspicious') && COUNTING_LEVELS.has(level);
}

function isAttempt(finding: Finding): boolean {
  return finding.rule.shows === 'attempt' && finding.rule.level !== 'informational';
}

function answerOf(own: readonly Finding[], isExamined: boolean): Answer {
  if (own.some(isTrace)) return 'found';
  if (own.some(isAttempt)) return 'attempted';
  return isExamined ? 'nothing-in-what-was-examined' : 'could-not-check';
}

function whyOf(answer: Answer, own: readonly Finding[], question: Question, missing: string) {
  switch (answer) {
    case 'found': {
      const traces = own.filter(isTrace);
      const more = traces.length > 1 ? ` and ${traces.length - 1} more` : '';
      return text`${traces[0]!.rule.title}${more}`;
    }
    case 'attempted':
      return text`${own.find(isAttempt)!.rule.title}; no trace of success in what was examined`;
    case 'nothing-in-what-was-examined':
      return missing
        ? text`No trace of ${TOPIC[question]}; not examined: ${missing}`
        : text`No trace of ${TOPIC[question]}`;
    case 'could-not-check':
      return text`The evidence holds nothing that could show ${TOPIC[question]}: ${missing || 'nothing of the kind was found in it'}`;
  }
}

function verdictOf(counting: readonly Finding[], coverage: Coverage, isAnythingExamined: boolean): Verdict {
  const has = (test: (finding: Finding) => boolean) => counting.some(test);
  if (has((finding) => finding.rule.shows === 'compromise' && COUNTING_LEVELS.has(finding.rule.level)))
    return 'compromise-indicated';
  if (has((finding) => finding.rule.shows === 'suspicious' && COUNTING_LEVELS.has(finding.rule.level)))
    return 'suspicious';
  if (has(isAttempt)) return 'targeted';
  if (!isAnythingExamined || coverage.rules.evaluated + coverage.rules.in_part.length === 0) return 'not-assessable';
  return 'no-indicators';
}

function statementOf(
  verdict: Verdict,
  counting: readonly Finding[],
  answered: Assessment['questions'],
  coverage: Coverage,
) {
  const notChecked = answered.filter(({ answer }) => answer === 'could-not-check').length;
  const unread = coverage.gaps.length + coverage.gaps_not_listed;
  const parts = [
    notChecked > 0 && `${notChecked} of ${answered.length} questions could not be checked with this evidence`,
    unread > 0 && `${unread} ${unread === 1 ? 'place' : 'places'} could not be read`,
  ].filter((part) => part !== false);
  const limits = parts.length > 0 ? ` ${parts.join(', and ')}.` : '';
  switch (verdict) {
    case 'compromise-indicated': {
      const traces = counting.filter(
        (finding) => finding.rule.shows === 'compromise' && COUNTING_LEVELS.has(finding.rule.level),
      );
      return text`This appliance shows traces that an intruder leaves behind: ${traces.length} ${traces.length === 1 ? 'finding' : 'findings'} that normal use does not explain, first of all “${traces[0]!.rule.title}”. Treat it as broken into: keep the evidence, isolate the appliance, end all sessions, replace every secret it held, and report it to your CERT.${limits}`;
    }
    case 'suspicious':
      return text`Some traces need an explanation by somebody who knows this appliance. None of them proves a break-in; until they are explained, do not rule one out.${limits}`;
    case 'targeted':
      return text`Somebody tried to attack this appliance. No trace of success was found in what was examined; logs reach back only so far, so this does not prove that no attempt succeeded.${limits}`;
    case 'no-indicators':
      return text`Nothing that nsleuth knows of was found in what was examined. That does not prove that nobody broke in: see what could not be examined, and for which period the logs speak.${limits}`;
    case 'not-assessable':
      return text`This evidence does not hold enough to say anything about a break-in.${limits}`;
  }
}
