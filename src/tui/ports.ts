import type { Outcome } from '../assessment/outcome.ts';
import type { Report } from '../assessment/report.ts';
import type { Suppression } from '../assessment/suppressions.ts';
import type { Printable } from '../evidence/printable.ts';
import type { SharePort } from './share/port.ts';

/** What the interface needs of the world. The command line wires it; tests put memory in its place. */
export interface Ports {
  readonly version: string;
  /** Who marks findings: the account on this computer. */
  readonly user: string;
  /** Absolute. */
  readonly workFolder: string;
  readonly samples: readonly Sample[];
  readonly recent: readonly Recent[];
  readonly formats: readonly ExportFormat[];
  readonly now: () => Date;
  /** What a folder holds, evidence first. Rejects with an `OperatorError`. */
  listFolder(folder: string): Promise<readonly FolderEntry[]>;
  /** `~` and relative paths made absolute; whether it is a folder, a report, or evidence. Rejects when it is not there. */
  inspect(path: string): Promise<PathFacts>;
  /** What would be run and read, without connecting. Rejects when the address cannot be one. */
  plan(address: string): Promise<PlanView>;
  /** Runs a scan to its end; outcomes as they arise. Rejects with an `OperatorError` when nothing can be read at all. */
  scan(request: ScanRequest): Promise<ScanResult>;
  openReport(path: string): Promise<Report>;
  /** Where a report would be written unless the user says otherwise: a path of a `report.json`. */
  suggestPath(report: Report): string;
  /** Writes the report; a folder gets a `report.json`. Resolves to the absolute path. `isReplacing` allows an existing file. */
  save(report: Report, path: string, isReplacing: boolean): Promise<SaveResult>;
  /** Writes the report in another format beside `path`, or in the working folder. Resolves to the absolute path. */
  exportAs(report: Report, format: string, beside: string | undefined): Promise<string>;
  /** Writes one finding as text. Resolves to the absolute path. */
  writeFinding(content: string, findingId: string, beside: string | undefined): Promise<string>;
  /** Adds to the ignore file of the working folder. Resolves to its absolute path. */
  addSuppression(suppression: Suppression): Promise<string>;
  remember(recent: Recent): Promise<void>;
  /** Hands a result to a CERT: what `nsleuth share` does. */
  readonly share: SharePort;
}

export interface Sample {
  readonly name: string;
  readonly path: string;
}

export interface Recent {
  readonly kind: 'live' | 'evidence' | 'report';
  /** An address or an absolute path; never a secret. */
  readonly target: string;
  /** Where the last report of it was saved. */
  readonly report?: string;
}

export interface ExportFormat {
  readonly name: string;
  readonly description: string;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'folder' | 'evidence' | 'report' | 'other';
  /** In bytes, of a file. */
  readonly size?: number;
}

export interface PathFacts {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly isReport: boolean;
}

/** As the live source plans it. */
export interface PlanView {
  /** `nsroot@192.0.2.10` */
  readonly account: string;
  readonly commands: readonly { readonly line: string; readonly why: string }[];
  readonly paths: readonly { readonly path: string; readonly fileBytes: number }[];
  readonly leftOut: readonly string[];
  readonly typicalBytes: number;
}

export interface ScanRequest {
  /** An address beginning with `ssh://`, or an absolute path. */
  readonly target: string;
  readonly signal: AbortSignal;
  /** Asked between pieces of evidence: undefined when the scan may go on, else it waits. */
  readonly mayContinue: () => Promise<void> | undefined;
  readonly ask: Asker;
  readonly onStarted: () => void;
  readonly onOutcome: (outcome: Outcome) => void;
  /** Where the last report of this target was saved, so that its marks are taken over. */
  readonly earlier?: string;
}

export interface ScanResult {
  readonly report: Report;
  /** Marks taken over from the earlier report. */
  readonly carried: number;
}

/** Asks whoever sits before the terminal; undefined or false when they give up. */
export interface Asker {
  hostKey(question: HostKeyQuestion): Promise<boolean>;
  secret(question: Printable): Promise<string | undefined>;
  answer(question: Printable): Promise<string | undefined>;
}

export interface HostKeyQuestion {
  readonly host: string;
  readonly port: number;
  readonly keyType: string;
  readonly fingerprint: string;
}

export type SaveResult =
  | { readonly kind: 'saved'; readonly path: string }
  /** There is a file already. */
  | { readonly kind: 'exists'; readonly path: string };
