import type { Category } from '../artifacts/artifact.ts';
import type { Examination } from './examination.ts';

/**
 * What evidence can hold besides files: a log, a table, the output of a command. Each shows records of some category; which of them a rule needs is told by
 * the rule itself (`needsOf`), which of them are there by what was read (`partsIn`).
 */
export type Part =
  | 'audit-log'
  | 'shell-log'
  | 'access-log'
  | 'error-log'
  | 'system-log'
  | 'cron-log'
  | 'process-list'
  | 'sockets'
  | 'root-cron-table'
  | 'user-cron-tables'
  | 'system-cron-table'
  | 'configuration'
  | 'configuration-accounts'
  | 'configured-users'
  | 'configuration-copies'
  | 'system-accounts'
  | 'keys'
  | 'web-server-configuration'
  | 'startup-files'
  | 'identity'
  | 'memory';

/** What a part is called when it is missing. */
export const partWords: Readonly<Record<Part, string>> = {
  'audit-log': 'the audit log (ns.log)',
  'shell-log': 'the shell logs (bash.log, sh.log)',
  'access-log': 'the web server’s access logs (httpaccess.log, httpaccess-vpn.log)',
  'error-log': 'the web server’s error logs (httperror.log, httperror-vpn.log)',
  'system-log': 'system logs (messages, notice.log, auth.log, nsvpn.log)',
  'cron-log': 'the cron log (/var/log/cron)',
  'process-list': 'a process list',
  sockets: 'a list of network connections',
  'root-cron-table': 'the cron table of root',
  'user-cron-tables': 'users’ cron tables (/var/cron/tabs)',
  'system-cron-table': 'the system’s cron table (/etc/crontab)',
  configuration: 'the configuration (ns.conf)',
  'configuration-accounts': 'the account lines of the configuration (they are left out of it here)',
  'configured-users': 'the configured accounts (ns.conf with its account lines, or show system user)',
  'configuration-copies': 'two saved copies of the configuration (ns.conf, ns.conf.0)',
  'system-accounts': 'the accounts of the operating system (/etc/passwd)',
  keys: 'SSH keys (authorized_keys)',
  'web-server-configuration': 'the web server’s configuration in use (/etc/httpd.conf)',
  'startup-files': 'boot scripts and service configuration (rc.netscaler, nsbefore.sh, …)',
  identity: 'the appliance’s identity',
  memory: 'core dumps (/var/core)',
};

/** Parts that show records of a category; a rule that does not say more needs all of them. */
export const partsOf: Readonly<Record<Exclude<Category, 'file'>, readonly Part[]>> = {
  ns: ['audit-log'],
  session: ['audit-log'],
  webserver: ['access-log', 'error-log'],
  shell: ['shell-log', 'audit-log'],
  syslog: ['system-log'],
  process: ['process-list'],
  network_connection: ['sockets'],
  cron: ['root-cron-table', 'user-cron-tables', 'system-cron-table', 'cron-log'],
  account: ['configured-users', 'system-accounts', 'keys'],
  nsconf: ['configuration'],
  config_change: ['configuration-copies'],
  httpd_config: ['web-server-configuration'],
  startup: ['startup-files'],
  appliance: ['identity'],
  memory: ['memory'],
};

/** Which part a log is, by the name of its reader. */
export const logParts: Readonly<Record<string, Part>> = {
  'ns.log': 'audit-log',
  'bash.log and sh.log': 'shell-log',
  'httpaccess.log': 'access-log',
  'httperror.log': 'error-log',
  'messages, notice, auth and other system logs': 'system-log',
  cron: 'cron-log',
};

/** CICADA8 takes the account lines out of ns.conf, and nothing else of it. */
const ACCOUNT_LINES_ONLY = /system_users\.txt$/;

/** The parts that one entry shows. An empty log, or a list that could not be made out, shows nothing. */
export function partsIn({ path, readers, counts, log, hasAccountLines, core }: Examination): readonly Part[] {
  const found: Part[] = [];
  const has = (reader: string) => readers.includes(reader);
  const logPart = log && logParts[log.log];
  if (logPart && log.lines > log.unknown) found.push(logPart);
  if (has('process list') && counts.process) found.push('process-list');
  if (has('open sockets') && counts.network_connection) found.push('sockets');
  if (has('crontab')) found.push(cronPartOf(path));
  if (has('ns.conf') && counts.nsconf && !ACCOUNT_LINES_ONLY.test(path)) found.push('configuration');
  if (hasAccountLines) found.push('configuration-accounts', 'configured-users');
  if (has('command line output') && counts.account) found.push('configured-users');
  if (has('passwd') && counts.account) found.push('system-accounts');
  if (has('authorized_keys')) found.push('keys');
  if (has('httpd.conf') && counts.httpd_config && /^\/(?:etc|shell)\//.test(path))
    found.push('web-server-configuration');
  if (counts.startup) found.push('startup-files');
  if (counts.appliance) found.push('identity');
  // Bytes of no known form may be packed or encrypted: that nothing was found in them says nothing.
  if (core?.form === 'elf') found.push('memory');
  return found;
}

/** `crontab -l` of root, a table of `/var/cron/tabs`, or the system's own. */
function cronPartOf(path: string): Part {
  if (/\/etc[-_/]crontab/.test(path) || path.startsWith('/etc/')) return 'system-cron-table';
  if (path === '/var/cron/tabs/root') return 'root-cron-table';
  return path.startsWith('/var/cron/tabs/') || /nobody/.test(path) ? 'user-cron-tables' : 'root-cron-table';
}

/** Folders that, seen whole, show that what lies in them otherwise was not there. */
export const partsOfFolders: readonly (readonly [folder: string, parts: readonly Part[]])[] = [
  ['/var/cron/tabs/', ['root-cron-table', 'user-cron-tables']],
  ['/root/.ssh/', ['keys']],
];
