import type { EvidenceDescription, Gap, GapReason, LiveSession } from '../../evidence/entry.ts';
import { printable, printableCut } from '../../evidence/printable.ts';

/** First member of a collection: by its name the archive is recognised. */
export const collectionHeadName = 'nsleuth-collection.json';
/** Last member: what the collection holds, and what it lacks. */
export const manifestName = 'nsleuth-collection-manifest.json';
export const collectionSchema = 'nsleuth-collection/1';

/** What is known before the first entry. */
export interface CollectionHead {
  readonly schema: typeof collectionSchema;
  readonly tool: { readonly name: 'nsleuth'; readonly version: string };
  readonly target: string;
  /** RFC 3339 UTC. */
  readonly started: string;
  /** As far as it had come when the first entry was fetched. */
  readonly session?: SessionRecord;
}

interface SessionRecord {
  readonly started: string;
  readonly finished: string;
  readonly account: string;
  readonly source_address?: string;
  readonly host_key: string;
  readonly sessions: number;
  readonly marker?: string;
}

export interface CollectionManifest extends CollectionHead {
  readonly finished: string;
  /** Nothing was lost. What the plan left out on purpose does not count. */
  readonly complete: boolean;
  readonly commands: readonly {
    readonly started: string;
    readonly finished: string;
    readonly command: string;
    readonly bytes: number;
    readonly exit_status?: number;
    readonly outcome: string;
  }[];
  readonly gaps: readonly { readonly path: string; readonly reason: GapReason; readonly detail: string }[];
  readonly members: readonly MemberRecord[];
}

export interface MemberRecord {
  /** As in the archive. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** Bytes received; the member is filled up with zeros to its recorded size when they are fewer. */
  readonly bytes: number;
  /** Of the bytes received; of files only. */
  readonly sha256?: string;
}

export function manifestOf(
  head: CollectionHead,
  finished: Date,
  { session, transcript = [] }: EvidenceDescription,
  gaps: readonly Gap[],
  members: readonly MemberRecord[],
): CollectionManifest {
  return {
    ...head,
    finished: finished.toISOString(),
    complete: gaps.every(({ reason }) => reason === 'unsupported'),
    ...(session && { session: sessionRecord(session) }),
    commands: transcript.map(({ started, finished: ended, command, bytes, exitStatus, outcome }) => ({
      started: started.toISOString(),
      finished: ended.toISOString(),
      command,
      bytes,
      ...(exitStatus !== undefined && { exit_status: exitStatus }),
      outcome,
    })),
    gaps: gaps.map(({ path, reason, detail }) => ({ path, reason, detail })),
    members,
  };
}

export function sessionRecord(session: LiveSession): SessionRecord {
  return {
    started: session.started.toISOString(),
    finished: session.finished.toISOString(),
    account: session.account,
    ...(session.sourceAddress !== undefined && { source_address: session.sourceAddress }),
    host_key: session.hostKey,
    sessions: session.sessions,
    ...(session.marker !== undefined && { marker: session.marker }),
  };
}

/** What a manifest adds to the evidence it lies in. */
export interface CollectionFacts {
  readonly gaps: readonly Gap[];
  readonly description: Pick<EvidenceDescription, 'collected' | 'session' | 'transcript'>;
}

const REASONS: readonly GapReason[] = ['unreadable', 'malformed', 'truncated', 'over-limit', 'unsupported', 'defect'];
const MAX_ITEMS = 100_000;

/**
 * Reads a manifest back, so that a scan of the collection knows the same gaps as a live scan. It is evidence: whoever made the archive wrote
 * it. Parts of another form are left out; undefined for text that is no manifest.
 */
export function parseManifest(text: string): CollectionFacts | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value.schema !== collectionSchema) return undefined;
  const { session } = value;
  const collected = dateOf(value.started);
  return {
    gaps: listOf(value.gaps).flatMap(({ path, reason, detail }) => {
      const known = REASONS.find((name) => name === reason);
      if (typeof path !== 'string' || typeof detail !== 'string' || known === undefined) return [];
      return [{ kind: 'gap', path: printableCut(path, 1_000), reason: known, detail: printableCut(detail, 500) }];
    }),
    description: {
      ...(collected && { collected }),
      ...(isRecord(session) && sessionOf(session)),
      transcript: listOf(value.commands).flatMap(
        ({ started, finished, command, bytes, exit_status: status, outcome }) => {
          const from = dateOf(started);
          const to = dateOf(finished);
          if (!from || !to || typeof command !== 'string' || typeof bytes !== 'number' || typeof outcome !== 'string')
            return [];
          return [
            {
              started: from,
              finished: to,
              command: printableCut(command, 4_000),
              bytes,
              ...(typeof status === 'number' && { exitStatus: status }),
              outcome: printableCut(outcome, 300),
            },
          ];
        },
      ),
    },
  };
}

function sessionOf(session: Readonly<Record<string, unknown>>): Pick<EvidenceDescription, 'session'> {
  const { account, host_key: hostKey, sessions, source_address: address, marker } = session;
  const started = dateOf(session.started);
  const finished = dateOf(session.finished);
  if (
    !started ||
    !finished ||
    typeof account !== 'string' ||
    typeof hostKey !== 'string' ||
    typeof sessions !== 'number'
  )
    return {};
  return {
    session: {
      started,
      finished,
      account: printable(account.slice(0, 200)),
      hostKey: printable(hostKey.slice(0, 200)),
      sessions,
      ...(typeof address === 'string' && { sourceAddress: printable(address.slice(0, 100)) }),
      // A word that an archive's author may choose would make log lines disappear; only the form that nsleuth uses counts.
      ...(typeof marker === 'string' && /^NSLEUTH-[0-9a-f]{16}$/.test(marker) && { marker: printable(marker) }),
    },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS).filter(isRecord) : [];
}

function dateOf(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
