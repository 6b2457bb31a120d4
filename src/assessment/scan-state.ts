import type { Gap } from '../evidence/entry.ts';
import type { Finding } from '../findings/finding.ts';
import type { Outcome, Progress } from './outcome.ts';
import type { Report } from './report.ts';

/** What is known of a running scan; the CLI's progress line and the terminal UI both draw it. */
export interface ScanState {
  readonly progress: Progress;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly gapCount: number;
  readonly report?: Report;
}

/** Gaps held for showing while the scan runs; the report lists more. */
const GAPS_SHOWN = 100;
const FINDINGS_SHOWN = 2_000;

export const noScan: ScanState = {
  progress: {
    phase: 'opening',
    entries: 0,
    bytes: 0,
    elapsedMs: 0,
    findings: { critical: 0, high: 0, medium: 0, low: 0, informational: 0 },
  },
  findings: [],
  gaps: [],
  gapCount: 0,
};

/** Folds one outcome of `assess` into the state. Pure. */
export function foldOutcome(state: ScanState, outcome: Outcome): ScanState {
  switch (outcome.kind) {
    case 'progress':
      return { ...state, progress: outcome.progress };
    case 'finding':
      return state.findings.length < FINDINGS_SHOWN
        ? { ...state, findings: [...state.findings, outcome.finding] }
        : state;
    case 'gap':
      return {
        ...state,
        gapCount: state.gapCount + 1,
        gaps: state.gaps.length < GAPS_SHOWN ? [...state.gaps, outcome] : state.gaps,
      };
    case 'report':
      return { ...state, report: outcome.report };
  }
}
