/**
 * Folders that the appliance serves to browsers, in canonical spelling.
 * Sources: x1sec, notes on CVE-2019-19781 (web-reachable directories), https://github.com/x1sec/CVE-2019-19781;
 * NCSC-NL, disk-image checks, https://github.com/NCSC-NL/citrix-2025; Fox-IT, https://github.com/fox-it/citrix-netscaler-triage.
 */
export const webRoots: readonly string[] = [
  // Management UI (admin_ui), gateway pages (vpn, vpns), endpoint analysis (epa).
  '/var/netscaler/gui',
  // Logon page and portal themes.
  '/var/netscaler/logon',
  // Perl portal of older releases.
  '/netscaler/portal',
  // Themes and bookmarks.
  '/var/vpn',
];

/** Whether a canonical path lies below a web root. The roots themselves do not. */
export function isInWebRoot(path: string): boolean {
  return webRoots.some((root) => path.startsWith(`${root}/`));
}
