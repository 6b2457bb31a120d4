import type { Report, Tlp } from '../../assessment/report.ts';

/**
 * What handing a result to a CERT needs of the world: the functions of `nsleuth share`. Each rejects with an `OperatorError`, whose remedy says what to do;
 * nothing of the package is written before `make`.
 */
export interface SharePort {
  /** Refuses a report that was changed by hand or is redacted already; tells who may receive it and what is known of its owner. */
  begin(report: Report): Promise<ShareFacts>;
  /** Refuses a mark for everybody where values are kept. */
  checkMark(mark: Tlp, hasKeptValues: boolean): Promise<void>;
  /** Keeps the answers for the next time, apart from every report. */
  remember(details: Details): Promise<void>;
  /** Refuses a value that cannot be looked for everywhere. */
  checkValue(value: string): Promise<void>;
  /** What would leave, with the real values: for the owner's eyes alone. */
  review(report: Report, choices: ShareChoices): Promise<ShareReview>;
  /** The folder made absolute; refuses one that holds something. Makes nothing. */
  checkFolder(typed: string): Promise<string>;
  readKey(typed: string): Promise<KeyFacts>;
  make(report: Report, request: ShareRequest): Promise<MadePackage>;
}

export type RecipientName = 'generic' | 'ncsc-nl' | 'cisa' | 'ncsc-uk';
export type ShareStage = 'early-warning' | 'notification' | 'final';
export type DetailName =
  | 'organisation'
  | 'registration'
  | 'address'
  | 'contact_name'
  | 'contact_role'
  | 'contact_email'
  | 'contact_phone'
  | 'country'
  | 'sector'
  | 'significance'
  | 'discovered'
  | 'impact'
  | 'actions'
  | 'next_steps'
  | 'informed'
  | 'help_wanted';
export type Details = Readonly<Partial<Record<DetailName, string>>>;

export interface ShareRecipient {
  readonly name: RecipientName;
  /** Where such reports went when this version was made; to be checked by the user on `site`. */
  readonly address: string;
  readonly site: string;
  /** Without these no package is made. */
  readonly asks: readonly DetailName[];
  readonly asksToo: readonly DetailName[];
  /** Whether a notification under NIS2 may be due, which has stages. */
  readonly hasStages: boolean;
}

export interface ShareFacts {
  readonly recipients: readonly ShareRecipient[];
  readonly details: Details;
  /** Where answers are kept. */
  readonly detailsPath: string;
  /** Characters of one answer. */
  readonly longestDetail: number;
  /** Where a package goes unless the user says otherwise. */
  readonly folder: string;
}

export interface ShareChoices {
  readonly mark: Tlp;
  /** Values that stay, and values that are replaced, whatever they are. */
  readonly keep: readonly string[];
  readonly withhold: readonly string[];
}

export type ReplacedClass =
  | 'user'
  | 'group'
  | 'host'
  | 'address'
  | 'email'
  | 'session'
  | 'cookie'
  | 'certificate'
  | 'secret'
  | 'key'
  | 'serial'
  | 'evidence'
  | 'finding'
  | 'value';
export type DoubtReason = 'written-by-intruder' | 'in-session' | 'account' | 'in-evidence' | 'common-word' | 'payload';

export interface ShareDoubt {
  readonly value: string;
  readonly proposal: 'stays' | 'replaced';
  readonly reason: DoubtReason;
}

export interface ShareReview {
  readonly classes: readonly {
    readonly name: ReplacedClass;
    readonly values: number;
    readonly places: number;
    readonly sample: readonly { readonly value: string; readonly pseudonym: string }[];
  }[];
  /** What stays because it is taken for an intruder's. */
  readonly stays: readonly string[];
  readonly doubts: readonly ShareDoubt[];
  /** In how many places each doubtful or named value was replaced. */
  readonly places: ReadonlyMap<string, number>;
}

export interface KeyFacts {
  /** Absolute. */
  readonly path: string;
  readonly userIds: readonly string[];
  /** In groups of four, as people compare it. */
  readonly fingerprint: string;
}

export interface ShareRequest extends ShareChoices {
  readonly recipient: RecipientName;
  readonly stage: ShareStage;
  readonly details: Details;
  readonly folder: string;
  /** The key to encrypt to, with the fingerprint that the user confirmed. */
  readonly key?: KeyFacts;
}

export interface MadePackage {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** The one file that holds the package, where it is encrypted. */
  readonly encrypted?: string;
  /** The key file of the pseudonyms. */
  readonly pseudonymKey: string;
}
