import { readFile } from 'node:fs/promises';
import ssh2, { type AnyAuthMethod, type AuthenticationType, type ParsedKey } from 'ssh2';
import { OperatorError } from '../../evidence/errors.ts';
import { printableCut } from '../../evidence/printable.ts';
import type { Credentials } from './credentials.ts';
import { type LiveTarget, targetLabel } from './target.ts';

export interface Login {
  /** For ssh2's `authHandler`. Calls back with the next method to try, or false when there is none left. */
  next(methodsLeft: readonly AuthenticationType[] | null, callback: (method: AnyAuthMethod | false) => void): void;
  /** What went wrong, when the reason is not simply that every method was refused. */
  failure(): OperatorError | undefined;
  tried(): readonly string[];
  /** Wraps the time in which somebody is being asked. */
  onQuestion(wrap: <T>(answer: Promise<T>) => Promise<T>): void;
}

type Step = () => Promise<AnyAuthMethod | undefined>;

const PASSWORD_PROMPT = /^[^\n]{0,300}?(?:password|passcode)[^\n]{0,20}:?\s*$/i;
const CHANGE_PROMPT = /\b(?:new|change|retype|re-enter|confirm)\b.{0,40}\bpassword\b/i;

/**
 * Logs in as OpenSSH would: agent and keys first, then the password. The password is asked for only when it is needed and offered once:
 * by keyboard-interactive where the appliance has it, else by the password method. A second offer could lock the account.
 */
export function login(target: LiveTarget, credentials: Credentials, agent: string | undefined): Login {
  let failure: OperatorError | undefined;
  const tried: string[] = [];
  let isPasswordSpent = false;
  let asking = <T>(answer: Promise<T>): Promise<T> => answer;

  const fail = (error: OperatorError) => {
    failure ??= error;
    return undefined;
  };

  const withAgent: Step = async () => ({ type: 'agent', username: target.user, agent: agent! });

  const withKey =
    (file: string): Step =>
    async () => {
      const key = await asking(readKey(file, credentials));
      return key instanceof OperatorError ? fail(key) : { type: 'publickey', username: target.user, key };
    };

  const askPassword = async () => {
    const password = credentials.password && (await asking(credentials.password(targetLabel(target))));
    if (password === undefined) {
      fail(
        new OperatorError(
          `${targetLabel(target)} wants a password and none was given.`,
          'Run nsleuth in a terminal, or use --password-stdin, --password-command or --identity.',
          3,
        ),
      );
    }
    return password;
  };

  const byPrompt: Step = async () => ({
    type: 'keyboard-interactive',
    username: target.user,
    prompt: (_name, _instructions, _language, prompts, finish) => {
      answerAll(prompts).then(finish, () => finish([]));
    },
  });

  const answerAll = async (prompts: readonly { prompt: string; echo?: boolean }[]): Promise<string[]> => {
    const answers: string[] = [];
    for (const { prompt, echo } of prompts.slice(0, 8)) {
      if (CHANGE_PROMPT.test(prompt)) {
        fail(mustChangePassword(target));
        return [];
      }
      if (!isPasswordSpent && echo !== true && PASSWORD_PROMPT.test(prompt)) {
        isPasswordSpent = true;
        answers.push((await askPassword()) ?? '');
      } else {
        const question = printableCut(prompt, 200);
        const answer = credentials.answer && (await asking(credentials.answer(question, echo !== true)));
        if (answer === undefined) {
          fail(
            new OperatorError(
              `${targetLabel(target)} asks ${JSON.stringify(question)} and nobody is there to answer.`,
              isPasswordSpent
                ? 'The password was not accepted, or a second factor is needed: run nsleuth in a terminal.'
                : 'Run nsleuth in a terminal.',
              3,
            ),
          );
          return [];
        }
        answers.push(answer);
      }
    }
    return answers;
  };

  const byPassword: Step = async () => {
    if (isPasswordSpent) return undefined;
    isPasswordSpent = true;
    const password = await askPassword();
    return password === undefined ? undefined : { type: 'password', username: target.user, password };
  };

  const steps: { method: AuthenticationType; name: string; step: Step }[] = [
    ...(agent === undefined ? [] : [{ method: 'publickey' as const, name: 'agent', step: withAgent }]),
    ...(target.identityFiles ?? []).map((file) => ({
      method: 'publickey' as const,
      name: `key ${file}`,
      step: withKey(file),
    })),
    { method: 'keyboard-interactive' as const, name: 'keyboard-interactive', step: byPrompt },
    { method: 'password' as const, name: 'password', step: byPassword },
  ];
  let isFirst = true;

  const choose = async (methodsLeft: readonly AuthenticationType[] | null): Promise<AnyAuthMethod | false> => {
    if (isFirst) {
      isFirst = false;
      return { type: 'none', username: target.user };
    }
    for (let entry = steps.shift(); entry !== undefined; entry = steps.shift()) {
      if (failure !== undefined) return false;
      if (methodsLeft && !methodsLeft.includes(entry.method)) continue;
      const method = await entry.step();
      if (method === undefined) continue;
      tried.push(entry.name);
      return method;
    }
    return false;
  };

  return {
    next: (methodsLeft, callback) => {
      choose(methodsLeft).then(callback, (error: unknown) => {
        fail(error instanceof OperatorError ? error : new OperatorError('Could not log in.', 'Try again.', 3));
        callback(false);
      });
    },
    failure: () => failure,
    tried: () => tried,
    onQuestion: (wrap) => {
      asking = wrap;
    },
  };
}

export function mustChangePassword(target: LiveTarget): OperatorError {
  return new OperatorError(
    `${targetLabel(target)} demands a new password before it does anything else.`,
    'Log in once by hand, set the password, then run nsleuth again.',
    3,
  );
}

async function readKey(file: string, credentials: Credentials): Promise<ParsedKey | OperatorError> {
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch {
    return new OperatorError(`Cannot read the key file ${file}.`, 'Check the path and its permissions.');
  }
  const plain = ssh2.utils.parseKey(text);
  if (!(plain instanceof Error)) return single(plain, file);
  if (!/encrypted|passphrase/i.test(plain.message)) {
    return new OperatorError(
      `${file} is not a private key that nsleuth can read.`,
      'Use a key in OpenSSH or PEM form.',
    );
  }
  const passphrase = await credentials.passphrase?.(file);
  if (passphrase === undefined) {
    return new OperatorError(
      `The key ${file} is encrypted and no passphrase was given.`,
      'Load it into ssh-agent, or run nsleuth in a terminal.',
    );
  }
  const opened = ssh2.utils.parseKey(text, passphrase);
  if (opened instanceof Error) return new OperatorError(`The passphrase does not open ${file}.`, 'Try again.');
  return single(opened, file);
}

function single(parsed: ParsedKey | ParsedKey[], file: string): ParsedKey | OperatorError {
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key?.isPrivateKey()) return key;
  return new OperatorError(`${file} holds no private key.`, 'Name the private key, not the .pub file.');
}
