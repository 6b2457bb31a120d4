/**
 * Folds the aliases of one place on an appliance to one spelling, for entries and for the paths in rules alike.
 * Aliases: reference notes on dissect.target, UAC, nsir and the Mandiant scanners; see docs/evidence.md.
 */
const ALIASES: readonly (readonly [alias: string, canonical: string])[] = [
  ['/flash/nsconfig', '/nsconfig'],
  ['/netscaler/ns_gui', '/var/netscaler/gui'],
  ['/netscaler/gui', '/var/netscaler/gui'],
  ['/var/netscaler/ns_gui', '/var/netscaler/gui'],
  ['/var/ns_gui', '/var/netscaler/gui'],
  ['/netscaler/logon', '/var/netscaler/logon'],
  ['/var/netscaler/portal', '/netscaler/portal'],
  ['/var/crash/core', '/var/core'],
  ['/var/crash/log', '/var/log'],
  ['/var/crash/nsproflog', '/var/nsproflog'],
];

/** Normalises `.`, `..`, doubled slashes and aliases. `..` never climbs above the root. Returns an absolute path. */
export function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return foldAliases(`/${segments.join('/')}`);
}

/** Folds the alias at the start of an absolute path or path prefix; the rest stays as it is. */
export function foldAliases(path: string): string {
  for (const [alias, canonical] of ALIASES) {
    if (path === alias || path.startsWith(`${alias}/`)) return canonical + path.slice(alias.length);
  }
  return path;
}

/** All spellings that the beginning of a canonical path may have on the appliance itself, the canonical one first. */
export function spellingsOf(path: string): readonly string[] {
  const found = new Set([path]);
  for (const [alias, canonical] of ALIASES) {
    if (path === canonical || path.startsWith(`${canonical}/`)) found.add(alias + path.slice(canonical.length));
  }
  return [...found];
}
