/** Account names that a stock appliance or any system has: they tell nothing of whose it is. */
const ACCOUNTS = [
  'root',
  'nsroot',
  'nobody',
  'admin',
  'administrator',
  'daemon',
  'operator',
  'bin',
  'tty',
  'kmem',
  'games',
  'news',
  'man',
  'sshd',
  'smmsp',
  'mailnull',
  'bind',
  'proxy',
  'uucp',
  'pop',
  'www',
  'toor',
  'wheel',
  'staff',
  'nsmonitor',
  'nsadmin',
  'nsinternal',
  '#nsinternal#',
  'monitors',
  'guest',
  'anonymous',
  'none',
  'null',
  '(null)',
  'unknown',
  'invalid',
  'system',
  'auditdistd',
  '_pflogd',
  '_dhcp',
  '_ntp',
  'hast',
  'unbound',
  'superuser',
  'sysadmin',
  'read-only',
  'network',
  'partition-admin',
  'n/a',
  'default',
];
/** Host names that a stock appliance or any system has. */
const HOSTS = [
  'ns',
  'netscaler',
  'localhost',
  'localhost.localdomain',
  'vpx',
  'mpx',
  'sdx',
  'citrix',
  'adc',
  'gateway',
  'kernel',
  'freebsd',
];
/** Names of vendors and places that references and stock files hold. */
const DOMAINS = [
  'citrix.com',
  'citrix.net',
  'netscaler.com',
  'cloud.com',
  'github.com',
  'microsoft.com',
  'w3.org',
  'apache.org',
  'freebsd.org',
  'php.net',
  'perl.org',
  'mozilla.org',
  'google.com',
  'letsencrypt.org',
  'digicert.com',
  'schemas.xmlsoap.org',
  'openxmlformats.org',
  'cisa.gov',
  'nist.gov',
  'mitre.org',
];
/** Files in /nsconfig/ssl of every appliance. */
const CERTIFICATES = ['ns-server', 'ns-root', 'ns-sftrust', 'ns-sftrust-root', 'ns-server-certificate', 'passplain'];

const NAMES: ReadonlySet<string> = new Set([...ACCOUNTS, ...HOSTS, ...CERTIFICATES, '*', '-', '']);

/** What stands where a secret was taken out before. */
const MASKED = /^[[<(]?(?:secret|hidden|masked|redacted|removed)[\])>]?$/;
/** Facility and level of a syslog line, which looks like a host name. */
const FACILITY =
  /^(?:local[0-7]|kern|user|mail|daemon|auth|authpriv|syslog|lpr|news|uucp|cron|ftp|ntp|security|console)\.[a-z]{3,7}$/;

/** Whether nothing is left to hide: asterisks, `[secret]`. */
export function isMasked(value: string): boolean {
  return !/[\p{L}\p{N}]/u.test(value) || MASKED.test(value.toLowerCase());
}

/** Whether a name tells nothing of its owner, and so may stay. */
export function isGenericName(name: string): boolean {
  const lower = name.toLowerCase();
  if (isMasked(lower) || FACILITY.test(lower)) return true;
  return NAMES.has(lower) || DOMAINS.some((domain) => lower === domain || lower.endsWith(`.${domain}`));
}

/**
 * Words of our own texts, of the names of fields in what is shared, and of every appliance's paths. A user whose name is one of them is replaced where the place tells that it is a user, and
 * not in every path and sentence.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `access account accounts add address advice answer apache appliance archive attack attempt auth backup bash bookmark boot build bundle captured
  cert certificate check child clean clear cli client code collected command common compromise conf config configuration configured connection console
  content cookie core could count cron curl custom data date default delete detected device dist domain done download enabled entry error etc
  event evidence examined executable exposure failed file files findings first fixed flash folder found from gateway gateways group gzip high home
  host html http httpd https image images index info input install internet java javascript json kernel known last level license line lines link live
  local log login logon logonpoint logout logs main management message messages method mode model module monitor mount name netscaler network nobody none
  nothing notice nsconfig nslog nstmp number object observed open operator option order other output owner page part partition password path perl
  persistence php pipe plugin port portal post process profile python query question read reason reboot receiver remote report request resource
  response root rule rules running sample samples saved scan script scripts search secret security sent server service session sessions setup shell
  show shown size slave source standard start started state static status stopped storage store style success support suspicious syslog system systems
  table test tests text theme themes time title tmp token tool tools trace true type unknown update upgrade uploads user users value version
  vserver vpn vpns wanted weakness webshell window windows word words world write written zone
  critical medium informational context exploitation execution credential theft removal privilege escalation control
  administrators affected after and artifacts assessable assessment attempted basis before benign bookmarks builds bulletin bytes change changed
  class collection collector community complete confidence confirmed contact copy correlation counts coverage created creator custody cve defect
  description detail directory dump dumps during edition entries evaluable evaluated exit exploited export extension extensions external
  falsepositives family finding finished form gaps hand hashed hashes history hostname hosts identity indicated indicator indicators information
  interrupted key keys kind limit list listed low malformed malware marking met modified mtime names not note notes nsconf nsip nsir objects
  occurrences offset organisation origin original outcome outputs over pack parent partitions pattern peer pid places platform preconditions
  program published questions recipient records ref references refs relationship responder role schema score seal sealed second seen serial
  sharing shows sighted sighting sigma since spec stage startup statement subject suppressed tags target targeted tier timeline tlp told
  transcript tree triage truncated types uac unreadable unrecognised unsigned unsupported until url valid values var velociraptor vendor verdict
  volume vulnerable was webserver what where who why withheld yara`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
