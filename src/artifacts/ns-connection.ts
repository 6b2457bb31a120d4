import { isDigit } from './log-clock.ts';

/**
 * `client_ip` and `source_ip` of an audit record on a connection of a VPN session, told without parsing it:
 *
 *     … : Context alice@203.0.113.7 - SessionId: 5 - User alice - Client_ip 203.0.113.7 - … - Source 203.0.113.7:51213 - Destination …
 *
 * Such lines are the most of a busy Gateway's log. A line's text is an attacker's in part (a user name can hold ` - Client_ip …`), so a value is told only
 * where the payload of such an event begins with its context, where the key, and no other key of the same field, stands exactly once and before any quote, and where an
 * IPv4 address and, of a source, its port are all its value. Undefined for anything else. Keys: `ns-payload-keys.ts`.
 */
export function connectionAddress(line: string, field: string): string | undefined {
  if (field !== 'client_ip' && field !== 'source_ip') return undefined;
  const context = line.indexOf('Context ');
  if (context < 0 || line.includes('Context ', context + 1)) return undefined;
  if (!CONNECTION.test(line.slice(Math.max(0, context - NAME_CHARACTERS), context))) return undefined;
  const session = line.indexOf(' - SessionId: ', context);
  if (session < 0 || line.includes('CEF:')) return undefined;
  if (field === 'source_ip')
    return line.includes('Remote_ip') ? undefined : addressAfter(line, '- Source ', session, true);
  if (line.includes('ClientIP') || line.includes('Client ')) return undefined;
  return addressAfter(line, '- Client_ip ', session, false);
}

function addressAfter(line: string, key: string, from: number, hasPort: boolean): string | undefined {
  const at = line.indexOf(key);
  const word = key.slice(2);
  if (at < from || line.indexOf(word) !== at + 2 || line.includes(word, at + key.length)) return undefined;
  const quote = line.indexOf('"');
  if (quote >= 0 && quote < at) return undefined;
  const start = at + key.length;
  let end = start;
  while (end < start + 16 && isOfAddress(line.charCodeAt(end))) end++;
  let after = end;
  if (hasPort && line.charCodeAt(after) === COLON) {
    after++;
    while (after < end + 6 && isDigit(line.charCodeAt(after))) after++;
    if (after === end + 1) return undefined;
  } else if (hasPort) return undefined;
  return end > start && line.startsWith(' - ', after) ? line.slice(start, end) : undefined;
}

function isOfAddress(code: number): boolean {
  return code === DOT || isDigit(code);
}

/** Event and numbers, up to the payload. Other events tell who and from where in other ways. */
const CONNECTION = / (?:TCPCONNSTAT|UDPFLOWSTAT|ICASTART|ICAEND_CONNSTAT) \d{1,19}(?: \d{1,19})? : {1,4}$/;
const NAME_CHARACTERS = 70;
const DOT = 46;
const COLON = 58;
