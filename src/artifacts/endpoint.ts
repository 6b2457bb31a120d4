/** Address and port of one end of a connection; `*` stands for any. */
export interface Endpoint {
  readonly ip: string;
  readonly port?: number;
}

/**
 * Reads `192.0.2.4.443`, `2001:db8::1.443`, `fe80::1%lo0.22`, `*.22`, `*.*` (netstat) and `192.0.2.4:443`, `[2001:db8::1]:443`, `2001:db8::1:443`,
 * `*:22`, `*:*` (sockstat, lsof). A port given by its service's name is left out. Undefined where there is neither address nor port.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const found = /^\[?([0-9A-Za-z:.%*_-]{1,255}?)\]?[.:](\d{1,5}|\*|[a-z][a-z0-9-]{0,30})$/.exec(text.slice(0, 300));
  if (!found) return undefined;
  const [, address = '', port = ''] = found;
  const ip = address.replace(/%.*$/, '');
  if (ip === '') return undefined;
  return /^\d+$/.test(port) && Number(port) <= 65_535 ? { ip, port: Number(port) } : { ip };
}
