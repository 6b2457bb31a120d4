import { HOUR, MINUTE, type Setting, syslogClock } from './setting.ts';

/** One file, directory or link as it lies on the appliance. Times are milliseconds UTC. */
export interface Node {
  readonly type: 'file' | 'directory' | 'symlink';
  /** Permission and set-id bits. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  readonly modified: number;
  readonly changed: number;
  readonly born: number;
  readonly content: Buffer;
  readonly linkTarget?: string;
}

/** One line of a log, before it is decided which rotation it falls into. */
export interface LogLine {
  readonly at: number;
  readonly text: string;
}

export interface Log {
  readonly lines: readonly LogLine[];
  /** Bytes after which the hourly newsyslog turns the file over. */
  readonly limit: number;
  readonly mode: number;
  /** Flag B of newsyslog.conf: no header line after rotation. */
  readonly isBinary?: true;
  /** Rotations that somebody removed. */
  readonly missing?: readonly number[];
}

export interface Process {
  readonly user: string;
  readonly pid: number;
  readonly ppid: number;
  readonly cpu: number;
  readonly terminal: string;
  readonly state: string;
  readonly started: number;
  readonly command: string;
}

export interface Socket {
  readonly user: string;
  readonly process: string;
  readonly pid: number;
  readonly protocol: 'tcp4' | 'udp4';
  readonly local: string;
  readonly remote: string;
  readonly state: string;
}

/** A sample appliance: what is on its disks, in its logs and running. Variants are functions from one to another. */
export interface Appliance {
  readonly setting: Setting;
  /** By real absolute path: `/flash/nsconfig/ns.conf`, never `/nsconfig/ns.conf`, which is a link. Logs stand in `logs`. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** By path of the current file: `/var/log/ns.log`. */
  readonly logs: ReadonlyMap<string, Log>;
  readonly processes: readonly Process[];
  readonly sockets: readonly Socket[];
}

export interface NodeFacts {
  readonly content?: string | Buffer;
  readonly mode?: number;
  readonly owner?: string;
  readonly group?: string;
  readonly modified?: number;
  readonly changed?: number;
  readonly born?: number;
  readonly linkTarget?: string;
  readonly type?: Node['type'];
}

/** uid or gid by name, as on FreeBSD and NetScaler. */
export const ids: Readonly<Record<string, number>> = {
  root: 0,
  nsroot: 0,
  wheel: 0,
  daemon: 1,
  operator: 2,
  bin: 3,
  nsmonitor: 65532,
  sshd: 65533,
  nobody: 65534,
};

/** Folds the links of an appliance: where the bytes of a path really lie. */
export function realPath(path: string): string {
  if (path.startsWith('/nsconfig/')) return `/flash${path}`;
  for (const alias of ['/netscaler/ns_gui', '/netscaler/gui']) {
    if (path.startsWith(`${alias}/`)) return `/var/netscaler/gui${path.slice(alias.length)}`;
  }
  if (path.startsWith('/netscaler/logon/')) return `/var${path}`;
  return path;
}

/** A node with the defaults of a file that `root` wrote at `at`. */
export function node(facts: NodeFacts, at: number): Node {
  const type = facts.type ?? (facts.linkTarget === undefined ? 'file' : 'symlink');
  const modified = facts.modified ?? at;
  const changed = facts.changed ?? Math.max(at, modified);
  return {
    type,
    mode: facts.mode ?? (type === 'file' ? 0o644 : 0o755),
    owner: facts.owner ?? 'root',
    group: facts.group ?? 'wheel',
    modified,
    changed,
    // UFS2 pulls the birth time back with utimes(2), so an extracted or back-dated file is born when it was modified.
    born: facts.born ?? Math.min(modified, changed),
    content: typeof facts.content === 'string' ? Buffer.from(facts.content) : (facts.content ?? Buffer.alloc(0)),
    ...(facts.linkTarget !== undefined && { linkTarget: facts.linkTarget }),
  };
}

/** Adds files, or puts others in their place; each written at `at` unless it says otherwise. */
export function withFiles(
  appliance: Appliance,
  at: number,
  files: Readonly<Record<string, string | Buffer | NodeFacts>>,
): Appliance {
  const nodes = new Map(appliance.nodes);
  for (const [path, facts] of Object.entries(files)) {
    const stated: NodeFacts = typeof facts === 'string' || Buffer.isBuffer(facts) ? { content: facts } : facts;
    nodes.set(realPath(path), node(stated, at));
  }
  return { ...appliance, nodes };
}

/** Rewrites the text of a file that exists. */
export function withEdit(appliance: Appliance, at: number, path: string, edit: (text: string) => string): Appliance {
  const before = fileAt(appliance, path);
  const text = edit(before.content.toString('utf8'));
  if (text === before.content.toString('utf8')) throw new Error(`the edit of ${path} changed nothing`);
  const nodes = new Map(appliance.nodes);
  nodes.set(realPath(path), { ...before, content: Buffer.from(text), modified: at, changed: at });
  return { ...appliance, nodes };
}

/** Other facts of a file that exists (mode, owner, times); its content stays. */
export function withFacts(appliance: Appliance, at: number, path: string, facts: NodeFacts): Appliance {
  const before = fileAt(appliance, path);
  const nodes = new Map(appliance.nodes);
  nodes.set(realPath(path), node({ ...before, changed: at, ...facts }, before.modified));
  return { ...appliance, nodes };
}

export function fileAt(appliance: Appliance, path: string): Node {
  const found = appliance.nodes.get(realPath(path));
  if (!found) throw new Error(`no such file on the sample: ${path}`);
  return found;
}

/** Adds lines to logs, at their places in time. */
export function withLines(appliance: Appliance, lines: Readonly<Record<string, readonly LogLine[]>>): Appliance {
  const logs = new Map(appliance.logs);
  for (const [path, added] of Object.entries(lines)) {
    const log = logs.get(path);
    if (!log) throw new Error(`no such log on the sample: ${path}`);
    const all = [...log.lines, ...added.filter((line) => line.at <= appliance.setting.collected)];
    if (all.length < log.lines.length + added.length) throw new Error(`a line of ${path} is younger than the sample`);
    logs.set(path, { ...log, lines: all.sort((a, b) => a.at - b.at) });
  }
  return { ...appliance, logs };
}

/** Removes what the logs held from one moment to another, as an intruder with `sed -i` would. */
export function withoutLines(appliance: Appliance, paths: readonly string[], from: number, to: number): Appliance {
  const logs = new Map(appliance.logs);
  for (const path of paths) {
    const log = logs.get(path);
    if (!log) throw new Error(`no such log on the sample: ${path}`);
    logs.set(path, { ...log, lines: log.lines.filter((line) => line.at < from || line.at >= to) });
  }
  return { ...appliance, logs };
}

export function withProcesses(appliance: Appliance, added: readonly Process[]): Appliance {
  return { ...appliance, processes: [...appliance.processes, ...added] };
}

export function withSockets(appliance: Appliance, added: readonly Socket[]): Appliance {
  return { ...appliance, sockets: [...appliance.sockets, ...added] };
}

/** One file of a log: its newest lines uncompressed, older ones numbered from 0. */
export interface LogFile {
  readonly path: string;
  /** Undefined for the current file. */
  readonly rotation?: number;
  readonly text: string;
  readonly mode: number;
  readonly modified: number;
  readonly born: number;
}

/** Cuts a log into the files that newsyslog, run at every full hour, would have left. Oldest first. */
export function rotate(setting: Setting, path: string, log: Log): LogFile[] {
  const files: { lines: string[]; first: number; last: number; turned: number }[] = [];
  let current = { lines: [] as string[], first: log.lines[0]?.at ?? setting.booted, last: 0, turned: 0 };
  let bytes = 0;
  let hour = Math.floor(current.first / HOUR);
  for (const line of log.lines) {
    const now = Math.floor(line.at / HOUR);
    if (now > hour && bytes > log.limit) {
      const turned = (hour + 1) * HOUR;
      files.push({ ...current, turned });
      current = {
        lines: log.isBinary ? [] : [turnedOver(setting, turned, log.limit)],
        first: turned,
        last: turned,
        turned: 0,
      };
      bytes = 0;
    }
    hour = now;
    current.lines.push(line.text);
    current.last = line.at;
    bytes += line.text.length + 1;
  }
  files.push({ ...current, turned: current.last });
  return files.flatMap((file, index) => {
    const rotation = files.length - 2 - index;
    if (log.missing?.includes(rotation)) return [];
    const isCurrent = rotation < 0;
    return {
      path: isCurrent ? path : `${path}.${rotation}.gz`,
      ...(!isCurrent && { rotation }),
      text: file.lines.length === 0 ? '' : `${file.lines.join('\n')}\n`,
      mode: log.mode,
      modified: isCurrent ? file.last || setting.collected - MINUTE : file.turned,
      born: file.first,
    };
  });
}

function turnedOver(setting: Setting, at: number, limit: number): string {
  const reason = `size>${Math.round(limit / 1024)}K`;
  return `${syslogClock(setting, at)} ${setting.hostname} newsyslog[${10_000 + (Math.floor(at / HOUR) % 50_000)}]: logfile turned over due to ${reason}`;
}
