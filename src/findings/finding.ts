import type { Printable } from '../evidence/printable.ts';
import type { Indicator, Rule } from '../rules/rule.ts';

/** One rule met by one subject, as the report holds it (field names are the report schema's). */
export interface Finding {
  /** Stable across runs on the same evidence: from the rule and the subject. */
  readonly id: string;
  readonly rule: Pick<
    Rule,
    | 'id'
    | 'name'
    | 'title'
    | 'level'
    | 'shows'
    | 'question'
    | 'confidence'
    | 'description'
    | 'tags'
    | 'references'
    | 'falsepositives'
    | 'pack'
  > & { readonly cve: Rule['cves'] };
  /** The fields that identify what the rule was met by. */
  readonly subject: Readonly<Record<string, Printable>>;
  /** Where the first evidence stands. */
  readonly path: Printable;
  readonly original: Printable;
  readonly line?: number;
  readonly offset?: number;
  readonly occurrences: number;
  readonly first_seen?: string;
  readonly last_seen?: string;
  /** How these times became UTC, where that is doubtful. */
  readonly time_note?: Printable;
  /** Against the exposure windows of the rule's CVEs, or of any. */
  readonly window?: 'before' | 'during' | 'after';
  readonly samples: readonly FindingSample[];
  readonly file?: {
    readonly size?: number;
    readonly mode?: string;
    readonly owner?: Printable;
    readonly group?: Printable;
    readonly modified?: string;
    readonly changed?: string;
    readonly born?: string;
    readonly sha256?: string;
    readonly sha1?: string;
    readonly md5?: string;
  };
  /** Of lists of known indicators: those that the finding was met by. */
  readonly indicators?: readonly FindingIndicator[];
  readonly second_hand?: true;
  /** Where the logs are of several appliances: those that its lines are of. */
  readonly hosts?: readonly FindingHost[];
  readonly advice: string;
  readonly suppressed?: { readonly reason: Printable; readonly who?: Printable; readonly until?: string };
  readonly triage: FindingMark & {
    /** Earlier marks, oldest first: notes are added to, never overwritten. */
    readonly history?: readonly FindingMark[];
  };
}
/** What a person made of a finding. */
export interface FindingMark {
  readonly status: 'open' | 'benign' | 'confirmed';
  readonly note?: Printable;
  readonly by?: Printable;
  readonly at?: string;
}
/** An entry of a list of indicators, as somebody published it. */
export interface FindingIndicator extends Pick<Indicator, 'confidence' | 'tier'> {
  readonly list: Printable;
  /** An address, network, domain, hash, path, name or text. */
  readonly value: Printable;
  readonly role?: Printable;
  readonly source: Printable;
  readonly date?: Printable;
}
/** An appliance as its log lines name it. */
export interface FindingHost {
  readonly address?: Printable;
  readonly name?: Printable;
}
export interface FindingSample {
  readonly path: Printable;
  readonly line?: number;
  readonly offset?: number;
  readonly time?: string;
  /** Evidence text; what was cut is said in it. */
  readonly text: Printable;
  /** Of a log, history, table or configuration: the lines right before and after it, known forms of passwords masked; missing where they are samples themselves or no reader knows them. */
  readonly before?: Printable;
  readonly after?: Printable;
}
