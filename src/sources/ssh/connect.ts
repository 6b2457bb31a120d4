import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import ssh2, { type Algorithms, type Client, type ConnectConfig } from 'ssh2';
import { OperatorError } from '../../evidence/errors.ts';
import { limits } from '../../evidence/limits.ts';
import { printableCut } from '../../evidence/printable.ts';
import { login, mustChangePassword } from './authenticate.ts';
import type { Credentials } from './credentials.ts';
import {
  fingerprint,
  hostKeyType,
  judgeHostKey,
  type KnownHost,
  parseKnownHosts,
  recordedKeyTypes,
} from './known-hosts.ts';
import { type LiveTarget, targetLabel } from './target.ts';

export interface ConnectOptions {
  readonly credentials: Credentials;
  /** Accept exactly this host key of the appliance: `SHA256:…`. */
  readonly hostKey?: string;
  /** Default `~/.ssh/known_hosts` and `/etc/ssh/ssh_known_hosts`. Never written. */
  readonly knownHostsFiles?: readonly string[];
  /** Socket of ssh-agent; default `SSH_AUTH_SOCK`. `false` for none. */
  readonly agent?: string | false;
  /** Offer algorithms that are no longer safe, for old builds. Never a silent fallback. */
  readonly legacyAlgorithms?: boolean;
  /** Network and handshake, without the time the operator takes to answer. Default 30 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Connection {
  readonly client: Client;
  /** `ssh-ed25519 SHA256:…` */
  readonly hostKey: string;
  /** The address the appliance sees, as far as this computer knows: without a jump host, its own. */
  readonly sourceAddress: string | undefined;
  /** Why the connection is gone; undefined while it stands. */
  lost(): string | undefined;
  onLost(listener: () => void): void;
  close(): void;
}

/** aes-gcm first: it is several times faster than chacha20 here. */
const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-gcm',
  'aes256-gcm',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] as const;
const HOST_KEY_TYPES = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
const LEGACY_CIPHERS = ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'] as const;
const LEGACY_HOST_KEY_TYPES = ['ssh-rsa', 'ssh-dss'] as const;
const LEGACY_KEX = [
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group1-sha1',
] as const;

/** Opens one connection and logs in. Throws an `OperatorError` that says what failed and what to do. */
export async function connect(target: LiveTarget, options: ConnectOptions): Promise<Connection> {
  const [jump, ...further] = [...(target.jumps ?? [])].reverse();
  if (!jump) return open(target, options, undefined, undefined);
  const { hostKey: _, ...rest } = options;
  const gate = await connect({ ...jump, jumps: further.reverse() }, rest);
  try {
    const stream = await forward(gate, jump, target);
    const connection = await open(target, options, stream, gate);
    return connection;
  } catch (error) {
    gate.close();
    throw error;
  }
}

async function open(
  target: LiveTarget,
  options: ConnectOptions,
  stream: Duplex | undefined,
  gate: Connection | undefined,
): Promise<Connection> {
  const known = await readKnownHosts(options.knownHostsFiles);
  const client = new ssh2.Client();
  const agent = options.agent === false ? undefined : (options.agent ?? process.env.SSH_AUTH_SOCK);
  const access = login(target, options.credentials, agent === '' ? undefined : agent);
  const patience = deadline(options.timeoutMs ?? 30_000, options.signal);
  let hostKey = '';
  let refusal: OperatorError | undefined;
  let lost: string | undefined;
  let isReady = false;
  let isClosed = false;
  let bannerBytes = 0;
  let saysChangePassword = false;
  const lostListeners: (() => void)[] = [];

  const verify = (key: Buffer, done: (isTrusted: boolean) => void) => {
    patience
      .paused(checkHostKey(target, options, known, key))
      .then(() => {
        hostKey = `${hostKeyType(key)} ${fingerprint(key)}`;
        done(true);
      })
      .catch((error: unknown) => {
        refusal =
          error instanceof OperatorError ? error : new OperatorError('Could not check the host key.', 'Try again.', 3);
        done(false);
      });
  };

  const close = () => {
    isClosed = true;
    client.end();
    client.destroy();
    gate?.close();
  };

  const ready = new Promise<void>((resolve, reject) => {
    const stop = (error: OperatorError) => {
      reject(error);
      if (!isReady) close();
    };
    patience.onExpiry((isAborted) =>
      stop(
        isAborted
          ? new OperatorError('Stopped before the login was finished.', 'Run nsleuth again.', 3)
          : new OperatorError(
              `No answer from ${target.host} port ${target.port}.`,
              'Check the management address and that SSH is open from here; after a boot an appliance needs a minute.',
              3,
            ),
      ),
    );
    client.on('banner', (message) => {
      bannerBytes += message.length;
      if (bannerBytes > limits.bannerBytes) {
        stop(
          new OperatorError(
            `${target.host} sends a login banner without end.`,
            'Check that this really is the appliance.',
            3,
          ),
        );
      }
    });
    client.on('change password', () => {
      saysChangePassword = true;
      stop(mustChangePassword(target));
    });
    client.on('ready', () => {
      client.setNoDelay(true);
      isReady = true;
      resolve();
    });
    client.on('error', (error) => {
      // ssh2 goes on with the next method by itself when an agent fails.
      if (error.level === 'agent') return;
      if (isReady) lost ??= `connection lost: ${printableCut(error.message, 200)}`;
      else if (!saysChangePassword) stop(refusal ?? access.failure() ?? explain(error, target, access.tried()));
    });
    client.on('close', () => {
      lost ??= isClosed ? 'closed' : 'connection lost';
      gate?.close();
      for (const listener of lostListeners) listener();
      reject(refusal ?? access.failure() ?? explain({ message: 'Connection closed' }, target, access.tried()));
    });
  });

  const config: ConnectConfig = {
    username: target.user,
    hostVerifier: verify,
    authHandler: (methodsLeft, _isPartial, next) => {
      access.next(methodsLeft, (method) => {
        // ssh2 takes false for "no more methods"; its types do not say so.
        Reflect.apply(next, undefined, [method]);
      });
    },
    readyTimeout: 0,
    keepaliveInterval: 15_000,
    keepaliveCountMax: 4,
    algorithms: algorithmsFor(target, known, options.legacyAlgorithms === true),
    ...(stream === undefined ? { host: target.host, port: target.port } : { sock: stream }),
  };
  access.onQuestion(patience.paused);
  try {
    client.connect(config);
    await ready;
  } finally {
    patience.stop();
  }
  const sourceAddress = gate === undefined ? localAddress(client) : undefined;
  return {
    client,
    hostKey,
    sourceAddress,
    lost: () => lost,
    onLost: (listener) => {
      lostListeners.push(listener);
    },
    close,
  };
}

function forward(gate: Connection, jump: LiveTarget, target: LiveTarget): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    gate.client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
      if (error) {
        reject(
          new OperatorError(
            `The jump host ${targetLabel(jump)} cannot reach ${target.host} port ${target.port}.`,
            'Check that the jump host allows forwarding and can reach the management address.',
            3,
          ),
        );
      } else resolve(channel);
    });
  });
}

async function checkHostKey(
  target: LiveTarget,
  options: ConnectOptions,
  known: readonly KnownHost[],
  key: Buffer,
): Promise<void> {
  const shown = fingerprint(key);
  if (options.hostKey !== undefined) {
    if (options.hostKey === shown) return;
    throw new OperatorError(
      `${target.host} shows the host key ${shown}, not the one given.`,
      'Find out why: another device may stand in between. Read the key on the console of the appliance.',
      3,
    );
  }
  const verdict = judgeHostKey(known, target.host, target.port, key);
  if (verdict.kind === 'known') return;
  if (verdict.kind === 'changed' || verdict.kind === 'revoked') {
    throw new OperatorError(
      `The host key of ${target.host} ${verdict.kind === 'changed' ? 'has changed' : 'is revoked'}: it is now ${shown}, see ${verdict.file} line ${verdict.line}.`,
      'Someone may stand in between. If the appliance was reinstalled, correct that file or give --host-key with what its console shows.',
      3,
    );
  }
  const question = { host: target.host, port: target.port, keyType: hostKeyType(key), fingerprint: shown };
  if (await options.credentials.confirmHostKey?.(question)) return;
  throw new OperatorError(
    `The host key of ${target.host} is not known: ${question.keyType} ${shown}.`,
    `Compare it with the console of the appliance, then give --host-key ${shown}.`,
    3,
  );
}

async function readKnownHosts(files: readonly string[] | undefined): Promise<readonly KnownHost[]> {
  const places = files ?? [join(homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'];
  const texts = await Promise.all(
    places.map(async (file) => {
      try {
        return parseKnownHosts(await readFile(file, 'utf8'), file);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw new OperatorError(
          `Cannot read ${file}.`,
          'Check its permissions: without it host keys cannot be checked.',
        );
      }
    }),
  );
  return texts.flat();
}

function algorithmsFor(target: LiveTarget, known: readonly KnownHost[], isLegacy: boolean): Algorithms {
  const recorded = new Set(
    recordedKeyTypes(known, target.host, target.port).flatMap((type) =>
      type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type],
    ),
  );
  const types = [...HOST_KEY_TYPES, ...(isLegacy ? LEGACY_HOST_KEY_TYPES : [])];
  const serverHostKey = [...types.filter((type) => recorded.has(type)), ...types.filter((type) => !recorded.has(type))];
  return {
    cipher: [...CIPHERS, ...(isLegacy ? LEGACY_CIPHERS : [])],
    serverHostKey,
    kex: {
      append: isLegacy ? [...LEGACY_KEX] : [],
      remove: isLegacy ? [] : [...LEGACY_KEX],
      prepend: [],
    },
    hmac: isLegacy
      ? { append: ['hmac-sha1', 'hmac-sha1-96', 'hmac-md5'], prepend: [], remove: [] }
      : { append: [], prepend: [], remove: ['hmac-sha1', 'hmac-sha1-etm@openssh.com'] },
    compress: ['none'],
  };
}

function localAddress(client: Client): string | undefined {
  // ssh2 keeps its socket in a private field; without it the report only lacks our own address.
  const socket: unknown = Reflect.get(client, '_sock');
  if (typeof socket !== 'object' || socket === null || !('localAddress' in socket)) return undefined;
  return typeof socket.localAddress === 'string' ? socket.localAddress.replace(/^::ffff:/, '') : undefined;
}

function explain(
  error: { readonly message: string; readonly level?: string; readonly code?: unknown },
  target: LiveTarget,
  tried: readonly string[],
): OperatorError {
  const at = `${target.host} port ${target.port}`;
  if (error.level === 'client-authentication') {
    const methods = tried.length === 0 ? 'no method that nsleuth can use is allowed' : `tried ${tried.join(', ')}`;
    return new OperatorError(
      `${targetLabel(target)} refused the login (${methods}).`,
      'Check account and password. In the first half minute after a boot an appliance refuses correct passwords: wait, then try again.',
      3,
    );
  }
  if (/no matching|Handshake failed/i.test(error.message)) {
    return new OperatorError(
      `${at} offers only algorithms that are no longer safe (${printableCut(error.message, 120)}).`,
      'For an old build add --legacy-algorithms, and only on a network you trust.',
      3,
    );
  }
  switch (error.code) {
    case 'ECONNREFUSED':
      return new OperatorError(
        `${at} refuses the connection.`,
        'Check address and port, and that SSH is on; a booting appliance needs a minute.',
        3,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new OperatorError(`No such host: ${target.host}.`, 'Check the spelling, or give the address.', 3);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return new OperatorError(`${at} cannot be reached.`, 'Check the route and the firewall.', 3);
    default:
      return new OperatorError(
        `${at} closed the connection before the login was finished (${printableCut(error.message, 120)}).`,
        'Check that this is the management address; too many half-open logins are dropped too: wait a minute and try again.',
        3,
      );
  }
}

interface Patience {
  /** Time that passes while `work` runs does not count. */
  paused<T>(work: Promise<T>): Promise<T>;
  onExpiry(listener: (isAborted: boolean) => void): void;
  stop(): void;
}

function deadline(ms: number, signal: AbortSignal | undefined): Patience {
  let listener: (isAborted: boolean) => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  let left = ms;
  let since = Date.now();
  let pauses = 0;
  const onAbort = () => listener(true);
  const resume = () => {
    since = Date.now();
    timer = setTimeout(() => listener(false), left);
  };
  resume();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    paused: async (work) => {
      if (pauses++ === 0) {
        clearTimeout(timer);
        left = Math.max(1_000, left - (Date.now() - since));
      }
      try {
        return await work;
      } finally {
        if (--pauses === 0) resume();
      }
    },
    onExpiry: (next) => {
      listener = next;
      if (signal?.aborted) next(true);
    },
    stop: () => {
      pauses = Number.NEGATIVE_INFINITY;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
