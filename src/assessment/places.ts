/** A part of the appliance's file system that rules look at, and its name for the owner. */
export interface Place {
  readonly prefix: string;
  readonly name: string;
}

/** Longest prefix first. */
export const places: readonly Place[] = [
  { prefix: '/var/netscaler/', name: 'web folders (/var/netscaler)' },
  { prefix: '/netscaler/', name: 'web and program folders (/netscaler)' },
  { prefix: '/var/vpn/', name: 'portal themes and bookmarks (/var/vpn)' },
  { prefix: '/var/nstmp/', name: 'temporary folders (/var/nstmp)' },
  { prefix: '/var/tmp/', name: 'temporary folders (/var/tmp)' },
  { prefix: '/tmp/', name: 'temporary folders (/tmp)' },
  { prefix: '/nsconfig/', name: 'configuration folder (/nsconfig)' },
  { prefix: '/var/core/', name: 'core dumps (/var/core)' },
  { prefix: '/var/cron/', name: 'users’ cron tables (/var/cron)' },
  { prefix: '/var/log/', name: 'logs (/var/log)' },
  { prefix: '/var/', name: 'other folders of /var' },
  { prefix: '/etc/', name: 'system configuration (/etc)' },
  { prefix: '/flash/', name: 'boot folder (/flash)' },
  { prefix: '/', name: 'rest of the system' },
];

/** The place a canonical path (or path prefix of a rule) lies in. */
export function placeOf(path: string): Place {
  return places.find(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix) ?? places.at(-1)!;
}

/** All places that a path prefix of a rule covers: `/var/` covers each place below it. */
export function placesCovered(prefix: string): readonly Place[] {
  const below = places.filter((place) => place.prefix.startsWith(prefix) && place.prefix !== '/');
  return below.length > 0 ? below : [placeOf(prefix)];
}

/** Places whose files are served to browsers. */
export const webPlaces: readonly Place[] = places.filter(({ prefix }) =>
  ['/var/netscaler/', '/netscaler/', '/var/vpn/'].includes(prefix),
);
