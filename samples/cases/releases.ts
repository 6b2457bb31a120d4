import { type Appliance, withFacts, withFiles, withLines } from '../appliance/appliance.ts';
import { commandLine, nsLine, shellLine, syslogLine } from '../appliance/lines.ts';
import { ctimeClock, defaultSetting, MINUTE, type Setting, settingAt, utc } from '../appliance/setting.ts';
import { stockAppliance } from '../appliance/stock.ts';
import { program } from '../appliance/system.ts';
import { vendorFiles } from '../appliance/web.ts';
import type { Case } from './case.ts';
import { customised, workday } from './workday.ts';

/** Healthy appliances of other releases than the default one, and of the certified builds, each with a customised portal and a working week. */

interface Release {
  readonly name: string;
  readonly title: string;
  readonly setting: Setting;
}

const releases: readonly Release[] = [
  {
    name: 'clean.release-12.1',
    title: 'NetScaler 12.1 on FreeBSD 8.4 with the old Apache',
    setting: settingAt({
      release: '12.1',
      build: '65.25',
      previousBuild: '65.21',
      osRelease: '8.4',
      buildDate: utc('2022-12-05T09:00:00'),
      upgraded: utc('2022-12-14T20:10:00'),
      collected: utc('2023-01-16T09:30:12'),
    }),
  },
  {
    name: 'clean.release-12.1-fips',
    title: 'The certified builds of 12.1 (FIPS, NDcPP), which have numbers of their own',
    setting: settingAt({
      release: '12.1',
      build: '55.330',
      previousBuild: '55.328',
      osRelease: '8.4',
      buildDate: utc('2025-08-20T09:00:00'),
      upgraded: utc('2025-08-27T20:10:00'),
      collected: utc('2025-11-17T09:30:12'),
    }),
  },
  {
    name: 'clean.release-13.0',
    title: 'NetScaler 13.0 on FreeBSD 8.4',
    setting: settingAt({
      release: '13.0',
      build: '92.31',
      previousBuild: '92.21',
      osRelease: '8.4',
      buildDate: utc('2024-07-01T09:00:00'),
      upgraded: utc('2024-07-10T20:10:00'),
      collected: utc('2024-09-16T09:30:12'),
    }),
  },
  {
    name: 'clean.release-13.1',
    title: 'NetScaler 13.1 on FreeBSD 11.4',
    setting: settingAt({
      release: '13.1',
      build: '64.24',
      previousBuild: '62.23',
      buildDate: utc('2026-09-20T09:00:00'),
      upgraded: utc('2026-09-29T20:10:00'),
      collected: defaultSetting.collected,
    }),
  },
  {
    name: 'clean.release-13.1-fips',
    title: 'The certified builds of 13.1 (FIPS, NDcPP), which have numbers of their own',
    setting: settingAt({
      release: '13.1',
      build: '37.281',
      previousBuild: '37.268',
      buildDate: utc('2026-09-20T09:00:00'),
      upgraded: utc('2026-09-29T20:10:00'),
      collected: defaultSetting.collected,
    }),
  },
];

/** Nobody knows the vendor's texts of older branches; these hold what public notes say differed, in the words of Apache's own manual. */
function ofRelease(setting: Setting): Appliance {
  const before = stockAppliance(setting);
  if (setting.release >= '14.1') return before;
  const isOld = setting.osRelease === '8.4';
  const at = setting.booted;
  return withFiles(before, at, {
    '/etc/httpd.conf': isOld ? apache22 : apache24,
    '/etc/crontab': {
      content: `# $FreeBSD: release/${setting.osRelease}.0/etc/crontab sample $\nSHELL=/bin/sh\nPATH=/netscaler:/etc:/bin:/sbin:/usr/bin:/usr/sbin\nHOME=/var/log\n#minute\thour\tmday\tmonth\twday\twho\tcommand\n0\t*\t*\t*\t*\troot\tnewsyslog\n0\t0\t*\t*\t*\troot\tpurge_tickets.sh\n1,31\t0-5\t*\t*\t*\troot\tadjkerntz -a\n*\t*\t*\t*\t*\troot\tnsfsyncd -p\n55\t0-23\t*\t*\t*\troot\tnslog.sh dozip\n`,
      modified: setting.buildDate,
    },
    '/etc/passwd': isOld ? oldPasswd(setting) : modernPasswd(setting),
    '/usr/bin/python2.7': { content: program('python2.7', 4096), mode: 0o555 },
    '/var/netscaler/gui/vpn/js/gateway_login_form_view.js':
      'var ns_login = document.getElementById("login"); function ns_check() { document.forms[0].submit(); window.location = "/vpn/index.html"; }\n',
    '/netscaler/portal/templates/themes.tmpl':
      '[% INCLUDE header.tmpl %]\n[% FOREACH theme = themes %]<option>[% theme.name %]</option>[% END %]\n',
    '/netscaler/portal/scripts/savecolorprefs.pl': {
      content: '#!/usr/local/bin/perl -w\nuse strict;\nuse NetScaler::Portal;\nmy $result = eval(handle_colors());\n',
      mode: 0o555,
      modified: setting.buildDate,
    },
  });
}

const apache22 = `ServerRoot "/etc"
PidFile /var/run/httpd.pid
LoadModule php5_module /usr/local/libexec/apache22/libphp5.so
Listen 127.0.0.1:80
User nobody
Group nobody
ErrorLog /var/log/httperror.log
LogLevel error
php_flag engine off
php_value short_open_tag 1
AddType application/x-httpd-php .php .phtml
AddType application/x-httpd-php-source .phps
AddType application/x-debian-package .deb
AddHandler cgi-script .pl
<Directory />
    Options None
    AllowOverride None
    Order deny,allow
    Deny from all
</Directory>
<Directory "/netscaler/ns_gui">
    Options FollowSymLinks
    Order allow,deny
    Allow from all
</Directory>
<Location /admin_ui>
    php_admin_flag engine on
</Location>
<Files ~ "^\\.ht">
    Order allow,deny
    Deny from all
</Files>
Alias /vpn/ /netscaler/ns_gui/vpn/
Alias /vpns/ /netscaler/ns_gui/vpns/
Alias /logon/ /netscaler/logon/
ScriptAlias /vpns/portal/scripts/ /netscaler/portal/scripts/
<Location /vpns/portal/scripts/>
    SetHandler perl-script
    PerlResponseHandler ModPerl::Registry
    Options ExecCGI
</Location>
`;

const apache24 = `ServerRoot "/etc"
PidFile /var/run/httpd.pid
LoadModule php7_module libexec/apache24/libphp7.so
Listen 127.0.0.1:80
Listen 127.0.0.1:81
User nobody
Group nobody
ErrorLog /var/log/httperror.log
LogLevel warn
php_flag engine off
<FilesMatch "\\.(php|phtml)$">
    SetHandler application/x-httpd-php
</FilesMatch>
AddType application/x-httpd-php-source .phps
<Directory />
    AllowOverride None
    Require all denied
</Directory>
<Directory "/netscaler/ns_gui">
    Require all granted
</Directory>
<Directory "/netscaler/ns_gui/admin_ui">
    php_flag engine on
    Require all granted
</Directory>
<IfModule mod_headers.c>
    Header always set X-Frame-Options SAMEORIGIN
</IfModule>
Alias /vpn/ /netscaler/ns_gui/vpn/
Alias /logon/ /var/netscaler/logon/
RewriteEngine on
RewriteRule ^/vpn/js/(.*)\\.js\\.gz$ /nonexistent/$1 [L]
`;

const oldPasswd = ({ osRelease, hostname }: Setting): string =>
  `# $FreeBSD: release/${osRelease}.0/etc/master.passwd sample of ${hostname} $\nroot:*:0:0:Charlie &:/root:/usr/bin/bash\nnsroot:*:0:0:Netscaler Root:/root:/netscaler/nssh\ndaemon:*:1:1:Owner of many system processes:/root:/usr/sbin/nologin\noperator:*:2:5:System &:/:/usr/sbin/nologin\nbin:*:3:7:Binaries Commands and Source:/:/usr/sbin/nologin\nnobody:*:65534:65534:Unprivileged user:/nonexistent:/usr/sbin/nologin\nsshd:*:65533:65533:Secure Shell Daemon:/var/empty:/usr/sbin/nologin\nnsmonitor:*:65532:65534:Netscaler Monitoring user:/var/nstmp/monitors:/usr/sbin/nologin\n`;

const modernPasswd = (setting: Setting): string =>
  `${oldPasswd(setting).replace('release/', 'releng/')}toor:*:0:0:Bourne-again Superuser:/root:\ntty:*:4:65533:Tty Sandbox:/:/usr/sbin/nologin\nkmem:*:5:65533:KMem Sandbox:/:/usr/sbin/nologin\ngames:*:7:13:Games pseudo-user:/:/usr/sbin/nologin\nnews:*:8:8:News Subsystem:/:/usr/sbin/nologin\nman:*:9:9:Mister Man Pages:/usr/share/man:/usr/sbin/nologin\nsmmsp:*:25:25:Sendmail Submission User:/var/spool/clientmqueue:/usr/sbin/nologin\nbind:*:53:53:Bind Sandbox:/:/usr/sbin/nologin\n_dhcp:*:65:65:dhcp programs:/var/empty:/usr/sbin/nologin\nuucp:*:66:66:UUCP pseudo-user:/var/spool/uucppublic:/usr/local/libexec/uucp/uucico\npop:*:68:6:Post Office Owner:/nonexistent:/usr/sbin/nologin\nwww:*:80:80:World Wide Web Owner:/nonexistent:/usr/sbin/nologin\nhast:*:845:845:HAST unprivileged user:/var/empty:/usr/sbin/nologin\n`;

const upgraded: Setting = settingAt({
  build: '73.57',
  previousBuild: '73.37',
  savedBuild: '73.57',
  buildDate: utc('2026-11-10T09:12:00'),
  upgraded: utc('2026-11-22T20:30:10'),
  saved: utc('2026-11-22T21:20:00'),
  collected: defaultSetting.collected,
});

/** An upgrade by hand: thousands of files of one second, a new kernel, boot scripts and the theme written again, every service restarted. */
function upgradeBurst(): Appliance {
  const at = upgraded.upgraded + 60_000;
  const before = customised(stockAppliance(upgraded));
  const files = Object.entries(vendorFiles(upgraded, 2000)).map(
    ([path, facts]) => [path, { ...facts, modified: at, changed: at, born: at }] as const,
  );
  const unpacked = withFiles(before, at, {
    ...Object.fromEntries(files),
    '/var/nsinstall/build-14.1-73.57_nc_64.tgz': { content: Buffer.from('1f8b0800', 'hex'), owner: 'nobody' },
    '/var/nsinstall/14.1-73.57/ns_gui.tgz': Buffer.from('1f8b0800', 'hex'),
    '/var/nsinstall/14.1-73.57/installns': { content: '#!/bin/sh\n# installs the build\n', mode: 0o555 },
    '/var/nsinstall/14.1-73.57/nspostinstall.sh': { content: '#!/bin/sh\nchmod 4555 /netscaler/ping\n', mode: 0o555 },
    '/flash/boot/loader.conf.bak': 'kernel="/ns-14.1-73.37"\n',
    '/nsconfig/rc.netscaler.bak': { content: 'nsapimgr_wr.sh -ys skip_systemaccess_policyeval=0\n', mode: 0o755 },
  });
  const rewritten = [
    '/nsconfig/rc.netscaler',
    '/nsconfig/nsafter.sh',
    '/nsconfig/nsbefore.sh',
    '/nsconfig/rc.conf',
  ].reduce((appliance, path) => withFacts(appliance, at, path, { modified: at, changed: at }), unpacked);
  const start = upgraded.upgraded - 10 * MINUTE;
  const typed = [
    'mkdir /var/nsinstall/14.1-73.57',
    'cd /var/nsinstall/14.1-73.57',
    'scp nsroot@192.0.2.70:/images/build-14.1-73.57_nc_64.tgz .',
    'md5 build-14.1-73.57_nc_64.tgz',
    'tar -xvzf build-14.1-73.57_nc_64.tgz',
    './installns -y',
    'cp /nsconfig/rc.netscaler /nsconfig/rc.netscaler.bak',
    'tar -czf /var/tmp/nsconfig-before-upgrade.tgz /nsconfig',
    'reboot',
  ];
  const installer = [
    'rm -rf /netscaler.new',
    'tar -xzf ns_gui.tgz -C /var/netscaler/gui',
    'chmod 444 /var/netscaler/gui/admin_ui/index.php',
    'cp -Rp /var/netscaler/logon/themes/EULA /var/netscaler/logon/themes/EULA.new',
    'sed -i.bak -e s/73.37/73.57/ /flash/boot/loader.conf',
    'rm -f /flash/ns-14.1-66.54.gz',
    'touch /var/nsinstall/installns_state',
  ];
  const pitboss = (after: number, text: string) =>
    syslogLine(
      upgraded,
      upgraded.booted + after,
      'kern.notice',
      'pitboss[24]',
      `pitboss ${ctimeClock(upgraded, upgraded.booted + after)}  ${text}`,
    );
  return withLines(rewritten, {
    '/var/log/bash.log': typed.map((command, index) =>
      shellLine(upgraded, { at: start + index * MINUTE, command, terminal: '/dev/pts/0', pid: 31_412 }),
    ),
    '/var/log/sh.log': installer.map((command, index) =>
      shellLine(upgraded, {
        at: at + index * 2000,
        command,
        user: 'root',
        terminal: '(null)',
        shell: 'sh',
        pid: 31_900,
      }),
    ),
    '/var/log/ns.log': [
      commandLine(upgraded, { at: start - MINUTE, command: 'save ns config' }),
      commandLine(upgraded, { at: start - 30_000, command: 'set HA node -haSync DISABLED -haProp DISABLED' }),
      commandLine(upgraded, {
        at: upgraded.booted + 6 * MINUTE,
        command: 'set HA node -haSync ENABLED -haProp ENABLED',
      }),
      commandLine(upgraded, { at: upgraded.booted + 8 * MINUTE, command: 'save ns config' }),
      nsLine(upgraded, {
        at: upgraded.booted + 2 * MINUTE,
        what: 'EVENT STATECHANGE',
        payload: 'Device "self node 192.0.2.10" - State Secondary',
      }),
      nsLine(upgraded, {
        at: upgraded.booted + 2 * MINUTE + 9000,
        what: 'SNMP TRAP_SENT',
        payload: 'haNoHeartbeats (haPeerSystemState = UNKNOWN, nsPartitionName = default)',
      }),
    ],
    '/var/log/messages': [
      pitboss(-30_000, 'process 1411 (nscollect) exited, restarting'),
      pitboss(-7000, 'NSPPE-00 (1202) missed too many heartbeats (2), booting, ignored'),
      syslogLine(upgraded, upgraded.upgraded + 20 * MINUTE, 'auth.notice', 'reboot', 'rebooted by nsroot'),
      syslogLine(upgraded, upgraded.upgraded + 20 * MINUTE + 2000, 'kern.info', 'syslogd', 'exiting on signal 15'),
      ...Array.from({ length: 40 }, (_, index) =>
        syslogLine(
          upgraded,
          upgraded.booted + 3 * MINUTE + index * 500,
          'kern.crit',
          'kernel',
          `MAC/veriexec: no fingerprint (file=/var/nsinstall/14.1-73.57/part${index}.sh fsid=0x5c1d2a77 fileid=${9000 + index} gen=1 uid=0 pid=${3000 + index})`,
        ),
      ),
    ],
  });
}

const healthy = (name: string, title: string, appliance: () => Appliance): Case => ({
  name,
  title,
  sources: ['https://github.com/martclau/netscaler-ir-collector'],
  appliance,
  verdicts: ['no-indicators'],
  atMost: 'low',
  questions: {},
  plants: [],
});

/** The default release with all of it; the one of these that is among the samples. */
export const workdayCase = healthy(
  'clean.workday',
  'An appliance with a theme, scripts and jobs of its organisation, and a week of ordinary work on it',
  () => workday(customised(stockAppliance())),
);

/** Too alike to be samples of their own; the tests examine them. */
export const releaseCases: readonly Case[] = [
  ...releases.map(({ name, title, setting }) => healthy(name, title, () => workday(customised(ofRelease(setting))))),
  workdayCase,
  healthy(
    'clean.upgrade-burst',
    'An upgrade by hand: thousands of files of one second, boot scripts and theme written again',
    upgradeBurst,
  ),
];

/** The untouched appliance of each release: nothing above `informational` is allowed on it. */
export const untouched: readonly { readonly name: string; readonly appliance: () => Appliance }[] = releases.map(
  ({ name, setting }) => ({ name: name.replace('clean.', ''), appliance: () => ofRelease(setting) }),
);
