import type { Printable } from './printable.ts';

/** What a container records of a file, each where it does. */
export interface Recorded {
  /** Permission and set-id bits (0o7777). */
  readonly mode?: number;
  readonly owner?: string;
  readonly group?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly modified?: Date;
  readonly changed?: Date;
  readonly born?: Date;
  readonly linkTarget?: string;
}

/** One file, directory or link of the appliance, as a source found it. */
export interface Entry extends Recorded {
  readonly kind: 'entry';
  /** Absolute on the appliance, `/`-separated, canonical (see `canonicalPath`). Its author may be an intruder. */
  readonly path: string;
  /** The name in its container, raw, as found: `collector_P_…/var/log/ns.log`, `[root]/var/log/ns.log`. */
  readonly original: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** In bytes, as recorded; the content may turn out shorter. */
  readonly size: number;
  /** The live session that fetched it: its own traces must not become findings (see `isOwnTrace`). */
  readonly session?: LiveSession;
  /** Position of the evidence it came from among several of one appliance; set by the assessment, absent where there is one. */
  readonly source?: number;
  /** Readable once, and only until the next entry is asked for. Empty for anything but a file. */
  content(): AsyncIterable<Uint8Array>;
}

/** Something we could not look at. Coverage counts it. */
export interface Gap {
  readonly kind: 'gap';
  readonly path: Printable;
  readonly reason: GapReason;
  /** One sentence for the owner: what happened and, where there is one, the remedy. */
  readonly detail: Printable;
}
/**
 * `unsupported`: this way of collecting does not offer it. What was there and could not be read is `unreadable`, whatever the cause. `changed`: the
 * evidence was not the same when it had been read.
 */
export type GapReason = 'unreadable' | 'malformed' | 'truncated' | 'over-limit' | 'unsupported' | 'defect' | 'changed';

/** Where evidence comes from. Downstream knows this interface and no source by name. */
export interface EvidenceSource {
  readonly label: Printable;
  entries(signal: AbortSignal): AsyncIterable<Entry | Gap>;
  /** What is known of the container; complete once `entries` has ended. */
  describe(): EvidenceDescription;
  /** Share of the evidence read so far, 0..1, where it can be estimated. */
  progress?(): number | undefined;
  /**
   * SHA-256 of the container, read anew from its beginning to its end; undefined when aborted. `onBytes` is told of each piece. Absent where there is no
   * file that could be read again: `readOnce` says why. Throws what the file system throws.
   */
  hashAgain?(signal: AbortSignal, onBytes: (count: number) => void): Promise<string | undefined>;
  /** Why the evidence as a whole cannot be hashed again: one sentence. */
  readonly readOnce?: Printable;
}

/** The kind of evidence, recognised by content. */
export type EvidenceKind =
  | 'live-appliance'
  | 'live-collection'
  | 'support-bundle'
  | 'system-backup'
  | 'uac'
  | 'nsir'
  | 'cicada8'
  | 'velociraptor'
  | 'root-tree'
  | 'var-volume'
  | 'flash-volume'
  | 'log-copy'
  | 'syslog-export'
  | 'ns-conf'
  | 'core-dump'
  | 'disk-image'
  | 'unrecognised';

export interface EvidenceDescription {
  readonly kind: EvidenceKind;
  /** File or folder name as the user gave it, or `user@host`. */
  readonly name: Printable;
  /** Of the container as it lies on disk; absent for a directory, standard input cut short, or a live appliance. */
  readonly sha256?: string;
  /** The same, taken again when all had been read; or why it was not. */
  readonly hashedAgain?: { readonly sha256: string } | { readonly not: Printable };
  /** Size of the container in bytes. */
  readonly bytes?: number;
  readonly entries: number;
  /** When the evidence was collected, UTC, where it says so, and what tells it. */
  readonly collected?: Date;
  readonly collectedToldBy?: Printable;
  /** Where nothing tells that: the newest line of its logs. */
  readonly notBefore?: Date;
  /** Of a disk image: what was found on it. */
  readonly fileSystems?: readonly FileSystemFacts[];
  /** Live only: every command, in order. */
  readonly transcript?: readonly TranscriptLine[];
  /** Live only: what a CERT must subtract from the logs. */
  readonly session?: LiveSession;
}

/** A file system on a disk image. */
export interface FileSystemFacts {
  /** Of its partition, as FreeBSD names it: `s1a`; absent where the image is the file system itself. */
  readonly partition?: Printable;
  readonly form: 'UFS1' | 'UFS2';
  /** Where it belongs on the appliance, and what tells it; absent where nothing does. */
  readonly mount?: Printable;
  readonly mountToldBy?: 'content' | 'superblock';
  /** When it was last written to, UTC, by its own word. */
  readonly written?: Date;
  /** It was unmounted before the image was taken; otherwise files can be caught half-way. */
  readonly isClean: boolean;
}

export interface TranscriptLine {
  readonly started: Date;
  readonly finished: Date;
  readonly command: Printable;
  readonly bytes: number;
  readonly exitStatus?: number;
  readonly outcome: Printable;
}

export interface LiveSession {
  readonly started: Date;
  readonly finished: Date;
  readonly account: Printable;
  readonly sourceAddress?: Printable;
  readonly hostKey: Printable;
  readonly sessions: number;
  /** Random word that stands in every command of the session, so that its log lines can be told from all others. */
  readonly marker?: Printable;
}
