import { isIP } from 'node:net';
import type { LineHosts } from '../artifacts/log-hosts.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { Finding, FindingHost } from '../findings/finding.ts';

/** Lines that name the same sender and the same own name. */
export interface HostLines extends LineHosts {
  readonly lines: number;
}

/** One appliance, as its log lines tell it. Raw text from evidence. */
export interface LogHost {
  readonly address?: string;
  readonly name?: string;
  readonly lines: number;
}

/** Tells the hosts of log lines apart. */
export interface HostTeller {
  /** Most lines first. */
  readonly hosts: readonly LogHost[];
  /** Which of them a line is of; undefined for a line that names none. */
  hostOf(line: LineHosts): LogHost | undefined;
}

/**
 * Lines of one sender are of one host, whatever it calls itself. A line without a sender is of the sender that uses its name, where there is only
 * one such. Appliances share names (`ns` is the one they come with), and hardly ever addresses.
 */
export function tellHosts(counted: readonly HostLines[]): HostTeller {
  const sendersOf = new Map<string, Set<string>>();
  for (const { sender, own } of counted)
    if (sender !== undefined && own !== undefined) sendersOf.set(own, (sendersOf.get(own) ?? new Set()).add(sender));
  const keyOf = ({ sender, own }: LineHosts): string | undefined => {
    if (sender !== undefined) {
      const behind = isIP(sender) > 0 ? undefined : sendersOf.get(sender);
      return behind?.size === 1 ? [...behind][0] : sender;
    }
    const senders = own === undefined ? undefined : sendersOf.get(own);
    return senders?.size === 1 ? [...senders][0] : own;
  };
  const byKey = new Map<string, { lines: number; readonly names: Map<string, number> }>();
  for (const one of counted) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const host = byKey.get(key) ?? { lines: 0, names: new Map<string, number>() };
    byKey.set(key, host);
    host.lines += one.lines;
    const name = one.own ?? (one.sender !== undefined && isIP(one.sender) === 0 ? one.sender : undefined);
    if (name !== undefined) host.names.set(name, (host.names.get(name) ?? 0) + one.lines);
  }
  const hosts = new Map(
    [...byKey].map(([key, { lines, names }]): [string, LogHost] => {
      const name = [...names].sort(([a, few], [b, more]) => more - few || (a < b ? -1 : 1))[0]?.[0];
      return [key, { lines, ...(isIP(key) > 0 && { address: key }), ...(name !== undefined && { name }) }];
    }),
  );
  return {
    hosts: [...hosts.values()].sort((a, b) => b.lines - a.lines || (labelOf(a) < labelOf(b) ? -1 : 1)),
    hostOf: (line) => hosts.get(keyOf(line) ?? ''),
  };
}

/** Each finding with the hosts that its log lines are of. */
export function namingHosts(
  findings: readonly Finding[],
  linesOf: (id: string) => readonly LineHosts[],
  { hostOf }: HostTeller,
): readonly Finding[] {
  return findings.map((finding) => {
    const hosts = new Set(linesOf(finding.id).flatMap((line) => hostOf(line) ?? []));
    if (hosts.size === 0) return finding;
    return { ...finding, hosts: [...hosts].map(hostRecord).sort((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1)) };
  });
}

export function hostRecord({ address, name }: LogHost): FindingHost {
  return {
    ...(address !== undefined && { address: printable(address) }),
    ...(name !== undefined && { name: printable(name) }),
  };
}

/** `ns-a (192.0.2.10)`, or the one that is known. */
export function labelOf({ address, name }: Pick<LogHost, 'address' | 'name'>): Printable {
  return name !== undefined && address !== undefined ? text`${name} (${address})` : printable(name ?? address ?? '');
}

const HOSTS_NAMED = 4;

/** For evidence of several appliances: which of them these findings are of. Empty where findings name none. */
export function aboutHosts(findings: readonly Finding[]): Printable {
  const labels = [...new Set(findings.flatMap(({ hosts = [] }) => hosts.map(labelOf)))].sort();
  if (labels.length === 0) return text``;
  const listed = labels.slice(0, HOSTS_NAMED).join(', ') + (labels.length > HOSTS_NAMED ? ', …' : '');
  return text`The logs are of several appliances; what follows is of ${listed}. `;
}
