import { createHash } from 'node:crypto';
import type { ParsedRecord, WholeReader } from './artifact.ts';
import { SECRET } from './secrets.ts';
import type { Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * `/etc/passwd` (7 columns) and `/etc/master.passwd` (10), password hashes replaced:
 *
 *     nsroot:*:0:0:Netscaler Root:/root:/netscaler/nssh
 *
 * Two accounts with user id 0 (root, nsroot) are stock. `privilege` is not told here. Form: passwd(5); stock accounts: https://github.com/j81blog/ADC-19781.
 */
export const passwordFile: WholeReader = {
  form: 'whole',
  name: 'passwd',
  categories: ['account'],
  paths: ['/etc/{,master.}passwd', '/shell/**/{,etc_,etc-}{,master.}passwd{,.txt,.out}'],
  read: (text) => reading((tally) => passwordRecords(text, tally)),
};

function* passwordRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of outputLines(text, tally)) {
    const trimmed = line.text.trim();
    if (trimmed.startsWith('#')) continue;
    const columns = trimmed.split(':', 11);
    const isMaster = columns.length === 10;
    const [name = '', hash = '', uid = ''] = columns;
    if ((columns.length !== 7 && !isMaster) || name === '' || !/^-?\d{1,10}$/.test(uid)) {
      tally.unknown += 1;
      continue;
    }
    // `*`, `x` and an empty column are not secrets; an empty one is worth seeing.
    const shown = /^(?:|x|\*.{0,20})$/.test(hash) ? hash : SECRET;
    const text = [name, shown, ...columns.slice(2)].join(':');
    yield {
      category: 'account',
      fields: { name, origin: 'system', uid: Number(uid), home: columns.at(-2), shell: columns.at(-1), text },
      raw: text,
      line: line.number,
    };
  }
}

/**
 * `authorized_keys` of root, of the appliance and of users. The fingerprint is OpenSSH's: SHA-256 of the key, base64 without padding.
 *
 *     from="192.0.2.0/24" ssh-ed25519 AAAAC3… admin@example.org
 *
 * Form: sshd(8), AUTHORIZED_KEYS FILE FORMAT.
 */
export const authorizedKeys: WholeReader = {
  form: 'whole',
  name: 'authorized_keys',
  categories: ['account'],
  paths: [
    '/nsconfig/ssh/*authorized_keys*',
    '/etc/ssh/authorized_keys*',
    '/**/.ssh/authorized_keys*',
    '/shell/**/*authorized_keys*',
  ],
  read: (text) => reading((tally) => keyRecords(text, tally)),
};

const KEY_TYPE =
  /^(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-\w{1,20}|sk-[\w@.-]{1,50}|[\w@.-]{1,60}-cert-v01@openssh\.com)$/;
const KEY = /^AAAA[A-Za-z0-9+/]{16,}={0,2}$/;

/** The first key of a line outside quotes; what precedes it are options. */
function keyIn(line: string): { readonly type: string; readonly key: string; readonly comment: string } | undefined {
  let previous = '';
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= line.length; at += 1) {
    const character = line[at];
    if (character === '"' && line[at - 1] !== '\\') isQuoted = !isQuoted;
    if (character !== undefined && (isQuoted || (character !== ' ' && character !== '\t'))) continue;
    const word = line.slice(start, at);
    if (KEY_TYPE.test(previous) && KEY.test(word)) return { type: previous, key: word, comment: line.slice(at).trim() };
    if (word !== '') previous = word;
    start = at + 1;
  }
  return undefined;
}

function* keyRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of outputLines(text, tally)) {
    const trimmed = line.text.trim();
    if (trimmed.startsWith('#')) continue;
    const found = keyIn(trimmed);
    if (found === undefined) {
      tally.unknown += 1;
      continue;
    }
    const { type, key, comment } = found;
    const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '');
    yield {
      category: 'account',
      fields: {
        name: comment === '' ? type : comment,
        origin: 'ssh-key',
        fingerprint: `SHA256:${hash}`,
        text: trimmed,
      },
      raw: trimmed,
      line: line.number,
    };
  }
}
