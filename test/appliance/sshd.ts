import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Behaviour, ordinary } from './behaviour.ts';
import { installUserland } from './box.ts';
import type { LoginShell } from './login-shell.ts';
import { sleep } from './nscli.ts';
import { cliOutputs } from './outputs.ts';

const SSHD = '/usr/sbin/sshd';

/** Why a real sshd cannot be started here; undefined when it can. */
export function whyNoSshd(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  return existsSync(SSHD) ? undefined : 'needs OpenSSH’s sshd (Debian: openssh-server)';
}

export interface SshdOptions extends Partial<Behaviour> {
  readonly root: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly cli?: Readonly<Record<string, string>>;
}

export interface Sshd {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The account that runs this process; sshd as an ordinary user can log in no other. */
  readonly user: string;
  /** Private key that may log in. */
  readonly keyFile: string;
  readonly knownHostsFile: string;
  close(): Promise<void>;
}

/** OpenSSH's own server on loopback, with the emulated command line as login shell. It lives two minutes at most. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-sshd-'));
  const userland = installUserland(options);
  const file = (name: string, content?: string) => {
    const place = join(folder, name);
    if (content !== undefined) writeFileSync(place, content, { mode: 0o600 });
    return place;
  };
  for (const name of ['host_key', 'user_key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file(name)]);
  }
  const port = await freePort();
  const [type, key] = readFileSync(file('host_key.pub'), 'utf8').split(' ');
  const shell: LoginShell = {
    userland: { root: userland.root, bin: userland.bin, names: userland.names },
    behaviour: { ...ordinary, ...options },
    cli: options.cli ?? cliOutputs,
  };
  // One plain file starts much faster than TypeScript does, and it starts once for each command.
  const script = file('login-shell.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'login-shell.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const config = file(
    'sshd_config',
    [
      'ListenAddress 127.0.0.1',
      `Port ${port}`,
      `HostKey ${file('host_key')}`,
      `AuthorizedKeysFile ${file('user_key.pub')}`,
      `PidFile ${file('pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 10:30:60',
      `ForceCommand ${process.execPath} ${script} ${file('shell.json', JSON.stringify(shell))}`,
      '',
    ].join('\n'),
  );
  // Where sshd runs as root it wants this folder, which the system makes at boot and a container lacks.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const server = spawn('timeout', ['120', SSHD, '-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log += chunk;
  });
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    userland.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await answers(port))) {
    await close();
    throw new Error(`sshd did not start: ${log}`);
  }
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    keyFile: file('user_key'),
    knownHostsFile: file('known_hosts', `[127.0.0.1]:${port} ${type} ${key}\n`),
    close,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answers(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return true;
    await sleep(100);
  }
  return false;
}
