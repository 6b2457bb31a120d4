/** One command of the fixed list. Nothing in it depends on what the appliance answers. */
export interface RemoteCommand {
  readonly id: string;
  /** `shell`: text for the appliance's `/bin/sh`. `cli`: a line of the NetScaler command language. */
  readonly needs: 'shell' | 'cli';
  /** No single quote and no line end: see `script.ts`. */
  readonly command: string;
  /** Canonical path under which readers find the output; several `cli` commands share `showcmds.txt`. */
  readonly output: string;
  readonly deadlineMs: number;
  /** Rough size of the output on an ordinary appliance. */
  readonly typicalBytes: number;
  /** For the operator: why it is run. */
  readonly why: string;
}

const SECOND = 1_000;

const shell = (
  name: string,
  command: string,
  why: string,
  rest: Partial<Pick<RemoteCommand, 'deadlineMs' | 'typicalBytes'>> = {},
): RemoteCommand => ({
  id: name.replace(/\.\w+$/, ''),
  needs: 'shell',
  command,
  output: `/shell/${name}`,
  deadlineMs: 60 * SECOND,
  typicalBytes: 4_000,
  why,
  ...rest,
});

const cli = (command: string, why: string, rest: Partial<RemoteCommand> = {}): RemoteCommand => ({
  id: command.replaceAll(' ', '-'),
  needs: 'cli',
  command,
  output: '/shell/showcmds.txt',
  deadlineMs: 60 * SECOND,
  typicalBytes: 2_000,
  why,
  ...rest,
});

/** Proves that text, pipes, groups, redirections and exit status come through before anything relies on them. */
export const probeCommand = shell(
  'uname-a.out',
  'uname -a | cat',
  'system and release; shows how to talk to the account',
);

/**
 * Small outputs, under the names that support bundles use where bundles have them. Every program is part of the appliance;
 * what a release lacks answers "not found" and becomes a gap.
 */
export const remoteCommands: readonly RemoteCommand[] = [
  shell('date.out', 'date', 'local clock and time zone, to place log lines that name no year'),
  shell('date-u.out', 'date -u', 'clock in UTC, to compare with this computer'),
  shell('ps-axwwo.out', 'ps axww -o user,pid,ppid,%cpu,stat,lstart,command', 'running processes', {
    typicalBytes: 20_000,
  }),
  shell('procstat-a-b.out', 'procstat -a -b', 'executable file of every process', { typicalBytes: 10_000 }),
  shell('sockstat.out', 'sockstat', 'listeners and connections with their processes', { typicalBytes: 20_000 }),
  shell('crontab-l.out', 'crontab -l', "root's own crontab"),
  shell('uptime.out', 'uptime', 'time since the last boot'),
  shell('mount-v.out', 'mount -v', 'mounted file systems'),
  shell('df-akin.out', 'df -akin', 'free space: a full disk stops logging'),
  shell('sysctl-a.out', 'sysctl -a', 'running build, model, boot time', { typicalBytes: 300_000 }),
  shell('dmesg-a.out', 'dmesg -a', 'kernel messages: crashes, unsigned programs', { typicalBytes: 60_000 }),
  shell('ifconfig-a.out', 'ifconfig -a', 'own addresses'),
  shell('last.out', 'last', 'logins', { typicalBytes: 20_000 }),
  cli('show ns version', 'running build'),
  cli('show ns hardware', 'model and serial number'),
  cli('show ns config', 'management address'),
  cli('show HA node', 'high-availability peer, which must be examined as well'),
  cli('show system user', 'administrator accounts'),
  cli('show system session', 'administrators logged in now'),
  cli('show ns feature', 'features in use, for the exposure to each CVE'),
  cli('show partition', 'admin partitions'),
  cli('show ns runningConfig', 'running configuration, which may differ from the saved one', {
    output: '/shell/ns_running_config.conf',
    deadlineMs: 180 * SECOND,
    typicalBytes: 200_000,
  }),
];
