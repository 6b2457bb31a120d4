import { type Appliance, type LogLine, type Process, withEdit } from '../appliance/appliance.ts';
import { accessLine, browsers, cutBrowser, nsLine, type Request } from '../appliance/lines.ts';
import { deviceClock, type Setting } from '../appliance/setting.ts';

/** What several cases do to an appliance. */

/** Lines that were added and saved at some moment: older copies of the configuration lack them. */
export function configured(appliance: Appliance, at: number, lines: readonly string[]): Appliance {
  return withEdit(appliance, at, '/nsconfig/ns.conf', (text) => text.replace(ANCHOR, `${lines.join('\n')}\n${ANCHOR}`));
}

/** Lines that have long been part of the configuration: in the saved one and in all its older copies. */
export function longConfigured(appliance: Appliance, lines: readonly string[]): Appliance {
  const nodes = new Map(appliance.nodes);
  for (const [path, node] of appliance.nodes) {
    if (!path.startsWith('/flash/nsconfig/ns.conf')) continue;
    const text = node.content.toString('utf8').replace(ANCHOR, `${lines.join('\n')}\n${ANCHOR}`);
    nodes.set(path, { ...node, content: Buffer.from(text) });
  }
  return { ...appliance, nodes };
}

const ANCHOR = 'add rewrite action rw_sts';

export const samlProvider: readonly string[] = [
  'add authentication samlIdPProfile idp_example -samlSigningCertName ck_gateway -assertionConsumerServiceURL "https://app.example.org/acs" -samlIssuerName "https://gateway.example.org/saml"',
  'add authentication samlIdPPolicy pol_idp -rule true -action idp_example',
  'bind authentication vserver aaa_gw -policy pol_idp -priority 120 -gotoPriorityExpression NEXT',
];

export const samlConsumer = (reject: 'ON' | 'OFF' | 'STRICT'): readonly string[] => [
  `add authentication samlAction sp_example -samlIdPCertName ck_gateway -samlRedirectUrl "https://idp.example.org/sso" -samlUserField NameID -samlRejectUnsignedAssertion ${reject}`,
  'add authentication Policy pol_saml -rule true -action sp_example',
  'bind authentication vserver aaa_gw -policy pol_saml -priority 130 -gotoPriorityExpression NEXT',
];

/** Requests of one client, each so many seconds after a moment. */
export function requestsOf(setting: Setting, start: number, by: Pick<Request, 'client' | 'agent' | 'server'>) {
  return (after: number, request: string, status: number, bytes: number | '-'): LogLine =>
    accessLine(setting, { at: start + after * 1000, request, status, bytes, ...by });
}

export interface Use {
  readonly at: number;
  readonly user: string;
  readonly id: number;
  /** Address of the log-on. */
  readonly client: string;
  /** Address that the connection really came from. */
  readonly source: string;
  readonly destination?: string;
}

/** A connection of a VPN session. */
export function connection(
  setting: Setting,
  { at, user, id, client, source, destination = '192.0.2.81:3389' }: Use,
): LogLine {
  const port = 40_000 + (Math.floor(at / 1000) % 20_000);
  return nsLine(setting, {
    at,
    what: 'SSLVPN TCPCONNSTAT',
    payload: `Context ${user}@${client} - SessionId: ${id} - User ${user} - Client_ip ${client} - Nat_ip ${setting.snip} - Vserver ${setting.gateway}:443 - Source ${source}:${port} - Destination ${destination} - Start_time "${deviceClock(at - 3000)} GMT" - End_time "${deviceClock(at)} GMT" - Duration 00:00:03  - Total_bytes_send 1480 - Total_bytes_recv 51251 - Total_compressedbytes_send 0 - Total_compressedbytes_recv 0 - Compression_ratio_send 0.00% - Compression_ratio_recv 0.00% - Access Allowed - Group(s) "staff,vpn"`,
  });
}

/** A log-on. */
export function login(
  setting: Setting,
  { at, user, id, client }: Omit<Use, 'source'>,
  agent: string = browsers.chrome,
): LogLine {
  return nsLine(setting, {
    at,
    what: 'SSLVPN LOGIN',
    payload: `Context ${user}@${client} - SessionId: ${id} - User ${user} - Client_ip ${client} - Nat_ip "Mapped Ip" - Vserver ${setting.gateway}:443 - Browser_type "${cutBrowser(agent)}" - SSLVPN_client_type ICA - Group(s) "staff,vpn"`,
  });
}

/** A process that does not belong; started by the web server unless stated. */
export function intruder(started: number, user: string, command: string, more: Partial<Process> = {}): Process {
  const pid = 50_000 + (Math.floor(started / 1000) % 9000);
  return { user, pid, ppid: 1822, cpu: 0.1, terminal: '-', state: 'S', started, command, ...more };
}
