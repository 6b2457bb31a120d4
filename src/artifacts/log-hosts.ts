import { isIP } from 'node:net';
import type { ReadContext } from './artifact.ts';
import { readSyslogHeader } from './syslog-header.ts';

/** Who a log line says it is of: an address (the appliance's NSIP, as a rule) and a host name. */
export interface LineHosts {
  readonly address?: string;
  readonly name?: string;
}

/**
 * The hosts that a line of syslog names: the sender in its header, and for events of the packet engine the appliance's own name.
 *
 *     Nov 23 01:00:12 <local0.info> 192.0.2.10  11/23/2026:00:00:12 GMT ns-a 0-PPE-0 : default SSLLOG …
 *     Nov 23 06:00:00 <cron.info> ns-a /usr/sbin/cron[70000]: (root) CMD (newsyslog)
 */
export function hostsOfLine(line: string, context: ReadContext): LineHosts {
  const { host: sender, hasClock } = readSyslogHeader(line, context);
  if (!hasClock) return {};
  const name = ownName(line) ?? (sender !== undefined && isIP(sender) === 0 && isName(sender) ? sender : undefined);
  return {
    ...(sender !== undefined && isIP(sender) > 0 && { address: sender }),
    ...(name !== undefined && { name }),
  };
}

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
