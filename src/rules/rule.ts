import type { Category } from '../artifacts/artifact.ts';
import type { RegexFacts } from './regex-atoms.ts';

export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

export function isGraver(level: Level, than: Level): boolean {
  return levels.indexOf(level) > levels.indexOf(than);
}

/** What a finding means for the appliance. */
export const meanings = ['compromise', 'suspicious', 'attempt', 'weakness', 'context'] as const;
export type Shows = (typeof meanings)[number];

/** What a reader wants answered; every report answers each. */
export const questions = [
  'exploitation',
  'webshell',
  'execution',
  'persistence',
  'privilege-escalation',
  'session-theft',
  'credential-theft',
  'configuration-theft',
  'accounts',
  'command-and-control',
  'trace-removal',
] as const;
export type Question = (typeof questions)[number];

export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** One comparison of one field; every modifier of Sigma is expanded to these when the rule is loaded. */
export interface Comparison {
  readonly kind: 'compare';
  /** Undefined for a Sigma keyword: the whole text of the record. */
  readonly field: string | undefined;
  readonly test:
    | {
        readonly op: 'equals' | 'contains' | 'startswith' | 'endswith';
        readonly value: string;
        readonly isCased: boolean;
      }
    /** Sigma wildcards `*` and `?` inside a value that is not a plain prefix, suffix or part. */
    | { readonly op: 'wildcard'; readonly pattern: string; readonly isCased: boolean }
    /** RE2 syntax; flags of `i`, `m`, `s`. */
    | { readonly op: 'regex'; readonly pattern: string; readonly flags: string }
    | { readonly op: 'cidr'; readonly network: string }
    | { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number }
    /** Times in milliseconds UTC. */
    | { readonly op: 'equals-number'; readonly value: number }
    | { readonly op: 'equals-boolean'; readonly value: boolean }
    | { readonly op: 'exists'; readonly value: boolean }
    | { readonly op: 'null' }
    | { readonly op: 'fieldref'; readonly other: string; readonly isCased: boolean }
    /** The value is one of a large indicator list (a hash set lookup, not a chain of comparisons). */
    | {
        readonly op: 'in-list';
        readonly list: string;
        readonly how: 'equals' | 'contains' | 'startswith' | 'endswith' | 'cidr';
      };
}
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | Comparison;

/** What every rule says of itself. */
export interface RuleHeading {
  readonly title: string;
  readonly level: Level;
  readonly shows: Shows;
  readonly question: Question;
  readonly confidence: Confidence;
  readonly description: string;
  readonly advice: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  /** `CVE-2025-6543`, from tags `cve.2025-6543`. */
  readonly cves: readonly string[];
  readonly falsepositives: readonly string[];
}

interface RuleBase extends RuleHeading {
  /** UUID of a Sigma rule; `yara:NAME` for a YARA rule. */
  readonly id: string;
  readonly name: string;
  /** Folder below the rules root: `2025-6543`, `web-shells`. */
  readonly pack: string;
  /** File the rule stands in, as given on the command line, and its line. */
  readonly file: string;
  readonly line: number;
}

export interface SigmaRule extends RuleBase {
  readonly kind: 'sigma';
  readonly category: Category;
  readonly condition: Expression;
  readonly tests: { readonly match: readonly RuleTest[]; readonly ignore: readonly RuleTest[] };
  /** A rule that only feeds a correlation: it makes no finding of its own. */
  readonly isBuildingBlock: boolean;
}
/** Field values of one record, as the test states them. */
export type RuleTest = Readonly<Record<string, unknown>>;

export interface CorrelationRule extends RuleBase {
  readonly kind: 'correlation';
  readonly type: 'event_count' | 'value_count' | 'temporal' | 'temporal_ordered';
  /** Ids of the rules it correlates. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly timespanMs: number;
  /** Of `value_count`: the field whose different values are counted. */
  readonly field?: string;
  readonly condition: { readonly op: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq'; readonly value: number };
  readonly tests: {
    readonly match: readonly (readonly RuleTest[])[];
    readonly ignore: readonly (readonly RuleTest[])[];
  };
}

export interface YaraRule extends RuleBase {
  readonly kind: 'yara';
  /** Of the file it stands in, as in `RuleSet.yaraFiles`; files are compiled whole. */
  readonly namespace: string;
  /** Contents, from `NAME.tests.yml` beside `NAME.yar`. */
  readonly tests?: { readonly match: readonly RuleTest[]; readonly ignore: readonly RuleTest[] };
}

export type Rule = SigmaRule | CorrelationRule | YaraRule;

/** Everything the scan needs to know of its rules; plain data that can be handed to a worker. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly yaraFiles: readonly { readonly namespace: string; readonly source: string }[];
  readonly lists: Readonly<Record<string, IndicatorList>>;
  readonly version: string;
  /** Of all rule, list and YARA files, in path order. */
  readonly sha256: string;
  /** What is known already of the regular expressions, by pattern. */
  readonly regexFacts?: Readonly<Record<string, RegexFacts>>;
}

export interface IndicatorList {
  readonly name: string;
  readonly indicators: readonly Indicator[];
}
export interface Indicator {
  readonly value: string;
  readonly role?: string;
  readonly confidence: Confidence;
  readonly tier: 'vendor' | 'responder' | 'community' | 'user';
  readonly source: string;
  /** ISO dates. */
  readonly date?: string;
  readonly expires?: string;
}
