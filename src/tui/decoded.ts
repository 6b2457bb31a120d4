import { type Printable, printableCut } from '../evidence/printable.ts';

/** Longer runs are not decoded, and more of them are not looked for: a sample has at most a thousand characters. */
const RUN_CHARACTERS = 4_000;
const RUNS = 3;
const SHOWN_CHARACTERS = 400;
const BASE64 = new RegExp(`[A-Za-z0-9+/]{24,${RUN_CHARACTERS}}={0,2}`, 'g');

/** What a text hides: percent-encoding undone, base64 runs that turn out to be text. Shown only, never used. At most a few; empty when nothing is hidden. */
export function decodedParts(sample: string): readonly Printable[] {
  const raw = sample.slice(0, RUN_CHARACTERS);
  const parts: string[] = [];
  const unescaped = withoutPercent(raw);
  if (unescaped !== raw) parts.push(unescaped);
  for (const [run] of unescaped.matchAll(BASE64)) {
    if (parts.length > RUNS) break;
    const bytes = Buffer.from(run, 'base64');
    if (isText(bytes)) parts.push(bytes.toString('latin1'));
  }
  return parts.map((part) => printableCut(part, SHOWN_CHARACTERS));
}

/** Twice, because encoding twice is how simple filters are deceived. */
function withoutPercent(raw: string): string {
  const once = (text: string) =>
    text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return once(once(raw));
}

function isText(bytes: Uint8Array): boolean {
  const odd = bytes.filter((byte) => (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126).length;
  return bytes.length >= 16 && odd === 0;
}
