import type { Gap } from '../evidence/entry.ts';
import type { Printable } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import type { Level } from '../rules/rule.ts';
import type { Report } from './report.ts';

/** What a scan yields while it runs, and the report last. CLI and terminal UI fold the same outcomes. */
export type Outcome =
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** A rule was met by a subject for the first time; occurrences go on being counted until the report. */
  | { readonly kind: 'finding'; readonly finding: Finding }
  | Gap
  | { readonly kind: 'report'; readonly report: Report };

export interface Progress {
  readonly phase: 'opening' | 'reading' | 'hashing' | 'concluding';
  readonly entries: number;
  /** Unpacked bytes examined. */
  readonly bytes: number;
  /** Canonical path being read. */
  readonly path?: Printable;
  /** 0..1, where it can be estimated. */
  readonly share?: number;
  readonly elapsedMs: number;
  readonly remainingMs?: number;
  readonly findings: Readonly<Record<Level, number>>;
}
