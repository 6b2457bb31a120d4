import { parse as parseDomain } from 'tldts';
import { commandSecrets, headerSecrets } from '../evidence/command-secrets.ts';
import { addressKind } from '../reports/addresses.ts';
import type { ValueClass } from './value-class.ts';

/** A part of a text that names somebody or something, with its class. Positions count characters. */
export interface Detection {
  readonly start: number;
  readonly end: number;
  readonly valueClass: ValueClass;
  /** Says more than the class: the address or host belongs to the appliance, or stands where an intruder put it. */
  readonly role?: 'own';
}

interface Detector {
  readonly valueClass: ValueClass;
  /** The named group `v` is the value; linear: anchored by literal text, bounded repeats. */
  readonly pattern: RegExp;
  readonly role?: 'own';
  /** Whether a match is one, when the pattern cannot tell. */
  readonly holds?: (value: string, text: string, start: number) => boolean;
}

const WORD = '[A-Za-z0-9._@%+$~-]';
const NOT_NAMES = new Set(
  'agent name names is was has had put and or not the from to for in on at of with by id session sessions logged login logout group groups account accounts data input defined count'.split(
    ' ',
  ),
);
const isName = (value: string) => !NOT_NAMES.has(value.toLowerCase());
const BROWSERS =
  /(?:Chrome|Chromium|HeadlessChrome|Edge?A?|EdgiOS|OPR|CriOS|FxiOS|Version|AppleWebKit|Safari|Firefox|Vivaldi|YaBrowser|SamsungBrowser|Trident|Gecko|curl|Wget|CitrixReceiver|CitrixWorkspace)\/$/i;
/** A password that is one `.` is none: it stands for the login of whoever calls nscli. */
const isNoLogin = (value: string) => value !== '.';
const isAddress = (value: string) => addressKind(value) !== undefined;

/** Where logs, configuration and commands name users, hosts, addresses and secrets. Forms: docs/sharing.md and docs/logs.md. */
const DETECTORS: readonly Detector[] = [
  // Whole blocks first: a key is not looked into.
  {
    valueClass: 'key',
    pattern: /(?<v>-----BEGIN [A-Z0-9 ]{0,40}-----.{0,100000}?(?:-----END [A-Z0-9 ]{0,40}-----|$))/gs,
  },
  { valueClass: 'key', pattern: /\bssh-(?:rsa|dss|ed25519) (?<v>AAAA[A-Za-z0-9+/]{20,2000}={0,2})/g },
  { valueClass: 'key', pattern: /\bFileKeys?["']?\s{0,3}[:=]\s{0,3}["']?(?<v>[^\s"',;&]{1,4000})/gi },

  // Secrets.
  {
    valueClass: 'secret',
    pattern: /(?<v>\$(?:1|2[abxy]?|5|6|y|7|argon2[a-z]{1,3}|apr1|sha1)\$[./A-Za-z0-9$=,+-]{8,300})/g,
  },
  {
    valueClass: 'secret',
    pattern:
      /(?:^|\s)-[A-Za-z]{0,40}(?:pass(?:word|wd|phrase|crypt|code)?|secret|psk|token|community|radkey|tacacskey|credential|keyvalue|signaturekey|sharedkey)[A-Za-z]{0,20}[ =](?<v>"[^"]{1,400}"|'[^']{1,400}'|[^\s"']{1,400})/gi,
  },
  { valueClass: 'secret', pattern: /(?<v>"[^"]{4,400}"|[^\s"]{4,400}) -(?:encrypted|encryptmethod|hashmethod)\b/g },
  {
    valueClass: 'secret',
    pattern: /\b(?:add|set) system user (?:"[^"]{1,128}"|\S{1,128}) (?!-)(?<v>"[^"]{1,400}"|[^\s"-][^\s"]{0,400})/gi,
  },
  { valueClass: 'secret', pattern: /\badd snmp community (?<v>\S{1,64})/gi },
  {
    valueClass: 'secret',
    pattern:
      /(?:\b|_)(?:passwd\d?|passwords?|passphrase|pwd|pass|secret|client_secret|token|access_token|refresh_token|api_?key|otp|passcode|response_token|SAMLResponse|SAMLRequest|assertion)["']?\s{0,3}(?:=|:)\s{0,3}["']?(?<v>[^\s"'&;,<>]{1,4000})/gi,
  },
  ...[...commandSecrets, ...headerSecrets].map((pattern) => ({
    valueClass: 'secret' as const,
    pattern,
    holds: isNoLogin,
  })),
  { valueClass: 'secret', pattern: /\bX-NITRO-PASS["']?: {0,3}["']?(?<v>[^\s"']{1,200})/gi },
  { valueClass: 'user', pattern: /\bX-NITRO-USER["']?: {0,3}["']?(?<v>[^\s"']{1,200})/gi },
  { valueClass: 'user', pattern: /:\/\/(?<v>[^\s/:@"']{1,128}):[^\s/@"']{1,200}@/g },
  { valueClass: 'user', pattern: /\s(?:-u|--user) ["']?(?<v>[^\s:"']{1,128}):/g },
  // A password that is one `.` is none: it stands for the login of whoever calls nscli.
  {
    valueClass: 'secret',
    pattern: /\bnscli(?: {1,4}-(?!U\b)\w{1,20}){0,4} {1,4}-U {1,4}'[^':\n]{0,100}:[^':\n]{0,100}:(?<v>[^'\n]{1,500})/g,
    holds: (value) => value !== '.',
  },
  {
    valueClass: 'secret',
    pattern: /\bnscli(?: {1,4}-(?!U\b)\w{1,20}){0,4} {1,4}-U {1,4}"[^":\n]{0,100}:[^":\n]{0,100}:(?<v>[^"\n]{1,500})/g,
    holds: (value) => value !== '.',
  },
  {
    valueClass: 'secret',
    pattern:
      /\bnscli(?: {1,4}-(?!U\b)\w{1,20}){0,4} {1,4}-U {1,4}[^\s:"']{0,100}:[^\s:"']{0,100}:(?<v>[^\s"';|&)<>]{1,500})/g,
    holds: (value) => value !== '.',
  },
  {
    valueClass: 'secret',
    pattern: /\blogin [^\s"]{1,128} (?<v>[^\s"*][^\s"]{0,200})(?="|$)/g,
    holds: (value) => !/^\(-[A-Za-z]{1,40}\)\.?$/.test(value), // a sentence of ours that names an option
  },
  // A salted NetScaler hash or an encrypted value: longer than any common digest.
  {
    valueClass: 'secret',
    pattern: /(?<![0-9a-fA-F])(?<v>[0-9a-fA-F]{41,2000})(?![0-9a-fA-F])/g,
    holds: (value) => ![64, 96, 128].includes(value.length),
  },

  // Sessions and cookies.
  { valueClass: 'session', pattern: /\bSession_?Id["']?[:= ]{1,3}["']?(?<v>[A-Za-z0-9+/=_-]{1,200})/gi },
  {
    valueClass: 'session',
    pattern: /\b(?:ICAUUID|connectionId|SPCBId|sessid|session|sid)[=: ](?<v>[A-Fa-f0-9-]{4,64})\b/g,
    holds: (value) => /\d/.test(value),
  },
  {
    valueClass: 'cookie',
    pattern:
      /\b(?:NSC_[A-Za-z0-9_]{1,40}|JSESSIONID|PHPSESSID|ASP\.NET_SessionId|SESSID|NITRO_AUTH_TOKEN|CsrfToken|CtxsAuthId|citrix_ns_id\w{0,20}|pwcount)["']?(?:=|: {0,2}|%3[Dd])["']?(?<v>[^\s;"'&,]{1,4000})/g,
  },
  { valueClass: 'cookie', pattern: /\b(?:Set-)?Cookie["']?: {0,3}[^=\s;"]{1,100}=(?<v>[^\s;"']{1,4000})/gi },

  // Mail, directory names, certificates.
  {
    valueClass: 'email',
    pattern:
      /(?<![A-Za-z0-9._%+-])(?<v>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.[A-Za-z][A-Za-z0-9-]{1,62})(?![A-Za-z0-9-])/g,
  },
  {
    valueClass: 'certificate',
    pattern:
      /(?:^|[\s,;"'/(<=])(?:CN|OU|DC|O|L|ST|UID|SN|GN|E|emailAddress) ?= ?(?<v>"[^"]{1,200}"|[^,/;"'<>=+)]{1,128}?)(?=$|[,/;"'<>+)]|\s[A-Z]{1,2}=)/g,
    holds: isNoSuffix,
  },
  // Commands write the same in small letters: ldapsearch -b dc=example,dc=org.
  {
    valueClass: 'certificate',
    pattern: /(?:^|[\s,;"'(<])(?:cn|ou|dc)=(?<v>[^,\s;"'<>=+|&)]{1,128})/g,
    holds: isNoSuffix,
  },
  {
    valueClass: 'certificate',
    pattern:
      /\/nsconfig\/(?:partitions\/[^/\s"']{1,64}\/)?ssl\/(?<v>[^/\s"';|&>)]{1,128}?)(?=\.(?:pem|cert?|crt|key|pfx|p12|csr|der|ca|ky|root)\b|[\s"';|&>)]|$)/g,
  },
  {
    valueClass: 'certificate',
    pattern:
      /\b(?:certKey|certkeyName|-cert|-key|-certkey|sslckey)[ =]"?(?!\/)(?<v>[^\s"/;]{1,128}?)(?=\.(?:pem|cert?|crt|key|pfx|p12|csr|der)\b|[\s"]|$)/gi,
    holds: (value) => !value.startsWith('-'),
  },

  // Users.
  { valueClass: 'user', pattern: /\bContext (?<v>[^"@]{1,128}?)@(?:\d{1,3}\.){3}\d{1,3}/g },
  {
    valueClass: 'user',
    pattern: /\bUser (?<v>[^"<>,;:]{1,128}?)(?=-? - (?:Client_ip|ADM_User|Remote_ip|Nat_ip|Vserver))/g,
    holds: isName,
  },
  { valueClass: 'user', pattern: /\bContext (?<v>[^\s"]{1,128}?)@(?:\d{1,3}\.){3}\d{1,3}/g },
  { valueClass: 'user', pattern: /\b(?:User|ADM_User|user) (?:<(?<v>[^<>\s]{1,128})>)/g },
  {
    valueClass: 'user',
    pattern: /\b(?:ADM_)?User (?<v>[^\s"<>,;:]{1,128}?)(?=-? - |- [A-Z]| ?: | - |$)/g,
    holds: isName,
  },
  {
    valueClass: 'user',
    pattern: new RegExp(
      `\\b(?:for|invalid|illegal|user|User|username|login|account) (?:invalid user |user )?(?<v>${WORD}{1,128})(?= from | \\(client ip| clientip | by | port |,? Srcip|\\[preauth\\]|:\\S| on )`,
      'g',
    ),
    holds: isName,
  },
  { valueClass: 'user', pattern: new RegExp(`\\bsession (?:opened|closed) for user (?<v>${WORD}{1,128})`, 'g') },
  { valueClass: 'user', pattern: /\busername:domainname (?<v>[^\s:"]{1,128}):/g },
  { valueClass: 'host', pattern: /\busername:domainname [^\s:"]{1,128}:(?<v>[^\s:"]{1,128})/g },
  { valueClass: 'user', pattern: /(?:^|\s)(?<v>[^\s:;"'()\]]{1,128}) on (?:\/dev\/|\(null\))/g },
  { valueClass: 'user', pattern: /(?:CRON|cron)\[\d{1,10}\]: \((?<v>[^()\s]{1,64})\) CMD/g },
  // A hidden folder of /var/nstmp is nobody's own: intruders keep their programs there.
  { valueClass: 'user', pattern: /\/(?:(?:home|usr\/home|Users)\/|var\/nstmp\/(?!\.))(?<v>[^/\s"':;|&>)]{1,64})/g },
  { valueClass: 'user', pattern: /"?(?:\d{1,3}\.){3}\d{1,3} (?:-> \S{1,64} )?- (?<v>[^\s[\]"]{1,128}) \[\d/g },
  {
    valueClass: 'user',
    pattern: /\b(?:add|set|bind|unbind|unset|rm|show|unlock) (?:system|aaa) user (?<v>"[^"]{1,128}"|[^\s"]{1,128})/gi,
  },
  {
    valueClass: 'user',
    pattern:
      /\s-(?:userName|user|loginName|adminUser|ldapLoginName|anonymousUser)[ =](?<v>"[^"]{1,128}"|[^\s"-][^\s"]{0,128})/g,
  },
  {
    valueClass: 'user',
    pattern:
      /(?:\b|_)(?:login|username|user_name|user|loginname|passwdUser|logonuser|domain_user)["']?(?:=|: {0,2}["'])(?<v>[^\s"'&;,<>]{1,128})/gi,
  },
  {
    valueClass: 'user',
    pattern: /(?<![A-Za-z0-9\\])[A-Z][A-Z0-9-]{1,14}\\(?<v>[A-Za-z][A-Za-z0-9._$-]{1,63})(?![A-Za-z0-9{\\])/g,
  },
  {
    valueClass: 'host',
    pattern: /(?<![A-Za-z0-9\\])(?<v>[A-Z][A-Z0-9-]{1,14})\\[A-Za-z][A-Za-z0-9._$-]{1,63}(?![A-Za-z0-9{\\])/g,
  },
  { valueClass: 'user', pattern: /^(?<v>[a-z_][^:\s]{0,31}):[^:\s]{0,200}:\d{1,10}:\d{1,10}:/g },
  { valueClass: 'user', pattern: /\bsu: (?<v>[^\s"]{1,64}) to /g },

  { valueClass: 'user', pattern: /\buid=(?<v>[^\s,;"'()]{1,128})/g, holds: (value) => !/^\d+$/.test(value) },
  // Groups.
  { valueClass: 'group', pattern: /\bGroup\(s\) (?<v>"[^"]{1,400}"|[^\s":]{1,200})/g },
  { valueClass: 'group', pattern: /\bExtracted_groups (?<v>"[^"]{1,400}"|[^\s"]{1,200})/g },
  { valueClass: 'group', pattern: /\b(?:add|bind|set|rm) (?:aaa|system) group (?<v>"[^"]{1,128}"|[^\s"]{1,128})/gi },

  // Hosts.
  {
    valueClass: 'host',
    role: 'own',
    pattern:
      /^[A-Z][a-z]{2,8} {1,2}\d{1,2} \d\d:\d\d:\d\d (?:<[a-z0-9.]{3,20}> )?(?<v>[A-Za-z0-9._-]{1,128}) (?=[A-Za-z0-9_/.-]{1,40}(?:\[\d{1,10}\])?:)/g,
    holds: (value) => !isAddress(value),
  },
  {
    valueClass: 'host',
    role: 'own',
    pattern: /\d\d:\d\d:\d\d {1,2}(?:GMT )?(?<v>[A-Za-z0-9._-]{1,128}) (?=\d{1,3}-PPE-\d|PPE-\d)/g,
  },
  { valueClass: 'host', pattern: /\bRemote_host (?<v>[A-Za-z0-9._-]{1,253})/g },
  {
    valueClass: 'host',
    pattern:
      /\b(?:add|set|unset|bind|unbind|rm|show|enable|disable|rename) (?:server|service|serviceGroup|(?:ssl |lb |vpn |cs |aaa |gslb |authentication )vserver|ns partition|authentication \w{3,20}Action) (?<v>"[^"]{1,128}"|[^\s"]{1,128})/gi,
  },
  { valueClass: 'host', role: 'own', pattern: /\bset ns hostName (?<v>\S{1,128})/gi },
  { valueClass: 'host', pattern: /\\\\(?<v>[A-Za-z0-9][A-Za-z0-9.-]{1,62})\\[A-Za-z0-9$]/g },
  {
    valueClass: 'host',
    pattern: /\bhttps?:\/\/(?:[^\s/@"']{1,200}@)?(?<v>[A-Za-z0-9][A-Za-z0-9.-]{0,252})/gi,
    holds: (value) => !isAddress(value),
  },
  {
    valueClass: 'host',
    pattern:
      /(?<![A-Za-z0-9@./_-])(?<v>(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z][A-Za-z0-9-]{1,23})(?![A-Za-z0-9-]|\.[A-Za-z0-9]|\()/g,
    holds: isHostName,
  },

  // Addresses.
  {
    valueClass: 'address',
    role: 'own',
    pattern:
      /\b(?:Vserver|VserverServiceIP|Nat_ip|NatIP|Destination|Dstip:?|vserver ip :|IPAddress|SubnetIP|sysIpAddress =|node|nsip|NSIP|set ns config -IPAddress|add ns ip|add server \S{1,128}|add (?:lb|vpn|cs|authentication) vserver \S{1,128} \S{1,16}) "?(?<v>(?:\d{1,3}\.){3}\d{1,3})(?!\d)/g,
    holds: isAddress,
  },
  {
    valueClass: 'address',
    role: 'own',
    pattern: /^(?:\d{1,3}\.){3}\d{1,3} -> (?<v>(?:\d{1,3}\.){3}\d{1,3})(?!\d)/g,
    holds: isAddress,
  },
  {
    valueClass: 'address',
    pattern: /(?<![\d.])(?<v>(?:\d{1,3}\.){3}\d{1,3})(?![\d]|\.\d)/g,
    holds: (value, text, start) => isAddress(value) && !BROWSERS.test(text.slice(Math.max(0, start - 24), start)),
  },
  {
    valueClass: 'address',
    pattern:
      /(?<![0-9A-Za-z:.])(?<v>(?:[0-9a-fA-F]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}))(?![0-9A-Za-z:])/g,
    holds: (value) => value.length > 3 && isAddress(value),
  },
  {
    valueClass: 'address',
    role: 'own',
    pattern: /(?<![0-9A-Fa-f:])(?<v>(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2})(?![0-9A-Fa-f:])/g,
  },

  // Data that cannot be read: it may be a key, so it goes.
  {
    valueClass: 'key',
    pattern: /(?<![A-Za-z0-9+/=])(?<v>[A-Za-z0-9+/]{64,100000}={0,2})(?![A-Za-z0-9+/=])/g,
    holds: isOpaque,
  },
];

/** The same, each telling where its groups begin and end. */
const INDEXED = DETECTORS.map((one) => ({ ...one, pattern: new RegExp(one.pattern.source, `${one.pattern.flags}d`) }));

/** Every value in a text, by the forms in which NetScalers write them. Detections may overlap. */
export function detect(text: string): readonly Detection[] {
  const found: Detection[] = [];
  for (const { pattern, valueClass, role, holds } of INDEXED) {
    for (const hit of text.matchAll(pattern)) {
      const place = hit.indices?.groups?.v;
      if (place === undefined) continue;
      const [from, to] = trimmed(text, unquoted(text, place), valueClass);
      const value = text.slice(from, to);
      if (value === '' || (holds && !holds(value, text, from))) continue;
      found.push({ start: from, end: to, valueClass, ...(role && { role }) });
    }
  }
  return found;
}

function unquoted(text: string, [start, end]: readonly [number, number]): readonly [number, number] {
  const isQuoted = end - start > 2 && (text[start] === '"' || text[start] === "'") && text[end - 1] === text[start];
  return isQuoted ? [start + 1, end - 1] : [start, end];
}

/** A name does not end with the mark that follows it in a sentence. */
function trimmed(
  text: string,
  [start, end]: readonly [number, number],
  valueClass: ValueClass,
): readonly [number, number] {
  if (valueClass !== 'user' && valueClass !== 'group' && valueClass !== 'host') return [start, end];
  let last = end;
  while (last > start && ':,;.)'.includes(text[last - 1] ?? '')) last--;
  return [start, last];
}

const FILE_ENDINGS = new Set(
  'sh pl py so rs md cc ps js php html htm xml css log gz tgz tar zip conf cgi txt out old bak tmp pid sock key pem crt cer der csr pfx cfg json yaml yml exe dll jar war jsp aspx asp ico png gif jpg svg woff pm app pub core dump sql db ini lock cs do mov cab pk la lo ax'.split(
    ' ',
  ),
);
const INNER_SUFFIXES = new Set(
  'local lan internal intern intra intranet corp home example test invalid localdomain private domain loc ad'.split(
    ' ',
  ),
);

/** The last part of a domain (`DC=org`) names nobody, and stands in many addresses. */
function isNoSuffix(value: string): boolean {
  const suffix = value.toLowerCase();
  const parsed = parseDomain(`name.${suffix}`);
  return parsed.isIcann !== true || parsed.publicSuffix !== suffix;
}

function isHostName(value: string): boolean {
  const labels = value.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (/^[\d.]+\.(?:nc|cl)$/.test(value)) return false; // a build: 47.46.nc
  if (INNER_SUFFIXES.has(last)) return true;
  if (FILE_ENDINGS.has(last)) return false;
  return parseDomain(value).isIcann === true;
}

/** Long base64 text that does not decode to something readable. */
function isOpaque(value: string): boolean {
  if (/^[0-9a-fA-F]+$/.test(value) || /^(.)\1+$/.test(value)) return false;
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value)) return false;
  const bytes = Buffer.from(value, 'base64');
  let readable = 0;
  for (const byte of bytes)
    if ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 9) readable++;
  return readable / bytes.length < 0.85;
}
