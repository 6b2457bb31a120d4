/** A part of the appliance's file system that rules look at, and its name for the owner. */
export interface Place {
  readonly prefix: string;
  readonly name: string;
}

/** Longest prefix first. */
export const places: readonly Place[] = [
  { prefix: '/var/netscaler/logon/', name: 'the logon pages (/var/netscaler/logon)' },
  { prefix: '/var/netscaler/gui/', name: 'the portal and management pages (/var/netscaler/gui)' },
  { prefix: '/var/netscaler/', name: 'program and web folders (/var/netscaler)' },
  { prefix: '/netscaler/portal/', name: 'the portal (/netscaler/portal)' },
  { prefix: '/netscaler/', name: 'programs of the appliance (/netscaler)' },
  { prefix: '/var/vpn/', name: 'portal themes and bookmarks (/var/vpn)' },
  { prefix: '/var/nstmp/', name: 'temporary folders (/var/nstmp)' },
  { prefix: '/var/tmp/', name: 'temporary folders (/var/tmp)' },
  { prefix: '/tmp/', name: 'temporary folders (/tmp)' },
  { prefix: '/nsconfig/', name: 'the configuration folder (/nsconfig)' },
  { prefix: '/var/core/', name: 'core dumps (/var/core)' },
  { prefix: '/var/cron/', name: 'users’ cron tables (/var/cron)' },
  { prefix: '/var/python/', name: 'Python of the appliance (/var/python)' },
  { prefix: '/var/log/', name: 'the log folder (/var/log)' },
  { prefix: '/var/', name: 'other folders of /var' },
  { prefix: '/etc/', name: 'the system configuration (/etc)' },
  { prefix: '/root/', name: 'root’s own folder (/root)' },
  { prefix: '/flash/', name: 'the boot folder (/flash)' },
  { prefix: '/', name: 'the rest of the system' },
];

/** The place a canonical path (or path prefix of a rule) lies in. */
export function placeOf(path: string): Place {
  return places.find(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix) ?? places.at(-1)!;
}

/** Folders whose files are served to browsers. */
export const webPrefixes = ['/var/netscaler/logon/', '/var/netscaler/gui/', '/netscaler/portal/', '/var/vpn/'] as const;

/** Where a rule looks that names no path: wherever something was ever left behind. */
export const everywhere: readonly string[] = [
  ...webPrefixes,
  '/netscaler/',
  '/nsconfig/',
  '/var/tmp/',
  '/tmp/',
  '/var/nstmp/',
  '/var/log/',
  '/var/core/',
  '/root/',
  '/etc/',
  '/var/python/',
];
