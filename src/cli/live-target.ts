import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import type { FilePlaces } from '../rules/file-places.ts';
import type { Credentials, HostKeyQuestion } from '../sources/ssh/credentials.ts';
import type { LiveSource } from '../sources/ssh/index.ts';
import { addressOf, parseInventory } from '../sources/ssh/inventory.ts';
import type { FetchOptions } from '../sources/ssh/paths.ts';
import { resolveTarget } from '../sources/ssh/ssh-config.ts';
import type { LiveCliOptions } from './live-options.ts';
import { askHidden, secretFromCommand, secretFromInput } from './secret-input.ts';

/** One appliance to connect to: its address, and the options that hold for it alone. */
export interface LiveRequest {
  /** Name for people and for file names. */
  readonly name: string;
  readonly address: string;
  readonly options: LiveCliOptions;
}

/** The appliances of an inventory file, each with the options of the command line where the file says nothing. */
export async function inventoryRequests(file: string, options: LiveCliOptions): Promise<readonly LiveRequest[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new OperatorError(`Cannot read the inventory ${file}.`, 'Check its path and permissions.');
  });
  return parseInventory(text, file).map((item) => ({
    name: item.name,
    address: addressOf(item),
    options: {
      ...options,
      ...(item.key !== undefined && { identity: [item.key] }),
      ...(item.jump !== undefined && { jump: item.jump }),
      ...(item.hostKey !== undefined && { hostKey: item.hostKey }),
    },
  }));
}

/** What `plan` and the source need to know of the options. */
export function fetchOptions({ include }: LiveCliOptions, { paths, patterns }: FilePlaces): FetchOptions {
  return { paths, patterns, ...(include && { include }) };
}

/**
 * Connects to an `ssh://` target; prompts go to standard error. `places` are what the user's own rules look at.
 * Throws an `OperatorError`.
 */
export async function openLiveTarget(
  address: string,
  options: LiveCliOptions,
  places: FilePlaces,
  signal?: AbortSignal,
  name?: string,
): Promise<LiveSource> {
  const target = await resolveTarget({
    address,
    ...(name !== undefined && { name }),
    ...(options.identity && { identityFiles: options.identity }),
    ...(options.jump !== undefined && { jump: options.jump }),
  });
  // Loaded only when needed: it takes as long as everything else that starts.
  const { openLive } = await import('../sources/ssh/index.ts');
  return openLive(target, {
    ...fetchOptions(options, places),
    credentials: credentialsFrom(options),
    ...(options.hostKey !== undefined && { hostKey: checkedFingerprint(options.hostKey) }),
    ...(options.legacyAlgorithms && { legacyAlgorithms: true }),
    ...(signal && { signal }),
  });
}

/** Standard input can be read once; several targets share what it said. */
let fromInput: Promise<string> | undefined;

/** Questions wait for each other: two appliances that log in at the same time must not ask at the same time. */
let lastQuestion: Promise<unknown> = Promise.resolve();
function inTurn<T>(question: () => Promise<T>): Promise<T> {
  const answer = lastQuestion.then(question, question);
  lastQuestion = answer;
  return answer;
}

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
      return hasTerminal ? inTurn(() => askHidden(`Password of ${printable(account)}: `)) : undefined;
    },
    ...(hasTerminal && {
      answer: (question, isSecret) => inTurn(() => (isSecret ? askHidden(`${question} `) : ask(`${question} `))),
      passphrase: (file) => inTurn(() => askHidden(`Passphrase of ${printable(file)}: `)),
      confirmHostKey: (question) => inTurn(() => confirmHostKey(question)),
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
