import { createHash } from 'node:crypto';
import type { Appliance, Node } from '../appliance/appliance.ts';
import { compactClock, isoClock } from '../appliance/setting.ts';
import * as commands from './commands.ts';
import { type Member, textMember } from './member.ts';
import { gzip, packTar, packTarGz } from './pack.ts';
import { everything, gidOf, modeText, sizeOf, textAt, uidOf } from './paths.ts';
import { supportBundle } from './support-bundle.ts';
import { memberOf } from './trees.ts';

/** Collections that response teams make, in the layouts that their tools' sources show. */

const seconds = (at: number): number => Math.floor(at / 1000);

/** UAC, profile for NetScaler: body file, command outputs, files below the literal folder `[root]`. No top folder. */
export function uac(appliance: Appliance): Member[] {
  const { setting } = appliance;
  const nodes = everything(appliance);
  const at = setting.collected;
  const live = (name: string, text: string): Member => textMember(`live_response/${name}`, text, at);
  const isTaken = (path: string, node: Node): boolean =>
    node.type === 'file' &&
    node.content.length < 10 * 1024 * 1024 &&
    /^\/(?:flash\/nsconfig|var\/(?:log|nslog|nsproflog|nssynclog|vpn|netscaler\/logon|cron|tmp|nstmp)|etc|tmp)\//.test(
      path,
    ) &&
    !/master\.passwd|spwd/.test(path);
  const body = [...nodes].map(([path, node], index) =>
    commands.bodyLine(path, node, 1000 + index, modeText(node), uidOf(node), gidOf(node), sizeOf(node)),
  );
  const setId = (bit: number): string =>
    [...nodes]
      .filter(([, node]) => node.type === 'file' && node.mode & bit)
      .map(([path]) => `${path}\n`)
      .join('');
  return [
    textMember('uac.log', `${isoClock(at)} UAC started on ${setting.hostname}\n`, at),
    textMember('bodyfile/bodyfile.txt', `${body.join('\n')}\n`, at),
    live('process/ps_-axo_pid_user_lstart_args.txt', commands.psStart(appliance)),
    live('process/ps_-axo_pid_user_etime_args.txt', commands.psAge(appliance)),
    live('process/date_before_ps_-axo_pid_user_etime_args.txt', commands.date(appliance)),
    live('process/ps.txt', '  PID TT  STAT    TIME COMMAND\n 4711  0  Is   0:00.02 -bash (bash)\n'),
    live('process/fstat.txt', commands.fstat(appliance)),
    live('network/netstat_-an.txt', commands.netstat(appliance)),
    live('system/date.txt', commands.date(appliance)),
    live('system/uname_-a.txt', commands.uname(appliance)),
    live('system/sysctl_-a.txt', commands.sysctl(appliance)),
    live('system/uptime.txt', commands.uptime(appliance)),
    live('storage/mount.txt', commands.mount()),
    textMember('system/suid.txt', setId(0o4000), at),
    textMember('system/sgid.txt', setId(0o2000), at),
    textMember(
      'hash_executables/hash_executables.sha1',
      hashes(nodes, 'sha1', (_, node) => (node.mode & 0o111) !== 0),
      at,
    ),
    ...[...nodes].filter(([path, node]) => isTaken(path, node)).map(([path, node]) => memberOf(`[root]${path}`, node)),
  ];
}

export const uacName = ({ setting }: Appliance): string =>
  `uac-${setting.hostname}-netscaler-${compactClock(setting.collected)}`;

/** netscaler-ir-collector with its sensitive mode on: outputs with head and foot, a 12-field body file, a nested bundle and a nested tar. */
export async function nsir(appliance: Appliance): Promise<Member[]> {
  const { setting } = appliance;
  const nodes = everything(appliance);
  const at = setting.collected;
  const output = (name: string, command: string, text: string): Member =>
    textMember(name, `# cmd: ${command}\n# utc: ${isoClock(at)}\n${text}# exit: 0\n`, at);
  const body = [...nodes].map(([path, node], index) =>
    [
      '0',
      path,
      1000 + index,
      1,
      modeText(node),
      uidOf(node),
      gidOf(node),
      sizeOf(node),
      seconds(node.changed),
      seconds(node.modified),
      seconds(node.changed),
      seconds(node.born),
    ].join('|'),
  );
  const taken = [...nodes].filter(
    ([path, node]) =>
      node.type === 'file' &&
      /^\/(?:flash\/nsconfig|var\/log|var\/netscaler\/logon|var\/vpn|var\/tmp|etc)\//.test(path),
  );
  const unverified = 36;
  return [
    textMember(
      '00_metadata.txt',
      `collector_version=1.0\ncase_id=SAMPLE\nutc_start=${isoClock(at)}\nsensitive=1\nstat_backend=perl\n`,
      at,
    ),
    textMember('00_stage_status.tsv', 'system\tok\ntimeline\tok\nfiles\tok\nsupport_bundle\tok\n', at),
    textMember('00_stage_events.tsv', `${isoClock(at)}\tsystem\tstart\n`, at),
    textMember(
      '00_TRIAGE_FLAGS.txt',
      '[INFO] triage flags are for people; they quote what was looked for, such as NSPPE-00;\n',
      at,
    ),
    textMember('00_collection.log', `${isoClock(at)} collection started\n`, at),
    output('system/ps_auxww.txt', 'ps auxww', commands.psAux(appliance)),
    output('system/sockstat.txt', 'sockstat', commands.sockstat(appliance)),
    output('system/netstat_an.txt', 'netstat -an', commands.netstat(appliance)),
    output('system/sysctl_a.txt', 'sysctl -a', commands.sysctl(appliance)),
    output('system/uname_a.txt', 'uname -a', commands.uname(appliance)),
    output('system/date.txt', 'date', commands.date(appliance)),
    output('system/etc_crontab.txt', 'cat /etc/crontab', textAt(appliance, '/etc/crontab')),
    output('system/etc_passwd.txt', 'cat /etc/passwd', textAt(appliance, '/etc/passwd')),
    output('netscaler_cli/showcmds.txt', 'show techsupport sections', commands.showCommands(appliance)),
    output(
      'checks/sigchk.txt',
      '/netscaler/sigchk check',
      `verified ${1213 - unverified} out of 1213 checked binaries\n`,
    ),
    textMember('timeline/bodyfile.txt', `${body.join('\n')}\n`, at),
    textMember(
      'hashes/files.sha256',
      hashes(nodes, 'sha256', (path) => taken.some(([name]) => name === path)),
      at,
    ),
    textMember(
      'files/evidence_files.tar',
      await packTar(taken.map(([path, node]) => memberOf(path.slice(1), node))),
      at,
    ),
    textMember('support_bundle/bundle.tar.gz', await packTarGz(supportBundle(appliance)), at),
  ];
}

export const nsirName = ({ setting }: Appliance): string =>
  `nsir_${setting.hostname}_${compactClock(setting.collected)}Z.a1b2c3`;

/** CICADA8's FreeBSD triage: outputs as text files, a timeline as CSV, nested archives of logs and temporary folders. */
export async function cicada8(appliance: Appliance): Promise<Member[]> {
  const { setting } = appliance;
  const nodes = everything(appliance);
  const at = setting.collected;
  const top = `artifact_collection_${setting.hostname}`;
  const output = (name: string, text: string | Buffer): Member => textMember(`${top}/${name}`, text, at);
  const packed = (root: string): Promise<Buffer> =>
    packTarGz(
      [...nodes]
        .filter(([path, node]) => node.type === 'file' && path.startsWith(`${root}/`))
        .map(([path, node]) => memberOf(path.slice(1), node)),
    );
  const rows = [...nodes].map(([path, node], index) =>
    [
      `"${path}"`,
      sizeOf(node),
      node.owner,
      node.group,
      modeText(node),
      1000 + index,
      1,
      ...[node.changed, node.modified, node.changed, node.born].map(isoClock),
    ].join(','),
  );
  const users = [...textAt(appliance, '/nsconfig/ns.conf').matchAll(/^(?:add|set|bind) system user .*$/gm)].map(
    ([line]) => line,
  );
  return [
    output('easy_triage_version.txt', '1.3\n'),
    output('date.txt', commands.date(appliance)),
    output('uname-a.txt', commands.uname(appliance)),
    output('ps-auxww.txt', commands.psAux(appliance)),
    output('ps_custom.txt', commands.psStart(appliance)),
    output('netstat-a-n.txt', commands.netstat(appliance)),
    output('sockstat-n.txt', commands.sockstat(appliance)),
    output('passwd.txt', textAt(appliance, '/etc/passwd')),
    output('etc_crontab.txt', textAt(appliance, '/etc/crontab')),
    output('crontab_root.txt', commands.crontabOf(appliance, 'root')),
    output('crontab_nobody.txt', commands.crontabOf(appliance, 'nobody')),
    output('etc_httpd_conf.txt', textAt(appliance, '/etc/httpd.conf')),
    output('flash_boot_loader_conf.txt', textAt(appliance, '/flash/boot/loader.conf')),
    output('flash_nsconfig_rc_netscaler.txt', textAt(appliance, '/nsconfig/rc.netscaler')),
    output('nsconfig_system_users.txt', `${users.join('\n')}\n`),
    output(
      'file_suid_sgid.txt',
      [...nodes]
        .filter(([, node]) => node.type === 'file' && node.mode & 0o6000)
        .map(([path]) => `${path}\n`)
        .join(''),
    ),
    output('sigchk_check.txt', 'verified 1177 out of 1213 checked binaries\n'),
    output(
      'timeline.csv.gz',
      gzip(
        Buffer.from(
          `filename,size,user,group,type_and_perms,inode,hardlinks,access,modification,change,birth\n${rows.join('\n')}\n`,
        ),
      ),
    ),
    output('logs.tgz', await packed('/var/log')),
    output('temp.tgz', await packed('/var/tmp')),
    output('core.tgz', await packed('/var/core')),
  ];
}

function hashes(
  nodes: ReadonlyMap<string, Node>,
  algorithm: 'sha1' | 'sha256',
  isTaken: (path: string, node: Node) => boolean,
): string {
  return [...nodes]
    .filter(([path, node]) => node.type === 'file' && isTaken(path, node))
    .map(([path, node]) => `${createHash(algorithm).update(node.content).digest('hex')}  ${path}\n`)
    .join('');
}
