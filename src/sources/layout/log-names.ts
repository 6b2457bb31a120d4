/** The text logs of `/var/log` on an appliance (newsyslog's defaults, vendor log groups SHELL, ACCESS and NSMGMT). */
const LOGS = [
  'ns.log',
  'bash.log',
  'sh.log',
  'notice.log',
  'auth.log',
  'nsvpn.log',
  'httpaccess.log',
  'httperror.log',
  'httpaccess-vpn.log',
  'httperror-vpn.log',
  'nitro.log',
  'import.log',
  'nsmgmt.log',
  'wicmd.log',
];
/** Names that other systems use too: they count only beside one of the above. */
const ORDINARY_LOGS = [
  'messages',
  'cron',
  'license.log',
  'snmpd.log',
  'wtmp',
  'utx.log',
  'nscollect_cl.log',
  'fsck.log',
  'savecore.log',
];

/** Whether a file name is that of a log only an appliance writes, or of a rotation of it (`ns.log.3.gz`, `ns.log-20261123`). */
export function isLogName(name: string): boolean {
  return LOGS.some((log) => isOf(log, name));
}

/** As `isLogName`, and the names that other systems use as well. */
export function isAnyLogName(name: string): boolean {
  return isLogName(name) || ORDINARY_LOGS.some((log) => isOf(log, name));
}

function isOf(log: string, name: string): boolean {
  return name.startsWith(log) && (name.length === log.length || name[log.length] === '.' || name[log.length] === '-');
}
