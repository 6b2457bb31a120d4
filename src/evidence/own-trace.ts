import type { LiveSession } from './entry.ts';

/** What a log record says of who did what; each part may be missing. */
export interface TraceRecord {
  /** Milliseconds since 1970 UTC. */
  readonly ms?: number;
  readonly account?: string;
  readonly sourceAddress?: string;
  /** The command or message. */
  readonly text?: string;
  /** The line it was read from. */
  readonly line?: string;
}

/** Clocks of appliance and analyst may differ by this much. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** What a login of our own looks like in ns.log and auth.log; nothing else of the session lacks the marker. */
const SESSION_WORDS = /^(?:login|logout)$|^(?:sshd|Accepted |Connection |Disconnected |Received disconnect)/;

/**
 * Whether a log record was caused by our own live session. A record that carries the session's random marker is ours. A login or logout
 * is ours only when account, source address and time all agree. Anything else is not: an intruder who shares our account and address
 * must not disappear behind us.
 */
export function isOwnTrace(session: LiveSession, record: TraceRecord): boolean {
  const { marker } = session;
  if (marker !== undefined && (record.text?.includes(marker) || record.line?.includes(marker))) return true;
  if (record.ms === undefined || record.sourceAddress === undefined || record.account === undefined) return false;
  if (record.text === undefined || !SESSION_WORDS.test(record.text)) return false;
  return (
    record.account === session.account &&
    record.sourceAddress === session.sourceAddress &&
    record.ms >= session.started.getTime() - CLOCK_TOLERANCE_MS &&
    record.ms <= session.finished.getTime() + CLOCK_TOLERANCE_MS
  );
}
