import { isIP } from 'node:net';
import type { ReadContext } from './artifact.ts';
import { readSyslogHeader } from './syslog-header.ts';

/** Who a log line says it is of. */
export interface LineHosts {
  /** Sender in the header: an address (the appliance's NSIP, as a rule) or a name. */
  readonly sender?: string;
  /** The name by which an appliance calls itself in events of its packet engine. */
  readonly own?: string;
}

/**
 * The hosts that a line of syslog names: the sender in its header, and for events of the packet engine the appliance's own name.
 *
 *     Nov 23 01:00:12 <local0.info> 192.0.2.10  11/23/2026:00:00:12 GMT ns-a 0-PPE-0 : default SSLLOG …
 *     Nov 23 06:00:00 <cron.info> ns-a /usr/sbin/cron[70000]: (root) CMD (newsyslog)
 *
 * A sender within 127.0.0.0/8 is the appliance itself by a name that every one has, and tells nothing.
 */
export function hostsOfLine(line: string, context: ReadContext): LineHosts {
  const { host, hasClock } = readSyslogHeader(line, context);
  // Exports without the server's own clock begin with the device's.
  if (!hasClock && !DEVICE_CLOCK.test(line)) return {};
  // In RFC 5424 the program stands where the name stands elsewhere; the name is the sender.
  const own = RFC_5424.test(line) ? undefined : ownName(line);
  const isTelling = host !== undefined && (isIP(host) > 0 ? !host.startsWith('127.') : isName(host));
  return { ...(isTelling && { sender: host }), ...(own !== undefined && { own }) };
}

const RFC_5424 = /^<\d{1,3}>1 /;
const DEVICE_CLOCK = /^["\s]{0,3}(?:<\d{1,3}> {0,3})?\d{1,4}\/\d{1,2}\/\d{1,4}:\d\d:\d\d:\d\d /;

/** The word before `0-PPE-0 : `, where it stands in the head of the line. */
function ownName(line: string): string | undefined {
  const head = line.slice(0, 200);
  const engine = head.indexOf('-PPE-');
  if (engine < 0) return undefined;
  const [name = '', core = ''] = head.slice(0, engine).split(' ').slice(-2);
  return /^\d{1,3}$/.test(core) && isName(name) && name !== 'GMT' ? name : undefined;
}

/** Zones and times stand where a name is missing: a name has a letter in it and no colon. */
function isName(word: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(word) && /[a-z]/i.test(word);
}
