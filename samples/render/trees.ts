import { type Appliance, type Node, realPath } from '../appliance/appliance.ts';
import { nsConf } from '../appliance/config.ts';
import { type Member, textMember } from './member.ts';
import { everything } from './paths.ts';

/** One node as a member of that name. */
export const memberOf = (name: string, node: Node): Member => ({
  name,
  type: node.type,
  mode: node.mode,
  owner: node.owner,
  group: node.group,
  modified: node.modified,
  content: node.content,
  ...(node.linkTarget !== undefined && { linkTarget: node.linkTarget }),
});

/** Members below some path of the appliance, named relative to it; `prefix` is put before. */
function below(appliance: Appliance, root: string, prefix = ''): Member[] {
  const start = root === '/' ? '/' : `${root}/`;
  return [...everything(appliance)]
    .filter(([path]) => path.startsWith(start))
    .map(([path, node]) => memberOf(prefix + path.slice(start.length), node));
}

/** The whole appliance, as copied from a running one or from all its mounted volumes. */
export const rootTree = (appliance: Appliance): Member[] => below(appliance, '/');

/** The mounted /var volume: `log/`, `netscaler/`, `tmp/`. */
export const varVolume = (appliance: Appliance): Member[] => below(appliance, '/var');

/** The mounted /flash volume: `boot/`, `nsconfig/`, the kernels. */
export const flashVolume = (appliance: Appliance): Member[] => below(appliance, '/flash');

/** `/var/log` copied by hand: flat, written at the time of the copy. */
export const logCopy = (appliance: Appliance): Member[] =>
  below(appliance, '/var/log', 'log/')
    .filter(({ type }) => type === 'file')
    .map((member) => ({ ...member, owner: 'root', mode: 0o644 }));

/** A full system backup: nsconfig, bookmarks, secrets; account lines intact. No logs, no web roots. */
export function systemBackup(appliance: Appliance): Member[] {
  const isKept = (path: string): boolean =>
    /^\/flash\/nsconfig\/[^/.][^/]*$/.test(path) ||
    /^\/flash\/nsconfig\/(?:ssl|license|monitors|partitions)\//.test(path) ||
    /^\/var\/(?:vpn\/bookmark|download|netscaler\/locdb)\//.test(path);
  return [...everything(appliance)]
    .filter(([path, node]) => node.type === 'file' && isKept(path))
    .map(([path, node]) => memberOf(path.replace(/^\/flash\//, '').replace(/^\//, ''), node));
}

/** A single saved configuration. */
export const singleConf = (appliance: Appliance): Member[] => {
  const node = appliance.nodes.get(realPath('/nsconfig/ns.conf'));
  return [node ? memberOf('ns.conf', node) : textMember('ns.conf', nsConf(appliance.setting), appliance.setting.saved)];
};

/**
 * What a syslog server kept: lines of this appliance and of its peer in one file, with the server's own time before the appliance's. The
 * shell and Apache logs are not sent, so they are missing.
 */
export function syslogExport(appliance: Appliance): Member[] {
  const { setting } = appliance;
  const lines = appliance.logs.get('/var/log/ns.log')?.lines ?? [];
  const received = lines.flatMap(({ at, text }, index) => {
    const [, gap = ' ', inner = ''] = /<[^>]+> \S+( +)(.*)$/s.exec(text) ?? [];
    const stamp = new Date(at + 285).toISOString().replace('Z', '+00:00');
    const own = `${stamp} ${setting.nsip}${gap}${inner}`;
    if (index % 9 !== 0 || gap === ' ' || /CMD_EXECUTED|LOGIN_FAILED|pitboss/i.test(inner)) return [own];
    return [own, `${stamp} ${setting.peerIp}  ${peerLine(inner, setting.hostname, setting.peerName)}`];
  });
  return [textMember('syslog/netscaler.log', Buffer.from(`${received.join('\n')}\n`, 'latin1'), setting.collected)];
}

/** The peer says the same about its monitors; sessions live on the primary only. */
function peerLine(inner: string, own: string, peer: string): string {
  const head = inner.split(' : ')[0]?.replace(` ${own} `, ` ${peer} `) ?? '';
  return `${head} : default EVENT MONITORUP 72410 0 :  Monitor MonServiceBinding_192.0.2.80:443_(tcp-default) - State UP`;
}
