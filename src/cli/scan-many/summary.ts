import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { counts } from '../../assessment/conclude.ts';
import type { Answer, Report, Verdict } from '../../assessment/report.ts';
import { OperatorError } from '../../evidence/errors.ts';
import { limits } from '../../evidence/limits.ts';
import { type Printable, printable, text } from '../../evidence/printable.ts';
import { type Level, levels, type Question } from '../../rules/rule.ts';
import { writeOwn } from '../write-output.ts';
import { isFolderName } from './folder-names.ts';
import schema from './summary.schema.json' with { type: 'json' };

/** What became of many evidences, `summary.json`: written after each of them, so that an interrupted run can go on. Its schema lies beside this file. */
export interface Summary {
  readonly schema: 'nsleuth-summary/1';
  readonly tool: { readonly name: 'nsleuth'; readonly version: string };
  readonly rules: { readonly version: string; readonly sha256: string };
  /** UTC. */
  readonly written: string;
  readonly evidences: readonly SummaryItem[];
}

/** `complete` and `incomplete` are finished: the evidence was read as far as it can be. */
export type SummaryStatus = 'complete' | 'incomplete' | 'interrupted' | 'unreadable' | 'not-examined';

export interface SummaryItem {
  /** Absolute path of the file or folder, or `user@host`. */
  readonly evidence: Printable;
  /** Folder of its report, beside `summary.json`; absent where nothing is saved. */
  readonly folder?: string;
  readonly status: SummaryStatus;
  /** Why it is not complete. */
  readonly reason?: Printable;
  /** See `fingerprintOf`. */
  readonly fingerprint?: string;
  /** SHA-256 over what shaped the report: tool version, rules, indicators, options. */
  readonly settings: string;
  readonly report?: string;
  readonly kind?: string;
  readonly appliance?: {
    readonly hostname?: Printable;
    readonly nsip?: Printable;
    readonly version?: Printable;
    readonly build?: Printable;
    readonly serial?: Printable;
    readonly ha_peer?: Printable;
  };
  readonly verdict?: Verdict;
  readonly answers?: Readonly<Record<Question, Answer>>;
  /** By level; suppressed findings and those marked benign are left out. */
  readonly findings?: Readonly<Record<Level, number>>;
}

const SUMMARY_FILE = 'summary.json';
const isSummary = new Ajv2020({ strict: true }).compile<Summary>(schema);

/** What a report says, in the terms of a summary. */
export function itemOf(
  report: Report,
  identity: Pick<SummaryItem, 'evidence' | 'settings' | 'folder'>,
  isInterrupted: boolean,
): SummaryItem {
  const { appliance, assessment, scan, evidence, findings } = report;
  const { hostname, nsip, version, build, serial, ha } = appliance;
  const { folder } = identity;
  const relevant = findings.filter(counts);
  const answers = assessment.questions.map(({ question, answer }) => [question, answer]);
  const levelCounts = levels.map((level) => [level, relevant.filter(({ rule }) => rule.level === level).length]);
  return {
    ...identity,
    status: isInterrupted ? 'interrupted' : scan.complete ? 'complete' : 'incomplete',
    ...(!scan.complete && { reason: reasonOf(report, isInterrupted) }),
    ...(folder !== undefined && { report: `${folder}/report.json` }),
    ...(evidence[0] && { kind: evidence[0].kind }),
    appliance: {
      ...(hostname !== undefined && { hostname }),
      ...(nsip !== undefined && { nsip }),
      ...(version !== undefined && { version }),
      ...(build !== undefined && { build }),
      ...(serial !== undefined && { serial }),
      ...(ha?.peer !== undefined && { ha_peer: ha.peer }),
    },
    verdict: assessment.verdict,
    answers: Object.fromEntries(answers) as Record<Question, Answer>,
    findings: Object.fromEntries(levelCounts) as Record<Level, number>,
  };
}

/** The first thing that could not be read says more than how many there were. */
function reasonOf({ scan, coverage }: Report, isInterrupted: boolean): Printable {
  const lost = coverage.gaps.filter(({ reason }) => reason !== 'unsupported');
  const [first] = lost;
  if (isInterrupted || !first) return scan.interrupted ?? text`the scan did not finish`;
  const others = lost.length - 1 + coverage.gaps_not_listed;
  return text`${first.path}: ${first.detail}${others > 0 ? `; and ${others} more` : ''}`;
}

/** The summary of an earlier run in this folder; undefined where there is none. Throws an OperatorError where it is not one of ours. */
export async function readSummary(folder: string): Promise<Summary | undefined> {
  const path = join(folder, SUMMARY_FILE);
  const facts = await stat(path).catch(() => undefined);
  if (!facts) return undefined;
  const value: unknown =
    facts.size > limits.reportBytes
      ? undefined
      : await readFile(path, 'utf8')
          .then(JSON.parse)
          .catch(() => undefined);
  if (!isSummary(value))
    throw new OperatorError(
      `${printable(path)} is no summary that this nsleuth wrote`,
      'Move it away, or save the reports in another folder.',
    );
  return { ...value, evidences: value.evidences.filter(({ folder: own }) => own === undefined || isFolderName(own)) };
}

/** Replaces the summary at once: whoever reads it never sees half of one. */
export async function writeSummary(folder: string, summary: Summary): Promise<void> {
  const path = join(folder, SUMMARY_FILE);
  await writeOwn(`${path}.new`, `${JSON.stringify(summary, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
}
