import type { EventTime } from '../evidence/time.ts';

/** What a record is. Each is a Sigma logsource of `product: netscaler` (see `fields.ts` for the fields of each). */
export const categories = [
  'file',
  'ns',
  'webserver',
  'shell',
  'syslog',
  'process',
  'network_connection',
  'cron',
  'account',
  'nsconf',
  'httpd_config',
  'startup',
  'memory',
  'appliance',
  'session',
  'config_change',
] as const;
export type Category = (typeof categories)[number];

export type FieldValue = string | number | boolean | readonly string[];
export type Fields = Readonly<Record<string, FieldValue | undefined>>;

/** What a parser makes of a line or a file: raw text from evidence, not yet safe to show. */
export interface ParsedRecord {
  readonly category: Category;
  /**
   * Times are milliseconds since 1970 UTC. They share the zone of `time`: where that is `local` they are wall clock read as if it were UTC, and
   * become UTC where they enter a finding, once the appliance's zone is known. A `file` record states the file's own canonical path in `path`.
   */
  readonly fields: Fields;
  readonly time?: EventTime;
  /** The text the record was read from, where that is not the whole line. Of a line with a secret in it: the line without the secret. */
  readonly raw?: string;
  /** Line number (from 1) within the file, for records of a file read whole. */
  readonly line?: number;
}

/** One typed record and where it stands. */
export interface Artifact extends ParsedRecord {
  /** Canonical path of the entry it was read from (for a `file` record: of the file itself). */
  readonly path: string;
  /** Name of that entry in its container. */
  readonly original: string;
  /** The record is known only from a listing or a command's output, not from the thing itself. */
  readonly isSecondHand?: true;
}

/** What a parser may know about the file a line stands in. */
export interface ReadContext {
  /** Canonical path. */
  readonly path: string;
  /** When the file was last written, for logs that name no year. */
  readonly modified?: Date;
  /** A time that lines of the same file state with their year: gives the year of the others better than `modified`. */
  readonly near?: Date;
  /** Order of day and month in this file's device times, decided from its first lines; see `ns-time.ts`. */
  readonly dateOrder?: 'mdy' | 'dmy' | 'ymd';
}

interface ReaderBase {
  /** Name for coverage: `ns.log`, `process list`. */
  readonly name: string;
  /** Categories of the records it can make. */
  readonly categories: readonly Category[];
  /** Canonical paths, as globs of picomatch (`dot: true`). A trailing `*` covers rotations: `/var/log/ns.log*`. */
  readonly paths: readonly string[];
}

/** Reads a log line by line. Most lines are never parsed: only those that a rule could match (see `assessment/examine.ts`). */
export interface LineReader extends ReaderBase {
  readonly form: 'lines';
  /**
   * One line without its line end, decoded as Latin-1 when it is not UTF-8. Returns its records, an empty list for a known line that tells nothing
   * (a rotation header), undefined for a line of another kind. Never throws, linear time.
   */
  parse(line: string, context: ReadContext): readonly ParsedRecord[] | undefined;
  /** Decides per file what single lines cannot tell, from up to 2,000 lines of its beginning. */
  survey?(lines: readonly string[], context: ReadContext): Pick<ReadContext, 'dateOrder' | 'near'>;
  /**
   * The value that every record of the line has in a field, where a look at the line tells it surely; undefined where it does not. Spares the parsing of
   * lines that a rule which compares two fields cannot match. Never throws, linear time.
   */
  peek?(line: string, field: string): string | undefined;
}

/** Reads a file as a whole: configuration, command output, listing. */
export interface WholeReader extends ReaderBase {
  readonly form: 'whole';
  /** The file's text. Returns its records and how many of its lines it did not know. Never throws. */
  read(text: string, context: ReadContext): WholeReading;
  /** Records describe other things than this file (a listing, a process list): they are second-hand knowledge. */
  readonly isListing?: true;
}

export interface WholeReading {
  readonly records: Iterable<ParsedRecord>;
  readonly unknownLines: number;
  /** A bound of `limits` was reached and a part of the file was not read: a gap. */
  readonly isCut?: boolean;
}

export type ArtifactReader = LineReader | WholeReader;
