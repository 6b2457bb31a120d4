import { canonicalPath } from '../../evidence/canonical-path.ts';
import { OperatorError } from '../../evidence/errors.ts';
import { limits } from '../../evidence/limits.ts';

/** Trees fetched together, in one archive. */
export interface FetchGroup {
  readonly id: string;
  /** Without the leading `/`: archives are made from the root directory, with relative names. */
  readonly roots: readonly string[];
  /** Of the files below the roots only those that one of these names, and none of folders that other groups fetch. */
  readonly patterns?: readonly NamePattern[];
  /** All that the group may bring, in bytes. */
  readonly groupBytes?: number;
  /** Bulk below the roots that is listed, not fetched; a `*` at the end stands for any rest. */
  readonly skip: readonly string[];
  /** Below the roots, but fetched by another group. */
  readonly elsewhere?: readonly string[];
  /** Larger files are listed, not fetched. */
  readonly fileBytes: number;
  readonly deadlineMs: number;
  /** Rough size on an ordinary appliance. */
  readonly typicalBytes: number;
  readonly why: string;
}

/** Files by their names, without regard to case: letters, digits, `.`, `_`, `-`, `/`, and `*` for any run of characters, also of slashes. */
export interface NamePattern {
  /** `path`: the whole path, absolute unless it begins with `*`. `name`: its last part. */
  readonly of: 'path' | 'name';
  readonly text: string;
}

const MIB = 2 ** 20;
const MINUTE = 60_000;

/** Logs come first: every later command writes log lines of its own and may push old ones out. */
export const logGroup: FetchGroup = {
  id: 'logs',
  roots: ['var/log'],
  skip: [],
  fileBytes: 256 * MIB,
  deadlineMs: 60 * MINUTE,
  typicalBytes: 40 * MIB,
  why: 'what happened',
};

/** What the rules look at. Symbolic links are taken as links, so a tree named twice is not fetched twice. */
export const defaultGroups: readonly FetchGroup[] = [
  {
    id: 'configuration',
    roots: ['flash/nsconfig', 'nsconfig', 'flash/boot', 'flash/.version', 'etc', 'var/cron', 'root', '.nscli_history'],
    skip: [],
    fileBytes: 32 * MIB,
    deadlineMs: 15 * MINUTE,
    typicalBytes: 12 * MIB,
    why: 'configuration, boot hooks, accounts, scheduled jobs, command history',
  },
  {
    id: 'temporary',
    roots: ['tmp', 'var/tmp', 'var/nstmp', 'var/run'],
    skip: ['var/tmp/support'],
    fileBytes: 16 * MIB,
    deadlineMs: 15 * MINUTE,
    typicalBytes: 30 * MIB,
    why: 'where intruders keep tools and loot',
  },
  {
    id: 'web',
    roots: [
      'var/netscaler',
      'var/vpn',
      'netscaler/ns_gui',
      'netscaler/gui',
      'netscaler/portal',
      'netscaler/logon',
      'var/ns_gui',
    ],
    skip: ['var/netscaler/locdb'],
    fileBytes: 8 * MIB,
    deadlineMs: 30 * MINUTE,
    typicalBytes: 250 * MIB,
    why: 'what the appliance serves to browsers',
  },
  {
    id: 'system',
    roots: ['netscaler', 'var/nsinstall', 'var/nslog', 'var/nssynclog', 'var/mastools'],
    skip: ['var/nslog/newnslog*', 'var/nsinstall/build*'],
    elsewhere: ['netscaler/ns_gui', 'netscaler/gui', 'netscaler/portal', 'netscaler/logon'],
    fileBytes: 1 * MIB,
    deadlineMs: 15 * MINUTE,
    typicalBytes: 60 * MIB,
    why: 'scripts, upgrade state, start and stop records',
  },
  {
    id: 'further',
    roots: [
      'var/python',
      'var/db',
      'var/download',
      'var/nstrace',
      'var/ns_sys_backup',
      'var/nsproflog',
      'var/crash/nsproflog',
      'usr/local/etc/rc.d',
      // Single files that rules name.
      'netscaler.local',
      'usr/bin/walk',
      'var/walk',
      'var/1',
      'var/1.py',
      'var/core/.ns-cache',
      'var/crash/core/.ns-cache',
    ],
    skip: [],
    fileBytes: 4 * MIB,
    deadlineMs: 15 * MINUTE,
    typicalBytes: 80 * MIB,
    why: 'further folders and files that rules name',
  },
];

/** Files that are looked for in every folder: programs of the web server, what decides what runs and who may log in, histories. */
const shippedPatterns: readonly NamePattern[] = [
  ...['*.php', '*.php5', '*.php7', '*.phtml', '*.pht', '*.inc', '*.xhtml', 'php.ini', '.user.ini'].map(named),
  ...['ns_monuploadd_err.pl', 'pam_*', 'loader.conf*'].map(named),
  ...['.nscli_history', '.bash_history', '.sh_history', '.history', 'authorized_keys*'].map(named),
];

function named(text: string): NamePattern {
  return { of: 'name', text };
}

export const coreGroup: FetchGroup = {
  id: 'cores',
  roots: ['var/core', 'var/crash'],
  skip: [],
  fileBytes: 32 * 2 ** 30,
  deadlineMs: 240 * MINUTE,
  typicalBytes: 2_000 * MIB,
  why: 'memory of crashed processes',
};

/** Files whose content is a secret that no rule needs: listed, with size and times, but not fetched unless asked for. */
export const keyMaterial: readonly string[] = [
  '*.key',
  '*.pfx',
  '*.p12',
  '*.pem',
  '*.keytab',
  'enckey',
  '.F?.key',
  'ssh_host_*_key',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  'master.passwd',
  'spwd.db',
];

export interface FetchOptions {
  /** Absolute paths of further files and trees that the rules in use look at. */
  readonly paths?: readonly string[];
  /** Names of further files. */
  readonly patterns?: readonly NamePattern[];
  /** `cores`: core dumps. `keys`: private keys and password hashes. `large`: files of any size. */
  readonly include?: readonly ('cores' | 'keys' | 'large')[];
}

const SAFE_PATH = /^\/[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+){0,15}\/?$/;
const SAFE_PATTERN = /^[A-Za-z0-9._/*-]{2,150}$/;

/**
 * The groups to fetch after the logs. A path or pattern that is not plain (letters, digits, `.`, `_`, `-`, `/`, of a pattern `*` as well) is refused
 * with an `OperatorError`, because it becomes part of a command line. Of further ones there is a bound: see `placesBeyond`.
 */
export function groupsFor(options: FetchOptions): readonly FetchGroup[] {
  const { include = [] } = options;
  const fixed = [logGroup, ...defaultGroups, ...(include.includes('cores') ? [coreGroup] : [])];
  const { roots, patterns } = withinBound(furtherPlaces(options, fixed));
  const groups = roots.length === 0 ? fixed : [...fixed, { ...ruleGroup, roots }];
  const sized = (some: readonly FetchGroup[]): readonly FetchGroup[] =>
    include.includes('large') ? some.map((group) => ({ ...group, skip: [], fileBytes: coreGroup.fileBytes })) : some;
  return [
    ...sized(groups).flatMap(split),
    ...sized(byName('by-name', shippedPatterns, 'programs of web server and login, keys and histories in any folder')),
    ...sized(byName('rules-by-name', patterns, 'names that the rules in use look for')),
  ];
}

/** Of further places those beyond the bound: they are not looked at. */
export function placesBeyond(options: FetchOptions): readonly string[] {
  const { roots, patterns } = furtherPlaces(options, [logGroup, ...defaultGroups]);
  return [...roots.map((root) => `/${root}`), ...patterns.map(patternText)].slice(limits.rulePlaces);
}

/** Whether all of a folder is fetched in any case: only size and kind decide about its files. Canonical, absolute. */
export function isFetchedAnyway(folder: string): boolean {
  return [logGroup, ...defaultGroups].some(({ roots }) =>
    roots.some((root) => {
      const place = canonicalPath(root);
      return folder === place || folder.startsWith(`${place}/`);
    }),
  );
}

/** Whether files of any folder are fetched in any case when they have this name. */
export function isNameFetchedAnyway({ of, text }: NamePattern): boolean {
  return of === 'name' && shippedPatterns.some((pattern) => pattern.text === text.toLowerCase());
}

/** What of a group is for people to read: its trees, or what its files are called. */
export function placesOf({ roots, patterns }: FetchGroup): readonly string[] {
  return patterns ? patterns.map(patternText) : roots.map((root) => `/${root}`);
}

function patternText({ of, text }: NamePattern): string {
  return of === 'name' ? `**/${text}` : text;
}

const ruleGroup: FetchGroup = {
  id: 'rules',
  roots: [],
  skip: [],
  fileBytes: 16 * MIB,
  groupBytes: limits.rulePlaceBytes,
  deadlineMs: 15 * MINUTE,
  typicalBytes: 10 * MIB,
  why: 'further paths that the rules in use look at',
};

interface Further {
  readonly roots: readonly string[];
  readonly patterns: readonly NamePattern[];
}

function furtherPlaces({ paths = [], patterns = [] }: FetchOptions, groups: readonly FetchGroup[]): Further {
  const covered = groups.flatMap(({ roots }) => roots);
  const roots = new Set<string>();
  for (const path of paths) {
    if (!SAFE_PATH.test(path) || path.split('/').includes('..')) {
      throw new OperatorError(
        `Cannot fetch ${JSON.stringify(path)}: not a plain path.`,
        'Name a folder such as /var/example.',
      );
    }
    const root = path.replace(/^\/|\/$/g, '');
    if (!covered.some((other) => root === other || root.startsWith(`${other}/`))) roots.add(root);
  }
  for (const { text } of patterns) {
    if (!SAFE_PATTERN.test(text))
      throw new OperatorError(
        `Cannot look for ${JSON.stringify(text)}: not a plain name.`,
        'Name a file such as *.php.',
      );
  }
  const own = [...roots].filter((root) => ![...roots].some((other) => root.startsWith(`${other}/`)));
  return { roots: own.sort(), patterns: patterns.filter((pattern) => !isNameFetchedAnyway(pattern)) };
}

function withinBound({ roots, patterns }: Further): Further {
  const left = Math.max(0, limits.rulePlaces - roots.length);
  return { roots: roots.slice(0, limits.rulePlaces), patterns: patterns.slice(0, left) };
}

/** Length that the roots of one command may have together: the appliance's own limit on a line is not known. */
const ROOTS_BYTES = 300;
/** The same of patterns: names of secrets and of the trees that are passed over stand in that line too. */
const PATTERN_BYTES = 180;

function split(group: FetchGroup): readonly FetchGroup[] {
  const parts = chunks(group.roots, ROOTS_BYTES, (root) => root.length + 1);
  if (parts.length === 1) return [group];
  return parts.map((roots, index) => ({ ...group, roots, id: `${group.id}-${index + 1}` }));
}

function byName(id: string, patterns: readonly NamePattern[], why: string): readonly FetchGroup[] {
  const parts = chunks(patterns, PATTERN_BYTES, (pattern) => findTest(pattern).length + PRINT.length);
  return parts.map((own, index) => ({
    id: parts.length === 1 ? id : `${id}-${index + 1}`,
    roots: ['.', 'flash', 'var'],
    patterns: own,
    skip: [],
    elsewhere: WALKED_ELSEWHERE,
    fileBytes: 4 * MIB,
    groupBytes: limits.rulePlaceBytes,
    deadlineMs: 20 * MINUTE,
    typicalBytes: 5 * MIB,
    why,
  }));
}

/** The trees with most files, and the disks that have roots of their own. What is fetched twice elsewhere counts once. */
const WALKED_ELSEWHERE = [
  './flash',
  './var',
  'var/netscaler',
  './netscaler',
  'var/python',
  'var/log',
  'var/nslog',
  'var/vpn',
];
const PRINT = ' -o  -print0';

/** The test of `find` for a pattern: names below `.` begin with `./`, those of the two other disks with their name. */
export function findTest({ of, text }: NamePattern): string {
  if (of === 'name') return `-iname ${text}`;
  if (!text.startsWith('/')) return `-ipath ${text}`;
  const [first = ''] = text.slice(1).split('/', 1);
  if (first.includes('*')) return `-ipath ${text.slice(text.indexOf('*'))}`;
  return /^(?:flash|var)$/i.test(first) ? `-ipath ${text.slice(1)}` : `-ipath .${text}`;
}

function chunks<T>(list: readonly T[], most: number, sizeOf: (item: T) => number): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const item of list) {
    size += sizeOf(item);
    if (size > most) {
      parts.push([]);
      size = sizeOf(item);
    }
    parts.at(-1)!.push(item);
  }
  return parts;
}
