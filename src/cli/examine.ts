import { assess } from '../assessment/assess.ts';
import type { Outcome } from '../assessment/outcome.ts';
import { usualThreads } from '../assessment/pool.ts';
import type { Report, Tlp } from '../assessment/report.ts';
import { type Suppression, suppress } from '../assessment/suppressions.ts';
import type { EvidenceSource } from '../evidence/entry.ts';
import { sealed } from '../sharing/seal.ts';
import type { Knowledge } from './shipped-rules.ts';
import { toolVersion } from './tool-version.ts';

/** What a user may say about the scan as a whole. */
export interface ExamineOptions {
  readonly since?: Date;
  readonly organisation?: string;
  readonly tlp?: Tlp;
  /** What the owner has explained already. */
  readonly suppressions?: readonly Suppression[];
  /** Whether the evidence is read once more at the end, for its hash. */
  readonly hashAgain?: boolean;
  /** As in `assess`; else `usualThreads`. */
  readonly threads?: number;
}

/**
 * Runs one assessment to its end and returns the report; everything before it goes to `onOutcome`. When `signal` aborts, the report is of what was examined
 * until then.
 */
export async function examine(
  sources: readonly EvidenceSource[],
  knowledge: Knowledge,
  options: ExamineOptions,
  signal: AbortSignal,
  onOutcome: (outcome: Outcome) => void,
): Promise<Report> {
  const { ruleSet, advisories } = knowledge;
  const { since, organisation, tlp, threads = usualThreads(), hashAgain } = options;
  const settings = {
    threads,
    toolVersion,
    advisories,
    ...(since && { since }),
    ...(organisation && { organisation }),
    ...(tlp && { tlp }),
    ...(hashAgain !== undefined && { hashAgain }),
  };
  let report: Report | undefined;
  for await (const outcome of assess(sources, ruleSet, settings, signal)) {
    if (outcome.kind === 'report') report = outcome.report;
    else onOutcome(outcome);
  }
  if (!report) throw new Error('the assessment ended without a report');
  return sealed(suppress(report, options.suppressions ?? [], new Date()));
}
