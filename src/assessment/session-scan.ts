import { type SessionTraces, vpnSessions } from '../appliance/vpn-sessions.ts';
import type { LineReader, ReadContext } from '../artifacts/artifact.ts';
import { limits } from '../evidence/limits.ts';
import { decodeText } from './bytes.ts';

const MARK = Buffer.from('- SessionId: ');
const NEWLINE = 10;
/** `Context <user>@<address> ` stands in front of the mark, at most this many bytes. */
const CONTEXT_BYTES = 400;
/** The addresses stand within this many bytes behind the mark. */
const TAIL_BYTES = 700;

/** Of the line that is shown; a session without a log-on keeps one. */
const SAMPLE_CHARACTERS = 400;

/** Finds the VPN sessions of an audit log in its raw bytes. */
export interface SessionScan {
  /** Takes whole lines. */
  push(block: Uint8Array, context: ReadContext): void;
  finish(): { readonly sessions: readonly SessionTraces[]; readonly dropped: number };
}

/**
 * Most lines of a session repeat what is known: the same client, and a connection from that very client. They are told by a few comparisons of bytes and not
 * read further. Read are log-ons, the first line of each session, and every line whose connection came from another address.
 */
export function scanSessions(
  reader: LineReader,
  place: { readonly path: string; readonly original: string },
): SessionScan {
  const sessions = vpnSessions();
  const known = new Set<string>();

  function readLine(block: Buffer, at: number, end: number, context: ReadContext): void {
    const start = block.lastIndexOf(NEWLINE, at) + 1;
    const line = decodeText(block.subarray(start, Math.min(end, start + limits.lineBytes)));
    for (const record of reader.parse(line, context) ?? [])
      sessions.observe(record, { ...place, text: line.slice(0, SAMPLE_CHARACTERS) });
  }

  return {
    push(bytes, context) {
      const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let end = 0;
      for (let at = block.indexOf(MARK); at >= 0; at = block.indexOf(MARK, end)) {
        const newline = block.indexOf(NEWLINE, at);
        end = newline < 0 ? block.length : newline;
        const from = Math.max(0, at - CONTEXT_BYTES);
        const text = block.toString('latin1', from, Math.min(end, at + TAIL_BYTES));
        const markAt = at - from;
        const contextAt = text.lastIndexOf('Context ', markAt);
        if (contextAt < 0) continue;
        const key = text.slice(contextAt, text.indexOf('-', markAt + MARK.length));
        const isKnown = known.has(key);
        if (!isKnown && known.size < limits.vpnSessions) known.add(key);
        if (!isKnown || isFromElsewhere(text, markAt) || text.includes('- Browser_type "', markAt))
          readLine(block, at, end, context);
      }
    },
    finish: () => ({ sessions: sessions.traces(), dropped: sessions.dropped() }),
  };
}

/** Whether `Client_ip 203.0.113.7 - … - Source 198.51.100.9:51213`, from `start` on, names two addresses. */
function isFromElsewhere(text: string, start: number): boolean {
  const sourceAt = text.indexOf('- Source ', start);
  const clientAt = text.indexOf('Client_ip ', start);
  if (sourceAt < 0 || clientAt < 0) return false;
  const client = text.slice(clientAt + 10, text.indexOf(' ', clientAt + 10));
  const source = sourceAt + 9;
  return !(text.startsWith(client, source) && text[source + client.length] === ':');
}
