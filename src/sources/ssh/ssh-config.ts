import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import SSHConfig from 'ssh-config';
import { OperatorError } from '../../evidence/errors.ts';
import { type LiveTarget, type ParsedTarget, parseTarget } from './target.ts';

export interface TargetOptions {
  /** `ssh://[user@]host[:port]` or an alias of the SSH configuration in that form. */
  readonly address: string;
  /** Private key files given by the operator; they must exist. */
  readonly identityFiles?: readonly string[];
  /** `[user@]host[:port][,…]`, outermost first; replaces ProxyJump of the configuration. */
  readonly jump?: string;
  /** Name for people. */
  readonly name?: string;
  /** Default `~/.ssh/config`; `false` for none. */
  readonly configFile?: string | false;
}

/** The account that every appliance has, when neither address nor configuration names one. */
const DEFAULT_USER = 'nsroot';
const JUMP_DEPTH = 4;

/**
 * What to connect to: the address, completed by HostName, User, Port, IdentityFile and ProxyJump of the operator's SSH configuration.
 * `Match exec` is never run and `Include` is not followed. Throws an `OperatorError`.
 */
export async function resolveTarget(options: TargetOptions): Promise<LiveTarget> {
  const config = await readConfig(options.configFile);
  const target = complete(parseTarget(options.address), config, options.jump, 0);
  const identityFiles = [...(options.identityFiles ?? []).map(expandHome), ...(target.identityFiles ?? [])];
  return {
    ...target,
    ...(identityFiles.length > 0 && { identityFiles }),
    ...(options.name !== undefined && { name: options.name }),
  };
}

function complete(parsed: ParsedTarget, config: SSHConfig, jump: string | undefined, depth: number): LiveTarget {
  if (depth > JUMP_DEPTH) {
    throw new OperatorError(
      'The jump hosts of the SSH configuration lead in a circle.',
      'Correct ProxyJump, or use --jump.',
    );
  }
  const known = config.compute(
    { Host: parsed.host, ...(parsed.user !== undefined && { User: parsed.user }) },
    { ignoreCase: true, matchExec: false },
  );
  const hostname = first(known.hostname)?.replaceAll('%h', parsed.host) ?? parsed.host;
  const user = parsed.user ?? first(known.user) ?? (depth === 0 ? DEFAULT_USER : userInfo().username);
  const port = parsed.port ?? Number(first(known.port) ?? 22);
  // Checks what the configuration says by the same rules as an address.
  const { host } = parseTarget(`ssh://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`);
  const files = list(known.identityfile)
    .map((file) => expandHome(file.replaceAll('%h', host).replaceAll('%r', user).replaceAll('%d', homedir())))
    .filter((file) => existsSync(file));
  // A list given by the operator is complete; hosts named by the configuration may have jump hosts of their own.
  const jumps =
    jump === undefined
      ? jumpsOf(list(known.proxyjump).join(','), config, undefined, depth)
      : jumpsOf(jump, config, 'none', depth);
  return {
    host,
    port,
    user,
    ...(files.length > 0 && { identityFiles: files }),
    ...(jumps.length > 0 && { jumps }),
  };
}

function jumpsOf(text: string, config: SSHConfig, further: 'none' | undefined, depth: number): readonly LiveTarget[] {
  if (text === '' || text.toLowerCase() === 'none') return [];
  return text.split(',').flatMap((hop) => {
    const address = hop.trim().replace(/^ssh:\/\//, '');
    const { jumps = [], ...gate } = complete(parseTarget(`ssh://${address}`), config, further, depth + 1);
    return [...jumps, gate];
  });
}

async function readConfig(file: string | false | undefined): Promise<SSHConfig> {
  if (file === false) return new SSHConfig();
  const place = file ?? join(homedir(), '.ssh', 'config');
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch (error) {
    if (file === undefined && error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return new SSHConfig();
    throw new OperatorError(`Cannot read ${place}.`, 'Check its path and permissions.');
  }
  try {
    return SSHConfig.parse(text);
  } catch (error) {
    throw new OperatorError(
      `${place} is not an SSH configuration: ${error instanceof Error ? error.message : 'not understood'}`,
      'Correct it, or give the host, user and key on the command line.',
    );
  }
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return list(value)[0];
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function expandHome(file: string): string {
  return file === '~' || file.startsWith('~/') ? join(homedir(), file.slice(1)) : file;
}
