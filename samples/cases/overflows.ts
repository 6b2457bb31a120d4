import { type Appliance, withFiles, withLines, withProcesses } from '../appliance/appliance.ts';
import { accessLine, errorLine, syslogLine } from '../appliance/lines.ts';
import { ctimeClock, HOUR, MINUTE, type Setting, settingAt, utc } from '../appliance/setting.ts';
import { stockAppliance } from '../appliance/stock.ts';
import { gzip } from '../render/pack.ts';
import type { Case } from './case.ts';
import { intruder, longConfigured, requestsOf, samlConsumer, samlProvider } from './doing.ts';
import { coreDump, phpShell } from './inert.ts';

/** Campaigns about memory overflows: a crash, and now and then what came after it. */

/** The packet engine or a daemon died, as the kernel and pitboss tell it. */
function death(setting: Setting, at: number, name: string, pid: number): ReturnType<typeof syslogLine>[] {
  return [
    syslogLine(setting, at, 'kern.info', 'kernel', `pid ${pid} (${name}), jid 0, uid 0: exited on signal 11`),
    syslogLine(
      setting,
      at + 1000,
      'kern.notice',
      'pitboss[24]',
      `pitboss ${ctimeClock(setting, at + 1000)}  ${name} (${pid}) unexpectedly died due to receiving signal 11`,
    ),
  ];
}

const august2025: Setting = settingAt({
  build: '47.46',
  previousBuild: '43.56',
  buildDate: utc('2025-06-24T09:00:00'),
  upgraded: utc('2025-07-01T20:10:00'),
  collected: utc('2025-08-27T08:05:30'),
});
const crash = utc('2025-08-24T01:10:00');

function overflowed(before: Appliance): Appliance {
  const dumps = Object.fromEntries(
    [0, 1, 2].map((index) => [
      `/var/core/${index + 4}/NSPPE-00-${4410 + index}.gz`,
      {
        content: gzip(coreDump(['sample of a crash'])),
        mode: 0o600,
        modified: crash + index * 7 * MINUTE,
        changed: crash + index * 7 * MINUTE,
      },
    ]),
  );
  const planted = withFiles(before, crash + 2 * HOUR, {
    ...dumps,
    '/var/netscaler/logon/LogonPoint/css.php': {
      content: phpShell('c'),
      modified: august2025.buildDate,
      born: august2025.buildDate,
      changed: crash + 2 * HOUR,
    },
  });
  const balanced = longConfigured(planted, [
    'add server srv_v6 2001:db8::10',
    'add service svc_v6 srv_v6 HTTP 80',
    'add lb vserver lb_v6 HTTP 198.51.100.22 80',
    'bind lb vserver lb_v6 svc_v6',
  ]);
  return withLines(balanced, {
    '/var/log/messages': [0, 1, 2].flatMap((index) =>
      death(august2025, crash + index * 7 * MINUTE, 'NSPPE-00', 4410 + index),
    ),
    '/var/log/httpaccess-vpn.log': [1, 2, 3].map((hour) =>
      accessLine(august2025, {
        at: august2025.collected - hour * HOUR,
        client: '198.51.100.44',
        request: 'POST /logon/LogonPoint/css.php',
        bytes: 88,
        agent: 'Mozilla/5.0',
      }),
    ),
  });
}

export const cve20257775: Case = {
  name: 'found.cve-2025-7775',
  title: 'Overflow of August 2025: three dumps within a quarter of an hour, then a shell named like a folder beside it',
  sources: ['https://support.citrix.com/article/CTX694938', 'https://github.com/NCSC-NL/citrix-2025'],
  appliance: () => overflowed(stockAppliance(august2025)),
  verdicts: ['compromise-indicated'],
  questions: { webshell: 'found' },
  vulnerable: ['CVE-2025-7775'],
  plants: [
    {
      path: '/var/netscaler/logon/LogonPoint/css.php',
      by: 'metadata',
      question: 'webshell',
      mustFind: true,
      what: 'PHP file beside the folder css',
    },
    {
      path: '/var/netscaler/logon/LogonPoint/css.php',
      by: 'content',
      needle: '@eval($_POST["c"])',
      question: 'webshell',
      mustFind: true,
      what: 'its content is a web shell',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'POST /logon/LogonPoint/css.php',
      question: 'webshell',
      mustFind: true,
      what: 'requests to it, answered',
    },
    {
      path: '/var/core/4/NSPPE-00-4410.gz',
      by: 'metadata',
      question: 'exploitation',
      mustFind: false,
      what: 'three packet engine dumps in a row',
    },
    {
      path: '/var/log/messages',
      by: 'line',
      needle: 'NSPPE-00 (4411) unexpectedly died',
      question: 'exploitation',
      mustFind: false,
      what: 'deaths of the packet engine',
    },
  ],
};

const june2026: Setting = settingAt({
  build: '66.59',
  previousBuild: '60.58',
  buildDate: utc('2026-03-20T10:11:12'),
  upgraded: utc('2026-03-26T20:10:00'),
  collected: utc('2026-08-27T08:05:30'),
});
const prefix = utc('2026-08-26T00:00:00');

function prefixed(before: Appliance): Appliance {
  const planted = withFiles(longConfigured(before, [...samlProvider, ...samlConsumer('ON')]), prefix + 9 * MINUTE, {
    '/var/vpn/theme/x.php': { content: '<?php exit; /* inert sample */ system($_GET["c"]); ?>\n', mode: 0o644 },
    '/var/core/2/NSPPE-00-1234.gz': {
      content: gzip(coreDump([`<ec:InclusiveNamespaces PrefixList="${'A'.repeat(700)}0123"/>`, 'uname -a;id'])),
      mode: 0o600,
      modified: prefix,
      changed: prefix,
    },
  });
  const access = requestsOf(june2026, prefix, { client: '198.51.100.8', agent: 'python-requests/2.32' });
  return withLines(planted, {
    '/var/log/messages': death(june2026, prefix, 'NSPPE-00', 1234),
    '/var/log/httpaccess-vpn.log': [
      ...Array.from({ length: 14 }, (_, index) => access(index - 30, 'POST /saml/login', 302, 0)),
      access(600, 'GET /vpn/theme/x.php?c=id', 200, 54),
      access(630, 'GET /vpn/theme/x.php?c=uname%20-a', 200, 96),
      access(31 * 3600, 'GET /vpn/theme/x.php?c=echo%20sample', 200, 7),
    ],
  });
}

export const cve20268452: Case = {
  name: 'found.cve-2026-8452',
  title: 'SAML PrefixList overflow of August 2026: a crash, then a small PHP file in the theme folder',
  sources: [
    'https://support.citrix.com/external/article/CTX696604',
    'https://github.com/martclau/netscaler-ir-collector',
  ],
  appliance: () => prefixed(stockAppliance(june2026)),
  verdicts: ['compromise-indicated'],
  questions: { webshell: 'found' },
  vulnerable: ['CVE-2026-8451', 'CVE-2026-8452'],
  plants: [
    {
      path: '/var/vpn/theme/x.php',
      by: 'metadata',
      question: 'webshell',
      mustFind: true,
      what: 'PHP file in the theme folder',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'GET /vpn/theme/x.php?c=echo',
      question: 'webshell',
      mustFind: true,
      what: 'commands sent to it, answered 200',
    },
    {
      path: '/var/log/messages',
      by: 'line',
      needle: 'NSPPE-00 (1234) unexpectedly died',
      question: 'exploitation',
      mustFind: false,
      what: 'death of the packet engine during SAML requests',
    },
    {
      path: '/var/core/2/NSPPE-00-1234.gz',
      by: 'content',
      question: 'exploitation',
      mustFind: true,
      what: 'an over-long PrefixList in its dump',
    },
  ],
};

const october2026: Setting = settingAt({
  build: '73.41',
  previousBuild: '73.37',
  buildDate: utc('2026-10-03T10:11:12'),
  upgraded: utc('2026-10-04T20:10:00'),
  collected: utc('2026-10-13T08:05:30'),
});
const aaad = utc('2026-10-12T02:11:02');

function crashed(before: Appliance): Appliance {
  const dump = withFiles(longConfigured(before, samlProvider), aaad, {
    '/var/core/3/nsaaad-1295.gz': { content: gzip(coreDump(['sample of a crash in SAML handling'])), mode: 0o600 },
  });
  return withLines(dump, {
    '/var/log/messages': [
      ...[0, 1, 2].map((index) =>
        syslogLine(
          october2026,
          aaad + index * 20_000,
          'kern.notice',
          'pitboss[24]',
          `proc nsaaad (pid ${1295 + index}) SIGNALED, restart ${index + 2} of 6`,
        ),
      ),
      syslogLine(
        october2026,
        aaad + 61_000,
        'kern.notice',
        'pitboss[24]',
        `pitboss ${ctimeClock(october2026, aaad)}  nsaaad unexpectedly died due to receiving signal 11`,
      ),
    ],
    '/var/log/httpaccess-vpn.log': Array.from({ length: 9 }, (_, index) =>
      accessLine(october2026, {
        at: aaad - 2000 + index * 7000,
        client: '198.51.100.9',
        request: 'POST /cgi/samlauth',
        status: 0,
        bytes: 0,
        agent: '-',
      }),
    ),
  });
}

export const cve2026107406: Case = {
  name: 'suspicious.cve-2026-107406',
  title:
    'SAML overflow of October 2026: the AAA daemon dies again and again during SAML requests; nothing else is known',
  sources: ['https://support.citrix.com/support-home/kbsearch/article?articleNumber=CTX697191'],
  appliance: () => crashed(stockAppliance(october2026)),
  verdicts: ['suspicious', 'targeted'],
  questions: {},
  vulnerable: ['CVE-2026-107406'],
  plants: [
    {
      path: '/var/log/messages',
      by: 'line',
      needle: 'proc nsaaad (pid 1296) SIGNALED',
      question: 'exploitation',
      mustFind: true,
      what: 'the AAA daemon dies in a loop',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'POST /cgi/samlauth',
      isRotated: true,
      question: 'exploitation',
      mustFind: false,
      what: 'a burst of SAML requests at that moment',
    },
    {
      path: '/var/core/3/nsaaad-1295.gz',
      by: 'metadata',
      question: 'exploitation',
      mustFind: false,
      what: 'a dump of the AAA daemon',
    },
  ],
};

const november2026: Setting = settingAt({
  build: '73.46',
  previousBuild: '73.41',
  buildDate: utc('2026-10-07T10:11:12'),
  upgraded: utc('2026-10-10T20:10:00'),
  collected: utc('2026-11-15T08:05:30'),
});
const epa = utc('2026-11-14T04:00:00');

function ended(before: Appliance): Appliance {
  const used = longConfigured(before, [
    'add authentication epaAction epa_example -csecexpr "sys.client_expr(\\"proc_0_sample.exe\\")"',
    'add authentication Policy pol_epa -rule true -action epa_example',
    'bind authentication vserver aaa_gw -policy pol_epa -priority 90 -gotoPriorityExpression NEXT',
  ]);
  const dump = withFiles(used, epa, {
    '/var/core/3/NSPPE-01-1203.gz': { content: gzip(coreDump(['sample of a crash'])), mode: 0o600 },
  });
  return withLines(dump, { '/var/log/messages': death(november2026, epa, 'NSPPE-01', 1203) });
}

export const cve2026111334: Case = {
  name: 'exposed.cve-2026-111334',
  title:
    'November 2026: endpoint checks on a build below the fix, one crash of the packet engine; no indicator was published',
  sources: ['https://github.com/CVEProject/cvelistV5'],
  appliance: () => ended(stockAppliance(november2026)),
  verdicts: ['no-indicators', 'suspicious', 'targeted'],
  questions: {},
  vulnerable: ['CVE-2026-111334'],
  plants: [
    {
      path: '/var/log/messages',
      by: 'line',
      needle: 'NSPPE-01 (1203) unexpectedly died',
      question: 'exploitation',
      mustFind: false,
      what: 'death of the packet engine',
    },
    {
      path: '/var/core/3/NSPPE-01-1203.gz',
      by: 'metadata',
      question: 'exploitation',
      mustFind: false,
      what: 'its dump',
    },
    {
      path: '/nsconfig/ns.conf',
      by: 'line',
      needle: 'add authentication epaAction epa_example',
      question: 'exploitation',
      mustFind: false,
      what: 'endpoint checks are in use: the precondition',
    },
  ],
};

const php2026: Setting = settingAt({
  build: '73.46',
  previousBuild: '73.41',
  buildDate: utc('2026-10-07T10:11:12'),
  upgraded: utc('2026-10-10T20:10:00'),
  collected: utc('2026-10-24T08:05:30'),
});
const php = utc('2026-10-23T00:00:00');

function phpAbused(before: Appliance): Appliance {
  const open = longConfigured(before, ['add ns ip 192.0.2.21 255.255.255.0 -type SNIP -mgmtAccess ENABLED']);
  const fatal = (after: number): ReturnType<typeof errorLine> =>
    errorLine(
      php2026,
      php + after * 1000,
      'php:error',
      '[client 198.51.100.5:51200] PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /netscaler/ns_gui/admin_ui/php/application/controllers/abstract.php on line 31',
      61_250,
    );
  const running = withProcesses(open, [intruder(php + 40_000, 'nobody', "php -r exit('sample');")]);
  return withLines(running, {
    '/var/log/httperror.log': [
      ...Array.from({ length: 12 }, (_, index) => fatal(index * 2)),
      errorLine(php2026, php + 30_000, 'core:notice', 'AH00052: child pid 61250 exit signal Segmentation fault (11)'),
      errorLine(php2026, php + 33_000, 'core:notice', 'AH00052: child pid 61251 exit signal Segmentation fault (11)'),
    ],
    '/var/log/httpaccess.log': Array.from({ length: 12 }, (_, index) =>
      accessLine(php2026, {
        at: php + index * 2000,
        client: '198.51.100.5',
        server: php2026.nsip,
        request: 'POST /menu/ss',
        status: 500,
        bytes: 0,
        agent: 'python-requests/2.32',
      }),
    ),
  });
}

export const php2shell: Case = {
  name: 'suspicious.php2shell',
  title:
    'PHP flaws of October 2026 against the management pages: memory errors, crashed workers, code run by the web user',
  sources: ['https://support.citrix.com/external/article/CTX697263', 'https://github.com/NCSC-NL/php2shell'],
  appliance: () => phpAbused(stockAppliance(php2026)),
  verdicts: ['suspicious', 'compromise-indicated'],
  questions: {},
  vulnerable: ['CVE-2026-109618', 'CVE-2026-109619'],
  plants: [
    {
      path: '/var/log/httperror.log',
      by: 'line',
      needle: 'Allowed memory size of 134217728 bytes exhausted',
      question: 'exploitation',
      mustFind: true,
      what: 'a burst of memory errors from an outside address',
    },
    {
      path: '/var/log/httperror.log',
      by: 'line',
      needle: 'exit signal Segmentation fault (11)',
      question: 'exploitation',
      mustFind: true,
      what: 'crashed web server workers',
    },
    {
      path: '/shell/ps-auxwr.out',
      by: 'process',
      needle: 'php -r',
      question: 'execution',
      mustFind: true,
      what: 'PHP code of the command line, run by user nobody',
    },
    {
      path: '/var/log/httpaccess.log',
      by: 'line',
      needle: 'POST /menu/ss HTTP/1.1" 500',
      question: 'exploitation',
      mustFind: false,
      what: 'posts from outside that end in an error; the access log does not show their content',
    },
  ],
};
