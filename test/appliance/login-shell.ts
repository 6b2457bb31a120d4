import { readFileSync } from 'node:fs';
import type { Behaviour } from './behaviour.ts';
import { boxOf, type Userland } from './box.ts';
import { commandLine } from './nscli.ts';

/** What the login shell of an emulated appliance behind a real sshd has to know; a JSON file named by the first argument. */
export interface LoginShell {
  readonly userland: Userland;
  readonly behaviour: Behaviour;
  readonly cli: Readonly<Record<string, string>>;
}

/** sshd runs this in place of the account's shell, with the command in SSH_ORIGINAL_COMMAND. */
const { userland, behaviour, cli }: LoginShell = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const [from = ''] = (process.env.SSH_CLIENT ?? '').split(' ');
process.exitCode = await commandLine(
  boxOf(userland),
  behaviour,
  cli,
)({
  command: process.env.SSH_ORIGINAL_COMMAND ?? '',
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  from,
});
process.stdin.destroy();
