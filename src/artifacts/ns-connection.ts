/**
 * `client_ip` and `source_ip` of an audit record on a connection of a VPN session, told without parsing it:
 *
 *     … Client_ip 203.0.113.7 - Nat_ip … - Source 203.0.113.7:51213 - Destination …
 *
 * Such lines are the most of a busy Gateway's log. A line's text is an attacker's in part (a user name can hold ` - Client_ip …`), so a value is told only
 * where its key, and no other key of the same field, stands exactly once and before any quote, and an IPv4 address and a dash or port are all its value. Undefined for anything
 * else. Keys: `KEYS` of `ns-payload.ts`.
 */
export function connectionAddress(line: string, field: string): string | undefined {
  if (line.includes('CEF:')) return undefined;
  if (field === 'client_ip') {
    if (line.includes('ClientIP') || line.includes('Client ')) return undefined;
    return addressAfter(line, '- Client_ip ', ' - ');
  }
  if (field === 'source_ip' && !line.includes('Remote_ip')) return addressAfter(line, '- Source ', ':');
  return undefined;
}

function addressAfter(line: string, key: string, end: string): string | undefined {
  const at = line.indexOf(key);
  const word = key.slice(2);
  if (at < 0 || line.indexOf(word) !== at + 2 || line.indexOf(word, at + key.length) >= 0) return undefined;
  const quote = line.indexOf('"');
  if (quote >= 0 && quote < at) return undefined;
  const from = at + key.length;
  let to = from;
  while (to < from + 16 && isOfAddress(line.charCodeAt(to))) to++;
  return to > from && line.startsWith(end, to) ? line.slice(from, to) : undefined;
}

function isOfAddress(code: number): boolean {
  return code === 46 || (code >= 48 && code <= 57);
}
