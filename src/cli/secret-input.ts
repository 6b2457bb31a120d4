import { spawn } from 'node:child_process';
import { OperatorError } from '../evidence/errors.ts';

/** More is no password. */
const SECRET_BYTES = 4_096;

/** Asks on the terminal without showing what is typed. Undefined when the operator gives up (Ctrl-C, Ctrl-D on an empty line). */
export function askHidden(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  return new Promise((resolve) => {
    let typed = '';
    const finish = (answer: string | undefined) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      resolve(answer);
    };
    const onData = (chunk: Buffer) => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n') return finish(typed);
        if (character === '\u0003' || (character === '\u0004' && typed === '')) return finish(undefined);
        if (character === '\u007f' || character === '\b') typed = typed.slice(0, -1);
        else if (character >= ' ' && typed.length < SECRET_BYTES) typed += character;
      }
    };
    // Only once the terminal echoes nothing: who types fast must not see the secret.
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
    stderr.write(question);
  });
}

/** The first line of standard input, without its end. */
export async function secretFromInput(): Promise<string> {
  return firstLine(process.stdin, '--password-stdin');
}

/** The first line that a command of the operator's own prints, a password manager say. It runs in the operator's shell. */
export async function secretFromCommand(command: string): Promise<string> {
  const child = spawn(command, { shell: true, stdio: ['inherit', 'pipe', 'inherit'] });
  const status = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(127));
  });
  const secret = await firstLine(child.stdout, '--password-command');
  if ((await status) !== 0) {
    throw new OperatorError(
      'The command of --password-command failed.',
      'Run it by itself and see that it prints the password.',
    );
  }
  return secret;
}

async function firstLine(input: AsyncIterable<Buffer | string>, option: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > SECRET_BYTES || Buffer.from(chunk).includes(0x0a)) break;
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1);
  if (line === '' || bytes > SECRET_BYTES) {
    throw new OperatorError(
      `${option} brought no password.`,
      'It must be the first line, and not longer than 4096 bytes.',
    );
  }
  return line;
}
