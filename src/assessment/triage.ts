import type { Finding, FindingMark } from '../findings/finding.ts';
import { type Question, questions } from '../rules/rule.ts';
import { conclude, type QuestionCoverage } from './conclude.ts';
import type { Report } from './report.ts';

export type TriageStatus = FindingMark['status'];

/** What somebody who knows the appliance says of a finding. */
export interface Mark extends Omit<FindingMark, 'at'> {
  readonly at: Date;
}

/** Earlier marks kept with a finding; the oldest are dropped beyond it. */
const HISTORY_KEPT = 100;

/** The report with these findings marked, by id, and its answers and verdict given anew. An earlier mark goes to the history, oldest first. Pure. */
export function markFindings(report: Report, marks: ReadonlyMap<string, Mark>): Report {
  const findings = report.findings.map((finding) => {
    const mark = marks.get(finding.id);
    return mark ? { ...finding, triage: triaged(finding.triage, mark) } : finding;
  });
  return reconcluded(report, findings);
}

function triaged(before: Finding['triage'], { status, note, by, at }: Mark): Finding['triage'] {
  const { history = [], ...mark } = before;
  const isFirst = mark.status === 'open' && mark.note === undefined && mark.at === undefined;
  const earlier = isFirst ? history : [...history, mark].slice(-HISTORY_KEPT);
  return {
    status,
    ...(note !== undefined && note !== '' && { note }),
    ...(by !== undefined && by !== '' && { by }),
    at: at.toISOString(),
    ...(earlier.length > 0 && { history: earlier }),
  };
}

export interface CarriedOver {
  readonly report: Report;
  /** Findings that took over a mark. */
  readonly count: number;
}

/**
 * Takes over the marks of an earlier report where it is of the same evidence, by finding id. A finding that is marked already keeps its own mark.
 * Pure.
 */
export function carryOverMarks(report: Report, earlier: Report): CarriedOver {
  if (!isSameEvidence(report, earlier)) return { report, count: 0 };
  const marked = new Map(earlier.findings.filter(isMarked).map(({ id, triage }) => [id, triage]));
  let count = 0;
  const findings = report.findings.map((finding) => {
    const triage = marked.get(finding.id);
    if (!triage || isMarked(finding)) return finding;
    count++;
    return { ...finding, triage };
  });
  return count === 0 ? { report, count } : { report: reconcluded(report, findings), count };
}

function isMarked({ triage }: Finding): boolean {
  return triage.status !== 'open' || triage.note !== undefined || triage.history !== undefined;
}

/**
 * Whether two reports are of the same evidence: the same containers by their hashes; for what has no hash, a folder or a live appliance, the
 * same kind and name, and an appliance that does not call itself otherwise.
 */
export function isSameEvidence(one: Report, other: Report): boolean {
  if (one.evidence.length !== other.evidence.length || one.evidence.length === 0) return false;
  const name = ({ kind, name }: Report['evidence'][number]) => `${kind}\0${name}`;
  const isSame = one.evidence.every((record, index) => {
    const counterpart = other.evidence[index]!;
    if (record.sha256 !== undefined || counterpart.sha256 !== undefined) return record.sha256 === counterpart.sha256;
    return name(record) === name(counterpart);
  });
  const hostnames = new Set([one, other].flatMap(({ appliance }) => appliance.hostname ?? []));
  return isSame && hostnames.size < 2;
}

/** The report with other findings, or findings that are judged otherwise. Coverage stays what it was. */
export function reconcluded(report: Report, findings: readonly Finding[]): Report {
  const assessment = conclude(findings, report.coverage, examinedOf(report));
  return { ...report, findings, assessment };
}

/** What was examined for each question, as the report tells. Where a report of an older version does not, the careful reading is taken. */
function examinedOf({ assessment }: Report): Record<Question, QuestionCoverage> {
  const answered = new Map(assessment.questions.map((one) => [one.question, one]));
  const entries = questions.map((question): [Question, QuestionCoverage] => {
    const before = answered.get(question);
    const isExamined = before?.is_examined ?? before?.answer === 'nothing-in-what-was-examined';
    return [
      question,
      {
        isExamined,
        missing: before?.not_examined ?? '',
        ...(before?.examined_from !== undefined && { from: before.examined_from }),
        ...(before?.examined_to !== undefined && { to: before.examined_to }),
      },
    ];
  });
  return Object.fromEntries(entries) as Record<Question, QuestionCoverage>;
}
