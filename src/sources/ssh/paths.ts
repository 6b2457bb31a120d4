import { OperatorError } from '../../evidence/errors.ts';

/** Trees fetched together, in one archive. */
export interface FetchGroup {
  readonly id: string;
  /** Without the leading `/`: archives are made from the root directory, with relative names. */
  readonly roots: readonly string[];
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
];

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
  /** Absolute paths of further trees that the rules in use look at. */
  readonly paths?: readonly string[];
  /** `cores`: core dumps. `keys`: private keys and password hashes. `large`: files of any size. */
  readonly include?: readonly ('cores' | 'keys' | 'large')[];
}

const SAFE_PATH = /^\/[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+){0,15}\/?$/;

/**
 * The groups to fetch after the logs. A path that is not plain (letters, digits, `.`, `_`, `-`, `/`) is refused with an
 * `OperatorError`, because paths become part of a command line.
 */
export function groupsFor({ paths = [], include = [] }: FetchOptions): readonly FetchGroup[] {
  const groups = [logGroup, ...defaultGroups, ...(include.includes('cores') ? [coreGroup] : [])];
  const covered = groups.flatMap(({ roots }) => roots);
  const further = new Set<string>();
  for (const path of paths) {
    if (!SAFE_PATH.test(path) || path.split('/').includes('..')) {
      throw new OperatorError(
        `Cannot fetch ${JSON.stringify(path)}: not a plain path.`,
        'Name a folder such as /var/example.',
      );
    }
    const root = path.replace(/^\/|\/$/g, '');
    if (!covered.some((other) => root === other || root.startsWith(`${other}/`))) further.add(root);
  }
  if (further.size > 0) {
    groups.push({
      id: 'rules',
      roots: [...further].sort(),
      skip: [],
      fileBytes: 16 * MIB,
      deadlineMs: 15 * MINUTE,
      typicalBytes: 10 * MIB,
      why: 'further paths that the rules in use look at',
    });
  }
  const withSizes = include.includes('large')
    ? groups.map((group) => ({ ...group, skip: [], fileBytes: coreGroup.fileBytes }))
    : groups;
  return withSizes.flatMap(split);
}

/** Length that the roots of one command may have together: the appliance's own limit on a line is not known. */
const ROOTS_BYTES = 300;

function split(group: FetchGroup): readonly FetchGroup[] {
  const parts: string[][] = [[]];
  for (const root of group.roots) {
    const last = parts[parts.length - 1]!;
    if ([...last, root].join(' ').length > ROOTS_BYTES) parts.push([root]);
    else last.push(root);
  }
  if (parts.length === 1) return [group];
  return parts.map((roots, index) => ({ ...group, roots, id: `${group.id}-${index + 1}` }));
}
