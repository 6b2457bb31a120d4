import { OperatorError } from '../../evidence/errors.ts';

/** A live appliance to examine. Holds no secret: passwords come from `Credentials` when they are asked for. */
export interface LiveTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Private key files, tried in this order. */
  readonly identityFiles?: readonly string[];
  /** Hosts to go through, outermost first. */
  readonly jumps?: readonly LiveTarget[];
  /** Name for people, from an inventory or `~/.ssh/config`. */
  readonly name?: string;
}

const USER = /^[^\s:/\p{Cc}]{1,127}$/u;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?)$/;
const REMEDY = 'Write it as ssh://USER@HOST or ssh://USER@HOST:PORT, for example ssh://nsroot@192.0.2.10.';

export interface ParsedTarget {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
}

/**
 * Parses `ssh://[user@]host[:port]`; an IPv6 address stands in brackets. What is not said stays undefined, so that `~/.ssh/config` can say it.
 * Throws an `OperatorError`; a password in the address is refused, and not repeated in the message.
 */
export function parseTarget(address: string): ParsedTarget {
  if (!address.startsWith('ssh://')) throw new OperatorError('A live target begins with ssh://.', REMEDY);
  const rest = address.slice('ssh://'.length).replace(/\/$/, '');
  const at = rest.lastIndexOf('@');
  const userPart = at < 0 ? undefined : rest.slice(0, at);
  if (userPart?.includes(':')) {
    throw new OperatorError(
      'A password in the address would be seen by everybody on this computer.',
      'Leave it out; nsleuth asks for it, or use --password-stdin or --password-command.',
    );
  }
  const hostPart = rest.slice(at + 1);
  const { host, port } = hostAndPort(hostPart);
  if (!HOST.test(host)) throw new OperatorError(`Not a host name or address: ${JSON.stringify(host)}.`, REMEDY);
  if (userPart !== undefined && !USER.test(userPart)) {
    throw new OperatorError(`Not a user name: ${JSON.stringify(userPart)}.`, REMEDY);
  }
  return {
    host,
    ...(port === undefined ? {} : { port }),
    ...(userPart === undefined ? {} : { user: userPart }),
  };
}

function hostAndPort(text: string): { host: string; port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([^:]*)(?::(\d{1,5}))?$/.exec(text);
  const match = bracketed ?? plain;
  if (!match) throw new OperatorError(`Not a host and port: ${JSON.stringify(text)}.`, REMEDY);
  const port = match[2] === undefined ? undefined : Number(match[2]);
  if (port !== undefined && (port < 1 || port > 65_535)) throw new OperatorError(`No such port: ${port}.`, REMEDY);
  return { host: match[1] ?? '', port };
}

/** `user@host`, with the port when it is not 22. */
export function targetLabel({ user, host, port }: Pick<LiveTarget, 'user' | 'host' | 'port'>): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return port === 22 ? `${user}@${shown}` : `${user}@${shown}:${port}`;
}
