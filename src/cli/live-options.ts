import { createInterface } from 'node:readline/promises';
import { Option } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import type { Credentials, HostKeyQuestion } from '../sources/ssh/credentials.ts';
import { type LiveSource, openLive } from '../sources/ssh/index.ts';
import type { FetchOptions } from '../sources/ssh/paths.ts';
import { resolveTarget } from '../sources/ssh/ssh-config.ts';
import { askHidden, secretFromCommand, secretFromInput } from './secret-input.ts';

/** Options of every command that takes `ssh://` targets, as commander parses them. */
export interface LiveCliOptions {
  readonly identity?: readonly string[];
  readonly jump?: string;
  readonly hostKey?: string;
  readonly passwordStdin?: boolean;
  readonly passwordCommand?: string;
  readonly legacyAlgorithms?: boolean;
  readonly include?: readonly ('cores' | 'keys' | 'large')[];
}

export function liveOptions(): readonly Option[] {
  return [
    new Option('--identity <file...>', 'private key for the login'),
    new Option('--jump <user@host>', 'go through this host; several with commas'),
    new Option('--host-key <SHA256:…>', 'accept exactly this host key'),
    new Option('--password-stdin', 'read the password from standard input').conflicts('passwordCommand'),
    new Option('--password-command <command>', 'take the password from the first line that this command prints'),
    new Option('--legacy-algorithms', 'offer old SSH algorithms as well, for old builds'),
    new Option('--include <what...>', 'fetch these too').choices(['cores', 'keys', 'large']),
  ];
}

export const isLiveTarget = (target: string): boolean => target.startsWith('ssh://');

/** What `plan` and the source need to know of the options. */
export function fetchOptions({ include }: LiveCliOptions, paths: readonly string[] = []): FetchOptions {
  return { paths, ...(include && { include }) };
}

/**
 * Connects to an `ssh://` target; prompts go to standard error. `paths` are further trees that the rules look at.
 * Throws an `OperatorError`.
 */
export async function openLiveTarget(
  address: string,
  options: LiveCliOptions,
  paths: readonly string[] = [],
  signal?: AbortSignal,
): Promise<LiveSource> {
  const target = await resolveTarget({
    address,
    ...(options.identity && { identityFiles: options.identity }),
    ...(options.jump !== undefined && { jump: options.jump }),
  });
  return openLive(target, {
    ...fetchOptions(options, paths),
    credentials: credentialsFrom(options),
    ...(options.hostKey !== undefined && { hostKey: checkedFingerprint(options.hostKey) }),
    ...(options.legacyAlgorithms && { legacyAlgorithms: true }),
    ...(signal && { signal }),
  });
}

/** Standard input can be read once; several targets share what it said. */
let fromInput: Promise<string> | undefined;

/** Answers from where the operator said, else from the terminal; without a terminal there are none. */
export function credentialsFrom(options: LiveCliOptions): Credentials {
  const hasTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const { passwordCommand } = options;
  return {
    password: async (account) => {
      if (passwordCommand !== undefined) return secretFromCommand(passwordCommand);
      if (options.passwordStdin) {
        fromInput ??= secretFromInput();
        return fromInput;
      }
      return hasTerminal ? askHidden(`Password of ${printable(account)}: `) : undefined;
    },
    ...(hasTerminal && {
      answer: (question, isSecret) => (isSecret ? askHidden(`${question} `) : ask(`${question} `)),
      passphrase: (file) => askHidden(`Passphrase of ${printable(file)}: `),
      confirmHostKey,
    }),
  };
}

async function confirmHostKey({ host, port, keyType, fingerprint }: HostKeyQuestion): Promise<boolean> {
  process.stderr.write(
    `The host key of ${printable(host)} port ${port} is not known:\n  ${printable(keyType)} ${fingerprint}\nCompare it with the console of the appliance (shell, ssh-keygen -lf /nsconfig/ssh/…).\n`,
  );
  return /^y(?:es)?$/i.test((await ask('Is it the same? [y/N] ')).trim());
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

function checkedFingerprint(text: string): string {
  const trimmed = text.trim().replace(/=+$/, '');
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(trimmed)) return trimmed;
  throw new OperatorError(
    `Not a host key fingerprint: ${JSON.stringify(text)}.`,
    'It looks like SHA256: and 43 letters and digits, as ssh-keygen -l prints it.',
  );
}
