import { basename } from 'node:path';

/** Characters of a folder's name. */
const NAME_LENGTH = 60;
/** Names that stand for devices on Windows. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Gives each evidence a folder of its own below the folder of reports: the name that the operator's file has, without what a file system could
 * take for something else. `isTaken` tells of folders that are there already.
 */
export function folderNames(isTaken: (name: string) => boolean): (target: string) => string {
  const given = new Set<string>(['summary.json']);
  return (target) => {
    const base = safeName(target);
    for (let number = 1; ; number++) {
      const name = number === 1 ? base : `${base}-${number}`;
      const key = name.toLowerCase();
      if (given.has(key) || isTaken(name)) continue;
      given.add(key);
      return name;
    }
  };
}

function safeName(target: string): string {
  const name = (target === '-' ? 'standard-input' : basename(target.replace(/^ssh:\/\//, '')))
    .replace(/\.(?:tar\.(?:gz|bz2|xz|zst)|tgz|tbz2?|txz|tar|zip|gz|bz2|xz|zst)$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .slice(0, NAME_LENGTH)
    .replace(/^[.-]+|[.]+$/g, '');
  return name === '' || RESERVED.test(name) ? `evidence_${name}` : name;
}

/** Whether a name could have been made by `folderNames`: what a saved summary says is not trusted to be one. */
export function isFolderName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,80}$/.test(name);
}
