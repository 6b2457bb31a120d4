import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Artifact, ParsedRecord } from '../artifacts/artifact.ts';
import { limits } from '../evidence/limits.ts';
import type { EventTime } from '../evidence/time.ts';

/** What one log says of one VPN session; plain data that crosses threads. */
export interface SessionTraces {
  readonly user: string;
  readonly id: string;
  /** Address of the log-on, as every line of the session repeats it. */
  readonly client: string;
  readonly hasLogOn: boolean;
  readonly first?: EventTime;
  /** Where a line of it stands, if no log-on was seen. */
  readonly seenAt?: LinePlace;
  /** Uses from other addresses than `client`, the first one from each. */
  readonly elsewhere: readonly UseFromElsewhere[];
}

/** Where a line stands, and its text. */
export interface LinePlace {
  readonly path: string;
  readonly original: string;
  readonly text: string;
}

export interface UseFromElsewhere extends LinePlace {
  readonly address: string;
  readonly count: number;
  readonly time?: EventTime;
}

/** Gathers the VPN sessions of one appliance, from the records of its audit log. Bounded by `limits.vpnSessions` and `limits.vpnSessionAddresses`. */
export interface VpnSessions {
  /** Takes an `ns` record; passes over those that are of no session. */
  observe(record: ParsedRecord, place: LinePlace): void;
  merge(traces: Iterable<SessionTraces>): void;
  traces(): readonly SessionTraces[];
  /** Sessions that were not kept because there were too many. */
  dropped(): number;
  /**
   * One `session` record for each session that is of interest: used from a network where nobody logged on, or without a log-on. `oldest` is the
   * time of the oldest line of the audit log, of the same zone as the records' times.
   */
  conclude(oldest: EventTime | undefined): readonly Artifact[];
}

/** A session is said to lack its log-on only if the log reaches this far back before it: sessions last a working day. */
const REACH_MS = 24 * 3600_000;

/** Addresses that are of no client on the Internet: a proxy, a balancer or an address translation stands between. */
const internal = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  internal.addSubnet(net, prefix);
internal.addSubnet('fc00::', 7, 'ipv6');
internal.addSubnet('fe80::', 10, 'ipv6');

interface Session {
  readonly user: string;
  readonly id: string;
  readonly client: string;
  hasLogOn: boolean;
  first?: EventTime;
  seenAt?: LinePlace;
  readonly elsewhere: Map<string, UseFromElsewhere>;
}

export function vpnSessions(): VpnSessions {
  const sessions = new Map<string, Session>();
  let dropped = 0;

  function sessionOf(user: string, id: string, client: string): Session | undefined {
    const key = `${id}\0${user}\0${client}`;
    const known = sessions.get(key);
    if (known) return known;
    if (sessions.size >= limits.vpnSessions) {
      dropped++;
      return undefined;
    }
    const session: Session = { user, id, client, hasLogOn: false, elsewhere: new Map() };
    sessions.set(key, session);
    return session;
  }

  function noteTime(session: Session, time: EventTime | undefined): void {
    if (time && (!session.first || time.ms < session.first.ms)) session.first = time;
  }

  function noteLogOn(session: Session, isLogOn: boolean, place: LinePlace | undefined): void {
    session.hasLogOn ||= isLogOn;
    if (session.hasLogOn) delete session.seenAt;
    else if (place && !session.seenAt) session.seenAt = place;
  }

  function noteUse(session: Session, use: UseFromElsewhere): void {
    const known = session.elsewhere.get(use.address);
    if (!known && session.elsewhere.size >= limits.vpnSessionAddresses) return;
    const isEarlier = !known || (use.time && known.time && use.time.ms < known.time.ms);
    const count = use.count + (known?.count ?? 0);
    session.elsewhere.set(use.address, { ...(isEarlier ? use : known), count });
  }

  return {
    observe({ category, fields, time }, place) {
      const { session_id: id, user, client_ip: client, source_ip: source, module, event } = fields;
      if (category !== 'ns' || (module !== 'SSLVPN' && module !== 'AAATM')) return;
      if (typeof id !== 'string' || typeof user !== 'string' || typeof client !== 'string' || !isAddress(client))
        return;
      const session = sessionOf(user, id, client);
      if (!session) return;
      noteTime(session, time);
      noteLogOn(session, event === 'LOGIN', place);
      if (event !== 'LOGIN' && typeof source === 'string' && source !== client && isAddress(source))
        noteUse(session, { address: source, count: 1, ...place, ...(time && { time }) });
    },
    merge(traces) {
      for (const { user, id, client, hasLogOn, first, seenAt, elsewhere } of traces) {
        const session = sessionOf(user, id, client);
        if (!session) continue;
        noteTime(session, first);
        noteLogOn(session, hasLogOn, seenAt);
        for (const use of elsewhere) noteUse(session, use);
      }
    },
    traces: () =>
      [...sessions.values()].map(({ elsewhere, ...session }) => ({ ...session, elsewhere: [...elsewhere.values()] })),
    dropped: () => dropped,
    conclude: (oldest) => [...conclusions([...sessions.values()], oldest)],
  };
}

function* conclusions(sessions: readonly Session[], oldest: EventTime | undefined): Generator<Artifact> {
  const logOns = new Set(sessions.filter(({ hasLogOn }) => hasLogOn).map(({ client }) => networkOf(client)));
  /** Where some sessions lack their log-on, others must have theirs: an appliance can be told not to log it. */
  const areLogged = sessions.filter(({ hasLogOn }) => hasLogOn).length * 2 >= sessions.length;
  const isStrange = ({ client }: Session, address: string) =>
    !isInternal(address) && !logOns.has(networkOf(address)) && networkOf(address) !== networkOf(client);
  const usersOf = new Map<string, Set<string>>();
  for (const session of sessions) {
    for (const address of session.elsewhere.keys()) {
      if (!isStrange(session, address)) continue;
      const users = usersOf.get(address) ?? new Set<string>();
      usersOf.set(address, users.add(session.user));
    }
  }
  for (const session of sessions) {
    const { user, id, client, hasLogOn, first, seenAt } = session;
    const uses = [...session.elsewhere.values()].filter(({ address }) => isStrange(session, address));
    const strangest = uses.toSorted((a, b) => usersOf.get(b.address)!.size - usersOf.get(a.address)!.size)[0];
    const isMissing = !hasLogOn && areLogged && reachesBack(oldest, first);
    const place = strangest ?? (isMissing ? seenAt : undefined);
    if (!place) continue;
    const addresses = [client, ...session.elsewhere.keys()];
    const time = strangest ? strangest.time : first;
    yield {
      category: 'session',
      fields: {
        user,
        session_id: id,
        client_ip: client,
        addresses,
        address_count: addresses.length,
        networks: new Set(addresses.map(networkOf)).size,
        strange_addresses: uses.map(({ address }) => address),
        users_of_address: strangest ? usersOf.get(strangest.address)!.size : 0,
        log_on: hasLogOn ? 'seen' : isMissing ? 'missing' : 'unknown',
      },
      raw: place.text,
      path: place.path,
      original: place.original,
      ...(time && { time }),
    };
  }
}

function reachesBack(oldest: EventTime | undefined, first: EventTime | undefined): boolean {
  return first !== undefined && oldest?.zone === first.zone && first.ms - oldest.ms >= REACH_MS;
}

function isAddress(text: string): boolean {
  return isIPv4(text) || isIPv6(text);
}

function isInternal(address: string): boolean {
  return internal.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The /24 of an IPv4 address, the /48 of an IPv6 address, as text that is the same for all addresses in it. */
function networkOf(address: string): string {
  if (isIPv4(address)) return address.slice(0, address.lastIndexOf('.'));
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled =
    tail === undefined ? front : [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return filled
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
