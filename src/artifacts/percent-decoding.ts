/** Decodes `%2e%2e` and `%252e` up to that often; each further round is an attacker hiding a path from a simple filter. */
const ROUNDS = 2;

/**
 * Percent decoding of a URL as logged, up to two rounds. Malformed escapes stay as they are, decoded bytes that are no UTF-8 become
 * Latin-1. `+` is left alone. Never throws.
 */
export function decodePercent(text: string): string {
  let decoded = text;
  for (let round = 0; round < ROUNDS && decoded.includes('%'); round++) {
    const next = decoded.replace(ESCAPES, decodeRun);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

function decodeRun(run: string): string {
  if (run.length === 3) {
    const code = Number.parseInt(run.slice(1), 16);
    if (code < 0x80) return String.fromCharCode(code);
  }
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

const ESCAPES = /(?:%[0-9a-fA-F]{2})+/g;
