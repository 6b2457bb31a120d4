import { maskAssignments, SECRET } from './secrets.ts';

/** What stands at one place of a core dump, as it may be shown. Characters that are no ASCII text are gone. */
export interface MemoryText {
  /** What was looked for, as it stands there. */
  readonly text: string;
  /** The text right before and after it. */
  readonly before: string;
  readonly after: string;
}

/** Bytes shown on either side of what was looked for: memory holds everybody's passwords and sessions, and the less is shown the better. */
const SHOWN_BEFORE = 48;
const SHOWN_AFTER = 96;
/** Of what was looked for. */
const SHOWN_OF_HIT = 200;
/** Bytes on either side in which secrets are looked for, so that none is shown because the name before it was cut off. */
const LOOKED_AT = 2_048;

/** Stands where bytes stood that are no text. */
const OTHER = '·';
const LINE_END = '¶';

/**
 * The hit at `start` to `end` of a stretch of memory (one character a byte) with a little of what stands round it. Passwords, cookies, session ids and
 * everything that could be a key are masked before it is cut. Linear time.
 */
export function memoryText(bytes: string, start: number, end: number): MemoryText {
  const rawBefore = bytes.slice(Math.max(0, start - LOOKED_AT), start);
  const before = masked(visible(rawBefore));
  // A secret that begins before the hit may go on behind it.
  const isWithinSecret = OPEN_SECRET.test(visible(rawBefore) + visible(bytes.slice(start, end)));
  const behind = visible(bytes.slice(end, end + LOOKED_AT));
  const after = masked(isWithinSecret ? behind.replace(VALUE_REST, SECRET) : behind);
  const hit = visible(bytes.slice(start, end));
  return {
    text: hit.length > SHOWN_OF_HIT ? `${hit.slice(0, SHOWN_OF_HIT)}…` : hit,
    before: before.slice(-SHOWN_BEFORE),
    after: after.slice(0, SHOWN_AFTER),
  };
}

/** Runs of ASCII text, UTF-16 among it as its letters; line ends and everything else between them are one sign each. */
function visible(bytes: string): string {
  return bytes
    .replace(/[\x80-\xff]+/g, '\x80')
    .replace(/(?:[\x20-\x7e]\0){4,4096}/g, (wide) => `${wide.replaceAll('\0', '')}\0`)
    .replace(/\t/g, ' ')
    .replace(/[\r\n]+/g, LINE_END)
    .replace(/[^\x20-\x7e¶]+/g, OTHER);
}

/** Names whose value is a secret, in forms, headers, cookies and JSON. */
const NAMES =
  'passwd1?|passwd2|password|passphrase|passcode|secret|pwd|pass|pin|otp|token|csrftoken|rand_key|session_?id|sessid|sid|session|auth|authorization|cookie2?|apikey|api_key|client_secret|assertion|samlresponse|samlrequest|relaystate|code|nsc_[a-z]{1,12}|key';
const ASSIGNED = new RegExp(`\\b(${NAMES})("?\\s{0,2}[=:]\\s{0,2}"?)([^\\s;,&"'<>·¶]{1,4096})`, 'gi');
/** Of these headers the whole line is one. */
const HEADERS = /\b(set-cookie|cookie2?|authorization|proxy-authorization)(\s{0,2}:\s{0,2})([^·¶]{1,4096})/gi;
/** A run that could be a key, an id or a token: 16 or more characters, some of them digits. */
const RUN = /[A-Za-z0-9+/=_%~-]{16,4096}/g;
const OPEN_SECRET = new RegExp(`\\b(?:${NAMES})"?\\s{0,2}[=:]\\s{0,2}"?[^\\s;,&"'<>·¶]{0,4096}$`, 'i');
const VALUE_REST = /^[^\s;,&"'<>·¶]{1,4096}/;

function masked(text: string): string {
  return maskAssignments(text)
    .replace(HEADERS, `$1$2${SECRET}`)
    .replace(ASSIGNED, `$1$2${SECRET}`)
    .replace(RUN, (run) => (isLikeKey(run) ? SECRET : run));
}

/** Letters and digits mixed, as no word and no path is. */
function isLikeKey(run: string): boolean {
  const digits = run.replace(/[^0-9]/g, '').length;
  return digits >= 4 && digits * 12 >= run.length;
}
