import type { EvidenceKind, GapReason } from '../evidence/entry.ts';
import type { Printable } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import type { Question } from '../rules/rule.ts';

/**
 * The report, schema version 1: what `scan --format json` prints, and what every other format and screen is made from. Its JSON Schema is
 * `report.schema.json` beside this file. Times are RFC 3339 UTC strings; absent where unknown.
 */
export interface Report {
  readonly schema: 'nsleuth-report/1';
  readonly tool: { readonly name: 'nsleuth'; readonly version: string };
  readonly rules: {
    readonly version: string;
    readonly sha256: string;
    readonly counts: {
      readonly sigma: number;
      readonly correlation: number;
      readonly yara: number;
      readonly indicators: number;
    };
  };
  readonly scan: {
    /** UUID. */
    readonly id: string;
    readonly started: string;
    readonly finished: string;
    readonly complete: boolean;
    /** Why it is not complete: one sentence. */
    readonly interrupted?: Printable;
    readonly since?: string;
  };
  readonly evidence: readonly EvidenceRecord[];
  readonly appliance: ApplianceRecord;
  readonly assessment: Assessment;
  readonly exposure: readonly Exposure[];
  readonly coverage: Coverage;
  readonly findings: readonly Finding[];
  readonly timeline: readonly TimelineEvent[];
  readonly transcript?: readonly {
    readonly started: string;
    readonly finished: string;
    readonly command: Printable;
    readonly bytes: number;
    readonly exit_status?: number;
    readonly outcome: Printable;
  }[];
  readonly sharing: {
    readonly tlp: Tlp;
    readonly organisation?: Printable;
    readonly contact?: Printable;
    readonly redacted: boolean;
  };
  readonly custody?: {
    /** SHA-256 over the canonical JSON (RFC 8785) of the report without `custody`, `sharing`, `assessment` and the findings' `triage`. */
    readonly seal: string;
    /** HMAC-SHA256, under the owner's key, of the seal of the report that this one was redacted from. */
    readonly sealed_original?: string;
  };
}

export type Tlp = 'TLP:CLEAR' | 'TLP:GREEN' | 'TLP:AMBER' | 'TLP:AMBER+STRICT' | 'TLP:RED';

export interface EvidenceRecord {
  readonly kind: EvidenceKind;
  readonly name: Printable;
  readonly sha256?: string;
  /** The same, computed again when the scan had ended: equal unless the evidence changed meanwhile. */
  readonly sha256_after?: string;
  /** Why there is no `sha256_after`: one sentence. */
  readonly not_hashed_again?: Printable;
  readonly bytes?: number;
  readonly entries: number;
  readonly collected?: string;
  /** What tells it. */
  readonly collected_told_by?: Printable;
  /** Where nothing tells it: the newest line of its logs. */
  readonly not_collected_before?: string;
  /** Of several evidences of one appliance: whose this one says it is. */
  readonly names?: { readonly hostname?: Printable; readonly nsip?: Printable; readonly serial?: Printable };
  /** Where its logs are of several appliances: whose lines it holds, most lines first. The counts are estimates in large logs. */
  readonly hosts?: readonly { readonly address?: Printable; readonly name?: Printable; readonly lines: number }[];
  /** Of a disk image: the file systems on it, and where they belong on the appliance. */
  readonly file_systems?: readonly {
    readonly partition?: Printable;
    readonly form: 'UFS1' | 'UFS2';
    readonly mount?: Printable;
    readonly mount_told_by?: 'content' | 'superblock';
    readonly written?: string;
    readonly is_clean: boolean;
  }[];
  /** Live only. */
  readonly session?: {
    readonly started: string;
    readonly finished: string;
    readonly account: Printable;
    readonly source_address?: Printable;
    readonly host_key: Printable;
    readonly sessions: number;
  };
}

export interface ApplianceRecord {
  readonly hostname?: Printable;
  readonly nsip?: Printable;
  /** `14.1`. */
  readonly version?: Printable;
  /** `73.37`. */
  readonly build?: Printable;
  /** What told the build: `running`, `loader`, `kernel-file`, `saved-config`, `version-file`, `log`. */
  readonly build_told_by?: Printable;
  /** Builds that other places name, where they differ: saved configuration, staged kernel. */
  readonly other_builds?: readonly { readonly build: Printable; readonly told_by: Printable }[];
  readonly edition?: Printable;
  readonly model?: Printable;
  readonly platform?: Printable;
  readonly serial?: Printable;
  readonly ha?: { readonly role: Printable; readonly peer?: Printable };
  readonly partitions?: readonly Printable[];
  readonly time_zone?: Printable;
  /** How local times of logs became UTC. */
  readonly time_method: Printable;
}

export const verdicts = ['compromise-indicated', 'suspicious', 'targeted', 'no-indicators', 'not-assessable'] as const;
export type Verdict = (typeof verdicts)[number];

export const answers = ['found', 'attempted', 'nothing-in-what-was-examined', 'could-not-check'] as const;
export type Answer = (typeof answers)[number];

export interface Assessment {
  readonly verdict: Verdict;
  /** One paragraph for a manager. */
  readonly statement: Printable;
  readonly questions: readonly {
    readonly question: Question;
    readonly answer: Answer;
    readonly why: Printable;
    /** Ids of the findings behind the answer. */
    readonly findings: readonly string[];
    readonly examined_from?: string;
    readonly examined_to?: string;
    /** Something that this question cannot do without was examined; so that the answer can be given anew after triage. */
    readonly is_examined?: boolean;
    /** What was not, in words. */
    readonly not_examined?: Printable;
  }[];
}

export interface Exposure {
  readonly cve: string;
  readonly status: 'vulnerable' | 'fixed' | 'not-affected' | 'unknown';
  readonly why: Printable;
  readonly bulletin?: Printable;
  readonly score?: number;
  readonly fixed_build?: Printable;
  /** Undefined where the configuration was not in the evidence. */
  readonly preconditions_met?: boolean;
  /** Date of first known exploitation. */
  readonly exploited_since?: string;
  /** From when this appliance was vulnerable (or exploitation was first reported) until the fixed build first ran. */
  readonly window?: { readonly from?: string; readonly to?: string; readonly basis: Printable };
}

export interface Coverage {
  readonly rules: {
    readonly evaluated: number;
    readonly in_part: readonly RuleCoverage[];
    readonly not_evaluable: readonly RuleCoverage[];
  };
  /** Places and records by category: how many were examined. */
  readonly artifacts: Readonly<Record<string, number>>;
  readonly logs: readonly LogCoverage[];
  /** Configurations, tables, listings and outputs of commands, by the reader's name. */
  readonly outputs?: readonly OutputCoverage[];
  /** Core dumps that were read. */
  readonly core_dumps?: readonly CoreDumpCoverage[];
  readonly gaps: readonly { readonly path: Printable; readonly reason: GapReason; readonly detail: Printable }[];
  /** Gaps beyond those listed. */
  readonly gaps_not_listed: number;
  readonly bytes: number;
  readonly files: number;
}
export interface RuleCoverage {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly question: Question;
  /** In words an administrator understands. */
  readonly reason: Printable;
}
/** One log family: `ns.log` and all its rotations. */
export interface LogCoverage {
  readonly log: Printable;
  readonly files: number;
  readonly lines: number;
  /** Lines of unknown form; an estimate where only a sample of the lines was parsed. */
  readonly unknown_lines: number;
  readonly from?: string;
  readonly to?: string;
  /** Holes, missing rotations, silence, cut files: each one sentence. */
  readonly gaps: readonly Printable[];
}

/** Files of one form that are read whole. */
export interface OutputCoverage {
  readonly name: Printable;
  readonly files: number;
  readonly records: number;
  readonly unknown_lines: number;
}

/** One core dump, and what it is of as far as anything tells. */
export interface CoreDumpCoverage {
  readonly path: Printable;
  /** `unknown`: it has no form that nsleuth knows, and was searched as it is. */
  readonly form: 'elf' | 'unknown';
  readonly program?: Printable;
  /** The kernel’s notes in the dump, or the name of the file, which anybody can give. */
  readonly program_told_by?: 'notes' | 'name';
  readonly pid?: number;
  /** When the file was last written; of a copy that may be the time of the copy. */
  readonly modified?: string;
  /** Unpacked. */
  readonly bytes: number;
  /** Of these, zero in long runs. */
  readonly zero_bytes: number;
}

export interface TimelineEvent {
  readonly time: string;
  readonly what: Printable;
  readonly path?: Printable;
  /** Id of the finding it belongs to. */
  readonly finding?: string;
  readonly kind: 'finding' | 'file' | 'appliance' | 'exposure' | 'collection';
  /** Against the exposure windows of the CVEs of its finding's rule, or of any. */
  readonly window?: 'before' | 'during' | 'after';
}
