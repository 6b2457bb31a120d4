import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { AccountKind, Behaviour } from './behaviour.ts';
import type { Box } from './box.ts';
import { cliOutputs, unlicensed } from './outputs.ts';

export interface Call {
  readonly command: string;
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** Address the login came from. */
  readonly from: string;
}

export type CommandLine = (call: Call) => Promise<number>;

const FRAME = ' Done';

/**
 * The login shell of an appliance as an exec request meets it: nscli, which frames what it runs by ` Done` lines, or bash.
 * Resolves to the exit status of the channel.
 */
export function commandLine(
  box: Box,
  behaviour: Behaviour,
  cli: Readonly<Record<string, string>> = cliOutputs,
): CommandLine {
  const lineEnd = behaviour.lineEnds === 'lf' ? '\n' : '\r\n';

  return async (call) => {
    const { command, output } = call;
    if (behaviour.writesLogs) log(box.root, behaviour.user, call.from, command);
    if (behaviour.delayMs > 0) await sleep(behaviour.delayMs);
    if (behaviour.demandsNewPassword) {
      await write(output, `${lineEnd}Default password must be changed before use.${lineEnd}Enter new password: `);
      return 1;
    }
    if (behaviour.account === 'bash') return inShell(command, call, false);
    if (command === 'shell' || command.startsWith('shell ')) {
      await frame(output, behaviour.headFrame);
      if (behaviour.account !== 'superuser') {
        await write(output, `ERROR: Not authorized to execute this command [${command.slice(0, 60)}]${lineEnd}`);
        return 1;
      }
      if (behaviour.warnings)
        await write(output, `Warning: [Passwords of RPC nodes are still at their default]${lineEnd}${lineEnd}`);
      const status = await inShell(unquoted(command.slice('shell'.length).trim()), call, behaviour.lineEnds === 'crlf');
      await frame(output, behaviour.tailFrame);
      return behaviour.exitStatus === 'of-child' ? status : 0;
    }
    return inCli(command, output, behaviour.account);
  };

  async function inCli(command: string, output: Writable, account: AccountKind): Promise<number> {
    if (behaviour.warnings) await write(output, `Warning: [RPC nodes use default passwords]${lineEnd}`);
    if (account === 'none') {
      await write(output, `ERROR: Not authorized to execute this command [${command}]${lineEnd}`);
      return 1;
    }
    if (!/^show\b/i.test(command)) {
      await frame(output, behaviour.headFrame);
      await write(output, `ERROR: No such command${lineEnd}`);
      return 1;
    }
    if (account !== 'superuser' && /^show (?:system|ns runningConfig)/i.test(command)) {
      await write(output, `ERROR: Not authorized to execute this command [${command}]${lineEnd}`);
      return 1;
    }
    if (unlicensed.includes(command)) {
      await write(output, `Warning: Feature(s) not licensed${lineEnd}`);
      return 1;
    }
    const answer = cli[command];
    if (answer === undefined) {
      await write(output, `ERROR: No such command${lineEnd}`);
      return 1;
    }
    await write(output, answer.replaceAll('\n', lineEnd));
    await frame(output, true);
    return 0;
  }

  function unquoted(rest: string): string {
    const outer = /^"([\s\S]*)"$/.exec(rest)?.[1] ?? rest;
    return behaviour.stripsSingleQuotes ? outer.replaceAll("'", '') : outer;
  }

  async function inShell(line: string, call: Call, isTranslated: boolean): Promise<number> {
    if (line === '') return 0;
    const send = (chunk: Buffer) =>
      isTranslated ? Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n'), 'latin1') : chunk;
    const cliCall = /nscli -U %%:\.:\. "([^"]+)"/.exec(line)?.[1];
    if (cliCall !== undefined) return viaClient(line, cliCall, call);
    if (/^shell\b/.test(line)) {
      await write(call.errors, 'bash: shell: command not found\n');
      return 127;
    }
    const isScript = /^(?:\/bin\/sh|\/usr\/bin\/bash)$/.test(line);
    const script = isScript ? await textOf(call.input) : line;
    const objection = box.objection(script);
    if (objection !== undefined) {
      await write(call.output, `sh: ${objection}\n`);
      return 127;
    }
    const child = box.run(script);
    child.stderr?.pipe(call.errors, { end: false });
    const exit = new Promise<number>((resolve) => {
      child.on('close', (status) => resolve(status ?? 255));
      child.on('error', () => resolve(126));
    });
    call.output.on('close', () => child.kill());
    for await (const chunk of child.stdout ?? []) if (!(await write(call.output, send(chunk)))) break;
    child.kill();
    return exit;
  }

  /** From bash the command line is reached through its client, within one of our text scripts. */
  async function viaClient(line: string, command: string, call: Call): Promise<number> {
    const answer = cli[command] ?? 'ERROR: No such command\n';
    const [, before = '', after = ''] = /echo (\S+-BEGIN); .* echo (\S+-END) /.exec(line) ?? [];
    await write(call.output, `${before}\n${answer} Done\n\n${after} 0\n`);
    return 0;
  }

  async function frame(output: Writable, isWanted: boolean): Promise<void> {
    if (!isWanted) return;
    if (!behaviour.splitsFrames) {
      await write(output, FRAME + lineEnd);
      return;
    }
    await write(output, FRAME.slice(0, 3));
    await sleep(20);
    await write(output, FRAME.slice(3) + lineEnd);
  }
}

/** Resolves to false when nobody reads any more. */
function write(output: Writable, chunk: string | Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (!output.writable || output.destroyed) return resolve(false);
    const done = () => {
      output.off('close', done);
      resolve(output.writable);
    };
    output.once('close', done);
    output.write(chunk, done);
  });
}

async function textOf(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What one exec request leaves behind: login, command and logout in ns.log, the command in sh.log. */
function log(root: string, user: string, from: string, command: string): void {
  const now = new Date();
  const clock = now.toUTCString().replace(/^.*?, (\d\d) (\w{3}) \d{4} (\S+) GMT$/, '$2 $1 $3');
  const device = `${now.toISOString().slice(5, 7)}/${now.toISOString().slice(8, 10)}/${now.getUTCFullYear()}:${now.toISOString().slice(11, 19)} GMT`;
  const head = `${clock} <local0.info> 192.0.2.10  ${device} ns-a 0-PPE-0 : default CLI CMD_EXECUTED`;
  const lines = ['login', command, 'logout'].map(
    (text, index) =>
      `${head} ${500_000 + index} 0 :  User ${user} - ADM_User NONE - Remote_ip ${from} - Command "${text}" - Status "Success"\n`,
  );
  append(join(root, 'var/log/ns.log'), lines.join(''));
  if (command.startsWith('shell ')) {
    append(
      join(root, 'var/log/sh.log'),
      `${clock} <local7.notice> ns-a sh[4711]: ${user} on (null) shell_command="${command.slice(6)}"\n`,
    );
  }
}

function append(file: string, text: string): void {
  if (existsSync(file)) appendFileSync(file, text);
}
