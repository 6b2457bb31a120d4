import { createHash, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, connect as connectTo, Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type ServerChannel } from 'ssh2';
import { type Behaviour, ordinary } from './behaviour.ts';
import { boxOf, installUserland } from './box.ts';
import { commandLine } from './nscli.ts';

export interface EmulatorOptions extends Partial<Behaviour> {
  /** Directory that acts as `/`. */
  readonly root: string;
  /** Output of programs, by program and arguments; the rest is that of a small healthy appliance. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Output of commands of the NetScaler command language. */
  readonly cli?: Readonly<Record<string, string>>;
  /** PEM; a fresh one by default. */
  readonly hostKey?: string;
  readonly port?: number;
  /** Stops by itself after this time. Default ten minutes. */
  readonly lifeMs?: number;
}

export interface Emulator {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** `SHA256:…` */
  readonly hostKey: string;
  /** Line for known_hosts. */
  readonly knownHostsLine: string;
  /** Exec requests as they came, and what was written to their standard input. */
  readonly seen: readonly { readonly command: string; readonly input: string }[];
  /** Logins tried: method and whether it was accepted. */
  readonly logins: readonly string[];
  close(): Promise<void>;
}

/** An appliance on loopback, in this process. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const behaviour: Behaviour = { ...ordinary, ...options };
  const userland = installUserland({
    root: options.root,
    missing: behaviour.missing,
    ...(options.outputs && { outputs: options.outputs }),
  });
  const runLine = commandLine(boxOf(userland), behaviour, options.cli);
  const hostKey = options.hostKey ?? newHostKey();
  const publicKey = parseKey(hostKey);
  const seen: { command: string; input: string }[] = [];
  const logins: string[] = [];
  const connections = new Set<Connection>();
  let refusalsLeft = behaviour.refusedLogins;

  const server = new ssh2.Server(
    {
      hostKeys: [hostKey],
      ...(behaviour.banner !== '' && { banner: behaviour.banner }),
      ...(behaviour.legacyAlgorithmsOnly && {
        algorithms: {
          kex: ['diffie-hellman-group14-sha1' as const],
          cipher: ['aes128-cbc' as const],
          hmac: ['hmac-sha1' as const],
        },
      }),
    },
    (connection, info) => {
      connections.add(connection);
      socketOf(connection)?.setNoDelay(true);
      connection.on('close', () => connections.delete(connection));
      connection.on('error', () => {});
      connection.on('authentication', (context) => {
        authenticate(context).catch(() => context.reject());
      });
      if (behaviour.forwards) {
        connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
          if (destIP !== '127.0.0.1') return reject();
          const socket = connectTo(destPort, destIP);
          socket.on('error', () => connection.end());
          const channel = accept();
          channel.on('error', () => socket.destroy());
          channel.pipe(socket).pipe(channel);
        });
      }
      connection.on('session', (accept) => {
        const session = accept();
        session.on('exec', (acceptExec, _reject, { command }) => {
          serve(acceptExec(), command, info.ip, connection).catch(() => connection.end());
        });
      });
    },
  );

  async function authenticate(context: AuthContext): Promise<void> {
    const isAllowed = await isRight(context);
    if (context.method !== 'none') logins.push(`${context.method} ${isAllowed ? 'accepted' : 'refused'}`);
    if (isAllowed && refusalsLeft-- <= 0) context.accept();
    else context.reject([...behaviour.methods]);
  }

  async function isRight(context: AuthContext): Promise<boolean> {
    if (context.username !== behaviour.user) return false;
    switch (context.method) {
      case 'password':
        return behaviour.methods.includes('password') && isSame(context.password, behaviour.password);
      case 'keyboard-interactive': {
        if (!behaviour.methods.includes('keyboard-interactive')) return false;
        const ask = (prompt: string) =>
          new Promise<string>((resolve) => {
            context.prompt([{ prompt, echo: false }], (answers) => resolve(String(answers[0] ?? '')));
          });
        if (!isSame(await ask(`(${behaviour.user}@127.0.0.1) Password: `), behaviour.password)) return false;
        const { secondFactor } = behaviour;
        return secondFactor === undefined || isSame(await ask(secondFactor.prompt), secondFactor.answer);
      }
      case 'publickey': {
        if (!behaviour.methods.includes('publickey')) return false;
        const known = behaviour.authorizedKeys
          .map(parseKey)
          .find((key) => isSame(context.key.data, key.getPublicSSH()));
        if (!known) return false;
        if (!context.signature || !context.blob) return true;
        return known.verify(context.blob, context.signature, context.hashAlgo) === true;
      }
      default:
        return false;
    }
  }

  async function serve(channel: ServerChannel, command: string, from: string, connection: Connection): Promise<void> {
    const record = { command, input: '' };
    seen.push(record);
    channel.on('error', () => {});
    if (behaviour.takeOver?.(command, channel)) return;
    if (behaviour.hangs?.test(command)) return;
    const { cut } = behaviour;
    if (cut?.command.test(command)) cutAfter(channel, connection, cut.afterBytes);
    const input = new PassThrough();
    channel.on('data', (chunk: Buffer) => {
      record.input += chunk.toString();
    });
    channel.pipe(input);
    const status = await runLine({ command, input, output: channel, errors: channel.stderr, from });
    channel.exit(status);
    channel.end();
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());
  const life = setTimeout(() => void close(), options.lifeMs ?? 600_000);
  life.unref();

  async function close(): Promise<void> {
    clearTimeout(life);
    for (const connection of connections) connection.end();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    userland.remove();
  }

  const wire = publicKey.getPublicSSH();
  return {
    host: '127.0.0.1',
    port,
    user: behaviour.user,
    password: behaviour.password,
    hostKey: fingerprintOf(wire),
    knownHostsLine: `[127.0.0.1]:${port} ${publicKey.type} ${wire.toString('base64')}`,
    seen,
    logins,
    close,
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the emulator has no port');
  return address;
}

export function newHostKey(): string {
  return newKeyPair().private;
}

/** ssh2 writes about one key in three hundred in a form that it cannot read itself; such a one is thrown away. */
export function newKeyPair(passphrase?: string): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync(
      'ed25519',
      passphrase === undefined ? {} : { passphrase, cipher: 'aes256-ctr', rounds: 4 },
    );
    const isReadable = [ssh2.utils.parseKey(pair.private, passphrase), ssh2.utils.parseKey(pair.public)].every(
      (key) => !(key instanceof Error),
    );
    if (isReadable) return pair;
  }
}

function parseKey(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return Array.isArray(key) ? key[0]! : key;
}

function isSame(given: string | Buffer, expected: string | Buffer): boolean {
  const digest = (value: string | Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Lets so many bytes through, then drops the connection as a cable would. */
function cutAfter(channel: ServerChannel, connection: Connection, bytes: number): void {
  let left = bytes;
  const write = channel.write.bind(channel);
  const cut = (chunk: Buffer | string, ...rest: readonly unknown[]): boolean => {
    const whole = Buffer.from(chunk);
    if (whole.length <= left) {
      left -= whole.length;
      return Reflect.apply(write, channel, [whole, ...rest]);
    }
    write(whole.subarray(0, left), () => setTimeout(() => drop(connection), 50));
    left = 0;
    return false;
  };
  Object.assign(channel, { write: cut });
}

function drop(connection: Connection): void {
  socketOf(connection)?.destroy();
}

/** ssh2 keeps it in a private field. */
function socketOf(connection: Connection): Socket | undefined {
  const socket: unknown = Reflect.get(connection, '_sock');
  return socket instanceof Socket ? socket : undefined;
}
