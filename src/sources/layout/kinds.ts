import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { EvidenceKind } from '../../evidence/entry.ts';
import { anchorOf, ROOT_FOLDER, ROOT_ONLY_NAMES, VAR_NAMES } from './anchors.ts';
import { placeCicada8, placeNsir, placeUac, placeVelociraptor } from './collections.ts';
import type { Place } from './layout.ts';
import { isAnyLogName, isLogName } from './log-names.ts';
import { has, type NameTree } from './name-tree.ts';

/** A product of the same family whose evidence must not be read as an ADC's. */
export interface Refused {
  readonly product: string;
  /** A file or folder that it has and an ADC has not, relative to the root. */
  readonly mark: string;
}

/** Marks of SVM and Console bundles: support tooling for 13.x/14.x; of CPX and BLX: the vendor's documentation of their file systems. */
export const REFUSED: readonly Refused[] = [
  { product: 'NetScaler SVM or Console (ADM)', mark: 'var/mps/svm.conf' },
  { product: 'NetScaler SVM or Console (ADM)', mark: 'mpsconfig' },
  { product: 'NetScaler CPX', mark: 'var/netscaler/bins' },
  { product: 'NetScaler BLX', mark: 'etc/blx/blx.conf' },
];

/**
 * Whether a tree is another product's. One that has an ADC's configuration as well is read: an intruder who could end an examination by
 * making a file would make it.
 */
export function isRefused({ mark }: Refused, node: NameTree): boolean {
  return has(node, mark) && !has(node, 'nsconfig/ns.conf') && !has(node, 'flash/nsconfig/ns.conf');
}

/** The product whose mark this canonical path is. */
export function otherProductAt(path: string): Refused | undefined {
  return REFUSED.find(
    ({ mark }) => path.startsWith(`/${mark}`) && (path.length === mark.length + 1 || path[mark.length + 1] === '/'),
  );
}

export interface Kind {
  readonly kind: EvidenceKind;
  readonly matches: (node: NameTree) => boolean;
  /** Whether further names cannot make it another kind; absent: always. */
  readonly isSure?: (node: NameTree) => boolean;
  /** `inner` is relative to the folder that matched. Undefined: go by the anchors in the name. */
  readonly place: (inner: readonly string[]) => Place | undefined;
}

/** First match wins. The tests are on names, never on the name of the archive itself. */
export const KINDS: readonly Kind[] = [
  {
    kind: 'live-collection',
    matches: (node) => has(node, 'nsleuth-collection.json'),
    place: (inner) => at(inner.join('/')),
  },
  {
    kind: 'nsir',
    matches: (node) =>
      has(node, '00_metadata.txt') && (has(node, '00_stage_status.tsv') || has(node, '00_collection.log')),
    place: placeNsir,
  },
  {
    kind: 'uac',
    matches: (node) =>
      (has(node, 'uac.log') && (has(node, 'live_response') || has(node, ROOT_FOLDER))) ||
      has(node, ROOT_FOLDER) ||
      (has(node, 'live_response') &&
        (has(node, 'live_response/process') || has(node, 'live_response/network') || has(node, 'bodyfile'))),
    place: placeUac,
  },
  {
    kind: 'cicada8',
    matches: (node) =>
      has(node, 'easy_triage_version.txt') || (has(node, 'ps_custom.txt') && has(node, 'sigchk_check.txt')),
    place: placeCicada8,
  },
  {
    kind: 'velociraptor',
    matches: (node) => has(node, 'uploads') && (has(node, 'results') || has(node, 'collection_context.json')),
    place: placeVelociraptor,
  },
  {
    kind: 'support-bundle',
    matches: (node) =>
      isShellFolder(node.children.get('shell')) || (has(node, 'shell') && has(node, 'nsconfig/ns.conf')),
    place: (inner) =>
      inner.join('/') === 'nsconfig/loader.conf' ? at('/flash/boot/loader.conf') : at(inner.join('/')),
  },
  { kind: 'system-backup', matches: isSystemBackup, isSure: () => false, place: (inner) => at(inner.join('/')) },
  { kind: 'root-tree', matches: isRootTree, place: (inner) => at(inner.join('/')) },
  {
    kind: 'flash-volume',
    matches: (node) => has(node, 'nsconfig') && has(node, 'boot'),
    place: (inner) => at(`flash/${inner.join('/')}`),
  },
  { kind: 'var-volume', matches: isVarVolume, place: (inner) => at(`var/${inner.join('/')}`) },
  {
    kind: 'root-tree',
    matches: (node) => has(node, 'nsconfig') && node.children.get('nsconfig')!.children.size > 0,
    isSure: () => false,
    place: (inner) => at(inner.join('/')),
  },
  // What has its logs in `log` can be the beginning of a /var volume.
  { kind: 'log-copy', matches: isLogFolder, isSure: hasLogs, place: placeLog },
  {
    kind: 'ns-conf',
    matches: (node) => has(node, 'ns.conf') && node.children.get('ns.conf')!.children.size === 0,
    isSure: () => false,
    place: placeConfiguration,
  },
];

function at(path: string): Place {
  return { path: canonicalPath(path), isInTree: true, isUnknown: false };
}

/** A bundle's `shell` folder holds outputs of commands; one that is called so by chance does not. */
function isShellFolder(shell: NameTree | undefined): boolean {
  if (!shell) return false;
  return [
    'showcmds.txt',
    'statcmds.txt',
    'ns_running_config.conf',
    'ps-auxwr.out',
    'date.out',
    'uptime.out',
    'sysctl-a.out',
  ].some((name) => has(shell, name));
}

/** `create system backup`: configuration and bookmarks without a single log or process list. */
function isSystemBackup(node: NameTree): boolean {
  const hasConfiguration = has(node, 'nsconfig/ns.conf') || has(node, 'flash/nsconfig/ns.conf');
  const hasSavedFolders = [
    'var/download',
    'var/vpn/bookmark',
    'var/netscaler/locdb',
    'var/learnt_data',
    'var/nslw.bin',
  ].some((path) => has(node, path));
  const hasMore = [
    'shell',
    'var/log',
    'var/nslog',
    'var/core',
    'var/netscaler/gui',
    'netscaler/ns_gui',
    'bin',
    'usr',
  ].some((path) => has(node, path));
  return hasConfiguration && hasSavedFolders && !hasMore;
}

/** A root, whole or in part: two of its directories, or one of them with something below it that only an appliance has. */
function isRootTree(node: NameTree): boolean {
  for (const [name, child] of node.children) {
    for (const inner of child.children.keys())
      if (anchorOf([name, inner, 'x']) === 0 && name !== 'nsconfig' && name !== 'netscaler') return true;
  }
  const isFlash = has(node, 'boot') && !['var', 'etc', 'bin', 'usr', 'netscaler'].some((name) => has(node, name));
  return (
    !isFlash && has(node, 'nsconfig') && ['var', 'netscaler', 'etc', 'bin', 'flash'].some((name) => has(node, name))
  );
}

function isVarVolume(node: NameTree): boolean {
  if (ROOT_ONLY_NAMES.some((name) => has(node, name)) || has(node, 'nsconfig')) return false;
  const folders = [...node.children].filter(([, child]) => child.children.size > 0).map(([name]) => name);
  const known = folders.filter((name) => VAR_NAMES.has(name));
  return known.length >= 2;
}

/** Logs by name in the folder itself, or in its `log`. */
function isLogFolder(node: NameTree): boolean {
  return hasLogs(node) || hasLogs(node.children.get('log'));
}

function hasLogs(folder: NameTree | undefined): boolean {
  return (
    folder !== undefined && [...folder.children].some(([name, child]) => child.children.size === 0 && isLogName(name))
  );
}

/** Flat, or in `log/`. A file of another name stays unknown: the folder can hold anything. */
function placeLog(inner: readonly string[]): Place | undefined {
  const [first = '', second] = inner;
  if (inner.length === 1)
    return isAnyLogName(first) ? at(`var/log/${first}`) : first === 'log' ? at('var/log') : undefined;
  if (first === 'log' && second !== undefined) return at(`var/${inner.join('/')}`);
  return undefined;
}

/** A copy of the configuration folder, or a single ns.conf. */
function placeConfiguration(inner: readonly string[]): Place | undefined {
  return inner.length > 0 ? at(`nsconfig/${inner.join('/')}`) : undefined;
}
