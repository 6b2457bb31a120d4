/** An address and the port that stood behind it. */
export interface Endpoint {
  readonly ip: string;
  readonly port?: number;
}

/**
 * Takes an address and port apart: `203.0.113.7:59549`, `[2001:db8::7]:443`, `2001:db8::7`, `203.0.113.7`.
 *
 * An IPv6 address without brackets is ambiguous (`2001:db8::7:443`). It is read with a port only where the last group cannot belong
 * to the address: more than four digits, or a ninth group.
 */
export function readEndpoint(text: string): Endpoint {
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    if (close > 0)
      return endpoint(text.slice(1, close), text.charCodeAt(close + 1) === COLON ? text.slice(close + 2) : '');
  }
  const last = text.lastIndexOf(':');
  if (last < 0) return { ip: text };
  const port = text.slice(last + 1);
  const isIpv4 = text.indexOf(':') === last;
  if (isIpv4 || text.slice(last - 6, last).includes('.') || port.length > 4 || groups(text) > 8) {
    return endpoint(text.slice(0, last), port);
  }
  return { ip: text };
}

function endpoint(ip: string, port: string): Endpoint {
  return PORT.test(port) ? { ip, port: Number(port) } : { ip };
}

function groups(text: string): number {
  let count = 1;
  for (let colon = text.indexOf(':'); colon >= 0 && count < 10; colon = text.indexOf(':', colon + 1)) count++;
  return count;
}

const PORT = /^\d{1,5}$/;
const COLON = 58;
