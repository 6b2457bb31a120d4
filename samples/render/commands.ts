import { type Appliance, type Node, type Process, realPath } from '../appliance/appliance.ts';
import { buildClock, ctimeClock, dateCommand, psClock } from '../appliance/setting.ts';
import { textAt } from './paths.ts';

/** Outputs of the appliance's commands, as collectors save them. */

/** `ps auxwr`: busiest first. */
export function psAux(appliance: Appliance): string {
  const rows = [...appliance.processes]
    .sort((a, b) => b.cpu - a.cpu || a.pid - b.pid)
    .map((process) => psRow(appliance, process));
  return ['USER       PID  %CPU %MEM     VSZ    RSS  TT  STAT STARTED         TIME COMMAND', ...rows, ''].join('\n');
}

function psRow({ setting }: Appliance, process: Process): string {
  const { user, pid, cpu, terminal, state, started, command } = process;
  const memory = cpu > 50 ? [' 25.9', ' 1070600', ' 544120'] : ['  0.1', '   11040', '   8096'];
  const time = cpu > 50 ? '80212:33.07' : '0:00.03';
  return `${user.padEnd(9)} ${String(pid).padStart(5)} ${cpu.toFixed(1).padStart(5)} ${memory.join(' ')}  ${terminal.padEnd(2)}  ${state.padEnd(4)} ${psClock(setting, started).padEnd(9)} ${time.padStart(10)} ${command}`;
}

/** `ps -axo pid,user,lstart,args`. */
export function psStart({ setting, processes }: Appliance): string {
  const rows = processes.map(
    ({ pid, user, started, command }) =>
      `${String(pid).padStart(5)} ${user.padEnd(9)} ${ctimeClock(setting, started)} ${command}`,
  );
  return ['  PID USER      STARTED                  COMMAND', ...rows, ''].join('\n');
}

/** `ps -axo pid,user,etime,args`. */
export function psAge({ setting, processes }: Appliance): string {
  const rows = processes.map(({ pid, user, started, command }) => {
    const seconds = Math.max(0, Math.floor((setting.collected - started) / 1000));
    const two = (value: number): string => String(value).padStart(2, '0');
    const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const days = Math.floor(seconds / 86_400);
    return `${String(pid).padStart(5)} ${user.padEnd(9)} ${(days > 0 ? `${days}-${clock}` : clock).padStart(14)} ${command}`;
  });
  return ['  PID USER          ELAPSED COMMAND', ...rows, ''].join('\n');
}

/** `netstat -an`: no owner of a socket. */
export function netstat({ sockets }: Appliance): string {
  const dotted = (address: string): string => address.replace(/:([^:]*)$/, '.$1');
  const rows = sockets.map(({ protocol, local, remote, state }) =>
    `${protocol.padEnd(5)}      0      0 ${dotted(local).padEnd(22)} ${dotted(remote).padEnd(22)} ${state}`.trimEnd(),
  );
  return [
    'Active Internet connections (including servers)',
    'Proto Recv-Q Send-Q Local Address          Foreign Address        (state)',
    ...rows,
    '',
  ].join('\n');
}

/** `sockstat`. */
export function sockstat({ sockets }: Appliance): string {
  const rows = sockets.map(
    ({ user, process, pid, protocol, local, remote }, index) =>
      `${user.padEnd(8)} ${process.padEnd(10)} ${String(pid).padEnd(5)} ${String(3 + (index % 9)).padEnd(2)} ${protocol.padEnd(6)} ${local.padEnd(21)} ${remote}`,
  );
  return ['USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS', ...rows, ''].join('\n');
}

/** `fstat`: which process has which file open, executables included. */
export function fstat({ processes }: Appliance): string {
  const rows = processes.map(({ user, pid, command }) => {
    const name = (command.split(' ')[0] ?? '').split('/').at(-1)?.slice(0, 10) ?? '';
    return `${user.padEnd(8)} ${name.padEnd(10)} ${String(pid).padStart(5)} text /         ${1000 + pid} -r-xr-xr-x    2048  r`;
  });
  return ['USER     CMD          PID   FD MOUNT      INUM MODE         SZ|DV R/W', ...rows, ''].join('\n');
}

export const version = ({ setting }: Appliance): string =>
  `NetScaler NS${setting.release}: Build ${setting.build}.nc, Date: ${buildClock(setting.buildDate)}   (64-bit)`;

export const uname = ({ setting }: Appliance): string =>
  `FreeBSD ${setting.hostname} ${setting.osRelease}-NETSCALER-${setting.release} FreeBSD ${setting.osRelease}-NETSCALER-${setting.release} #0: sample  amd64\n`;

export const date = ({ setting }: Appliance): string => `${dateCommand(setting, setting.collected)}\n`;

export const mount = (): string =>
  [
    '/dev/md0 on / (ufs, local)',
    'devfs on /dev (devfs, local, multilabel)',
    'procfs on /proc (procfs, local)',
    '/dev/da0s1a on /flash (ufs, local, soft-updates)',
    '/dev/da0s1e on /var (ufs, local, soft-updates)',
    '',
  ].join('\n');

export function sysctl({ setting }: Appliance): string {
  const seconds = Math.floor(setting.booted / 1000);
  return [
    'kern.ostype: FreeBSD',
    `kern.osrelease: ${setting.osRelease}-NETSCALER-${setting.release}`,
    `kern.hostname: ${setting.hostname}`,
    `kern.boottime: { sec = ${seconds}, usec = 0 } ${ctimeClock(setting, setting.booted)}`,
    `kern.bootfile: /ns-${setting.release}-${setting.build}`,
    'hw.machine: amd64',
    'netscaler.sysid: 450070',
    'netscaler.serial: SAMPLE0000',
    'netscaler.descr: NetScaler Virtual Appliance',
    `netscaler.version: NetScaler NS${setting.release}: Build ${setting.build}.nc`,
    '',
  ].join('\n');
}

export function uptime({ setting }: Appliance): string {
  const days = Math.floor((setting.collected - setting.booted) / 86_400_000);
  return `10:30AM  up ${days} days, 12:28, 1 user, load averages: 2.10, 2.05, 2.01\n`;
}

export const df = (): string =>
  [
    'Filesystem  1024-blocks     Used   Avail Capacity iused  ifree %iused  Mounted on',
    '/dev/md0         529542   501022   17930    97%    1244  30000     4%   /',
    '/dev/da0s1a     1624058   702110  792024    47%     310  90000     0%   /flash',
    '/dev/da0s1e    14486756  3112404 10215412    23%   58110 900000     6%   /var',
    '',
  ].join('\n');

/** `crontab -l` of root: there is none on a healthy appliance. */
export function crontabOf(appliance: Appliance, user: string): string {
  const table = appliance.nodes.get(realPath(`/var/cron/tabs/${user}`));
  return table ? table.content.toString('utf8') : `crontab: no crontab for ${user}\n`;
}

/** `showcmds.txt` of a support bundle: sections of CLI output, accounts with passwords left out of the configuration. */
export function showCommands(appliance: Appliance): string {
  const { setting } = appliance;
  const conf = textAt(appliance, '/nsconfig/ns.conf');
  const accounts = [...conf.matchAll(/^(?:add|set) system user (\S+) /gm)].map((match) => match[1] ?? '');
  const bindings = [...conf.matchAll(/^bind system user (\S+) (\S+) (\d+)/gm)];
  const sections: readonly (readonly [command: string, output: readonly string[]])[] = [
    ['show ns version', [`\t${version(appliance)}`]],
    [
      'show ns config',
      [
        `\tNetScaler IP: ${setting.nsip}  (mask: 255.255.255.0)`,
        '\tNode: 0',
        `\tSystem Time: ${ctimeClock(setting, setting.collected)}`,
        `\tLast Config Save Time: ${ctimeClock(setting, setting.saved)}`,
      ],
    ],
    [
      'show HA node',
      [
        `1)\tNode ID:      0`,
        `\tIP:\t${setting.nsip} (${setting.hostname})`,
        '\tNode State: UP',
        `\tMaster State: ${setting.role === 'primary' ? 'Primary' : 'Secondary'}`,
        `2)\tNode ID:      1`,
        `\tIP:\t${setting.peerIp}`,
        '\tNode State: UP',
        `\tMaster State: ${setting.role === 'primary' ? 'Secondary' : 'Primary'}`,
      ],
    ],
    [
      'show ns hardware',
      [
        '\tPlatform: NetScaler Virtual Appliance 450070',
        '\tManufactured on: 1/1/2024',
        '\tHost Id: sample',
        '\tSerial no: SAMPLE0000',
      ],
    ],
    ['show ns hostName', [`\tHostname: ${setting.hostname}`]],
    [
      'show system user',
      accounts.map((account, index) => {
        const policy = bindings.find((binding) => binding[1] === account)?.[2] ?? 'superuser';
        return `${index + 1})\tUser name: ${account}\tTimeout: 900 Timeout Inherited From: User\n\tExternal Authentication: ${account === 'nsroot' ? 'ENABLED' : 'DISABLED'}\n\tCommand Policy: ${policy}\tPriority: 100`;
      }),
    ],
    ['show system group', ['1)\tGroup name: netscaler-admins', '\tCommand Policy: superuser\tPriority: 100']],
    ['show ns partition', ['1)\tName: p_test\tPartition Id: 1']],
    [
      'show ns ip',
      [
        '\tIpaddress        Traffic Domain  Type             Mode     Arp      Icmp     Vserver  State',
        `1)\t${setting.nsip}       0               NetScaler IP     Active   Enabled  Enabled  NA       Enabled`,
        `2)\t${setting.snip}       0               SNIP             Active   Enabled  Enabled  NA       Enabled`,
        `3)\t${setting.gateway}    0               VIP              Active   Enabled  Enabled  Enabled  Enabled`,
      ],
    ],
    ['show ns license', ['\tLicense status:', '\tWeb Logging: YES', '\tSSL VPN: YES']],
    ['show aaa session', ['No aaa sessions']],
  ];
  return sections.map(([command, output]) => [`exec: ${command}`, ...output, ' Done', ''].join('\n')).join('');
}

/** ns.conf as the vendor's bundle keeps it: without the lines that carry account passwords. */
export const withoutAccounts = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^(?:set system user nsroot|add system user|set ns rpcNode)/.test(line))
    .join('\n');

/** One line of a body file with 11 fields (UAC). */
export function bodyLine(
  path: string,
  node: Node,
  inode: number,
  mode: string,
  uid: number,
  gid: number,
  size: number,
): string {
  const s = (at: number): number => Math.floor(at / 1000);
  return `0|${path}${node.linkTarget === undefined ? '' : ` -> ${node.linkTarget}`}|${inode}|${mode}|${uid}|${gid}|${size}|${s(node.changed)}|${s(node.modified)}|${s(node.changed)}|${s(node.born)}`;
}
