import { isIP } from 'node:net';

/** Who, and from where, in a line of a login daemon. */
export interface LoginLine {
  readonly user?: string;
  readonly source_ip?: string;
}

/**
 * Reads the message of sshd, of `login`, `su`, `sudo`, or of the AAA daemon:
 *
 *     Accepted publickey for nsroot from 203.0.113.7 port 51515 ssh2: RSA SHA256:…
 *     Failed password for invalid user bob from 203.0.113.9 port 51515 ssh2
 *     Disconnected from authenticating user bob 203.0.113.9 port 51515 [preauth]
 *     process_kernel_socket: call to authenticate user :alice, vsid :1234, …            (nsaaad)
 *
 * A user name comes from the network and may itself hold ` from 198.51.100.1`: the last address counts. Wording: OpenSSH of FreeBSD.
 */
export function readLoginLine(program: string | undefined, message: string): LoginLine {
  switch (program) {
    case 'sshd':
    case 'sshd-session':
      return readSshd(message.slice(0, LONGEST));
    case 'nsaaad':
      return readAaad(message.slice(0, LONGEST));
    case 'login':
    case 'su':
    case 'sudo':
      return readLocal(message.slice(0, LONGEST));
    default:
      return {};
  }
}

function readSshd(message: string): LoginLine {
  const from = lastAddress(message, ' from ') ?? lastAddress(message, ' by ') ?? addressBeforePort(message);
  const source = from === undefined ? {} : { source_ip: from.address };
  const userEnd = from?.at ?? message.length;
  for (const mark of USER_MARKS) {
    const at = message.indexOf(mark);
    if (at < 0) continue;
    const userAt = at + mark.length;
    const user = message.slice(userAt, userEnd > userAt ? userEnd : message.length).trim();
    return user === '' ? source : { user, ...source };
  }
  return source;
}

function readAaad(message: string): LoginLine {
  const at = message.indexOf(' user :');
  if (at < 0) return {};
  const end = message.lastIndexOf(', vsid');
  const user = message.slice(at + 7, end > at ? end : message.length).trim();
  return user === '' ? {} : { user };
}

/** `BAD SU alice to root on /dev/pts/0`, `alice to root on …`, `1 LOGIN FAILURE FROM 203.0.113.9`, `alice : TTY=… ; COMMAND=…`. */
function readLocal(message: string): LoginLine {
  const from = lastAddress(message, ' FROM ') ?? lastAddress(message, ' from ');
  const [, user] = LOCAL_USER.exec(message) ?? [];
  return { ...(user === undefined ? {} : { user }), ...(from === undefined ? {} : { source_ip: from.address }) };
}

interface FoundAddress {
  readonly address: string;
  /** Where the words before it end. */
  readonly at: number;
}

function lastAddress(message: string, mark: string): FoundAddress | undefined {
  const at = message.lastIndexOf(mark);
  if (at < 0) return undefined;
  const address = wordAt(message, at + mark.length);
  return isIP(address) === 0 ? undefined : { address, at };
}

function addressBeforePort(message: string): FoundAddress | undefined {
  const port = message.lastIndexOf(' port ');
  if (port < 0) return undefined;
  const at = message.lastIndexOf(' ', port - 1);
  const address = message.slice(at + 1, port);
  return at < 0 || isIP(address) === 0 ? undefined : { address, at };
}

function wordAt(message: string, at: number): string {
  return WORD.exec(message.slice(at, at + 60))?.[0] ?? '';
}

/** Longest first where one is part of another. */
const USER_MARKS = [
  ' for invalid user ',
  ' for illegal user ',
  'Invalid user ',
  'Disconnected from authenticating user ',
  'Disconnected from invalid user ',
  'Disconnected from user ',
  'Connection closed by authenticating user ',
  'Connection closed by invalid user ',
  'Connection reset by authenticating user ',
  'Connection reset by invalid user ',
  ' for user ',
  ' for ',
];
const WORD = /^[0-9a-fA-F.:]*/;
const LOCAL_USER = /^(?:BAD SU )?([^\s:]{1,64}) (?:to |: TTY=)/;
const LONGEST = 4096;
