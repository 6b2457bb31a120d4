import { type Appliance, withLines } from '../appliance/appliance.ts';
import { accessLine, commandLine, nsLine } from '../appliance/lines.ts';
import { MINUTE, type Setting, settingAt, utc } from '../appliance/setting.ts';
import { stockAppliance } from '../appliance/stock.ts';
import type { Case } from './case.ts';
import { connection, login, longConfigured, requestsOf, samlConsumer, samlProvider } from './doing.ts';

/** Campaigns that stole sessions from memory: nothing on disk, a little in the logs. */

const thief = '198.51.100.99';
const victims = ['alice', 'bob', 'carol', 'dave'] as const;

/** One address inside the sessions of four users, none of whom logged on from it; one session has no log-on at all. */
function replayed(setting: Setting, start: number): ReturnType<typeof connection>[] {
  return [
    ...victims.flatMap((user, index) => {
      const session = { user, id: 36_000 + index, client: `203.0.113.${40 + index}` };
      const own = login(setting, { ...session, at: start - 20 * MINUTE + index * 1000 });
      const uses = [0, 4].map((after) =>
        connection(setting, { ...session, source: thief, at: start + (index * 9 + after) * MINUTE }),
      );
      return index === 3
        ? uses
        : [own, connection(setting, { ...session, source: session.client, at: start - 18 * MINUTE }), ...uses];
    }),
  ];
}

const bleed1: Setting = settingAt({
  release: '13.1',
  build: '49.13',
  previousBuild: '48.47',
  buildDate: utc('2023-07-10T09:00:00'),
  upgraded: utc('2023-07-20T20:10:00'),
  collected: utc('2023-10-20T10:05:30'),
});
const bleed1Start = utc('2023-10-19T22:12:00');

export const cve20234966: Case = {
  name: 'found.cve-2023-4966',
  title: 'CitrixBleed: one address uses the sessions of four users who logged on from elsewhere',
  sources: [
    'https://github.com/certat/citrix-logchecker',
    'https://cloud.google.com/blog/topics/threat-intelligence/session-hijacking-citrix-cve-2023-4966/',
  ],
  appliance: () => withLines(stockAppliance(bleed1), { '/var/log/ns.log': replayed(bleed1, bleed1Start) }),
  verdicts: ['compromise-indicated', 'suspicious'],
  questions: { 'session-theft': 'found' },
  vulnerable: ['CVE-2023-4966'],
  plants: [
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: `Source ${thief}`,
      question: 'session-theft',
      mustFind: true,
      what: 'connections of a session from an address that never logged on',
    },
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: 'Context dave@203.0.113.43 - SessionId: 36003',
      question: 'session-theft',
      mustFind: false,
      what: 'a session without a log-on',
    },
  ],
};

const bleed2: Setting = settingAt({
  build: '38.53',
  previousBuild: '34.42',
  buildDate: utc('2025-01-14T09:00:00'),
  upgraded: utc('2025-02-03T20:10:00'),
  collected: utc('2025-07-03T08:05:30'),
});
const bleed2Start = utc('2025-07-02T11:10:22');

function bled2(before: Appliance): Appliance {
  // Bytes of other people's memory where a user name belongs.
  const garbage = [
    '\xa3\xf0\x9c\x02\x81\x10',
    '\xff\xfe0\x82\x03\xb1',
    '\x88\x13Citrix-ns-orig-srcip\xc3',
    '\xe0\x80\x1b[\xff',
  ];
  const lines = Array.from({ length: 120 }, (_, index) =>
    nsLine(bleed2, {
      at: bleed2Start + index * 2500,
      what: 'AAA Message',
      payload: `"(0-55) send_reject_with_code: Authentication is rejected for ${garbage[index % garbage.length]} (client ip : ${thief}  , vserver ip: ${bleed2.gateway}   ), extended error, if any : "`,
    }),
  );
  return withLines(before, {
    '/var/log/ns.log': [
      ...lines,
      ...replayed(bleed2, bleed2Start + 21 * MINUTE),
      commandLine(bleed2, {
        at: bleed2Start + 50 * MINUTE,
        via: 'API',
        from: thief,
        command: 'add system user svc_backup ********',
      }),
      commandLine(bleed2, {
        at: bleed2Start + 51 * MINUTE,
        via: 'API',
        from: thief,
        command: 'bind system user svc_backup superuser 100',
      }),
    ],
    '/var/log/httpaccess-vpn.log': Array.from({ length: 120 }, (_, index) =>
      accessLine(bleed2, {
        at: bleed2Start + index * 2500,
        client: thief,
        request: 'POST /p/u/doAuthentication.do',
        bytes: 1127,
        agent: 'python-requests/2.31',
      }),
    ),
  });
}

export const cve20255777: Case = {
  name: 'found.cve-2025-5777',
  title: 'CitrixBleed 2: unprintable user names by the hundred, then sessions used from the same address',
  sources: [
    'https://www.netscaler.com/blog/news/evaluating-netscaler-logs-for-indicators-of-attempted-exploitation-of-cve-2025-5777/',
    'https://www.huntress.com/blog/citrixbleed-2-dragonforce-ransomware',
  ],
  appliance: () => bled2(stockAppliance(bleed2)),
  verdicts: ['compromise-indicated', 'suspicious'],
  questions: { 'session-theft': 'found', exploitation: 'found or attempted' },
  vulnerable: ['CVE-2025-5777'],
  plants: [
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: 'Authentication is rejected for \xa3\xf0\x9c',
      question: 'exploitation',
      mustFind: true,
      what: 'memory content where a user name belongs, many times',
    },
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: `Source ${thief}`,
      question: 'session-theft',
      mustFind: true,
      what: 'sessions used from the same address',
    },
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: 'Command "bind system user svc_backup superuser',
      question: 'accounts',
      mustFind: true,
      what: 'an administrator made through the API from there',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'POST /p/u/doAuthentication.do',
      isRotated: true,
      question: 'exploitation',
      mustFind: false,
      what: 'a burst of posts to the log-on handler',
    },
  ],
};

const bleed3: Setting = settingAt({
  build: '66.54',
  previousBuild: '60.52',
  buildDate: utc('2026-02-24T10:11:12'),
  upgraded: utc('2026-03-05T20:10:00'),
  collected: utc('2026-03-30T08:05:30'),
});
const bleed3Start = utc('2026-03-29T10:00:00');

function bled3(before: Appliance): Appliance {
  const access = requestsOf(bleed3, bleed3Start, { client: thief, agent: 'Mozilla/5.0' });
  return withLines(longConfigured(before, samlProvider), {
    '/var/log/httpaccess-vpn.log': [
      access(-7200, 'GET /cgi/GetAuthMethods', 200, 120),
      ...Array.from({ length: 60 }, (_, index) =>
        access(index * 4, index % 3 === 0 ? 'POST /saml/login' : 'GET /wsfed/passive?wctx', 302, 0),
      ),
    ],
    '/var/log/ns.log': [
      ...replayed(bleed3, bleed3Start + 30 * MINUTE),
      commandLine(bleed3, { at: bleed3Start + 80 * MINUTE, via: 'API', from: thief, command: 'show ns runningConfig' }),
    ],
  });
}

export const cve20263055: Case = {
  name: 'found.cve-2026-3055',
  title: 'CitrixBleed 3: valueless wctx on the identity provider, then sessions used from the same address',
  sources: [
    'https://support.citrix.com/support-home/kbsearch/article?articleNumber=CTX696300',
    'https://github.com/martclau/netscaler-ir-collector',
  ],
  appliance: () => bled3(stockAppliance(bleed3)),
  verdicts: ['compromise-indicated', 'suspicious'],
  questions: { 'session-theft': 'found' },
  vulnerable: ['CVE-2026-3055'],
  plants: [
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'GET /wsfed/passive?wctx HTTP',
      isRotated: true,
      question: 'exploitation',
      mustFind: true,
      what: 'wctx without a value',
    },
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'GET /cgi/GetAuthMethods',
      isRotated: true,
      question: 'exploitation',
      mustFind: false,
      what: 'reconnaissance before it',
    },
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: `Source ${thief}`,
      question: 'session-theft',
      mustFind: true,
      what: 'sessions used from the same address',
    },
  ],
};

const bypass: Setting = settingAt({
  build: '72.61',
  previousBuild: '66.59',
  buildDate: utc('2026-06-28T10:11:12'),
  upgraded: utc('2026-07-03T20:10:00'),
  collected: utc('2026-09-04T08:05:30'),
});
const bypassStart = utc('2026-09-03T11:00:00');

function bypassed(before: Appliance): Appliance {
  const access = requestsOf(bypass, bypassStart, { client: thief, agent: 'Mozilla/5.0' });
  return withLines(longConfigured(before, samlConsumer('OFF')), {
    '/var/log/httpaccess-vpn.log': [
      access(-120, 'GET /vpn/index.html', 200, 3400),
      access(-60, 'GET /cgi/samlauth', 302, 0),
      ...victims.map((user, index) =>
        access(
          index * 40,
          `GET /cgi/samlauth?SAMLResponse=${Buffer.from(`sample assertion of ${user}`).toString('base64url')}&RelayState=Y3R4PXNhbXBsZQ`,
          302,
          0,
        ),
      ),
    ],
    '/var/log/ns.log': victims.map((user, index) =>
      login(
        bypass,
        { at: bypassStart + index * 40_000 + 2000, user, id: 37_000 + index, client: thief },
        'Mozilla/5.0',
      ),
    ),
  });
}

export const cve202619490: Case = {
  name: 'found.cve-2026-19490',
  title: 'SAML bypass of September 2026: assertions in the query, four users from one address',
  sources: [
    'https://support.citrix.com/external/article/CTX696939',
    'https://github.com/ThomasPoppelgaard/netscaler-ctx697096-checker',
  ],
  appliance: () => bypassed(stockAppliance(bypass)),
  verdicts: ['suspicious', 'compromise-indicated', 'targeted'],
  questions: {},
  vulnerable: ['CVE-2026-19490'],
  plants: [
    {
      path: '/var/log/httpaccess-vpn.log',
      by: 'line',
      needle: 'RelayState=Y3R4P',
      isRotated: true,
      question: 'exploitation',
      mustFind: true,
      what: 'an assertion in the query of a GET',
    },
    {
      path: '/var/log/ns.log',
      by: 'line',
      needle: `Context dave@${thief}`,
      question: 'session-theft',
      mustFind: false,
      what: 'four users log on from one address within two minutes',
    },
    {
      path: '/nsconfig/ns.conf',
      by: 'line',
      needle: '-samlRejectUnsignedAssertion OFF',
      question: 'exploitation',
      mustFind: false,
      what: 'unsigned assertions are accepted',
    },
  ],
};
