import type { SessionTraces } from '../appliance/vpn-sessions.ts';
import type { Category, ParsedRecord } from '../artifacts/artifact.ts';
import type { Entry, GapReason } from '../evidence/entry.ts';
import type { EventTime } from '../evidence/time.ts';
import type { FileFacts, Sighting } from '../findings/sighting.ts';
import type { HostLines } from './hosts.ts';
import type { UnreadFile } from './unread-files.ts';

/** An entry without its content: plain data that crosses threads. */
export type EntryMeta = Omit<Entry, 'kind' | 'content'>;

/** What was learnt from one entry: plain data of raw text, aggregated so that its size does not grow with the entry. */
export interface Examination {
  readonly path: string;
  readonly original: string;
  readonly isFile: boolean;
  /** See `Entry.source`. */
  readonly source?: number;
  /** Unpacked bytes looked through. */
  readonly bytes: number;
  readonly sightings: readonly Sighting[];
  /** What matched rules that feed a correlation: the last part, where some were handed on before. */
  readonly events: readonly CorrelationEvent[];
  /** Ids of rules of which not all events were kept: there were too many. */
  readonly eventsCut?: readonly string[];
  /** `appliance` records, for identity. */
  readonly identity: readonly ParsedRecord[];
  /** Names of the artifact readers that read it. */
  readonly readers: readonly string[];
  /** For a listing: how many files it names, by the folder they lie in. */
  readonly listedFiles: Readonly<Record<string, number>>;
  /** For a listing: the files it names in folders where each file matters (`namedFolders`). */
  readonly listedNames: readonly string[];
  /** Metadata of files that were told, here of other files. */
  readonly fileFields: readonly FileField[];
  /** Account lines of a saved configuration were there: support bundles take them out, all but those that bind a right. */
  readonly hasAccountLines?: true;
  /** For files that are read whole: what each reader made of it. */
  readonly outputs: readonly { readonly reader: string; readonly records: number; readonly unknownLines: number }[];
  /** Records made, by category. */
  readonly counts: Readonly<Partial<Record<Category, number>>>;
  readonly log?: LogExamination;
  /** VPN sessions of an audit log. */
  readonly sessions?: readonly SessionTraces[];
  /** Of a file that was read as a core dump. */
  readonly core?: CoreFacts;
  /** Text of a saved configuration, for comparing copies. */
  readonly configuration?: string;
  /** Whole content of a file that YARA rules should look at. */
  readonly yaraCandidate?: Uint8Array;
  /** Metadata of a YARA candidate. */
  readonly file?: FileFacts;
  /** Of a listing of files that were not fetched: for which rules their content would have to be read. */
  readonly unread?: readonly UnreadFile[];
  readonly gaps: readonly { readonly reason: GapReason; readonly detail: string }[];
}

/** Metadata that not every container records. */
export const fileFields = ['mode', 'owner', 'changed', 'born'] as const;
export type FileField = (typeof fileFields)[number];

export interface CorrelationEvent {
  readonly rule: string;
  readonly time?: EventTime;
  readonly fields: Readonly<Record<string, string>>;
  readonly path: string;
  readonly original: string;
  readonly line?: number;
  readonly text: string;
}

/** What one log file covers. */
export interface LogExamination {
  /** Name of the reader: the log family. */
  readonly log: string;
  readonly lines: number;
  /** Lines that were parsed; all of them in small evidence, a sample in large. */
  readonly parsed: number;
  /** Of these, how many were of unknown form. */
  readonly unknown: number;
  readonly first?: EventTime;
  readonly last?: EventTime;
  /** Silences far above the log's own rhythm. */
  readonly silences: readonly { readonly from: EventTime; readonly to: EventTime }[];
  readonly startsWithRotation: boolean;
  /** Bytes above which the next older file was turned over, as the first line of this one says. */
  readonly turnedOverAbove?: number;
  /** Hosts that its lines name, and how many do; an estimate where only a sample of the lines was asked. */
  readonly hosts?: readonly HostLines[];
  /** Unpacked bytes. */
  readonly size: number;
}

/** What a core dump is of, as far as anything tells. */
export interface CoreFacts {
  /** `unknown`: it lies where dumps lie, and was searched as it is. */
  readonly form: 'elf' | 'unknown';
  /** Raw. */
  readonly program?: string;
  /** What names the program: the kernel's notes in the dump, or the name of the file. */
  readonly toldBy?: 'notes' | 'name';
  readonly pid?: number;
  /** When the file was last written; of a copy that may be the time of the copy. */
  readonly modified?: Date;
  /** Unpacked. */
  readonly bytes: number;
  readonly zeroBytes: number;
}
