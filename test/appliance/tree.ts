import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A small healthy appliance on disk, for the emulator: `root` acts as its `/`. */
export function writeTree(root: string, further: Readonly<Record<string, string | Buffer>> = {}): void {
  for (const [path, content] of Object.entries({ ...files, ...further })) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
    utimesSync(place, STOCK, STOCK);
  }
  for (const path of folders) mkdirSync(join(root, path), { recursive: true });
  symlinkSync('/flash/nsconfig', join(root, 'nsconfig'));
}

/** Adds what makes scanning an appliance awkward: a FIFO that blocks whoever opens it, and names that break lists made of lines. */
export function addOddities(root: string): void {
  execFileSync('mkfifo', [join(root, 'tmp/aaad.debug')]);
  for (const name of oddNames) writeFileSync(Buffer.concat([Buffer.from(`${root}/var/tmp/`), name]), 'odd\n');
}

export const oddNames: readonly Buffer[] = [
  Buffer.from('two words'),
  Buffer.from('it\'s "quoted"; echo $HOME `id`'),
  Buffer.from('line\nbreak'),
  Buffer.from('-rf'),
  Buffer.from('back\\012slash'),
  Buffer.from([0x6c, 0x61, 0x74, 0xe9, 0x6e]),
];

const STOCK = new Date('2026-09-22T11:04:55Z');

const folders = ['tmp', 'var/tmp', 'var/cron/tabs', 'var/core', 'root', 'var/nstmp', 'var/vpn/bookmark'];

const files: Readonly<Record<string, string>> = {
  'flash/nsconfig/ns.conf':
    '#NS14.1 Build 73.37\n# Last modified by `save config`, Mon Nov 23 09:00:00 2026\nset ns config -IPAddress 192.0.2.10 -netmask 255.255.255.0\nadd vpn vserver gw SSL 198.51.100.20 443\n',
  'flash/nsconfig/rc.conf': '',
  'flash/nsconfig/ssl/www.key': '-----BEGIN EXAMPLE-----\nno key, for a test only\n-----END EXAMPLE-----\n',
  'flash/nsconfig/ssh/ssh_host_rsa_key': 'no key, for a test only\n',
  'flash/boot/loader.conf': 'kernel="/ns-14.1-73.37"\n',
  'flash/.version': 'NetScaler 14.1 build 73\n',
  'etc/passwd':
    'root:*:0:0:Charlie &:/root:/usr/bin/bash\nnsroot:*:0:0:Netscaler Root:/root:/netscaler/nssh\nnobody:*:65534:65534:Unprivileged user:/nonexistent:/usr/sbin/nologin\n',
  'etc/master.passwd': 'root:*:0:0::0:0:Charlie &:/root:/usr/bin/bash\n',
  'etc/crontab':
    'SHELL=/bin/sh\nPATH=/netscaler:/etc:/bin:/sbin:/usr/bin:/usr/sbin\nHOME=/var/log\n0       *    *    *     *    root newsyslog\n',
  'etc/httpd.conf': 'ServerRoot "/"\n<IfModule mod_php5.c>\n  php_flag engine off\n</IfModule>\n',
  'netscaler/nssh': '#!/bin/sh\n',
  'netscaler/portal/scripts/themes.pl': '# stock\n',
  'var/netscaler/gui/vpn/index.html': '<html></html>\n',
  'var/netscaler/gui/admin_ui/index.php': '<?php\n',
  'var/netscaler/logon/LogonPoint/index.html': '<html></html>\n',
  'var/log/ns.log':
    'Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default EVENT MONITORUP 72410 0 :  Monitor MonServiceBinding_192.0.2.80:443_(tcp-default) - State UP\n',
  'var/log/sh.log': 'Nov 23 10:14:59 <local7.notice> ns-a sh[1173]: root on (null) shell_command="sleep 60"\n',
  'var/log/auth.log':
    'Nov 23 10:14:00 <auth.info> ns-a sshd[4001]: Accepted keyboard-interactive/pam for nsroot from 203.0.113.7 port 51515 ssh2\n',
  'var/log/cron': 'Nov 23 10:00:00 <cron.info> ns-a /usr/sbin/cron[14605]: (root) CMD (newsyslog)\n',
  'var/nslog/dmesg.boot': 'FreeBSD 11.4-NETSCALER-14.1\n',
  'var/nsinstall/installns_state': 'VERSION=14.1-73.37\n',
  'bin/sh': 'not a program\n',
};
