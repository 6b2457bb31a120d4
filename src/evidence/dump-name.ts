/** Where an appliance keeps core dumps. */
const FOLDERS = ['/var/core/', '/var/crash/'];
/** In these folders, and no dump: counters of savecore. */
const NO_DUMPS = /\/(?:bounds|minfree)$/;
/** `NSPPE-01-2210`, `httpd.core`, packed or not. */
const NAME = /\/(?:NSPPE-\d[^/]*|[^/]+\.core(?:\.(?:gz|bz2|xz|zst))?)$/;

/** Whether a file of this canonical path is a core dump as far as its place and name tell. */
export function isDumpName(path: string): boolean {
  if (NO_DUMPS.test(path)) return false;
  return FOLDERS.some((folder) => path.startsWith(folder)) || NAME.test(path);
}
