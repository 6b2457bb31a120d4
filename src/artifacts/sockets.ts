import type { Fields, ParsedRecord, WholeReader } from './artifact.ts';
import type { Endpoint } from './endpoint.ts';
import { parseEndpoint } from './endpoint.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Listeners and connections from `netstat -a`, `sockstat`, `lsof -i` and `fstat`. One record a socket; sockets of the local machine alone (`unix`,
 * `stream`, pipes) are passed over. Addresses of virtual servers are not here: the packet engine handles them outside FreeBSD's tables.
 *
 *     tcp4       0      0 192.0.2.10.22          203.0.113.7.51515      ESTABLISHED                      netstat -an
 *     nobody   httpd      43544 10 tcp4   127.0.0.1:80          192.0.2.4:29138                          sockstat
 *     httpd    43544 nobody  10u  IPv4 0xfff…      0t0  TCP 127.0.0.1:80->192.0.2.4:29138 (ESTABLISHED)  lsof
 *     nobody   httpd      43544   10* internet stream tcp fffff800…                                      fstat: no addresses
 *
 * Forms: netstat(1), sockstat(1), fstat(1) of FreeBSD; https://github.com/x1sec/CVE-2019-19781.
 */
export const sockets: WholeReader = {
  form: 'whole',
  name: 'open sockets',
  categories: ['network_connection'],
  paths: [
    '/shell/**/netstat{,.out,.txt}',
    '/shell/**/netstat{-,_,_-,-_}{,[a-z]}a*',
    '/shell/**/sockstat*',
    '/shell/**/lsof*',
    '/shell/**/fstat*',
  ],
  isListing: true,
  read: (text) => reading((tally) => socketRecords(text, tally)),
};

function* socketRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  let isUnixPart = false;
  for (const line of outputLines(text, tally)) {
    if (/^Active /.test(line.text)) isUnixPart = /UNIX|local|netgraph/i.test(line.text);
    if (isUnixPart || isHeading(line.text)) continue;
    const words = line.text.trim().split(/\s+/, 60);
    const fields = netstatFields(words) ?? sockstatFields(words) ?? lsofFields(words) ?? fstatFields(words);
    if (fields === 'local') continue;
    if (fields === undefined) tally.unknown += 1;
    else yield record(fields, line);
  }
}

function isHeading(line: string): boolean {
  return /^(?:Active |Proto |USER\s|COMMAND\s|Tcpcb |Socket )/.test(line.trimStart());
}

function record(fields: Fields, line: NumberedLine): ParsedRecord {
  return { category: 'network_connection', fields, raw: line.text.trim(), line: line.number };
}

const PROTOCOL = /^(?:tcp|udp|sctp)(?:4|6|46|64)?$/i;

function ends(local: Endpoint, remote: Endpoint | undefined, protocol: string): Fields {
  const isOpen = remote === undefined || (remote.ip === '*' && remote.port === undefined);
  return {
    protocol,
    local_ip: local.ip,
    local_port: local.port,
    remote_ip: isOpen ? '*' : remote.ip,
    remote_port: isOpen ? undefined : remote.port,
    state: isOpen && protocol.startsWith('tcp') ? 'LISTEN' : undefined,
  };
}

function netstatFields(words: readonly string[]): Fields | 'local' | undefined {
  // `netstat -A` puts an address in front.
  const at = /^[0-9a-f]{8,16}$/.test(words[0] ?? '') ? 1 : 0;
  const protocol = words[at]?.toLowerCase() ?? '';
  if (!/^\d{1,10}$/.test(words[at + 1] ?? '') || !/^\d{1,10}$/.test(words[at + 2] ?? '')) return undefined;
  if (/^(?:icm|icm6|ip|ip6|divert|div4|ctl)/.test(protocol)) return 'local';
  const local = parseEndpoint(words[at + 3] ?? '');
  if (!PROTOCOL.test(protocol) || local === undefined) return undefined;
  const fields = ends(local, parseEndpoint(words[at + 4] ?? ''), protocol);
  const state = words[at + 5];
  return state !== undefined && /^[A-Z][A-Z_0-9]{2,15}$/.test(state) ? { ...fields, state } : fields;
}

function sockstatFields(words: readonly string[]): Fields | 'local' | undefined {
  // The command may hold blanks, so the columns are counted from the protocol.
  const at = words.findIndex(
    (word, index) => index >= 4 && /^(?:tcp|udp|sctp|divert|icmp|stream|dgram|seqpac)/i.test(word),
  );
  if (at === -1 || !/^\d{1,10}$/.test(words[at - 2] ?? '') || !/^(?:\d{1,10}|\?|-)$/.test(words[at - 1] ?? ''))
    return undefined;
  const protocol = words[at]?.toLowerCase() ?? '';
  if (!PROTOCOL.test(protocol)) return 'local';
  const local = parseEndpoint(words[at + 1] ?? '');
  if (local === undefined) return undefined;
  return {
    ...ends(local, parseEndpoint(words[at + 2] ?? ''), protocol),
    user: words[0],
    process: words.slice(1, at - 2).join(' '),
    pid: Number(words[at - 2]),
  };
}

function lsofFields(words: readonly string[]): Fields | 'local' | undefined {
  const at = words.findIndex((word) => word === 'IPv4' || word === 'IPv6');
  if (at === -1)
    return /^\d{1,10}$/.test(words[1] ?? '') && words.length >= 8 && !words.includes('internet') ? 'local' : undefined;
  const node = words.findIndex((word, index) => index > at && (word === 'TCP' || word === 'UDP'));
  const [from = '', to] = (words[node + 1] ?? '').split('->', 2);
  const local = parseEndpoint(from);
  const pid = words.findIndex((word, index) => index > 0 && index < at && /^\d{1,10}$/.test(word));
  if (node === -1 || pid === -1 || local === undefined) return undefined;
  const protocol = `${words[node]?.toLowerCase()}${words[at]?.slice(3)}`;
  const fields = ends(local, to === undefined ? undefined : parseEndpoint(to), protocol);
  const state = /^\(([A-Z_0-9]{3,16})\)$/.exec(words[node + 2] ?? '')?.[1];
  return {
    ...fields,
    ...(state !== undefined && { state }),
    process: words.slice(0, pid).join(' '),
    pid: Number(words[pid]),
    user: words[pid + 1],
  };
}

function fstatFields(words: readonly string[]): Fields | 'local' | undefined {
  const at = words.findIndex((word) => /^internet6?$/.test(word));
  if (at < 4) return /^\d{1,10}$/.test(words[2] ?? '') && words.length >= 5 ? 'local' : undefined;
  const protocol = words.slice(at + 1, at + 4).find((word) => PROTOCOL.test(word));
  if (protocol === undefined) return 'local';
  return {
    protocol: words[at] === 'internet6' ? `${protocol}6` : protocol,
    user: words[0],
    process: words.slice(1, at - 2).join(' '),
    pid: Number(words[at - 2]),
  };
}
