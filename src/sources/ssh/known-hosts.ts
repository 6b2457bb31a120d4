import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What known_hosts says of a host key that was presented. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  /** Another key of the same type is recorded: `line` says where. */
  | { readonly kind: 'changed'; readonly file: string; readonly line: number }
  | { readonly kind: 'revoked'; readonly file: string; readonly line: number }
  | { readonly kind: 'unknown' };

export interface KnownHost {
  readonly file: string;
  readonly line: number;
  readonly marker?: string;
  readonly hosts: string;
  readonly keyType: string;
  readonly key: Buffer;
}

/**
 * Parses a known_hosts file: `[@marker] hosts keytype base64 [comment]`. Lines of another form are passed over, as OpenSSH does.
 * Format: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".
 */
export function parseKnownHosts(text: string, file: string): readonly KnownHost[] {
  const known: KnownHost[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const words = line.split(/\s+/);
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [hosts, keyType, key] = words;
    if (hosts === undefined || keyType === undefined || key === undefined) continue;
    known.push({
      file,
      line: index + 1,
      ...(marker === undefined ? {} : { marker }),
      hosts,
      keyType,
      key: Buffer.from(key, 'base64'),
    });
  }
  return known;
}

/** Judges a presented key (SSH wire format) against the recorded ones. Certificates' authorities are not supported: such lines say nothing. */
export function judgeHostKey(known: readonly KnownHost[], host: string, port: number, key: Buffer): HostKeyVerdict {
  const ours = known.filter((entry) => entry.marker !== '@cert-authority' && namesHost(entry.hosts, host, port));
  for (const entry of ours) {
    if (entry.marker === '@revoked' && entry.key.equals(key)) {
      return { kind: 'revoked', file: entry.file, line: entry.line };
    }
  }
  const recorded = ours.filter((entry) => entry.marker === undefined);
  if (recorded.some((entry) => entry.key.equals(key))) return { kind: 'known' };
  const type = hostKeyType(key);
  const other = recorded.find((entry) => entry.keyType === type) ?? recorded[0];
  return other ? { kind: 'changed', file: other.file, line: other.line } : { kind: 'unknown' };
}

/** Types of the keys recorded for a host, so that the client can ask for a key it can check. */
export function recordedKeyTypes(known: readonly KnownHost[], host: string, port: number): readonly string[] {
  return known
    .filter((entry) => entry.marker === undefined && namesHost(entry.hosts, host, port))
    .map((entry) => entry.keyType);
}

/** `SHA256:…` as OpenSSH prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type named inside a public key in wire format: `ssh-ed25519`. */
export function hostKeyType(key: Buffer): string {
  if (key.length < 4) return 'unknown';
  const length = key.readUInt32BE(0);
  return length > 64 || key.length < 4 + length ? 'unknown' : key.toString('latin1', 4, 4 + length);
}

function namesHost(hosts: string, host: string, port: number): boolean {
  const name = host.toLowerCase();
  const spelling = port === 22 ? name : `[${name}]:${port}`;
  if (hosts.startsWith('|1|')) return isHashOf(hosts, spelling);
  let isNamed = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), spelling)) return false;
    } else if (matchesPattern(pattern, spelling)) isNamed = true;
  }
  return isNamed;
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` and `?` as in ssh_config patterns. The file is the operator's own; still linear, by the usual two-pointer walk. */
function matchesPattern(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < name.length; ) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resume = position;
    } else if (wanted === '?' || (wanted !== undefined && wanted === name[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
