import type { Appliance, Node } from '../appliance/appliance.ts';
import { bundleClock, listingClock } from '../appliance/setting.ts';
import * as commands from './commands.ts';
import { type Member, textMember } from './member.ts';
import { everything, listing, textAt } from './paths.ts';
import { memberOf } from './trees.ts';

/** `collector_P_192.0.2.10_23Nov2026_10_30`. */
export const bundleName = ({ setting }: Appliance): string =>
  `collector_${setting.role === 'primary' ? 'P' : 'S'}_${setting.nsip}_${bundleClock(setting, setting.collected)}`;

/**
 * The vendor's technical support bundle, with what it is known to hold and no more: logs but not cron's, listings but no contents of web
 * roots and temporary folders, the configuration without account lines, no packet engine's dumps.
 */
export function supportBundle(appliance: Appliance): Member[] {
  const { setting } = appliance;
  const top = bundleName(appliance);
  const nodes = everything(appliance);
  const clock = (at: number): string => listingClock(setting, at);
  const shell = (name: string, text: string): Member => textMember(`${top}/shell/${name}`, text, setting.collected);
  const files = [...nodes]
    .filter(([, node]) => node.type === 'file')
    .flatMap(([path, node]) => {
      const name = bundled(path, node, setting.collected);
      return name === undefined ? [] : [{ ...memberOf(`${top}/${name}`, node), content: cleared(name, node) }];
    });
  const running = commands.withoutAccounts(textAt(appliance, '/nsconfig/ns.conf'));
  return [
    ...files,
    shell('ps-auxwr.out', commands.psAux(appliance)),
    shell('netstat-an.out', commands.netstat(appliance)),
    shell('fstat.out', commands.fstat(appliance)),
    shell('uptime.out', commands.uptime(appliance)),
    shell('date.out', commands.date(appliance)),
    shell('uname-a.out', commands.uname(appliance)),
    shell('mount-v.out', commands.mount()),
    shell('df-akin.out', commands.df()),
    shell('sysctl-a.out', commands.sysctl(appliance)),
    shell('dmesg-a.out', textAt(appliance, '/var/nslog/dmesg.boot')),
    shell('crontab-l.out', commands.crontabOf(appliance, 'root')),
    shell('showcmds.txt', commands.showCommands(appliance)),
    shell('statcmds.txt', 'exec: stat ns\n Done\n'),
    shell('ns_running_config.conf', running.replace(/^.*\n.*\n/, `#NS${setting.release} Build ${setting.build}\n`)),
    shell(
      'ls_lRtrp.out',
      listing(nodes, '/', clock, (path) => path !== '/flash' && path !== '/var'),
    ),
    shell('ls_lRtrp_flash.out', listing(nodes, '/flash', clock)),
    shell('ls_lRtrp_var.out', listing(nodes, '/var', clock)),
  ];
}

/** Where a file stands in the bundle; undefined for what is not collected. */
function bundled(path: string, node: Node, collected: number): string | undefined {
  const [, name = ''] = /\/([^/]*)$/.exec(path) ?? [];
  if (/^\/flash\/nsconfig\/[^/.][^/]*$/.test(path) || path.startsWith('/flash/nsconfig/monitors/'))
    return path.replace('/flash/', '');
  if (path === '/flash/boot/loader.conf') return 'nsconfig/loader.conf';
  if (/^\/etc\/(?:[^/]+\.conf|hosts)$/.test(path)) return path.slice(1);
  if (/^\/var\/log\/(?:messages[^/]*|[^/]+\.log)$/.test(path)) return path.slice(1);
  if (/^\/var\/log\/(?:ns|httpaccess|httperror|auth|bash|sh|notice|nsvpn|nitro)\.log\./.test(path))
    return path.slice(1);
  if (/^\/var\/nslog\//.test(path) || /^\/var\/(?:nssynclog|nsproflog)\//.test(path)) return path.slice(1);
  if (path === '/var/nsinstall/installns_state') return path.slice(1);
  const isRecent = collected - node.modified < 7 * 86_400_000;
  if (/^\/var\/(?:core|crash)\//.test(path) && isRecent && !name.startsWith('NSPPE-')) return path.slice(1);
  return undefined;
}

const cleared = (name: string, node: Node): Buffer =>
  /^nsconfig\/ns\.conf/.test(name)
    ? Buffer.from(commands.withoutAccounts(node.content.toString('utf8')))
    : node.content;
