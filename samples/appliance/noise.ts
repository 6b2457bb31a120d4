import type { NodeFacts } from './appliance.ts';
import { random, seedOf } from './random.ts';
import { compactClock, DAY, dayClock, HOUR, isoClock, MINUTE, type Setting, utc } from './setting.ts';
import { program } from './system.ts';

/**
 * What lies in the temporary folders and logs of healthy appliances and misled earlier checkers: vendor scripts that name CVEs, text logs
 * that end in .php, unpacked Perl, reports of other scanners that quote every indicator.
 */
export function noise(setting: Setting): Readonly<Record<string, NodeFacts>> {
  const draw = random(seedOf('noise'));
  const left = (age: number, facts: NodeFacts): NodeFacts => ({
    modified: setting.collected - age,
    changed: setting.collected - age,
    ...facts,
  });
  const firmware = Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 37 + 11) % 251));
  const par = `/var/tmp/par-${draw.hex(8)}/cache-${draw.hex(40)}`;
  const days = [1, 2, 3].map((age) => dayClock(setting, setting.collected - age * DAY));
  return {
    '/var/tmp/CVE-2025-6543-detection.py': left(20 * DAY, {
      content: detection('CVE-2025-6543', "'/var/netscaler/logon/LogonPoint'"),
      mode: 0o755,
    }),
    '/var/tmp/CVE-2023-3519-detection.py': left(20 * DAY, {
      content: detection('CVE-2023-3519', "'/var/vpn/themes'"),
      mode: 0o755,
    }),
    '/var/tmp/sslprofile_vulnerability_detetction.py': left(20 * DAY, {
      content: detection('profile', "'/nsconfig/ns.conf'"),
      mode: 0o755,
    }),
    '/var/tmp/log.txt': left(20 * DAY, { content: 'advisory scan started\nadvisory scan ended\n' }),
    '/var/tmp/results.txt': left(20 * DAY, {
      content: 'CVE-2025-6543: not vulnerable\nCVE-2023-3519: not vulnerable\n',
    }),
    '/var/tmp/ns_system_backup.pl': left(8 * DAY, {
      content: '#!/usr/bin/perl\n# makes the backup that the console asked for\n',
      mode: 0o755,
    }),
    '/var/tmp/install_pre_check.json': left(60 * DAY, { content: '{"result": "ok", "space": "sufficient"}\n' }),
    '/var/tmp/.monit.id': left(56 * DAY, { content: `${draw.hex(32)}\n`, mode: 0o600 }),
    '/var/tmp/_callhome_tmp_file': left(DAY, { content: 'callhome\n' }),
    '/var/tmp/sample_bios.bin': left(200 * DAY, { content: firmware }),
    '/var/tmp/sample_bmc.bin': left(200 * DAY, { content: firmware }),
    '/var/tmp/Fortville_Silicom_Intel/nvmupdate.cfg': left(200 * DAY, { content: 'CURRENT FAMILY: 1.0.0\n' }),
    '/var/tmp/Mellanox/mlxup.txt': left(200 * DAY, { content: 'no device\n' }),
    '/var/tmp/sum': left(30 * DAY, { content: '0\n' }),
    '/var/tmp/sharedcache.txt': left(30 * DAY, { content: 'a name that begins like /var/tmp/sh and is not it\n' }),
    '/var/tmp/support/README': left(10 * DAY, { content: 'support bundles are written here\n' }),
    ...Object.fromEntries(
      days.map((day, index) => [
        `/var/tmp/log-${day}.php`,
        left((index + 1) * DAY, {
          content: `<?php defined('BASEPATH') OR exit('No direct script access allowed'); ?>\n\nERROR - ${day} 08:12:44 --> Severity: Notice --> Undefined index: partition /netscaler/ns_gui/admin_ui/php/application/controllers/abstract.php 214\nDEBUG - ${day} 08:12:45 --> eval of the menu took 3 ms\n`,
          owner: 'nobody',
          mode: 0o644,
        }),
      ]),
    ),
    [`${par}/perl`]: left(25 * DAY, { content: program('perl'), mode: 0o755 }),
    [`${par}/inc/lib/Encode.pm`]: left(25 * DAY, {
      content: 'package Encode;\nsub decode { my ($name, $octets) = @_; return $octets; }\n1;\n',
    }),
    [`${par}/inc/script/gslbautosync.pl`]: left(25 * DAY, {
      content: 'use strict;\nsystem("/netscaler/nsgslbautosync", "-c");\n',
      mode: 0o755,
    }),
    // A national CERT's check was run: its log quotes what it looked for.
    '/var/log/custom_checks.log': left(12 * DAY, { content: customChecks(setting) }),
    [`/var/tmp/deyda-netscaler-ioc-check_${setting.hostname}_${compactClock(setting.collected - 12 * DAY).slice(0, 12)}.txt`]:
      left(12 * DAY, {
        content: otherReport(setting),
      }),
    ...(setting.collected > utc('2026-09-28T00:00:00') && {
      [`/var/tmp/ctx697096_${setting.hostname}_${compactClock(setting.collected - 11 * DAY).slice(0, 12)}.txt`]: left(
        11 * DAY,
        {
          content: `CTX697096 checker, ${isoClock(setting.collected - 11 * DAY)}\nlooking for NSPPE;<command>;# in /var/log/ns.log ... none\nlooking for AddHandler application/x-httpd-php .deb ... none\nlooking for /var/netscaler/logon/LogonPoint/custom/.ctxs.receiver ... none\n`,
        },
      ),
    }),
    '/var/vpn/bookmark/alice.xml': left(90 * DAY, {
      content: bookmark('alice', 'Intranet', 'https://intranet.example.org/'),
      owner: 'nobody',
      group: 'nobody',
    }),
    '/var/vpn/bookmark/bob.xml': left(33 * DAY, {
      content: bookmark('bob', 'Wiki', 'https://wiki.example.org/?a=exec(1)'),
      owner: 'nobody',
      group: 'nobody',
    }),
    [`/var/vpn/bookmark/bm_prefix_${Buffer.from('carol').toString('base64').replace('=', '')}`]: {
      content: bookmark('carol', 'Mail', 'https://mail.example.org/'),
      owner: 'nobody',
      group: 'nobody',
      modified: setting.booted + 3 * MINUTE,
      changed: setting.booted + 3 * MINUTE,
    },
    '/var/nstmp/bob/#nsinternal#/saved.txt': left(40 * HOUR, { content: 'bob\n', mode: 0o600 }),
  };
}

const bookmark = (user: string, title: string, url: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<user username="${user}"><bookmarks><bookmark UI_inuse="RfWebUI" descr="" title="${title}" url="${url}" /></bookmarks></user>\n`;

/** A vendor's advisory script: it names what it looks for. */
const detection = (what: string, where: string): string => `#!/var/python/bin/python3
# Advisory scan of the console for ${what}. Prints a result, changes nothing.
import glob
import os
import subprocess

SUSPECT = ('eval($_POST', 'base64_decode($_POST', 'python3 -c', 'chmod u+s')


def scan(folder=${where}):
    hits = [name for name in glob.glob(os.path.join(folder, '**', '*.php'), recursive=True)]
    for name in hits:
        with open(name, 'rb') as handle:
            text = handle.read().decode('latin-1')
        if any(word in text for word in SUSPECT):
            print('suspect', name)
    return subprocess.call(['/bin/ls', '-l', '/var/tmp/sh'])
`;

const customChecks = (
  setting: Setting,
): string => `TLP:CLEAR check script, host ${setting.hostname}, ${isoClock(setting.collected - 12 * DAY)}
[*] Checking for PHP files in /var/netscaler outside admin_ui (for example /var/netscaler/logon/LogonPoint/index.php)
[+] none found
[*] Checking for set-uid shell /var/tmp/sh
[+] not present
[*] Checking rc.netscaler for python3 -c "import base64,zlib;exec(zlib.decompress(base64.b85decode(
[+] none found
[*] Checking httpd.conf for lines such as "#php_flag engine off" and "# Require all denied"
[+] none found
[*] Checking for webshell content such as <?php @eval($_POST['x']); ?>
[+] none found
`;

const otherReport = (setting: Setting): string => `Deyda NetScaler IoC check on ${setting.hostname}
searched: /var/vpn/theme/.theme.php /var/tmp/the /var/tmp/npc /var/vpn/themes/info.php
searched in ns.log: pitboss PPE unexpectedly died NSPPE;\${IFS}
searched in httpaccess: /vpn/../vpns/portal/scripts/newbm.pl
result: nothing found
`;
