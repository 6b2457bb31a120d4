import { expect, test } from 'vitest';
import type { Fields, ParsedRecord, ReadContext } from '../../src/artifacts/artifact.ts';
import { nsLog } from '../../src/artifacts/ns-log.ts';
import { nsLine } from '../fixtures/evidence.ts';
import {
  commandPayload,
  connectionPayload,
  loginPayload,
  logoutPayload,
  nsPrefix as P,
  rotationLine,
} from '../fixtures/log-lines.ts';

const context: ReadContext = { path: '/var/log/ns.log', modified: new Date('2026-11-24T00:00:00Z') };

function read(line: string, more: Partial<ReadContext> = {}): readonly ParsedRecord[] | undefined {
  return nsLog.parse(line, { ...context, ...more });
}

/** The first record, without fields that the line lacks. */
function first(line: string, more: Partial<ReadContext> = {}): { category?: string; fields: Fields; time?: string } {
  const record = read(line, more)?.[0];
  const fields = Object.fromEntries(Object.entries(record?.fields ?? {}).filter(([, value]) => value !== undefined));
  const time = record?.time && `${new Date(record.time.ms).toISOString()} ${record.time.zone}`;
  return { ...(record && { category: record.category }), fields, ...(time && { time }) };
}

const UTC = '2026-11-23T09:15:01.000Z utc';
const LOCAL = '2026-11-23T09:15:01.000Z local';

test.each([
  { name: 'the file of the appliance', line: nsLine({ payload: 'x' }), time: UTC },
  { name: 'a leading space', line: ` ${nsLine({ payload: 'x' })}`, time: UTC },
  { name: 'a day padded with a space', line: nsLine({ clock: 'Nov  3 10:15:01', payload: 'x' }), time: UTC },
  {
    name: 'no zone, two spaces',
    line: 'Nov 23 09:15:01 netscaler 11/23/2026:09:15:01  GW-01 0-PPE-4 : default CLI CMD_EXECUTED 1 0 : x',
    time: LOCAL,
  },
  {
    name: 'no zone, one space',
    line: '<135> 11/23/2026:09:15:01 GW-01 0-PPE-4 : default CLI CMD_EXECUTED 1 0 : x',
    time: LOCAL,
  },
  {
    name: 'year first',
    line: '<134> 2026/11/23:09:15:01 GMT ns-a 0-PPE-0 : default CLI CMD_EXECUTED 1 0 : x',
    time: UTC,
  },
  {
    name: 'day first',
    line: '<134> 23/11/2026:09:15:01 GMT ns-a 0-PPE-0 : default CLI CMD_EXECUTED 1 0 : x',
    time: UTC,
  },
  {
    name: 'day first, a space before the clock',
    line: '23/11/2026: 09:15:01 GMT ns PPE-3 : CLI CMD_EXECUTED 1 : x',
    time: UTC,
  },
  { name: 'no host', line: '<135> 11/23/2026:09:15:01 GMT  0-PPE-12 : default CLI CMD_EXECUTED 1 0 : x', time: UTC },
  { name: 'no core', line: '11/23/2026:09:15:01 GMT ns : CLI CMD_EXECUTED 1 : x', time: UTC },
  { name: 'a number for the core', line: '11/23/2026:09:15:01 GMT ns 90 : CLI CMD_EXECUTED 1 : x', time: UTC },
  {
    name: 'an IPv6 host',
    line: 'Nov 23 10:15:01 <local0.info> 2001:db8::10  11/23/2026:09:15:01 GMT 2001:db8::10 0-PPE-0 : default CLI CMD_EXECUTED 1 0 : x',
    time: UTC,
  },
  { name: 'no id', line: '11/23/2026:09:15:01 GMT ns PPE-0 : CLI CMD_EXECUTED : x', time: UTC },
  {
    name: 'a relay with an ISO time',
    line: '2026-11-23T09:15:01.285005+00:00 192.0.2.10  2026/11/23:09:15:01 GMT ns-a 0-PPE-1 : default CLI CMD_EXECUTED 1 0 : x',
    time: UTC,
  },
  {
    name: 'a Kiwi export',
    line: '11-23-2026    12:16:05    Local7.Error    192.0.2.10    11/23/2026:09:15:01 GMT ns PPE-0 : CLI CMD_EXECUTED 1 : x',
    time: UTC,
  },
  { name: 'a CSV export', line: '"2026/11/23:09:15:01  ADC 0-PPE-0 : default CLI CMD_EXECUTED 1 0 :  x"', time: LOCAL },
  {
    name: 'RFC 5424, date inside',
    line: '<134>1 2026-11-23T09:15:00Z ns-a - - - - 11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default CLI CMD_EXECUTED 1 0 : x',
    time: UTC,
  },
  {
    name: 'RFC 5424, feature and core as its own fields',
    line: '<134>1 2026-11-23T09:15:01Z ns-a CLI 0-PPE-0 - - default CMD_EXECUTED 1 0 : x',
    time: UTC,
  },
  { name: 'grep', line: `/var/log/ns.log.3:${nsLine({ payload: 'x' })}`, time: UTC },
  { name: 'grep -n', line: `ns.log:118:${nsLine({ payload: 'x' })}`, time: UTC },
  { name: 'a carriage return', line: `${nsLine({ payload: 'x' })}\r`, time: UTC },
])('reads a record behind $name', ({ line, time }) => {
  expect(first(line)).toMatchObject({
    category: 'ns',
    time,
    fields: { module: 'CLI', event: 'CMD_EXECUTED', message: 'x' },
  });
});

test('reads a record without any time', () => {
  expect(first(`<135> default CMD_EXECUTED 4123456 0 :  ${commandPayload()}`)).toEqual({
    category: 'ns',
    fields: expect.objectContaining({
      partition: 'default',
      event: 'CMD_EXECUTED',
      user: 'nsroot',
      source_ip: '203.0.113.7',
    }),
  });
});

test.each([
  {
    name: 'partition, feature, event',
    text: 'default SSLVPN LOGIN 1 0 : x',
    fields: { partition: 'default', module: 'SSLVPN', event: 'LOGIN' },
  },
  {
    name: 'an admin partition',
    text: 'Customer-1 SSLVPN LOGIN 1 0 : x',
    fields: { partition: 'Customer-1', module: 'SSLVPN', event: 'LOGIN' },
  },
  {
    name: 'an admin partition in capitals',
    text: 'PROD SSLVPN LOGIN 1 0 : x',
    fields: { partition: 'PROD', module: 'SSLVPN', event: 'LOGIN' },
  },
  { name: 'no partition', text: 'SSLVPN LOGIN 1 0 : x', fields: { module: 'SSLVPN', event: 'LOGIN' } },
  { name: 'no feature', text: 'default CMD_EXECUTED 1 0 : x', fields: { partition: 'default', event: 'CMD_EXECUTED' } },
  { name: 'neither', text: 'CMD_EXECUTED 500593 0 :  x', fields: { event: 'CMD_EXECUTED' } },
  {
    name: 'free text',
    text: 'default AAA Message 1 0 :  "x"',
    fields: { partition: 'default', module: 'AAA', event: 'Message', message: '"x"' },
  },
  {
    name: 'an unknown feature',
    text: 'default QUANTUM BLIP 1 0 : x',
    fields: { partition: 'default', module: 'QUANTUM', event: 'BLIP', message: 'x' },
  },
  {
    name: 'an event of two words',
    text: 'default APPFW APPFW_cross-site scripting 60 0 : x',
    fields: { partition: 'default', module: 'APPFW', event: 'APPFW_cross-site scripting' },
  },
  {
    name: 'the same without partition',
    text: 'APPFW APPFW_cross-site scripting 60 0 : x',
    fields: { module: 'APPFW', event: 'APPFW_cross-site scripting' },
  },
  { name: 'nothing known after the colon', text: 'what is this?', fields: { message: 'what is this?' } },
])('names $name', ({ text, fields }) => {
  const record = first(`Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : ${text}`);
  expect(record.fields).toEqual({ message: 'x', severity: 'info', ppe: '0-PPE-0', ...fields });
});

test.each([
  {
    name: 'SSLVPN LOGIN',
    line: `${P} SSLVPN LOGIN 1 0 : ${loginPayload({ user: 'alice@example.org' })}`,
    fields: {
      user: 'alice@example.org',
      client_ip: '203.0.113.7',
      session_id: '34921',
      nat_ip: 'Mapped Ip',
      vserver: '198.51.100.20:443',
      user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
      groups: 'N/A',
    },
  },
  {
    name: 'a login with spaces missing before dashes',
    line: `${P} SSLVPN LOGIN 1 0 : Context bob@203.0.113.8 - SessionId: 5- User bob- Client_ip 203.0.113.8 - Nat_ip "Mapped Ip" - Group(s) "PORTAL"`,
    fields: { user: 'bob', client_ip: '203.0.113.8', session_id: '5', groups: 'PORTAL' },
  },
  {
    name: 'a browser cut short, its parenthesis open',
    line: `${P} SSLVPN LOGIN 1 0 : ${loginPayload({ agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safa' })}`,
    fields: { user_agent: expect.stringMatching(/Safa$/), groups: 'N/A' },
  },
  {
    name: 'a dash within quotes',
    line: `${P} SSLVPN LOGIN 1 0 : ${loginPayload({ agent: 'a - b - User mallory - Client_ip 198.51.100.66' })}`,
    fields: { user: 'alice', client_ip: '203.0.113.7', user_agent: 'a - b - User mallory - Client_ip 198.51.100.66' },
  },
  {
    name: 'a browser that closes its own quote to forge fields',
    line: `${P} SSLVPN LOGIN 1 0 : ${loginPayload({ agent: 'a" - Client_ip 198.51.100.66 - User mallory - Source 198.51.100.66:1 - X "' })}`,
    fields: { user: 'alice', client_ip: '203.0.113.7' },
  },
  {
    name: 'a user name that forges an address',
    line: `${P} SSLVPN LOGIN 1 0 : ${loginPayload({ user: 'x - Client_ip 198.51.100.66' })}`,
    fields: { client_ip: '203.0.113.7' },
  },
  {
    name: 'a quote that is never closed',
    line: `${P} SSLVPN LOGIN 1 0 : User bob - Client_ip 203.0.113.8 - Browser_type "Mozilla/5.0 - SSLVPN_client_type ICA - Group(s) "N/A"`,
    fields: { user: 'bob', client_ip: '203.0.113.8', user_agent: 'Mozilla/5.0', groups: 'N/A' },
  },
  {
    name: 'a record cut in the browser',
    line: `${P} SSLVPN LOGIN 1 0 : User bob - Client_ip 203.0.113.8 - Browser_type "Mozil`,
    fields: { user: 'bob', client_ip: '203.0.113.8', user_agent: 'Mozil' },
  },
  {
    name: 'quotes that an export escaped',
    line: `${P} AAATM LOGOUT 1 0 : User bob - Client_ip 203.0.113.8 - Nat_ip \\"Mapped Ip\\" - Vserver 0.0.0.0:0 - LogoutMethod \\"TimedOut\\" - Group(s) \\"N/A\\"`,
    fields: { user: 'bob', nat_ip: 'Mapped Ip', reason: 'TimedOut', groups: 'N/A' },
  },
  {
    name: 'an empty client address, forwarded by a proxy',
    line: `${P} SSLVPN LOGIN 1 0 : Context bob@203.0.113.8 - SessionId: 7 - User bob - Client_ip  - X-Forwarded-For_ip 192.0.2.33 - Nat_ip "Mapped Ip"`,
    fields: { user: 'bob', client_ip: '203.0.113.8', forwarded_for: '192.0.2.33' },
  },
  {
    name: 'an empty proxy field',
    line: `${P} AAATM LOGOUT 1 0 :  User bob - Client_ip 203.0.113.8 - X-Forwarded-For_ip - Nat_ip "Mapped Ip"`,
    fields: { client_ip: '203.0.113.8', nat_ip: 'Mapped Ip' },
  },
  {
    name: 'IPv6 addresses, bracketed and bare',
    line: `${P} SSLVPN TCPCONNSTAT 1 0 : ${connectionPayload({ client: '2001:db8::7', source: '[2001:db8::7]:59549', destination: '2001:db8::80:59549' })}`,
    fields: {
      client_ip: '2001:db8::7',
      source_ip: '2001:db8::7',
      source_port: 59549,
      destination_ip: '2001:db8::80',
      destination_port: 59549,
    },
  },
  {
    name: 'a tag of 14.1 before the user',
    line: `${P} SSLVPN UDPFLOWSTAT 1 0 : Context bob@203.0.113.8 - SessionId: 1234 - [TECHSUPPORT] User bob - Client_ip 203.0.113.8 - Source 203.0.113.8:63685 - Destination 192.0.2.53:53 - Duration 00:02:03  - Total_bytes_send 49 - Access Allowed - Group(s) "TEST"`,
    fields: { user: 'bob', source_ip: '203.0.113.8', destination_port: 53, duration: 123, groups: 'TEST' },
  },
  {
    name: 'a tag of 14.1 at the beginning',
    line: `${P} SSLVPN UDPFLOWSTAT 1 0 : [TECHSUPPORT] User bob - Client_ip 203.0.113.8 - Source 203.0.113.8:63685`,
    fields: { user: 'bob', client_ip: '203.0.113.8', source_port: 63685 },
  },
  {
    name: 'words before the context',
    line: `${P} SSLVPN LOGOUT 1 0 : Logout handler : ${logoutPayload()} `,
    fields: { user: 'alice', reason: 'Explicit', duration: 1240 },
  },
  {
    name: 'SSLVPN LOGOUT of an old release',
    line: `${P} SSLVPN LOGOUT 165769 0 :  User bob - Client_ip 203.0.113.8 - Nat_ip "Mapped Ip" - Vserver 198.51.100.20:443 - Start_time "11/23/2026:09:00:00 GMT" - Duration 00:15:01  - LogoutMethod "InternalError" - Group(s) "N/A"`,
    fields: { user: 'bob', reason: 'InternalError', duration: 901 },
  },
  {
    name: 'SSLVPN TCPCONNSTAT from another address than the login',
    line: `${P} SSLVPN TCPCONNSTAT 1 0 : ${connectionPayload({ source: '198.51.100.99:41022', destination: '192.0.2.81:3389' })}`,
    fields: {
      client_ip: '203.0.113.7',
      source_ip: '198.51.100.99',
      source_port: 41022,
      destination_ip: '192.0.2.81',
      destination_port: 3389,
      duration: 3,
      session_id: '34921',
    },
  },
  {
    name: 'SSLVPN TCPCONN_TIMEDOUT',
    line: `${P} SSLVPN TCPCONN_TIMEDOUT 1 0 : Context bob@203.0.113.8 - SessionId: 650290- User bob - Client_ip 203.0.113.8 - Nat_ip 192.0.2.20 - Vserver 198.51.100.20:443 - Last_contact "11/23/2026:09:15:01 GMT" - Group(s) "staff,vpn"`,
    fields: { session_id: '650290', user: 'bob', groups: 'staff,vpn' },
  },
  {
    name: 'SSLVPN HTTPREQUEST',
    line: `${P} SSLVPN HTTPREQUEST 1 0 : Context alice@203.0.113.7 - SessionId: 34921 - intranet.example.org User alice : Group(s) N/A : Vserver 198.51.100.20:443 - 11/23/2026:09:15:01 GMT : SSO is ON : GET /portal/a.jpg - -`,
    fields: {
      user: 'alice',
      session_id: '34921',
      groups: 'N/A',
      vserver: '198.51.100.20:443',
      url: '/portal/a.jpg',
      client_ip: '203.0.113.7',
    },
  },
  {
    name: 'SSLVPN HTTPREQUEST, method and path glued',
    line: `${P} SSLVPN HTTPREQUEST 1 0 : Context bob@203.0.113.8 - SessionId: 650592- www.example.org User bob : Group(s) staff,vpn : Vserver 198.51.100.20:443 - 11/23/2026:09:15:01 GMT GET/a.js - -`,
    fields: { user: 'bob', session_id: '650592', url: '/a.js', groups: 'staff,vpn' },
  },
  {
    name: 'SSLVPN HTTPREQUEST of 14.1 without context',
    line: `${P} SSLVPN HTTPREQUEST 1 0 : [TECHSUPPORT][ENUMERATION] www.example.org User bob: Group(s) N/A : Vserver 198.51.100.20:300 - 11/23/2026:09:15:01 GMT : Message = SSO is OFF : CONNECT www.example.org:443 - -`,
    fields: { user: 'bob', vserver: '198.51.100.20:300', url: 'www.example.org:443' },
  },
  {
    name: 'SSLVPN ICASTART',
    line: `${P} SSLVPN ICASTART 1 0 :  [TCP] [CGP][ICAUUID=2f6c0d1e-0000-4000-8000-000000000001] Source  203.0.113.7:62370 - Destination 192.0.2.82:2598 - customername  - username:domainname bob:EXAMPLE - applicationName Mail - startTime "11/23/2026:09:16:01 GMT" - connectionId 81d2`,
    fields: { source_ip: '203.0.113.7', source_port: 62370, destination_ip: '192.0.2.82', user: 'bob' },
  },
  {
    name: 'SSLVPN ICAEND_CONNSTAT',
    line: `${P} SSLVPN ICAEND_CONNSTAT 1 0 : Source 203.0.113.7:62362 - Destination 192.0.2.82:2598 - username:domainname alice:EXAMPLE - startTime "11/23/2026:09:15:01 GMT" - endTime "11/23/2026:09:15:27 GMT" - Duration 00:00:26 - Total_bytes_send 9363 - connectionId 81d1`,
    fields: { user: 'alice', duration: 26, destination_port: 2598 },
  },
  {
    name: 'NONHTTP_RESOURCEACCESS_DENIED',
    line: `${P} SSLVPN NONHTTP_RESOURCEACCESS_DENIED 1 0 : Context bob@203.0.113.8 - SessionId: 1286 - User bob - Client_ip 203.0.113.8 - Nat_ip 192.0.2.20 - Vserver 198.51.100.20:443 - Source 203.0.113.8:50130 - Destination 192.0.2.14:514 - Total_bytes_send 340 - Total_bytes_recv 0 - Denied_by_policy "AUTHZ_DENY"  - Group(s) "staff,vpn"`,
    fields: { policy: 'AUTHZ_DENY', destination_ip: '192.0.2.14', destination_port: 514 },
  },
  {
    name: 'HTTP_RESOURCEACCESS_DENIED',
    line: `${P} SSLVPN HTTP_RESOURCEACCESS_DENIED 77 0 : Context bob@203.0.113.8 - User bob - Total_bytes_send 1535 - Remote_host app.example.org - Denied_url GET /x/login.aspx - Denied_by_policy "POL1" - Group(s) "N/A"`,
    fields: { url: '/x/login.aspx', policy: 'POL1' },
  },
  {
    name: 'CLISEC_CHECK',
    line: `${P} SSLVPN CLISEC_CHECK 81 0 : User bob - Client_ip 203.0.113.8 - Vserver 198.51.100.20:443 - Client_security_expression "CLIENT.FILE(x.exe) EXISTS -frequency 3" - Client security check failed - User put in quarantine group Quarantine`,
    fields: { user: 'bob', client_ip: '203.0.113.8' },
  },
  {
    name: 'CLISEC_EXP_EVAL of 14.1',
    line: `${P} SSLVPN CLISEC_EXP_EVAL 1 0 :  CaseID cbed1: - Client IP 203.0.113.8 - Vserver 198.51.100.20:443 - Client security check CLIENT.SYSTEM('x') EXISTS PASSED(0) on the client machine`,
    fields: { client_ip: '203.0.113.8', vserver: '198.51.100.20:443' },
  },
  {
    name: 'a denial without identity',
    line: `${P} AAATM HTTP_RESOURCEACCESS_DENIED 1 0 : - Denied_by_policy "RESTRICT"`,
    fields: { policy: 'RESTRICT' },
  },
  {
    name: 'a message that names user and addresses',
    line: `${P} SSLVPN Message 1 0 :  "SSLVPN Mux Authorize result is Deny, User <bob>, Srcip: 203.0.113.8, Dstip: 192.0.2.14, denied_by_policy: SESSPOL1"`,
    fields: { user: 'bob', source_ip: '203.0.113.8', destination_ip: '192.0.2.14' },
  },
  {
    name: 'a message of single sign-on',
    line: `${P} SSLVPN Message 1 0 :  "SSO ns_sslvpn_process_sso_conn: user alice@example.org clientip 203.0.113.7 request: /Citrix/x/icon.png"`,
    fields: { user: 'alice@example.org', client_ip: '203.0.113.7' },
  },
  {
    name: 'a rejected login, binary bytes for a name',
    line: `${P} AAA Message 1 0 :  "Authentication is rejected for al\u00ff\u0000\u001bice (client ip : 203.0.113.7  , vserver ip: 198.51.100.20   ), extended error, if any : "`,
    fields: { user: 'al\u00ff\u0000\u001bice', client_ip: '203.0.113.7' },
  },
  {
    name: 'a probe that the appliance blocked',
    line: `${P} SSLVPN Message 1 0 :  "Path traversal detected |/?../../../../etc/passwd|, [Source: 203.0.113.9:57123]"`,
    fields: { source_ip: '203.0.113.9', source_port: 57123 },
  },
  {
    name: 'AAA LOGIN_FAILED',
    line: `${P} AAA LOGIN_FAILED 1 0 : User alice - Client_ip 203.0.113.7 - Failure_reason "External authentication server denied access" - Browser Mozilla/5.0 (Windows NT 10.0) - User mallory`,
    fields: {
      user: 'alice',
      client_ip: '203.0.113.7',
      reason: 'External authentication server denied access',
      user_agent: 'Mozilla/5.0 (Windows NT 10.0)',
    },
  },
  {
    name: 'AAA EXTRACTED_GROUPS',
    line: `${P} AAA EXTRACTED_GROUPS 1 0 :  Extracted_groups "VPN-Users,Staff"`,
    fields: { groups: 'VPN-Users,Staff' },
  },
  {
    name: 'TCP CONN_DELINK',
    line: `${P} TCP CONN_DELINK 1 0 :  Source 203.0.113.7:13788 - Vserver 198.51.100.20:443 - NatIP 192.0.2.20:3198 - Destination 192.0.2.80:443 - Delink Time 11/23/2026:09:15:01 GMT - Total_bytes_send 0 - Total_bytes_recv 762`,
    fields: { source_ip: '203.0.113.7', source_port: 13788, destination_ip: '192.0.2.80', nat_ip: '192.0.2.20:3198' },
  },
  {
    name: 'TCP OTHERCONN_DELINK, a dash missing',
    line: `${P} TCP OTHERCONN_DELINK 1 0 :  Source 203.0.113.7:13790 - Vserver 198.51.100.20:443 - NatIP 192.0.2.20:3200 - Destination 192.0.2.80:443 - Delink Time 11/23/2026:09:15:01 GMT Total_bytes_send 0 - Total_bytes_recv 762`,
    fields: { destination_ip: '192.0.2.80', destination_port: 443 },
  },
  {
    name: 'SSLLOG SSL_HANDSHAKE_FAILURE',
    line: `${P} SSLLOG SSL_HANDSHAKE_FAILURE 1 0 : SPCBId 55592 - ClientIP 203.0.113.8 - ClientPort 60892 - VserverServiceIP 198.51.100.20 - VserverServicePort 443 - ClientVersion DTLSv1.0 - CipherSuite "NA"Session New - Reason "Handshake failure-Internal Error"`,
    fields: {
      client_ip: '203.0.113.8',
      source_port: 60892,
      vserver: '198.51.100.20',
      reason: 'Handshake failure-Internal Error',
    },
  },
  {
    name: 'ACL ACL_PKT_LOG',
    line: `${P} ACL ACL_PKT_LOG 1 0 : Source 203.0.113.9:5353 -- > Destination 192.0.2.10:5353 - Protocol UDP - TimeStamp 871184790(ms) - Hitcount 0 - Hit Rule Deny.12 - Data`,
    fields: { source_ip: '203.0.113.9', source_port: 5353 },
  },
  {
    name: 'EVENT STATECHANGE',
    line: `${P} EVENT STATECHANGE 0 0 :  Device "self node 192.0.2.10" - State Primary`,
    fields: { message: 'Device "self node 192.0.2.10" - State Primary' },
  },
  {
    name: 'a firewall record in CEF',
    line: 'Nov 23 09:15:01 <local0.info> 192.0.2.10 CEF:0|Citrix|NetScaler|NS14.1|APPFW|APPFW_STARTURL|6|src=203.0.113.9 geolocation=Unknown spt=61903 method=GET request=https://www.example.org/x?a\\=b msg=Disallow Illegal URL. cn1=1 cs4=ALERT cs5=2026 act=not blocked',
    fields: {
      module: 'APPFW',
      event: 'APPFW_STARTURL',
      client_ip: '203.0.113.9',
      source_port: 61903,
      url: 'https://www.example.org/x?a\\=b',
      status: 'not blocked',
    },
  },
  {
    name: 'CEF in RFC 5424',
    line: '<134>1 2026-01-15T06:43:28Z ns-a APPFW 0-PPE-0 - - CEF:0|Citrix|NetScaler|NS14.1|APPFW|APPFW_POLICY_HIT|6|src=203.0.113.9 spt=35235 method=POST request=https://www.example.org/_bulk msg=profile invoked cn1=1 act=blocked',
    fields: { event: 'APPFW_POLICY_HIT', status: 'blocked' },
  },
  {
    name: 'CEF cut short inside an SNMP text',
    line: '"2026/11/23:09:15:01  ADC 0-PPE-1 : default SNMP TRAP_SENT 0 0 :  appfwPolicyHit (appfwLogMsg = ""CEF:0|Citrix|NetScaler|NS13.1|APPFW|APPFW_POLI..."", nsPartitionName = default)"',
    fields: {
      module: 'SNMP',
      event: 'TRAP_SENT',
      message:
        'appfwPolicyHit (appfwLogMsg = "CEF:0|Citrix|NetScaler|NS13.1|APPFW|APPFW_POLI...", nsPartitionName = default)',
    },
  },
])('reads the fields of $name', ({ line, fields }) => {
  expect(first(line).fields).toMatchObject(fields);
});

test.each([
  { name: 'a plain command', command: 'show ns info', logged: 'show ns info', run: 'show ns info' },
  {
    name: 'a shell command',
    command: 'shell cat /etc/crontab',
    logged: 'shell cat /etc/crontab',
    run: 'cat /etc/crontab',
  },
  {
    name: 'a quoted shell command',
    command: 'shell "cat /etc/crontab"',
    logged: 'shell "cat /etc/crontab"',
    run: 'cat /etc/crontab',
  },
  { name: 'quotes inside only', command: 'shell echo "a" "b"', logged: 'shell echo "a" "b"', run: 'echo "a" "b"' },
  { name: 'the shell itself', command: 'shell', logged: 'shell', run: 'shell' },
  {
    name: 'a command that forges a status',
    command: 'shell x" - Status "Success" y',
    logged: 'shell x" - Status "Success" y',
    run: 'x" - Status "Success" y',
  },
  {
    name: 'a login name with shell characters',
    command: 'login NSPPE;id;# X',
    logged: 'login NSPPE;id;# X',
    run: 'login NSPPE;id;# X',
  },
  {
    name: 'a password in the clear',
    command: 'add system user bob Summer2026',
    logged: 'add system user bob [secret]',
    run: 'add system user bob [secret]',
  },
  {
    name: 'a password option',
    command: 'set aaa ldapParams -ldapBindDnPassword Summer2026 -authTimeout 3',
    logged: 'set aaa ldapParams -ldapBindDnPassword [secret] -authTimeout 3',
    run: 'set aaa ldapParams -ldapBindDnPassword [secret] -authTimeout 3',
  },
])('gives $name as an audit record and as a shell command', ({ command, logged, run }) => {
  const records = read(`${P} CLI CMD_EXECUTED 1 0 :  ${commandPayload({ command, source: '127.0.0.1' })}`);
  expect(
    records?.map(({ category, fields: { user, source_ip, command: text, status } }) => [
      category,
      user,
      source_ip,
      text,
      status,
    ]),
  ).toEqual([
    ['ns', 'nsroot', '127.0.0.1', logged, 'Success'],
    ['shell', 'nsroot', '127.0.0.1', run, 'Success'],
  ]);
});

test('no part of a record holds a password of a logged command', () => {
  const records = read(`${P} CLI CMD_EXECUTED 1 0 :  ${commandPayload({ command: 'set system user bob Summer2026' })}`);
  expect(JSON.stringify(records)).not.toContain('Summer2026');
  expect(records?.[0]?.raw).toContain('set system user bob [secret]');
});

test.each([
  { name: 'a failed command', status: 'ERROR: Invalid username or password' },
  { name: 'the SDX manager', status: 'Done' },
])('reads the status of $name', ({ status }) => {
  expect(first(`${P} API CMD_EXECUTED 1 0 :  ${commandPayload({ status })}`).fields).toMatchObject({
    module: 'API',
    status,
  });
});

test.each([
  {
    name: 'pitboss',
    line: 'Nov 23 09:15:01 <kern.notice> ns-a pitboss[24]: pitboss Mon Nov 23 09:15:01 2026  NOT restarting NSPPE-00 (1202)',
    program: 'pitboss',
  },
  {
    name: 'the AAA daemon',
    line: 'Nov 23 09:15:01 <local5.info> ns-a nsaaad[1295]: process_kernel_socket: call to authenticate user :alice, vsid :1234, x',
    program: 'nsaaad',
  },
  {
    name: 'a daemon that quotes an audit record',
    line: `Nov 23 09:15:01 <auth.info> ns-a sshd[12]: Invalid user 11/23/2026:09:15:01 GMT ns 0-PPE-0 : default ${'CLI CMD_EXECUTED 1 0 : User nsroot - Remote_ip 192.0.2.1 - Command "shell x" - Status "Success"'} from 203.0.113.9`,
    program: 'sshd',
  },
])('keeps a line of $name as a syslog record', ({ line, program }) => {
  expect(read(line)?.map((record) => [record.category, record.fields.program])).toEqual([['syslog', program]]);
});

test.each([
  { name: 'a rotation header', line: rotationLine() },
  {
    name: 'a rotation header in RFC 5424',
    line: '<173>1 2026-01-30T12:00:00Z ns-a newsyslog 79382 - - logfile turned over due to size>100K',
  },
  { name: 'the lone quote of a cut record', line: '"' },
  { name: 'the same behind a syslog header', line: 'Nov 23 09:15:01 netscaler "' },
  { name: 'an empty line', line: '' },
  { name: 'spaces', line: '   \r' },
])('knows $name, which tells nothing', ({ line }) => {
  expect(read(line)).toEqual([]);
});

test.each([
  { name: 'a marker of version control', line: '<<<<<<< HEAD' },
  { name: 'prose', line: 'these words are no log line' },
  { name: 'bytes', line: '\u0000\u0001\u0002\u00ff' },
  { name: 'the rest of a cut record', line: 'Safari/537.36" - SSLVPN_client_type ICA - Group(s) "N/A"' },
])('does not know $name', ({ line }) => {
  expect(read(line)).toBeUndefined();
});
