import { type Appliance, node } from '../../samples/appliance/appliance.ts';
import { ctimeClock } from '../../samples/appliance/setting.ts';
import { caseNamed } from '../../samples/cases/index.ts';
import {
  date,
  df,
  mount,
  showCommands,
  sockstat,
  sysctl,
  uname,
  uptime,
  version,
} from '../../samples/render/commands.ts';
import { writeTree } from '../../samples/render/pack.ts';
import { textAt } from '../../samples/render/paths.ts';
import { rootTree } from '../../samples/render/trees.ts';
import type { EmulatorOptions } from './emulator.ts';
import { cliOutputs } from './outputs.ts';

/** Writes a sample appliance's disks below `root`, and tells what its programs print. */
export function writeSample(name: string, root: string): Required<Pick<EmulatorOptions, 'root' | 'outputs' | 'cli'>> {
  const appliance = caseNamed(name).appliance();
  writeTree(rootTree(withLink(appliance)), root);
  return { root, outputs: outputsOf(appliance), cli: cliOf(appliance) };
}

/** Rules and people know the configuration folder by the link. */
function withLink(appliance: Appliance): Appliance {
  const link = node({ linkTarget: '/flash/nsconfig' }, appliance.setting.booted);
  return { ...appliance, nodes: new Map([...appliance.nodes, ['/nsconfig', link]]) };
}

function outputsOf(appliance: Appliance): Readonly<Record<string, string>> {
  return {
    'uname -a': uname(appliance),
    date: date(appliance),
    'date -u': `${new Date(appliance.setting.collected).toUTCString()}\n`,
    'ps axww -o user,pid,ppid,%cpu,stat,lstart,command': processList(appliance),
    sockstat: sockstat(appliance),
    uptime: uptime(appliance),
    'mount -v': mount(),
    'df -akin': df(),
    'sysctl -a': sysctl(appliance),
  };
}

function processList({ setting, processes }: Appliance): string {
  const rows = processes.map(
    ({ user, pid, ppid, cpu, state, started, command }) =>
      `${user.padEnd(9)} ${String(pid).padStart(5)} ${String(ppid).padStart(5)} ${cpu.toFixed(1).padStart(5)} ${state.padEnd(4)} ${ctimeClock(setting, started)} ${command}`,
  );
  return ['USER        PID  PPID  %CPU STAT STARTED                  COMMAND', ...rows, ''].join('\n');
}

/** The sections of a bundle's showcmds.txt, one by one. */
function cliOf(appliance: Appliance): Readonly<Record<string, string>> {
  const sections = [...showCommands(appliance).matchAll(/^exec: (.+)\n((?:(?!exec: ).*\n)*?) Done\n/gm)];
  return {
    'show ns feature': cliOutputs['show ns feature'] ?? '',
    'show system session': cliOutputs['show system session'] ?? '',
    ...Object.fromEntries(sections.map(([, command = '', output = '']) => [command, output])),
    'show ns version': `\t${version(appliance)}\n`,
    'show ns runningConfig': textAt(appliance, '/nsconfig/ns.conf'),
  };
}
