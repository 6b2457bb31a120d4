import type { EvidenceKind } from '../evidence/entry.ts';
import { limits } from '../evidence/limits.ts';

/** How much of the appliance's folders was seen, so that it can be told what of a folder was not. */
export interface Directories {
  /** A file itself, whose content could be read. */
  file(path: string): void;
  /** A folder as an entry of its own: the container records folders, so what is not in it was not there. */
  folder(path: string): void;
  /** A listing names so many files in folders, and these where each file matters. Several listings may name the same files: the fullest counts. */
  listing(files: Readonly<Record<string, number>>, names: readonly string[]): void;
  /** What is known of the files that a path prefix covers: `/var/tmp/` all below, `/nsconfig/rc` those of that folder. */
  below(prefix: string, kinds: readonly EvidenceKind[]): Extent;
  /** Files themselves below a prefix that ends with a slash. */
  files(prefix: string): number;
}

/** `all`: every file's content; `names`: names and metadata of all of them, the content of few or none; `some`: who knows of how many; `none`. */
export type Extent = 'all' | 'names' | 'some' | 'none';

interface Folder {
  itself: number;
  listed: number;
  /** Told by a listing, or by an entry of its own. */
  isListed: boolean;
  isOpen: boolean;
}

/** Folders in which single files matter: what is told of them is told file by file. */
export const namedFolders: ReadonlySet<string> = new Set(['/nsconfig', '/etc', '/var/log']);

/** Top folders that only a copy of the whole appliance has all of. */
const TOP_FOLDERS = ['/etc', '/var', '/netscaler'];

/** Folders that a kind of evidence holds whole, files directly in them, although it records no folders. Source: what the vendor documents of them. */
const WHOLE: Readonly<Partial<Record<EvidenceKind, readonly string[]>>> = {
  'support-bundle': ['/nsconfig'],
  'system-backup': ['/nsconfig'],
};

/** Some files change or vanish while evidence is taken. */
const NEARLY_ALL = 0.9;

export function openDirectories(): Directories {
  const folders = new Map<string, Folder>();
  /** Files of `namedFolders`: themselves, and as listings name them. */
  const files = new Set<string>();
  const names = new Set<string>();

  function at(path: string): Folder {
    let folder = folders.get(path);
    if (!folder) {
      folder = { itself: 0, listed: 0, isListed: false, isOpen: false };
      // Beyond the bound, what is further in counts for the folder above.
      if (folders.size >= limits.directoriesTold && path !== '/') return at(parentOf(path));
      folders.set(path, folder);
      answers.clear();
    }
    return folder;
  }

  /** Rules ask for the same few prefixes, and a disk has many folders. */
  const answers = new Map<string, readonly Folder[]>();

  function covered(prefix: string): readonly Folder[] {
    if (!prefix.endsWith('/')) return [folders.get(parentOf(prefix))].filter((folder) => folder !== undefined);
    let own = answers.get(prefix);
    if (!own) {
      own = [...folders].filter(([path]) => `${path}/`.startsWith(prefix)).map(([, folder]) => folder);
      answers.set(prefix, own);
    }
    return own;
  }

  /** A folder above that was seen with all its folders: then this one was not there. */
  function isKnownAbsent(path: string): boolean {
    for (let above = parentOf(path); above !== '/'; above = parentOf(above)) {
      const folder = folders.get(above);
      if (folder) return folder.isOpen || folder.isListed;
    }
    return folders.get('/')?.isListed === true || TOP_FOLDERS.every((top) => folders.get(top)?.isOpen === true);
  }

  /** File by file, where a listing tells of each. */
  function ofNamed(prefix: string): Extent | undefined {
    const folder = parentOf(prefix);
    if (prefix.endsWith('/') || !namedFolders.has(folder) || folders.get(folder)?.isListed !== true) return undefined;
    return [...names].some((name) => name.startsWith(prefix) && !files.has(name)) ? 'names' : 'all';
  }

  return {
    file(path) {
      const folder = parentOf(path);
      at(folder).itself++;
      if (namedFolders.has(folder) && files.size < limits.listedNames) files.add(path);
    },
    folder(path) {
      if (path === '/') return;
      at(path).isOpen = true;
      if (path.lastIndexOf('/') > 0) at(parentOf(path)).isOpen = true;
    },
    listing(counts, listed) {
      for (const [path, count] of Object.entries(counts)) {
        const folder = at(path);
        folder.listed = Math.max(folder.listed, count);
        folder.isListed = true;
      }
      for (const name of listed) if (names.size < limits.listedNames) names.add(name);
    },
    files: (prefix) => covered(prefix).reduce((sum, { itself }) => sum + itself, 0),
    below(prefix, kinds) {
      const named = ofNamed(prefix);
      if (named) return named;
      const own = covered(prefix);
      if (own.length === 0)
        return isKnownAbsent(prefix.endsWith('/') ? prefix.slice(0, -1) : parentOf(prefix)) ? 'all' : 'none';
      const itself = own.reduce((sum, folder) => sum + folder.itself, 0);
      const listed = own.reduce((sum, folder) => sum + folder.listed, 0);
      if (own.some(({ isListed }) => isListed)) return itself >= listed * NEARLY_ALL ? 'all' : 'names';
      if (own.some(({ isOpen }) => isOpen)) return 'all';
      const isWhole = kinds.some((kind) => WHOLE[kind]?.includes(parentOf(prefix)));
      return isWhole ? 'all' : itself > 0 ? 'some' : 'none';
    },
  };
}

/** The folder a path lies in; of `/var/tmp/` it is `/var`. */
export function parentOf(path: string): string {
  const cut = path.lastIndexOf('/', path.endsWith('/') ? path.length - 2 : undefined);
  return cut <= 0 ? '/' : path.slice(0, cut);
}
