import type { Log, LogLine } from './appliance.ts';
import {
  accessLine,
  browsers,
  commandLine,
  cronLine,
  cutBrowser,
  errorLine,
  nsLine,
  rawLine,
  shellLine,
  syslogLine,
} from './lines.ts';
import { type Random, random, seedOf } from './random.ts';
import { ctimeClock, DAY, deviceClock, HOUR, localHour, localWeekday, MINUTE, type Setting } from './setting.ts';

/** The logs of an appliance that serves a small organisation, by path of the current file. */
export function stockLogs(setting: Setting): ReadonlyMap<string, Log> {
  const isServing = setting.role === 'primary';
  const sessions = isServing ? vpnSessions(setting) : [];
  const gateway = isServing ? [...sessions.flatMap(({ access }) => access), ...passers(setting)] : [];
  const logs: readonly (readonly [path: string, lines: readonly LogLine[], rest?: Partial<Log>])[] = [
    ['/var/log/ns.log', [...sessions.flatMap(({ ns }) => ns), ...health(setting), ...commands(setting)]],
    ['/var/log/httpaccess-vpn.log', gateway, { mode: 0o600, isBinary: true }],
    ['/var/log/httpaccess.log', management(setting), { mode: 0o600, isBinary: true }],
    ['/var/log/httperror.log', reloads(setting), { mode: 0o600, isBinary: true }],
    ['/var/log/httperror-vpn.log', gatewayErrors(setting), { mode: 0o600, isBinary: true }],
    ['/var/log/messages', messages(setting)],
    ['/var/log/notice.log', notices(setting)],
    ['/var/log/auth.log', logins(setting), { mode: 0o600 }],
    ['/var/log/nsvpn.log', sessions.flatMap(({ vpn }) => vpn)],
    ['/var/log/bash.log', interactive(setting), { limit: 4096 }],
    ['/var/log/sh.log', profiler(setting), { limit: 40_960 }],
    ['/var/log/cron', cron(setting), { mode: 0o600 }],
    ['/var/log/nitro.log', []],
    ['/var/log/license.log', [rawLine(setting.booted + 30_000, 'license: feature CNS_V1000_SERVER checked out')]],
    [
      '/var/log/nscollect_cl.log',
      [
        rawLine(
          setting.booted + 20_000,
          `Successfully loaded configuration file (${setting.release} ${setting.build})`,
        ),
      ],
    ],
    ['/var/log/snmpd.log', [rawLine(setting.booted + 25_000, 'snmpd: started')]],
  ];
  return new Map(
    logs.map(([path, lines, rest]) => {
      const kept = lines.filter(({ at }) => at < setting.collected).sort((a, b) => a.at - b.at);
      return [path, { limit: 100 * 1024, mode: 0o644, lines: kept, ...rest }] as const;
    }),
  );
}

interface Session {
  readonly ns: readonly LogLine[];
  readonly access: readonly LogLine[];
  readonly vpn: readonly LogLine[];
}

const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'] as const;

/** Office hours are busy, nights and weekends are not. */
function isBusy(setting: Setting, at: number, draw: Random): boolean {
  const hour = localHour(setting, at);
  const isOffice = hour >= 7 && hour < 19 && localWeekday(setting, at) < 6;
  return draw.next() < (isOffice ? 0.75 : 0.12);
}

/** Log-ons through the Gateway with what each leaves in ns.log, the access log and nsvpn.log. */
function vpnSessions(setting: Setting): Session[] {
  const draw = random(seedOf(`sessions ${setting.collected}`));
  const sessions: Session[] = [];
  const start = setting.collected - setting.retention * HOUR;
  for (
    let at = start;
    at < setting.collected - 20 * MINUTE;
    at += draw.between(8, 22) * MINUTE + draw.between(0, 59) * 1000
  ) {
    if (!isBusy(setting, at, draw)) continue;
    const index = draw.between(0, users.length - 1);
    sessions.push(
      vpnSession(setting, at, users[index] ?? 'alice', `203.0.113.${40 + index}`, 34_000 + sessions.length, draw),
    );
  }
  return sessions;
}

function vpnSession(setting: Setting, at: number, user: string, client: string, id: number, draw: Random): Session {
  const { gateway, snip } = setting;
  const agent = draw.pick([browsers.chrome, browsers.edge, browsers.firefox, browsers.safari]);
  const context = `Context ${user}@${client} - SessionId: ${id} - User ${user} - Client_ip ${client}`;
  const line = (after: number, what: string, payload: string): LogLine =>
    nsLine(setting, { at: at + after * 1000, what, payload });
  const stamp = (after: number): string => `"${deviceClock(at + after * 1000)} GMT"`;
  const isWrongFirst = draw.next() < 0.12;
  const minutes = draw.between(3, 15);
  const length = minutes * 60;
  const flows = Array.from({ length: draw.between(2, 5) }, (_, index) => {
    const after = 20 + index * draw.between(20, 40);
    const port = draw.between(40_000, 64_000);
    const destination = draw.pick(['192.0.2.80:443', '192.0.2.81:443', '192.0.2.82:2598', '192.0.2.83:445']);
    return line(
      after,
      'SSLVPN TCPCONNSTAT',
      `${context} - Nat_ip ${snip} - Vserver ${gateway}:443 - Source ${client}:${port} - Destination ${destination} - Start_time ${stamp(after - 4)} - End_time ${stamp(after)} - Duration 00:00:04  - Total_bytes_send ${draw.between(0, 9000)} - Total_bytes_recv ${draw.between(400, 90_000)} - Total_compressedbytes_send 0 - Total_compressedbytes_recv 0 - Compression_ratio_send 0.00% - Compression_ratio_recv 0.00% - Access Allowed - Group(s) "staff,vpn"`,
    );
  });
  const connection = draw.hex(4);
  const ns = [
    line(
      0,
      'SSLLOG SSL_HANDSHAKE_SUCCESS',
      `SPCBId ${id} - ClientIP ${client} - ClientPort ${draw.between(40_000, 64_000)} - VserverServiceIP ${gateway} - VserverServicePort 443 - ClientVersion TLSv1.2 - CipherSuite "TLS1.2-ECDHE-RSA-AES256-GCM-SHA384" - Session New  - HandshakeTime ${draw.between(9, 80)} ms`,
    ),
    ...(isWrongFirst
      ? [
          line(
            6,
            'AAA LOGIN_FAILED',
            `User ${user} - Client_ip ${client} - Failure_reason "External authentication server denied access" - Browser ${agent}`,
          ),
          line(
            6,
            'AAA Message',
            `"Authentication is rejected for ${user} (client ip : ${client}  , vserver ip: ${gateway}   ), extended error, if any : "`,
          ),
        ]
      : []),
    line(12, 'AAA EXTRACTED_GROUPS', 'Extracted_groups "staff,vpn"'),
    line(
      13,
      'SSLVPN LOGIN',
      `${context} - Nat_ip "Mapped Ip" - Vserver ${gateway}:443 - Browser_type "${cutBrowser(agent)}" - SSLVPN_client_type ICA - Group(s) "staff,vpn"`,
    ),
    line(
      15,
      'SSLVPN HTTPREQUEST',
      `Context ${user}@${client} - SessionId: ${id} - storefront.example.org User ${user} : Group(s) staff,vpn : Vserver ${gateway}:443 - ${deviceClock(at + 15_000)} GMT : SSO is ON : GET /Citrix/StoreWeb/ - -`,
    ),
    ...flows,
    line(
      60,
      'SSLVPN ICASTART',
      `Source ${client}:${draw.between(40_000, 64_000)} - Destination 192.0.2.82:2598 - customername  - username:domainname ${user}:EXAMPLE - applicationName Desktop - startTime ${stamp(60)} - connectionId ${connection}`,
    ),
    line(
      length - 20,
      'SSLVPN ICAEND_CONNSTAT',
      `Source ${client}:${draw.between(40_000, 64_000)} - Destination 192.0.2.82:2598 - customername  - username:domainname ${user}:EXAMPLE - startTime ${stamp(60)} - endTime ${stamp(length - 20)} - Duration 00:${String(minutes - 1).padStart(2, '0')}:40 - Total_bytes_send ${draw.between(9000, 90_000)} - Total_bytes_recv ${draw.between(90_000, 900_000)} - Total_compressedbytes_send 0 - Total_compressedbytes_recv 0 - Compression_ratio_send 0.00% - Compression_ratio_recv 0.00% - connectionId ${connection}`,
    ),
    line(
      length,
      'SSLVPN LOGOUT',
      `${context} - Nat_ip "Mapped Ip" - Vserver ${gateway}:443 - Start_time ${stamp(13)} - End_time ${stamp(length)} - Duration 00:${String(minutes).padStart(2, '0')}:00  - Http_resources_accessed 4 - NonHttp_services_accessed 0 - Total_TCP_connections ${flows.length} - Total_UDP_flows 0 - Total_policies_allowed ${flows.length} - Total_policies_denied 0 - Total_bytes_send 0 - Total_bytes_recv 414177 - Total_compressedbytes_send 0 - Total_compressedbytes_recv 0 - Compression_ratio_send 0.00% - Compression_ratio_recv 0.00% - LogoutMethod "${draw.pick(['Explicit', 'Explicit', 'TimedOut'])}" - Group(s) "staff,vpn"`,
    ),
  ];
  const request = (after: number, request: string, status = 200, bytes = draw.between(400, 20_000)): LogLine =>
    accessLine(setting, { at: at + after * 1000, client, request, status, bytes, agent });
  const access = [
    request(1, 'GET /vpn/index.html', 302, 0),
    request(2, 'GET /logon/LogonPoint/tmindex.html'),
    request(3, 'GET /logon/LogonPoint/receiver/js/ctxs.core.min.js'),
    request(3, 'GET /logon/LogonPoint/receiver/js/localization/en.js'),
    request(4, 'GET /vpn/js/rdx/core/lang/rdx_en.json.gz'),
    request(5, 'POST /nf/auth/doAuthentication.do', 200, draw.between(800, 1600)),
    ...(isWrongFirst ? [request(11, 'POST /nf/auth/doAuthentication.do', 200, 1210)] : []),
    request(13, 'GET /cgi/setclient?wica', 302, 0),
    ...(draw.next() < 0.08 ? [request(14, 'GET /vpn/scripts/linux/nsginstaller64.deb', 200, 4_201_984)] : []),
    request(length, 'GET /cgi/logout', 200, 812),
  ];
  const vpn = [
    syslogLine(
      setting,
      at + 12_000,
      'local5.info',
      `nsaaad[${1295}]`,
      `process_kernel_socket: call to authenticate user :${user}, vsid :1234, userlen ${user.length}`,
    ),
    syslogLine(
      setting,
      at + 12_500,
      'local5.info',
      `nsaaad[${1295}]`,
      `receive_ldap_user_search_event: ldap search for ${user} returned 1 entry`,
    ),
  ];
  return { ns, access, vpn };
}

/** Visitors who never log on: search engines, monitoring, a browser that asks for an icon. */
function passers(setting: Setting): LogLine[] {
  const draw = random(seedOf(`passers ${setting.collected}`));
  const lines: LogLine[] = [];
  const requests: readonly (readonly [request: string, status: number, bytes: number])[] = [
    ['GET /', 302, 0],
    ['GET /vpn/index.html', 302, 0],
    ['GET /favicon.ico', 404, 315],
    ['GET /robots.txt', 404, 315],
    ['GET /logon/LogonPoint/tmindex.html', 200, 8100],
    ['HEAD /vpn/index.html', 200, 0],
  ];
  for (
    let at = setting.collected - setting.retention * HOUR;
    at < setting.collected;
    at += draw.between(4, 26) * MINUTE
  ) {
    const [request, status, bytes] = draw.pick(requests);
    const agent = draw.pick([
      browsers.chrome,
      browsers.receiver,
      'Mozilla/5.0 (compatible; uptime-check/2.1; +https://status.example.org/)',
    ]);
    lines.push(
      accessLine(setting, { at, client: `203.0.113.${draw.between(100, 180)}`, request, status, bytes, agent }),
    );
  }
  return lines;
}

/** Monitors, SNMP, connections and failed handshakes of the data plane. */
function health(setting: Setting): LogLine[] {
  const draw = random(seedOf(`health ${setting.collected}`));
  const lines: LogLine[] = [];
  for (
    let at = setting.collected - setting.retention * HOUR;
    at < setting.collected;
    at += draw.between(3, 14) * MINUTE
  ) {
    const client = `203.0.113.${draw.between(40, 90)}`;
    const port = draw.between(40_000, 64_000);
    const forms: readonly (readonly [what: string, payload: string])[] = [
      ['EVENT MONITORDOWN', 'Monitor MonServiceBinding_192.0.2.81:80_(tcp-default) - State DOWN'],
      ['EVENT MONITORUP', 'Monitor MonServiceBinding_192.0.2.81:80_(tcp-default) - State UP'],
      [
        'TCP CONN_TERMINATE',
        `Source 192.0.2.80:443 - Destination ${client}:${port} - Start Time ${deviceClock(at)} GMT - End Time ${deviceClock(at)} GMT - Total_bytes_send ${draw.between(100, 900)} - Total_bytes_recv 1`,
      ],
      [
        'TCP CONN_DELINK',
        `Source ${client}:${port} - Vserver 198.51.100.21:443 - NatIP ${setting.snip}:3198 - Destination 192.0.2.80:443 - Delink Time ${deviceClock(at)} GMT - Total_bytes_send 0 - Total_bytes_recv 762`,
      ],
      [
        'SSLLOG SSL_HANDSHAKE_FAILURE',
        `SPCBId ${draw.between(10_000, 90_000)} - ClientIP ${client} - ClientPort ${port} - VserverServiceIP ${setting.gateway} - VserverServicePort 443 - ClientVersion TLSv1.2 - CipherSuite "TLS1-AES-256-CBC-SHA" - Session New - Reason "Fatal alert received"`,
      ],
      ['SNMP TRAP_SENT', 'monServiceBindingDown (nsPartitionName = default)'],
      [
        'SSLVPN Message',
        '"SSO ns_sslvpn_process_sso_conn: user alice clientip 203.0.113.40 request: /Citrix/StoreWeb/icon.png sso_flags-0 p_flags-0 x_flags-200000 author_hdr_removed-0"',
      ],
    ];
    const [what, payload] = draw.pick(forms);
    // Now and then the second admin partition speaks.
    lines.push(nsLine(setting, { at, what, payload, partition: draw.next() < 0.1 ? 'p_test' : 'default' }));
  }
  return lines;
}

/** A quiet administrator: a look in the morning, one saved change that quotes an indicator in order to block it. */
function commands(setting: Setting): LogLine[] {
  const lines: LogLine[] = [];
  for (let day = 2; day >= 0; day -= 1) {
    const at = setting.collected - day * DAY - 80 * MINUTE;
    lines.push(
      commandLine(setting, { at, command: 'login' }),
      commandLine(setting, { at: at + 14_000, command: 'show ha node' }),
      commandLine(setting, { at: at + 31_000, command: 'show ns info' }),
      commandLine(setting, { at: at + 52_000, command: 'stat vpn', via: 'GUI' }),
      commandLine(setting, { at: at + 3 * MINUTE, command: 'logout' }),
    );
  }
  const quoting = setting.collected - 26 * HOUR;
  return [
    ...lines,
    commandLine(setting, {
      at: quoting,
      command: 'bind policy patset ps_ioc "pitboss PPE unexpectedly died NSPPE;" -index 3',
    }),
    commandLine(setting, { at: quoting + 40_000, command: 'bind policy patset ps_ioc "/vpn/theme/x.php" -index 2' }),
    commandLine(setting, { at: quoting + 70_000, command: 'save ns config' }),
    nsLine(setting, {
      at: quoting + 41_000,
      what: 'SNMP TRAP_SENT',
      payload:
        'netScalerConfigChange (userName = "nsroot", configurationCmd = "bind policy patset ps_ioc \\"/vpn/theme/x.php\\" -index 2", authorizationStatus = authorized, commandExecutionStatus = successful, commandFailureReason =, nsClientIPAddr = 203.0.113.7, nsPartitionName = default)',
    }),
    commandLine(setting, { at: setting.collected - 50_000, command: 'login' }),
    commandLine(setting, { at: setting.collected - 40_000, command: 'show techsupport' }),
  ];
}

/** The management web server: the appliance's own curl, the console, the administrator. */
function management(setting: Setting): LogLine[] {
  const lines: LogLine[] = [];
  const start = setting.collected - 2 * setting.retention * HOUR;
  const server = setting.nsip;
  if (setting.release >= '14.1') {
    for (let at = Math.ceil(start / (30 * MINUTE)) * 30 * MINUTE; at < setting.collected; at += 30 * MINUTE) {
      lines.push(
        accessLine(setting, {
          at: at + 1000,
          client: '127.0.0.1',
          server: '127.0.0.1',
          request: 'GET /',
          bytes: 18_705,
          agent: 'curl/8.9.1',
        }),
      );
    }
  }
  for (let at = start; at < setting.collected; at += 5 * MINUTE) {
    lines.push(
      accessLine(setting, {
        at: at + 7000,
        client: '192.0.2.60',
        server,
        request: 'GET /nitro/v1/config/hanode',
        bytes: 902,
        agent: 'python-requests/2.32',
      }),
    );
  }
  for (let day = 4; day >= 0; day -= 1) {
    const at = setting.collected - day * DAY - 76 * MINUTE;
    const visit = (after: number, request: string, status = 200): void => {
      lines.push(
        accessLine(setting, {
          at: at + after,
          client: setting.admin,
          server,
          request,
          status,
          agent: browsers.firefox,
        }),
      );
    };
    visit(0, 'GET /menu/neo');
    visit(1000, 'GET /admin_ui/rdx/core/js/rdx.js');
    visit(2000, 'POST /nitro/v1/config/login', 201);
    visit(9000, 'GET /nitro/v1/stat/vpn');
    visit(30_000, 'GET /admin_ui/php/application/controllers/abstract.php', 404);
  }
  return lines;
}

/** What httperror.log says on a healthy appliance: reloads at rotation, missing icons, notices of the vendor's PHP. */
function reloads(setting: Setting): LogLine[] {
  const lines: LogLine[] = [
    errorLine(
      setting,
      setting.booted + 5000,
      'mpm_prefork:notice',
      'AH00163: Apache/2.4.62 (Unix) PHP/8.2.30 configured -- resuming normal operations',
    ),
    errorLine(setting, setting.booted + 5000, 'core:notice', "AH00094: Command line: '/bin/httpd'"),
  ];
  for (let day = 7; day >= 1; day -= 1) {
    const at = Math.floor((setting.collected - day * DAY) / HOUR) * HOUR + 4000;
    lines.push(
      errorLine(setting, at, 'mpm_prefork:notice', 'AH00173: SIGHUP received.  Attempting to restart'),
      errorLine(
        setting,
        at + 1000,
        'mpm_prefork:notice',
        'AH00163: Apache/2.4.62 (Unix) PHP/8.2.30 configured -- resuming normal operations',
      ),
      errorLine(setting, at + 2000, 'core:notice', "AH00094: Command line: '/bin/httpd'"),
      errorLine(
        setting,
        at + 5 * HOUR,
        'php:notice',
        `[client ${setting.admin}:51000] PHP Notice:  Undefined index: partition in /netscaler/ns_gui/admin_ui/php/application/controllers/abstract.php on line 214`,
        61_204,
      ),
    );
  }
  return lines;
}

function gatewayErrors(setting: Setting): LogLine[] {
  const draw = random(seedOf('errors'));
  const lines: LogLine[] = [];
  for (let at = setting.collected - setting.retention * HOUR; at < setting.collected; at += draw.between(1, 4) * HOUR) {
    lines.push(
      errorLine(
        setting,
        at,
        'core:info',
        `[client 203.0.113.${draw.between(100, 180)}:51000] AH00128: File does not exist: /netscaler/ns_gui/${draw.pick(['favicon.ico', 'robots.txt', 'apple-touch-icon.png'])}`,
        61_204,
      ),
    );
  }
  return lines;
}

/** The kernel and pitboss since boot: heartbeats missed while the engines start are normal, and so are lines of the file checker. */
function messages(setting: Setting): LogLine[] {
  const { booted, collected } = setting;
  const pitboss = (after: number, text: string): LogLine =>
    syslogLine(
      setting,
      booted + after,
      'kern.notice',
      'pitboss[24]',
      `pitboss ${ctimeClock(setting, booted + after)}  ${text}`,
    );
  const kernel = (at: number, text: string): LogLine => syslogLine(setting, at, 'kern.crit', 'kernel', text);
  const device = 'fsid=0x5c1d2a77 fileid';
  const par = random(seedOf('noise'));
  const cached = `/var/tmp/par-${par.hex(8)}/cache-${par.hex(40)}/perl`;
  return [
    syslogLine(
      setting,
      booted - 45_000,
      'kern.info',
      'kernel',
      `FreeBSD ${setting.osRelease}-NETSCALER-${setting.release} #0: sample`,
    ),
    syslogLine(setting, booted - 44_000, 'kern.info', 'kernel', 'da0: <sample disk> Fixed Direct Access SCSI-2 device'),
    pitboss(-20_000, 'NSPPE-00 (1202) process start, heartbeat 30'),
    pitboss(-9000, 'NSPPE-00 (1202) missed too many heartbeats (3), booting, ignored'),
    pitboss(-8000, 'NSPPE-01 (1203) missed too many heartbeats (3), booting, ignored'),
    pitboss(-4000, 'pb_op_longer_hb: heartbeat period 60 while the configuration is read'),
    ...[0, 1, 2].map((index) =>
      kernel(
        booted + (index + 2) * MINUTE,
        `MAC/veriexec: no fingerprint (file=${cached} ${device}=${8841 + index} gen=1 uid=0 pid=${2210 + index})`,
      ),
    ),
    // A checker ran: reading its script already logs a line, and two records can share one.
    kernel(
      collected - 12 * DAY,
      `MAC/veriexec: no fingerprint (file=/var/tmp/CVE-2025-6543-detection.py ${device}=9120 gen=1 uid=0 pid=40122)MAC/veriexec: no fingerprint (file=/var/tmp/CVE-2023-3519-detection.py ${device}=9121 gen=1 uid=0 pid=40123)`,
    ),
    kernel(
      collected - 30_000,
      `MAC/veriexec: fingerprint does not match loaded value (file=/var/tmp/CVE-2025-6543-detection.py ${device}=9120 gen=1 uid=0 pid=81200)`,
    ),
    ...Array.from({ length: 20 }, (_, day) =>
      syslogLine(
        setting,
        collected - (20 - day) * DAY - 3 * HOUR,
        'daemon.notice',
        `ntpd[${911}]`,
        'time reset -0.002 s',
      ),
    ),
  ];
}

function notices(setting: Setting): LogLine[] {
  return [...interactive(setting), ...profiler(setting).filter((_, index) => index % 40 === 0)].sort(
    (a, b) => a.at - b.at,
  );
}

/** Administrators at the shell, some of them looking for what they read about. */
function interactive(setting: Setting): LogLine[] {
  const day = (age: number, after: number, command: string): LogLine =>
    shellLine(setting, { at: setting.collected - age * DAY - 75 * MINUTE + after, command });
  return [
    day(14, 0, 'df -h'),
    day(14, 20_000, 'ls -lt /var/core'),
    day(12, 0, 'cd /var/tmp'),
    day(12, 30_000, 'bash ./TLPCLEAR_check_script_cve-2025-6543.sh'),
    day(12, 90_000, 'cat /var/log/custom_checks.log'),
    day(11, 0, 'grep -c "unexpectedly died NSPPE" /var/log/ns.log'),
    day(11, 40_000, 'find /var/netscaler/logon -name "*.php"'),
    day(8, 0, 'ls -l /var/ns_sys_backup'),
    day(5, 0, 'tail -50 /var/log/ns.log'),
    day(5, 45_000, 'debug "ldap bind"'),
    day(1, 0, 'uptime'),
    day(1, 22_000, 'ps auxww'),
    day(0, 0, 'ls -l /flash'),
  ];
}

/** The profiler's loop: thousands of lines a day without a terminal. */
function profiler(setting: Setting): LogLine[] {
  const lines: LogLine[] = [];
  for (let at = setting.collected - 12 * HOUR; at < setting.collected; at += 4 * MINUTE) {
    lines.push(
      shellLine(setting, { at, command: 'kill -0 $pid', user: 'root', terminal: '(null)', shell: 'sh', pid: 1410 }),
      shellLine(setting, {
        at: at + 1000,
        command: 'PROF_PIDS=1411 1412',
        user: 'root',
        terminal: '(null)',
        shell: 'sh',
        pid: 1410,
      }),
    );
  }
  return [
    ...[0, 1].map((index) =>
      shellLine(setting, {
        at: setting.booted + index * 1000,
        command: 'nsapimgr_wr.sh -ys skip_systemaccess_policyeval=0',
        user: 'root',
        terminal: '(null)',
        shell: 'sh',
        pid: 1173 + index,
      }),
    ),
    ...lines,
  ];
}

function logins(setting: Setting): LogLine[] {
  const lines: LogLine[] = [];
  for (let age = 14; age >= 0; age -= 1) {
    const at = setting.collected - age * DAY - 77 * MINUTE;
    const pid = 4000 + age * 13;
    lines.push(
      syslogLine(
        setting,
        at,
        'auth.info',
        `sshd[${pid}]`,
        `Accepted keyboard-interactive/pam for nsroot from ${setting.admin} port ${51_000 + age} ssh2`,
      ),
      syslogLine(
        setting,
        at + 6 * MINUTE,
        'auth.info',
        `sshd[${pid}]`,
        `Received disconnect from ${setting.admin} port ${51_000 + age}:11: disconnected by user`,
      ),
    );
    if (age % 5 === 0) {
      lines.push(
        syslogLine(
          setting,
          at - 20_000,
          'auth.info',
          `sshd[${pid - 1}]`,
          `Failed password for nsroot from ${setting.admin} port ${50_000 + age} ssh2`,
        ),
      );
    }
  }
  return lines;
}

/** One line a minute and more: the appliance's clock, in which a hole shows. */
function cron(setting: Setting): LogLine[] {
  const lines: LogLine[] = [];
  const start = Math.ceil((setting.collected - 30 * HOUR) / MINUTE) * MINUTE;
  const isModern = setting.release >= '14.1';
  for (let at = start; at < setting.collected; at += MINUTE) {
    const minute = Math.floor(at / MINUTE) % 60;
    lines.push(
      cronLine(
        setting,
        at,
        'root',
        isModern ? 'lockf -t 0 -k -s /tmp/.nsfsyncd_lock /netscaler/nsfsyncd -p' : '   nsfsyncd -p',
      ),
    );
    if (minute === 0) lines.push(cronLine(setting, at + 100, 'root', 'newsyslog'));
    if (minute === 0 && isModern) lines.push(cronLine(setting, at + 200, 'root', '/netscaler/ns_cleanup.sh'));
    if (minute === 28) lines.push(cronLine(setting, at + 100, 'root', 'nslog.sh dozip'));
    if (minute % 30 === 0 && isModern)
      lines.push(cronLine(setting, at + 300, 'root', 'curl http://localhost -o /dev/null 2>&1 > /dev/null'));
  }
  return lines;
}
