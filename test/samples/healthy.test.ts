import { describe, expect, test } from 'vitest';
import type { Appliance } from '../../samples/appliance/appliance.ts';
import { caseNamed } from '../../samples/cases/index.ts';
import { releaseCases, untouched } from '../../samples/cases/releases.ts';
import { netstat, psAux, sockstat } from '../../samples/render/commands.ts';
import type { Report } from '../../src/assessment/report.ts';
import type { EvidenceSource } from '../../src/evidence/entry.ts';
import { applianceSource } from '../fixtures/appliance.ts';
import { evidence, fixtureEntry } from '../fixtures/evidence.ts';
import { scanSample, scanSource } from '../fixtures/scan-sample.ts';

/** A healthy appliance must not be accused, whatever release it runs and whatever its administrators do. */

/** The files of an appliance and what its commands print of processes and sockets. */
function everythingOf(appliance: Appliance): EvidenceSource {
  const source = applianceSource(appliance, 'healthy');
  return {
    ...source,
    async *entries(signal) {
      yield* source.entries(signal);
      yield fixtureEntry('/shell/ps-auxwr.out', psAux(appliance));
      yield fixtureEntry('/shell/netstat-an.out', netstat(appliance));
      yield fixtureEntry('/shell/sockstat.out', sockstat(appliance));
    },
  };
}

const above = (report: Report, levels: readonly string[]): readonly string[] =>
  report.findings
    .filter(({ rule }) => !levels.includes(rule.level) || rule.shows === 'compromise')
    .map(({ rule, path }) => `${rule.level} ${rule.name} ${path}`);

describe('an untouched appliance gives nothing above informational', () => {
  test.each(untouched)('$name', async ({ appliance }) => {
    const built = appliance();
    const report = await scanSource(everythingOf(built), built.setting.collected);
    expect(above(report, ['informational'])).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
  });
});

describe('a customised appliance and a week of work on it give context at most', () => {
  test.each(releaseCases)('$name, with its processes', async ({ appliance }) => {
    const built = appliance();
    const report = await scanSource(everythingOf(built), built.setting.collected);
    expect(above(report, ['informational', 'low'])).toEqual([]);
    expect(report.findings.filter(({ rule }) => rule.shows === 'suspicious')).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
  });

  test('in a support bundle as well', async () => {
    const report = await scanSample('clean.workday', 'support-bundle');
    expect(above(report, ['informational', 'low'])).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
  });
});

describe('a product that looks for weaknesses', () => {
  test('is told as an attempt', async () => {
    const report = await scanSample('targeted.vulnerability-scanner', 'root-tree');
    expect(report.assessment.verdict).toBe('targeted');
    expect(report.findings.filter(({ rule }) => rule.shows === 'compromise' || rule.shows === 'suspicious')).toEqual(
      [],
    );
  });

  test('shows no compromise even where one page answers every address', async () => {
    const appliance = answeredAlways(caseNamed('targeted.vulnerability-scanner').appliance());
    const report = await scanSource(everythingOf(appliance), appliance.setting.collected);
    expect(report.findings.filter(({ rule }) => rule.shows === 'compromise')).toEqual([]);
  });
});

/** Lines of current builds and of relays, after public samples of Elastic, SEKOIA-IO, CERT.at and Wazuh, with invented names. */
const head = 'Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default';
const who = 'Context alice@203.0.113.7 - SessionId: 34921 - User alice - Client_ip 203.0.113.7';
const forms: readonly string[] = [
  `${head} SSLVPN LOGIN 104413247 0 : ${who} - X-Forwarded-For_ip 203.0.113.7 - Nat_ip "Mapped Ip" - Vserver 198.51.100.20:443 - Browser_type "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/1 - SSLVPN_client_type ICA - Group(s) "N/A"`,
  `${head} SSLVPN LOGIN 104413248 0 : Context bob@2001:db8::7 - SessionId: 5- User bob- Client_ip 2001:db8::7 - Nat_ip "Mapped Ip" - Vserver [2001:db8::20]:443 - Browser_type "CitrixReceiver/25.3.1.196" - SSLVPN_client_type Agent - Group(s) "staff,vpn"`,
  `${head} SSLVPN LOGIN 104413249 0 : Context carol@example.org@203.0.113.9 - SessionId: 6 - User carol@example.org - Client_ip  - Nat_ip "Mapped Ip" - Vserver 198.51.100.20:443 - Browser_type "" - SSLVPN_client_type CVPN - Group(s) "N/A"`,
  `${head} SSLVPN TCPCONNSTAT 40844824 0 : ${who} - Nat_ip 192.0.2.20 - Vserver 198.51.100.20:443 - Source 203.0.113.7:59549 - Destination 192.0.2.80:443 - Start_time "11/23/2026:09:15:01 " - End_time "11/23/2026:09:15:01 " - Duration 00:00:00  - Total_bytes_send 0 - Total_bytes_recv 51251 - Access Allowed - Group(s) "N/A"`,
  `${head} SSLVPN UDPFLOWSTAT 927673685 0 : ${who} - Nat_ip 192.0.2.20 - Vserver 198.51.100.20:443 - Source 203.0.113.7:55955 - Destination 192.0.2.53:53 - Start_time "11/23/2026:09:13:00 GMT" - End_time "11/23/2026:09:15:01 GMT" - Duration 00:02:01  - Total_bytes_send 40 - Total_bytes_recv 88 - Access Allowed - Group(s) "staff,vpn"`,
  `${head} SSLVPN HTTPREQUEST 927687526 0 : Context bob@203.0.113.8 - SessionId: 650592- www.example.org User bob : Group(s) staff,vpn : Vserver 198.51.100.20:443 - 11/23/2026:09:15:01 GMT GET/a.js - -`,
  `${head} SSLVPN ICASTART 541001 0 :  [TCP] [CGP][ICAUUID=2f6c0d1e-0000-4000-8000-000000000001] Source 203.0.113.7:62370 - Destination 192.0.2.82:2598 - customername  - username:domainname bob:EXAMPLE - applicationName Mail - startTime "11/23/2026:09:16:01 GMT" - connectionId 81d2`,
  `${head} SSLVPN Message 1521206 0 :  "[TECHSUPPORT] SSO ns_sslvpn_process_sso_conn: user alice@example.org clientip 203.0.113.7 request: /Citrix/x/icon.png sso_flags-0 p_flags-0 x_flags-200000 author_hdr_removed-0"`,
  `${head} SSLVPN NONHTTP_RESOURCEACCESS_DENIED 19695356 0 : Context bob@203.0.113.8 - SessionId: 1286 - User bob - Client_ip 203.0.113.8 - Nat_ip 192.0.2.20 - Vserver 198.51.100.20:443 - Source 203.0.113.8:50130 - Destination 192.0.2.14:514 - Total_bytes_send 340 - Total_bytes_recv 0 - Denied_by_policy "AUTHZ_DENY"  - Group(s) "staff,vpn"`,
  `${head} AAA Message 207030 0 :  "core 12: Authentication is rejected for müller (client ip : 203.0.113.7  , vserver ip: 198.51.100.20   ), extended error, if any : "`,
  `${head} AAATM Message 73920564 0 : "nFactor: SESS UPDATE: flags 40001, flags2 1f20000, flags3 40, flags4 0, message length 0, sess_req flags 40000"`,
  `${head} CMD_EXECUTED 500593 0 :  User bob - ADM_User NONE - Remote_ip 203.0.113.7 - Command "logout" - Status "Success"`,
  `${head} UI CMD_EXECUTED 500594 0 :  User nsroot - ADM_User NONE - Remote_ip 192.0.2.60 - Command "show responder policy rp_block" - Status "Done"`,
  `${head} SNMP TRAP_SENT 0 0 :  appfwPolicyHit (appfwLogMsg = "CEF:0|Citrix|NetScaler|NS14.1|APPFW|APPFW_POLI...", nsPartitionName = default)`,
  `${head} ACL ACL_PKT_LOG 71 0 :  Source 203.0.113.9:5353 -- > Destination 192.0.2.10:5353 - Protocol UDP - TimeStamp 871184790(ms) - Hitcount 0 - Hit Rule Deny.12 - Data`,
  'Nov 23 10:15:01 <local0.info> 192.0.2.10 CEF:0|Citrix|NetScaler|NS14.1|APPFW|APPFW_SQL|6|src=203.0.113.9 geolocation=Unknown spt=61903 method=GET request=https://www.example.org/x?q=%3B%20cat%20/etc/passwd msg=SQL Keyword check failed for field q cn1=1 cn2=2 cs1=af_web cs2=PPE1 cs4=ALERT cs5=2026 act=blocked',
  '2026-11-23T09:15:01.285005+00:00 192.0.2.10  2026/11/23:09:15:01 GMT ns-a 0-PPE-1 : default SSLVPN REMOVE_SESSION_DEBUG 12 0 : Sessionid 34921 - User alice - Client_ip 203.0.113.7',
  '<134>1 2026-11-23T09:15:01Z ns-a - - - -  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default EVENT DEVICEUP 33 0 :  Device "server_vip" - State UP',
  'Nov 23 10:15:01 netscaler 11/23/2026:10:15:01  GW-01 0-PPE-4 : default AAA EXTRACTED_GROUPS 979253 0 :  Extracted_groups "VPN-Users,Staff"#012',
];

test('forms of the logs of 2026 accuse nobody', async () => {
  const collected = new Date('2026-11-23T12:00:00Z');
  const source = evidence(
    { '/var/log/ns.log': { content: `${forms.join('\n')}\n`, modified: collected } },
    { collected },
  );
  const report = await scanSource(source, collected.getTime());
  expect(report.findings.map(({ rule }) => `${rule.level} ${rule.name}`)).toEqual([]);
});

/** The same visit at an appliance whose error page comes with status 200 and always the same size. */
function answeredAlways(appliance: Appliance): Appliance {
  const logs = [...appliance.logs].map(
    ([path, log]) =>
      [
        path,
        {
          ...log,
          lines: log.lines.map((line) => ({ ...line, text: line.text.replace(/" \d{3} 315 "/, '" 200 8100 "') })),
        },
      ] as const,
  );
  return { ...appliance, logs: new Map(logs) };
}
