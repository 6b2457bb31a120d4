/**
 * Names by which a piece of an appliance's tree is known wherever it lies. Sources: the file systems of NetScaler as public readers
 * describe them (dissect.target `os/unix/bsd/citrix`, UAC's `netscaler` artifacts, Fox-IT's and Mandiant's checks); see docs/evidence.md.
 */

/** Below `/var`, and hardly anywhere else. */
export const VAR_NAMES: ReadonlySet<string> = new Set([
  'core',
  'crash',
  'cron',
  'download',
  'log',
  'mastools',
  'netscaler',
  'ns_gui',
  'ns_sys_backup',
  'nsinstall',
  'nslog',
  'nslw.bin',
  'nsproflog',
  'nssynclog',
  'nstemplates',
  'nstmp',
  'nstrace',
  'vpn',
]);

/** Below `/var` of any system: they say nothing by themselves. */
const ORDINARY_VAR_NAMES = [
  'db',
  'lib',
  'opt',
  'perl5',
  'python',
  'run',
  'spool',
  'tmp',
  'wi',
  'mps',
  'mail',
  'backups',
];

/** Directly below `/` on an appliance. */
export const ROOT_NAMES: ReadonlySet<string> = new Set([
  'bin',
  'boot',
  'compat',
  'configdb',
  'dev',
  'etc',
  'flash',
  'home',
  'lib',
  'libexec',
  'mnt',
  'netscaler',
  'nsconfig',
  'optional',
  'proc',
  'root',
  'sbin',
  'shell',
  'tmp',
  'usr',
  'var',
]);

/** Root directories that a `/var` or `/flash` volume does not have. */
export const ROOT_ONLY_NAMES: readonly string[] = ['bin', 'sbin', 'usr', 'etc', 'flash', 'var', 'libexec'];

const NETSCALER_NAMES = [
  'gui',
  'locdb',
  'logon',
  'ns_gui',
  'portal',
  'websocketd',
  'nssh',
  'nscli',
  'nsppe',
  'nsaaad',
  'ssl',
];
const ETC_NAMES = [
  'passwd',
  'master.passwd',
  'httpd.conf',
  'crontab',
  'group',
  'hosts',
  'resolv.conf',
  'ssh',
  'syslog.conf',
  'newsyslog.conf',
];

/** Two names in a row that mark the place of the first below the appliance's root. */
const PAIRS: ReadonlySet<string> = new Set([
  ...[...VAR_NAMES, ...ORDINARY_VAR_NAMES].map((name) => `var/${name}`),
  ...NETSCALER_NAMES.map((name) => `netscaler/${name}`),
  ...ETC_NAMES.map((name) => `etc/${name}`),
  'flash/nsconfig',
  'flash/boot',
  'flash/.version',
]);

/** Where a UAC collection or a similar one keeps the appliance's files. */
export const ROOT_FOLDER = '[root]';

/**
 * The place in a name from which it is a path of an appliance: `case 7/ns-a/var/log/ns.log` is known from `var` on. The first such place
 * counts, so that a copy kept on the appliance itself (`/var/tmp/old/var/log`) stays where it is. Undefined when there is none.
 */
export function anchorOf(segments: readonly string[]): number | undefined {
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at]!;
    if (segment === ROOT_FOLDER) return at + 1;
    if (segment === 'nsconfig' && at < segments.length - 1) return at;
    if (at + 1 < segments.length && PAIRS.has(`${segment}/${segments[at + 1]}`)) return at;
  }
  return undefined;
}
