import type { NodeFacts } from './appliance.ts';
import { loaderConf, nsConf, olderNsConf, partitionConf, rcNetscaler } from './config.ts';
import { random, seedOf } from './random.ts';
import { DAY, HOUR, MINUTE, type Setting } from './setting.ts';

type Files = Readonly<Record<string, NodeFacts>>;

/** Something that starts like a FreeBSD program and runs nowhere: an ELF header without a program behind it. */
export function program(name: string, bytes = 2048): Buffer {
  const content = Buffer.alloc(bytes);
  content.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 9]);
  content.writeUInt16LE(2, 16);
  content.writeUInt16LE(62, 18);
  content.write(`sample of ${name}, not a program`, 64);
  return content;
}

/** The RAM disk: rebuilt at each boot, so changed at boot. */
export function ramDisk(setting: Setting): Files {
  const stock = (facts: NodeFacts): NodeFacts => ({
    modified: setting.buildDate,
    changed: setting.booted - 70_000,
    born: setting.buildDate,
    ...facts,
  });
  const written = (facts: NodeFacts): NodeFacts => ({ modified: setting.booted, changed: setting.booted, ...facts });
  const programs = ['sh', 'csh', 'ls', 'cat', 'cp', 'ps', 'httpd', 'freebsd-version', 'chmod', 'date'];
  const daemons = [
    'nsppe', 'nsconfigd', 'nsaaad', 'nsvpnd', 'nsconf', 'nsreadfile', 'nsconmsg', 'nsfsyncd', 'nscollect', 'nspitboss',
    'nsnetsvc', 'nsgslbautosync', 'metricscollector', 'iked', 'snmpd', 'nsumond', 'syshealthd', 'cfdgetstream', 'nssh',
  ]; // biome-ignore format: a list reads better packed
  return {
    ...Object.fromEntries(
      programs.map((name) => [`/bin/${name}`, stock({ content: program(name), mode: 0o555 })] as const),
    ),
    ...Object.fromEntries(
      daemons.map((name) => [`/netscaler/${name}`, stock({ content: program(name), mode: 0o555 })] as const),
    ),
    ...Object.fromEntries(
      setuidStock.map((path) => {
        const isOperator = path === '/sbin/mksnap_ffs' || path === '/sbin/shutdown' || path === '/sbin/poweroff';
        const mode = isOperator ? 0o4550 : 0o4555;
        return [path, stock({ content: program(path), mode, group: isOperator ? 'operator' : 'wheel' })] as const;
      }),
    ),
    '/usr/bin/netstat': stock({ content: program('netstat'), mode: 0o2555 }),
    '/usr/bin/wall': stock({ content: program('wall'), mode: 0o2555 }),
    '/usr/bin/bash': stock({ content: program('bash', 4096), mode: 0o555 }),
    '/usr/bin/perl': stock({ content: program('perl', 4096), mode: 0o555 }),
    '/usr/sbin/sshd': stock({ content: program('sshd'), mode: 0o555 }),
    '/usr/sbin/cron': stock({ content: program('cron'), mode: 0o555 }),
    '/netscaler/ns_monuploadd_err.pl': stock({ content: monuploadScript, mode: 0o555 }),
    '/netscaler/nsproflog.sh': stock({ content: '#!/usr/bin/bash\n# starts and stops the profilers\n', mode: 0o555 }),
    '/netscaler/ns_cleanup.sh': stock({ content: '#!/bin/sh\n# removes old traces\n', mode: 0o555 }),
    '/netscaler/adss-licexp.sh': stock({ content: '#!/bin/sh\n# reports licences about to end\n', mode: 0o555 }),
    '/netscaler/nssync.sh': stock({ content: '#!/bin/sh\n# starts the synchronisation of files\n', mode: 0o555 }),
    '/netscaler/.signedexe.manifest': stock({
      content: `${setting.release}-${setting.build} 1213 entries\n`,
      mode: 0o444,
    }),
    '/netscaler/websocketd/websocket-ssh-deamon.php': stock({
      content:
        "<?php\n// Bridges the web terminal to the local SSH daemon.\nrequire_once __DIR__ . '/server.php';\n$server = new Server('127.0.0.1', 9090);\n$server->run();\n",
      mode: 0o444,
    }),
    '/netscaler/monitors/nsldap.pl': stock({
      content: '#!/usr/bin/perl -w\nuse strict;\n# probes a directory server\n',
      mode: 0o555,
    }),
    '/etc/passwd': written({ content: passwd(setting) }),
    '/etc/group': written({
      content: 'wheel:*:0:root,nsroot\ndaemon:*:1:\noperator:*:5:root\nnogroup:*:65533:\nnobody:*:65534:\n',
    }),
    '/etc/crontab': stock({ content: crontab(setting) }),
    '/etc/httpd.conf': written({ content: httpdConf }),
    '/etc/rc': stock({ content: rc, mode: 0o755 }),
    '/etc/rc.conf': stock({
      content: `hostname="${setting.hostname}"\nsshd_enable="YES"\nsyslogd_flags="-b 127.0.0.1 -n -v -v -8 -C"\n`,
    }),
    '/etc/syslog.conf': written({ content: syslogConf }),
    '/etc/newsyslog.conf': stock({ content: newsyslogConf }),
    '/etc/sshd_config': written({ content: sshdConfig }),
    '/etc/resolv.conf': written({ content: 'nameserver 127.0.0.2\n' }),
    '/etc/hosts': written({ content: `127.0.0.1 localhost\n${setting.nsip} ${setting.hostname}\n` }),
    '/etc/inetd.conf': stock({ content: '# nothing is started from here\n' }),
    '/etc/ntp.conf': written({ content: 'server 192.0.2.53\n' }),
    '/etc/monitrc': written({
      content: 'set daemon 30\ncheck process httpd with pidfile /var/run/httpd.pid\n',
      mode: 0o600,
    }),
    '/root/.bash_history': {
      content: 'ls -l /var/core\ntail -50 /var/log/ns.log\n',
      mode: 0o600,
      modified: setting.saved - HOUR,
      changed: setting.saved - HOUR,
    },
    '/root/.ssh/authorized_keys': written({ content: '', mode: 0o600 }),
    '/nsconfig': written({ linkTarget: '/flash/nsconfig' }),
    '/netscaler/ns_gui': written({ linkTarget: '/var/netscaler/gui' }),
    '/netscaler/logon': written({ linkTarget: '/var/netscaler/logon' }),
    '/tmp/1794891312': { type: 'directory', modified: setting.booted + DAY, changed: setting.booted + DAY },
    '/tmp/.nsfsyncd_lock': { content: '', modified: setting.collected - 12_000, changed: setting.collected - 12_000 },
  };
}

/** Set-uid programs of an untouched appliance, as three public scanners list them. */
export const setuidStock: readonly string[] = [
  '/netscaler/ping',
  '/netscaler/ping6',
  '/netscaler/traceroute',
  '/netscaler/traceroute6',
  '/sbin/mksnap_ffs',
  '/sbin/shutdown',
  '/sbin/poweroff',
  '/usr/bin/crontab',
  '/usr/bin/lock',
  '/usr/bin/login',
  '/usr/bin/passwd',
  '/usr/bin/su',
  '/usr/bin/yppasswd',
  '/usr/libexec/ssh-keysign',
  '/opt/likewise/bin/ksu',
];

/** `/flash`: kernels, loader and nsconfig. */
export function flash(setting: Setting): Files {
  const { release, build, previousBuild, upgraded, saved } = setting;
  const at = (time: number, facts: NodeFacts): NodeFacts => ({ modified: time, changed: time, ...facts });
  const kernel = (name: string): Buffer => Buffer.concat([Buffer.from('1f8b080000000000', 'hex'), program(name, 4096)]);
  const key = (name: string): string => {
    const body =
      Buffer.from(`sample key of nobody: ${name}. `.repeat(12))
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    return ['-----BEGIN SAMPLE KEY-----', ...body, '-----END SAMPLE KEY-----', ''].join('\n');
  };
  const installed = upgraded - 260 * DAY;
  return {
    '/flash/.version': at(upgraded, { content: `NetScaler ${release} build ${build.split('.')[0]}\n` }),
    '/flash/boot/loader.conf': at(upgraded + 4 * MINUTE, { content: loaderConf(setting) }),
    '/flash/boot/loader.conf.local': at(installed, { content: '' }),
    [`/flash/ns-${release}-${previousBuild}.gz`]: at(upgraded - 75 * DAY, {
      content: kernel(previousBuild),
      mode: 0o444,
    }),
    [`/flash/ns-${release}-${build}.gz`]: at(upgraded + 3 * MINUTE, { content: kernel(build), mode: 0o444 }),
    '/flash/nsconfig/ns.conf': at(saved, { content: nsConf(setting), mode: 0o600 }),
    ...Object.fromEntries(
      [0, 1, 2, 3, 4].map((generation) => {
        const time = saved - (generation + 1) * 9 * DAY;
        return [
          `/flash/nsconfig/ns.conf.${generation}`,
          at(time, { content: olderNsConf(setting, generation), mode: 0o600 }),
        ] as const;
      }),
    ),
    [`/flash/nsconfig/ns.conf.NS${release}-${previousBuild}`]: at(upgraded + 2 * MINUTE, {
      content: nsConf({ ...setting, savedBuild: previousBuild, saved: upgraded - 3 * DAY }),
      mode: 0o600,
    }),
    '/flash/nsconfig/rc.netscaler': at(installed + DAY, { content: rcNetscaler, mode: 0o755 }),
    '/flash/nsconfig/syslog.conf': at(installed + DAY, { content: syslogConf }),
    '/flash/nsconfig/ZebOS.conf': at(installed, { content: '!\nhostname ns-a\n!\n' }),
    '/flash/nsconfig/nsboot.conf': at(installed, { content: '' }),
    '/flash/nsconfig/unified.conf': at(saved, { content: '' }),
    '/flash/nsconfig/enckey': at(installed, { content: 'sample\n', mode: 0o600 }),
    '/flash/nsconfig/.F1.key': at(installed, { content: 'sample of a key file\n', mode: 0o600 }),
    '/flash/nsconfig/.F2.key': at(installed, { content: 'sample of a key file\n', mode: 0o600 }),
    '/flash/nsconfig/keys/updated/.F1.key': at(installed, { content: 'sample of a key file\n', mode: 0o600 }),
    '/flash/nsconfig/ssl/gateway.example.org.cer': at(installed + 30 * DAY, { content: key('certificate') }),
    '/flash/nsconfig/ssl/gateway.example.org.key': at(installed + 30 * DAY, { content: key('gateway'), mode: 0o600 }),
    '/flash/nsconfig/ssh/ssh_host_rsa_key.pub': at(installed, { content: 'ssh-rsa AAAASAMPLE sample of a host key\n' }),
    '/flash/nsconfig/ssh/authorized_keys': at(installed, { content: '', mode: 0o600 }),
    '/flash/nsconfig/license/sample.lic': at(installed, { content: '# sample of a licence\n' }),
    '/flash/nsconfig/monitors/nssf_local.pl': at(installed + 12 * DAY, {
      content:
        '#!/usr/bin/perl -w\nuse strict;\nuse Netscaler::KAS;\n# probes the storefront server of the organisation\n',
      mode: 0o755,
    }),
    '/flash/nsconfig/loginschema/LoginSchema/SingleAuth.xml': at(installed, {
      content:
        '<?xml version="1.0" encoding="UTF-8"?>\n<AuthenticateResponse xmlns="http://citrix.com/authentication/response/1"><Status>success</Status></AuthenticateResponse>\n',
    }),
    '/flash/nsconfig/partitions/p_test/ns.conf': at(saved + MINUTE, { content: partitionConf(setting), mode: 0o600 }),
  };
}

function passwd(setting: Setting): string {
  return [
    '# $FreeBSD: releng/11.4/etc/master.passwd sample $',
    'root:*:0:0:Charlie &:/root:/usr/bin/bash',
    'nsroot:*:0:0:Netscaler Root:/root:/netscaler/nssh',
    'daemon:*:1:1:Owner of many system processes:/root:/usr/sbin/nologin',
    'operator:*:2:5:System &:/:/usr/sbin/nologin',
    'bin:*:3:7:Binaries Commands and Source:/:/usr/sbin/nologin',
    'www:*:80:80:World Wide Web Owner:/nonexistent:/usr/sbin/nologin',
    'nobody:*:65534:65534:Unprivileged user:/nonexistent:/usr/sbin/nologin',
    'sshd:*:65533:65533:Secure Shell Daemon:/var/empty:/usr/sbin/nologin',
    'nsmonitor:*:65532:65534:Netscaler Monitoring user:/var/nstmp/monitors:/usr/sbin/nologin',
    ...(setting.release < '13.1'
      ? []
      : ['backup-reader:*:1001:65534:system user:/var/nstmp/backup-reader:/netscaler/nssh']),
    '',
  ].join('\n');
}

/** The system crontab: from 14.1 on with a curl to the appliance itself, which is stock. */
function crontab(setting: Setting): string {
  const stock = [
    'SHELL=/bin/sh',
    'PATH=/netscaler:/etc:/bin:/sbin:/usr/bin:/usr/sbin',
    'HOME=/var/log',
    '#minute\thour\tmday\tmonth\twday\twho\tcommand',
    '0\t*\t*\t*\t*\troot\tnewsyslog',
    '0\t0\t*\t*\t*\troot\tpurge_tickets.sh',
    '1,31\t0-5\t*\t*\t*\troot\tadjkerntz -a',
    '28\t0-23\t*\t*\t*\troot\tnslog.sh dozip',
  ];
  if (setting.release < '14.1') return [...stock, '*\t*\t*\t*\t*\troot\tnsfsyncd -p', ''].join('\n');
  return [
    ...stock,
    '*\t*\t*\t*\t*\troot\tlockf -t 0 -k -s /tmp/.nsfsyncd_lock /netscaler/nsfsyncd -p',
    '*/30\t*\t*\t*\t*\troot\tcurl http://localhost -o /dev/null 2>&1 > /dev/null',
    '0\t*/12\t*\t*\t*\troot\t/netscaler/adss-licexp.sh',
    '0\t*\t*\t*\t*\troot\t/netscaler/ns_cleanup.sh',
    '',
  ].join('\n');
}

/**
 * The web server's configuration. The vendor's text is not public; this one has what public checkers rely on: the engine off and access
 * denied globally, handlers for PHP names (with the extra ones that a clean 14.1 has), aliases that map like to like.
 */
const httpdConf = `ServerRoot "/etc"
PidFile /var/run/httpd.pid
Listen 127.0.0.1:80
Listen 127.0.0.1:81
User nobody
Group nobody
ErrorLog /var/log/httperror.log
LogLevel warn

php_flag engine off
AddType application/x-httpd-php .php .phtml .php3
AddType application/x-httpd-php-source .phps
AddType application/x-debian-package .deb

<Directory />
    Options None
    AllowOverride None
    Require all denied
</Directory>

<Directory "/netscaler/ns_gui">
    Options FollowSymLinks
    Require all granted
</Directory>

<Directory "/netscaler/ns_gui/admin_ui">
    php_flag engine on
    Require all granted
</Directory>

<FilesMatch "^\\.">
    Require all denied
</FilesMatch>

Alias /vpn/ /netscaler/ns_gui/vpn/
Alias /logon/ /var/netscaler/logon/
Alias /vpn/media/ /var/netscaler/gui/vpn/media/
ScriptAlias /vpns/portal/scripts/ /netscaler/portal/scripts/
RewriteEngine on
RewriteRule ^/vpn/js/(.*)\\.js\\.gz$ /nonexistent/$1 [L]
`;

const rc = `#!/bin/sh
# System startup. /etc/httpd.conf is made anew from the one in the image, unless /nsconfig/httpd.conf replaces it.
if [ -f /nsconfig/httpd.conf ]; then
  cp /nsconfig/httpd.conf /etc/httpd.conf
fi
NSPPE_CPUID_OVERRIDE_NEEDED=$(sysctl -n netscaler.cpuid_override)
if [ -f /nsconfig/rc.netscaler ]; then
  sh /nsconfig/rc.netscaler
fi
`;

const syslogConf = `*.notice;auth.none;kern.debug;local0.none;local7.none\t/var/log/messages
auth.info\t/var/log/auth.log
cron.*\t/var/log/cron
local0.*\t/var/log/ns.log
local5.*\t/var/log/nsvpn.log
local7.*\t/var/log/notice.log
`;

const newsyslogConf = `# logfilename          [owner:group]    mode count size when  flags [/pid_file] [sig_num]
/var/log/ns.log                        644  25    100  *     Z
/var/log/bash.log                      644  25    100  *     Z
/var/log/sh.log                        644  25    100  *     Z
/var/log/cron                          600  5     100  *     Z
/var/log/httpaccess.log                600  5     100  *     ZB    /var/run/httpd.pid 30
/var/log/httpaccess-vpn.log            600  5     100  *     ZB    /var/run/httpd.pid 30
/var/log/httperror.log                 600  5     100  *     ZB    /var/run/httpd.pid 30
`;

const sshdConfig = `Port 22
Protocol 2
PermitRootLogin no
PasswordAuthentication yes
AuthorizedKeysFile /nsconfig/ssh/authorized_keys
Subsystem sftp /usr/libexec/sftp-server
`;

/** The upload monitor as fixed: it accepts the genuine shape of a packet engine's death only. */
const monuploadScript = `#!/usr/bin/perl -w
use strict;
# Looks for deaths of packet engines in the logs and reports them. Only NSPPE-<two digits> (<digits>) is accepted.
my $shape = qr/NSPPE-(\\d\\d) \\((\\d+)\\)/;
while (my $line = <STDIN>) { print "$1-$2\\n" if $line =~ $shape; }
`;

/** Stock and runtime files of /var outside the web roots and the logs. */
export function varTree(setting: Setting): Files {
  const { upgraded, booted, collected } = setting;
  const draw = random(seedOf('var'));
  const runtime = (age: number, facts: NodeFacts): NodeFacts => ({
    modified: collected - age,
    changed: collected - age,
    ...facts,
  });
  const boot = (facts: NodeFacts): NodeFacts => ({ modified: booted + 40_000, changed: booted + 40_000, ...facts });
  const unpacked = (facts: NodeFacts): NodeFacts => ({
    modified: setting.buildDate,
    changed: upgraded + 90_000,
    ...facts,
  });
  const counters = Buffer.from(Array.from({ length: 4096 }, () => draw.between(0, 255)));
  const pids = ['httpd', 'sshd', 'cron', 'syslog', 'nsmap', 'nscollect'];
  return {
    ...Object.fromEntries(
      pids.map((name, index) => [`/var/run/${name}.pid`, boot({ content: `${900 + index * 37}\n` })] as const),
    ),
    // Metadata of these two carries set-id bits on healthy appliances.
    '/var/run/nsprofmgmt.pid': boot({ content: '1411\n', mode: 0o6644 }),
    '/var/configd_devno': boot({ content: '12\n', mode: 0o2644 }),
    '/var/core/bounds': boot({ content: '2\n', mode: 0o600 }),
    '/var/core/minfree': boot({ content: '2048\n', mode: 0o600 }),
    '/var/crash/minfree': boot({ content: '2048\n', mode: 0o600 }),
    '/var/cron/tabs': boot({ type: 'directory', mode: 0o700 }),
    '/var/nsinstall/installns_state': {
      content: installState(setting),
      modified: upgraded + 4 * MINUTE,
      changed: upgraded + 4 * MINUTE,
    },
    '/var/nsinstall/installns_state_post_reboot': boot({
      content: `VERSION=${setting.release}-${setting.build}\nBOOT_TIME=${Math.floor(booted / 1000)}\n`,
    }),
    [`/var/nsinstall/build-${setting.release}-${setting.build}.tgz`]: {
      content: Buffer.concat([Buffer.from('1f8b0800', 'hex'), counters.subarray(0, 600)]),
      owner: 'nobody',
      modified: upgraded - 20 * MINUTE,
      changed: upgraded - 20 * MINUTE,
    },
    '/var/nslog/newnslog': runtime(20_000, { content: counters }),
    '/var/nslog/nslog.nextfile': runtime(HOUR, { content: '4\n' }),
    '/var/nslog/dmesg.boot': boot({ content: dmesg(setting) }),
    '/var/nslog/ns.log': boot({ content: `${new Date(booted).toISOString()} nsstart: packet engines started\n` }),
    '/var/nslog/icstats.out': runtime(2 * HOUR, { content: '' }),
    '/var/nsproflog/newproflog_cpu_1.o': runtime(3 * HOUR, { content: counters.subarray(0, 700) }),
    '/var/nssynclog/syncinfo.txt': runtime(DAY, { content: `peer ${setting.peerIp} in sync\n` }),
    '/var/nstmp/nsroot/.nscli_history': runtime(3 * DAY, {
      content: '_HiStOrY_V2_\nshow\\040ha\\040node\nsave\\040ns\\040config\nstat\\040vpn\n',
      mode: 0o600,
    }),
    '/var/nstmp/monitors': boot({ type: 'directory', owner: 'nsmonitor' }),
    '/var/ns_sys_backup/weekly_20261115.tgz': runtime(8 * DAY, {
      content: Buffer.concat([Buffer.from('1f8b0800', 'hex'), counters.subarray(0, 300)]),
      mode: 0o600,
    }),
    '/var/db/entropy-file': boot({ content: counters.subarray(0, 64), mode: 0o600 }),
    '/var/download/readme.txt': unpacked({ content: 'downloads for endpoint checks\n' }),
    '/var/python/bin/python3': unpacked({ content: program('python3', 4096), mode: 0o555 }),
    '/var/python/bin/customsnmpd': unpacked({
      content: '#!/var/python/bin/python3\n# answers the vendor MIB\nimport sys\n',
      mode: 0o555,
    }),
    '/var/python/.signedexe.manifest': unpacked({ content: 'sample of a manifest\n', mode: 0o444 }),
    '/var/mastools/bin/mastoolsd': unpacked({ content: program('mastoolsd'), mode: 0o555 }),
    '/var/mastools/scripts/health.py': unpacked({
      content: '#!/var/python/bin/python3\nimport base64\n# asks the console for work\n',
      mode: 0o555,
    }),
  };
}

const installState = (setting: Setting): string =>
  [
    `VERSION=${setting.release}-${setting.build}`,
    `PREVIOUS_VERSION=${setting.release}-${setting.previousBuild}`,
    `START_TIME=${Math.floor((setting.upgraded - 2 * MINUTE) / 1000)}`,
    `END_TIME=${Math.floor((setting.upgraded + 4 * MINUTE) / 1000)}`,
    '',
  ].join('\n');

const dmesg = (setting: Setting): string =>
  [
    'Copyright (c) 1992-2020 The FreeBSD Project.',
    `FreeBSD ${setting.osRelease}-NETSCALER-${setting.release} #0: sample`,
    'CPU: sample processor (2000.00-MHz K8-class CPU)',
    'da0: <sample disk> Fixed Direct Access SCSI-2 device',
    `NetScaler: upgrade from NetScaler NS${setting.release}: Build ${setting.previousBuild}.nc`,
    `NetScaler NS${setting.release}: Build ${setting.build}.nc`,
    '',
  ].join('\n');
