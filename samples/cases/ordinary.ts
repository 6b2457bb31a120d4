import { type Appliance, withEdit, withFacts, withFiles, withLines } from '../appliance/appliance.ts';
import { accessLine, browsers, commandLine, errorLine, nsLine, shellLine, syslogLine } from '../appliance/lines.ts';
import {
  DAY,
  defaultSetting,
  HOUR,
  localDayFirst,
  MINUTE,
  peerOf,
  type Setting,
  settingAt,
  utc,
} from '../appliance/setting.ts';
import { stockAppliance } from '../appliance/stock.ts';
import { vendorFiles } from '../appliance/web.ts';
import type { Case } from './case.ts';
import { configured, longConfigured } from './doing.ts';
import { poisoned } from './inert.ts';

/** What happens to healthy appliances, and must not be taken for an intrusion. */

const freshlyUpgraded: Setting = settingAt({
  build: '73.57',
  previousBuild: '73.37',
  savedBuild: '73.37',
  buildDate: utc('2026-11-10T09:12:00'),
  upgraded: utc('2026-11-22T20:30:10'),
  saved: utc('2026-11-20T13:22:28'),
  collected: defaultSetting.collected,
});

/** The evening after an upgrade: hundreds of files changed within two minutes, a configuration header that still names the old build. */
const upgradeBurst: Case = {
  name: 'clean.after-upgrade',
  title: 'The morning after an upgrade: hundreds of new files, ns.conf not yet saved by the new build',
  sources: ['https://github.com/martclau/netscaler-ir-collector'],
  appliance: () =>
    withFiles(stockAppliance(freshlyUpgraded), freshlyUpgraded.upgraded, vendorFiles(freshlyUpgraded, 600)),
  verdicts: ['no-indicators'],
  atMost: 'informational',
  questions: {},
  plants: [],
};

/** Files that the peer sent: changed within seconds of each other, none by hand. */
export function haFileSync(before: Appliance): Appliance {
  const { setting } = before;
  const at = setting.collected - 5 * HOUR;
  const bookmark = (user: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<user username="${user}"><bookmarks><bookmark title="Portal" url="https://intranet.example.org/" /></bookmarks></user>\n`;
  const synced = withFiles(before, at, {
    ...Object.fromEntries(
      ['dave', 'erin', 'frank', 'grace'].map((user, index) => [
        `/var/vpn/bookmark/${user}.xml`,
        {
          content: bookmark(user),
          owner: 'nobody',
          group: 'nobody',
          modified: at - 3 * DAY,
          changed: at + index * 400,
        },
      ]),
    ),
    '/var/netscaler/ssl/sample-ca.cer': {
      content: '-----BEGIN SAMPLE-----\n-----END SAMPLE-----\n',
      modified: at - 9 * DAY,
      changed: at + 2000,
    },
    '/var/nssynclog/sync_batch_12.log': {
      content: `from ${setting.peerIp}: /var/vpn/bookmark 4 files, /nsconfig/ssl 1 file\n`,
    },
  });
  const touched = withFacts(synced, at + 3000, '/nsconfig/rc.netscaler', {});
  return withLines(touched, {
    '/var/log/ns.log': [
      nsLine(setting, {
        at: at - 60_000,
        what: 'EVENT STATECHANGE',
        payload: `Device "remote node ${setting.peerIp}" - State UP`,
      }),
      commandLine(setting, { at, command: 'sync HA files all', from: setting.peerIp }),
    ],
  });
}

/** A portal theme of the organisation's own, with its scripts, its links and its statistics. */
export function portalTheme(before: Appliance): Appliance {
  const { setting } = before;
  const at = setting.collected - 2 * DAY;
  const theme = '/var/netscaler/logon/themes/ExampleCorp';
  const themed = withFiles(before, at, {
    [`${theme}/css/theme.css`]: 'body{background:url(../images/example.png)}\n#logonbelt-topshadow{display:none}\n',
    [`${theme}/strings.en.json`]:
      '{"title": "Example Corp", "helpdesk": "https://helpdesk.example.org/", "legal": "https://www.example.org/legal"}\n',
    [`${theme}/images/example.png`]: Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'),
    [`${theme}/resources/en.xml`]:
      '<?xml version="1.0" encoding="UTF-8"?>\n<Resources language="en"><String id="ns_title">Example Corp</String></Resources>\n',
    '/var/netscaler/logon/LogonPoint/custom/script.js':
      "// Texts of Example Corp\nCTXS.Extensions.afterDisplayHomeScreen = function (next) { next(); };\n$('.logon').append('<a href=\"https://helpdesk.example.org/\">Help</a>');\nvar ga = document.createElement('script'); ga.src = 'https://www.googletagmanager.com/gtag/js?id=G-SAMPLE'; document.head.appendChild(ga);\n",
    '/var/netscaler/logon/LogonPoint/custom/style.css': '.logon{background:#fff url(media/example.png)}\n',
    '/var/netscaler/logon/LogonPoint/custom/strings.en.js':
      '(function ($) { $.localization.customStringBundle("en", { Title: "Example Corp" }); })(jQuery);\n',
  });
  const bound = withEdit(
    configured(themed, at, ['add vpn portaltheme ExampleCorp -basetheme RfWebUI']),
    at,
    '/nsconfig/ns.conf',
    (text) => text.replace('-portaltheme RfWebUI', '-portaltheme ExampleCorp'),
  );
  return withLines(bound, {
    '/var/log/ns.log': [
      commandLine(setting, { at, via: 'GUI', command: 'add vpn portaltheme ExampleCorp -basetheme RfWebUI' }),
      commandLine(setting, { at: at + 9000, via: 'GUI', command: 'bind vpn vserver vs_gw -portaltheme ExampleCorp' }),
      commandLine(setting, { at: at + 20_000, via: 'GUI', command: 'save ns config' }),
    ],
  });
}

/** A busy administrator who read the news: looks for what advisories name, writes rules that quote it, saves. */
export function adminDay(before: Appliance): Appliance {
  const { setting } = before;
  const start = setting.collected - 3 * HOUR;
  const shell = [
    'whoami',
    'ping -c 1 192.0.2.1',
    'uptime',
    'ls -la /var/tmp/sh',
    'find / -perm -4000 -type f',
    'cat /etc/crontab',
    'ps auxww | grep nobody',
    'grep -c NSPPE /var/log/ns.log',
    'zgrep -E "pitboss PPE unexpectedly died NSPPE;" /var/log/ns.log.0.gz',
    'grep -rn "eval(\\$_POST" /var/netscaler/logon',
    'grep -n "php_flag engine off" /etc/httpd.conf',
    'find /var/netscaler/logon -name ".ctxs.receiver"',
    'grep python3 /nsconfig/rc.netscaler',
    'openssl x509 -in /nsconfig/ssl/gateway.example.org.cer -noout -enddate',
    'ls -lt /var/core',
    'tail -f /var/log/ns.log',
  ];
  const commands: readonly (readonly [via: 'CLI' | 'GUI' | 'API', command: string])[] = [
    ['CLI', 'login'],
    ['CLI', 'show ns version'],
    ['CLI', 'show ha node'],
    ['CLI', 'shell'],
    ['CLI', 'add policy patset ps_news'],
    ['CLI', 'bind policy patset ps_news "/var/netscaler/logon/LogonPoint/custom/.ctxs.receiver" -index 1'],
    ['CLI', `bind policy patset ps_news "${poisoned('echo sample')}" -index 2`],
    ['CLI', 'bind policy patset ps_news "/gwtest/formssso?event=start&target=" -index 3'],
    ['CLI', 'add responder policy rp_news "HTTP.REQ.URL.CONTAINS_ANY(\\"ps_news\\")" ra_403'],
    ['CLI', 'bind responder global rp_news 120 END -type REQ_OVERRIDE'],
    ['CLI', 'add ns acl acl_scan DENY -srcIP = 203.0.113.240 -priority 20'],
    ['CLI', 'apply ns acls'],
    ['CLI', 'set system user nsroot ********'],
    ['CLI', 'kill aaa session -all'],
    ['GUI', 'show ssl certKey ck_gateway'],
    ['GUI', 'bind vpn vserver vs_gw -portaltheme RfWebUI'],
    ['GUI', 'save ns config'],
    ['API', 'show lb vserver'],
    ['CLI', 'create system backup weekly_sample -level basic'],
    ['CLI', 'logout'],
  ];
  const saved = configured(before, start + 40 * MINUTE, [
    'add policy patset ps_news',
    'bind policy patset ps_news "/var/netscaler/logon/LogonPoint/custom/.ctxs.receiver" -index 1',
    'bind policy patset ps_news "/gwtest/formssso?event=start&target=" -index 3',
    'add responder policy rp_news "HTTP.REQ.URL.CONTAINS_ANY(\\"ps_news\\")" ra_403',
    'bind responder global rp_news 120 END -type REQ_OVERRIDE',
  ]);
  return withLines(saved, {
    '/var/log/auth.log': [
      syslogLine(
        setting,
        start,
        'auth.info',
        'sshd[4700]',
        `Accepted keyboard-interactive/pam for nsroot from ${setting.admin} port 51620 ssh2`,
      ),
    ],
    '/var/log/ns.log': commands.map(([via, command], index) =>
      commandLine(setting, { at: start + (index + 1) * 2 * MINUTE, via, command }),
    ),
    '/var/log/bash.log': shell.map((command, index) =>
      shellLine(setting, { at: start + 9 * MINUTE + index * 50_000, command, terminal: '/dev/pts/1', pid: 47_101 }),
    ),
    '/var/log/httpaccess.log': [
      'GET /menu/neo',
      'POST /nitro/v1/config/login',
      'GET /nitro/v1/config/vpnvserver/vs_gw',
    ].map((request, index) =>
      accessLine(setting, {
        at: start + index * 9000,
        client: setting.admin,
        server: setting.nsip,
        request,
        agent: browsers.firefox,
      }),
    ),
  });
}

/** A vulnerability scanner came by: every probe was refused, one log-on name was poisoned on a build that no longer falls for it. */
export function scannerVisit(before: Appliance): Appliance {
  const { setting } = before;
  const start = setting.collected - 11 * HOUR;
  const scanner = '203.0.113.240';
  const agent = 'Mozilla/5.0 (compatible; sample-scanner/4.1)';
  const requests: readonly (readonly [request: string, status: number])[] = [
    ['GET /vpn/../vpns/cfg/smb.conf', 403],
    ['GET /vpn/%2e%2e/vpns/portal/scripts/newbm.pl', 403],
    ['GET /vpns/portal/kqzvwhtm.xml', 404],
    ['GET /logon/LogonPoint/index.php', 404],
    ['POST /logon/LogonPoint/index.php', 404],
    ['GET /logon/LogonPoint/tmindex.php', 404],
    ['GET /logon/LogonPoint/LogonUI.php', 404],
    ['GET /vpn/theme/x.php', 404],
    ['GET /vpn/themes/info.php', 404],
    ['GET /vpn/media/logo.png.php', 404],
    ['POST /logon/LogonPoint/uiareas/linux/adminupevents.php', 404],
    ['GET /gwtest/formssso?event=start&target=AAAAAAAA', 404],
    ['GET /oauth/idp/.well-known/openid-configuration', 404],
    ['GET /wsfed/passive?wctx', 404],
    ['GET /cgi/GetAuthMethods', 404],
    ['POST /pcidss/report?type=allprofiles&sid=loginchallengeresponse1requestbody&username=nsroot&set=1', 404],
    ['GET /vpn/nx_verify.html', 404],
    ['GET /.env', 404],
    ['GET /cgi-bin/test.cgi?a=;cat%20/etc/passwd', 404],
    ['GET /vpn/index.html?q=%3Cscript%3Ealert(1)%3C/script%3E', 404],
  ];
  const payload = poisoned('echo sample');
  return withLines(before, {
    '/var/log/httpaccess-vpn.log': requests.map(([request, status], index) =>
      accessLine(setting, { at: start + index * 1400, client: scanner, request, status, bytes: 315, agent }),
    ),
    '/var/log/httperror-vpn.log': ['index.php', 'tmindex.php', 'LogonUI.php'].map((name, index) =>
      errorLine(
        setting,
        start + 9000 + index * 1000,
        'core:info',
        `[client ${scanner}:51000] AH00128: File does not exist: /var/netscaler/logon/LogonPoint/${name}`,
        61_310,
      ),
    ),
    '/var/log/ns.log': [
      nsLine(setting, {
        at: start + 2000,
        what: 'SSLVPN Message',
        payload: `"Path traversal detected: /vpn/../vpns/cfg/smb.conf Source: ${scanner}:51000"`,
      }),
      nsLine(setting, {
        at: start + 31_000,
        what: 'AAA Message',
        payload: `"AAA LOGIN REQ: parsed data; username: ${payload}, pwdlen <Non-Zero>"`,
      }),
      nsLine(setting, {
        at: start + 32_000,
        what: 'AAA LOGIN_FAILED',
        payload: `User ${payload} - Client_ip ${scanner} - Failure_reason "External authentication server denied access" - Browser ns-88771-poc/1.0`,
      }),
      ...Array.from({ length: 12 }, (_, index) =>
        nsLine(setting, {
          at: start + 40_000 + index * 900,
          what: 'SSLLOG SSL_HANDSHAKE_FAILURE',
          payload: `SPCBId ${70_000 + index} - ClientIP ${scanner} - ClientPort ${52_000 + index} - VserverServiceIP ${setting.gateway} - VserverServicePort 443 - ClientVersion SSLv3 - CipherSuite "Unavailable" - Session New - Reason "Fatal alert received"`,
        }),
      ),
    ],
  });
}

const on = (name: string, title: string, change: (before: Appliance) => Appliance): Case => ({
  name,
  title,
  sources: ['https://github.com/martclau/netscaler-ir-collector'],
  appliance: () => change(stockAppliance()),
  verdicts: ['no-indicators'],
  atMost: 'low',
  questions: {},
  plants: [],
});

const scanner: Case = {
  name: 'targeted.scanner',
  title: 'A vulnerability scanner came by and was refused everywhere',
  sources: ['https://github.com/martclau/netscaler-ir-collector'],
  appliance: () => scannerVisit(stockAppliance()),
  verdicts: ['targeted'],
  questions: { exploitation: 'attempted' },
  plants: [
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: 'NSPPE;echo',
      question: 'exploitation',
      mustFind: true,
      what: 'a log-on name made to be run by the log reader; the running build does not fall for it',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: '/vpn/../vpns/cfg/smb.conf',
      isRotated: true,
      question: 'exploitation',
      mustFind: false,
      what: 'probe for CVE-2019-19781, answered 403',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: '/vpn/theme/x.php',
      isRotated: true,
      question: 'webshell',
      mustFind: false,
      what: 'requests for known shell names, answered 404',
    },
  ],
};

/** Nobody saved the configuration since the upgrade: line 1 of ns.conf names the build before. */
const staleHeader: Case = {
  ...on('clean.stale-header', 'ns.conf was last saved by the build before', (before) => before),
  atMost: 'informational',
  appliance: () => stockAppliance({ ...defaultSetting, savedBuild: '73.30', saved: utc('2026-09-21T08:10:00') }),
};

/** The other node of the default pair. */
const peer: Case = {
  ...staleHeader,
  name: 'clean.peer',
  title: 'The secondary node of the same HA pair: another appliance, with a configuration almost the same',
  appliance: () => stockAppliance(peerOf(defaultSetting)),
};

/** Logs without a year that begin in December and end in January. */
const newYear: Case = {
  ...staleHeader,
  name: 'clean.new-year',
  title: 'Collected on 2 January: the logs begin in the year before and name no year',
  appliance: () =>
    stockAppliance({ ...defaultSetting, saved: utc('2026-12-30T13:22:28'), collected: utc('2027-01-02T07:40:12') }),
};

/** Audit logs set to day before month and to local time: `13/11/2026:10:15:01 ` with two blanks where the zone stood. */
function dayFirst(before: Appliance): Appliance {
  const log = before.logs.get('/var/log/ns.log');
  if (!log) return before;
  const lines = log.lines.map(({ at, text }) => ({
    at,
    text: text.replace(/(?<= )\d\d\/\d\d\/\d{4}:\d\d:\d\d:\d\d GMT (?=ns-)/, `${localDayFirst(before.setting, at)}  `),
  }));
  const told = longConfigured(before, [
    'set audit syslogParams -dateFormat DDMMYYYY -timeZone LOCAL_TIME -logFacility LOCAL0',
  ]);
  return { ...told, logs: new Map(told.logs).set('/var/log/ns.log', { ...log, lines }) };
}

const dayFirstCase: Case = {
  ...staleHeader,
  name: 'clean.day-first',
  title: 'The audit log writes day before month and local time',
  appliance: () => dayFirst(stockAppliance()),
};

export const ordinaryCases: readonly Case[] = [
  upgradeBurst,
  on('clean.ha-file-sync', 'The HA peer sent files: changes within seconds, none by hand', haFileSync),
  on('clean.portal-theme', 'A portal theme of the organisation, with scripts and links', portalTheme),
  on('clean.admin-day', 'A busy administrator looks for indicators and writes rules that quote them', adminDay),
  staleHeader,
  peer,
  newYear,
  dayFirstCase,
  scanner,
];
