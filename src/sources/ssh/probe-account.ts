import { OperatorError } from '../../evidence/errors.ts';
import { type Printable, printableCut, text } from '../../evidence/printable.ts';
import { type Account, cliProbe, type RemoteLine, remoteLine, shellForms } from './account.ts';
import { mustChangePassword } from './authenticate.ts';
import { probeCommand } from './commands.ts';
import type { Connection } from './connect.ts';
import { unframe, unwrap } from './payload.ts';
import { readAll, run } from './run.ts';
import { binaryScript } from './script.ts';
import { type LiveTarget, targetLabel } from './target.ts';

export interface Attempt {
  readonly line: RemoteLine;
  readonly started: Date;
  readonly finished: Date;
  readonly bytes: number;
  readonly status?: number;
  readonly outcome: string;
}

const ATTEMPT = { deadlineMs: 30_000, silenceMs: 20_000, maxBytes: 256 * 1024 };
const WANTS_NEW_PASSWORD = /\b(?:new password|change (?:your )?password|force(?:d)? ?password ?change)\b/i;

/**
 * Finds out what the account may do. Every attempt is told to `note`, for the transcript. Throws an `OperatorError` when
 * the account can do nothing that a scan could use.
 */
export async function probeAccount(
  connection: Connection,
  target: LiveTarget,
  marker: string,
  signal: AbortSignal,
  note: (attempt: Attempt) => void,
): Promise<{ account: Account; uname: string }> {
  let answer = '';
  for (const account of shellForms) {
    const line = remoteLine(account, binaryScript(marker, probeCommand.command));
    const started = new Date();
    const running = run(connection, { ...line, ...ATTEMPT, signal });
    const { payload, trailer } = unwrap(running.output, marker);
    const uname = (await readAll(payload)).toString('utf8');
    const { isComplete, status, preamble } = trailer();
    const works = isComplete && status === 0 && uname.trim() !== '';
    note({
      line,
      started,
      finished: new Date(),
      bytes: running.bytes(),
      ...(status === undefined ? {} : { status }),
      outcome: works ? 'works' : 'not understood by this account',
    });
    if (works) return { account, uname };
    giveUpOn(connection, target, preamble);
    answer ||= preamble;
  }
  const started = new Date();
  const line = { command: cliProbe };
  const running = run(connection, { ...line, ...ATTEMPT, signal });
  const version = unframe(await readAll(running.output)).text.toString('utf8');
  const works = /NetScaler\s+NS\d/.test(version);
  const status = running.channelStatus();
  note({
    line,
    started,
    finished: new Date(),
    bytes: running.bytes(),
    ...(status === undefined ? {} : { status }),
    outcome: works ? 'works' : 'not understood by this account',
  });
  giveUpOn(connection, target, version);
  if (works)
    return { account: { mode: 'cli-only', prefix: '', encoding: 'argument', lack: lackOf(answer) }, uname: '' };
  throw new OperatorError(
    `${targetLabel(target)} may log in but can run neither shell nor show commands (it answers ${JSON.stringify(printableCut((answer || version).trim(), 120))}).`,
    'Use an account with the superuser command policy, such as nsroot.',
    3,
  );
}

/** A missing right, or a command line that behaves as nobody has described yet: the operator can do something about the first only. */
function lackOf(answer: string): Printable {
  if (/not authorized|permission denied|not permitted/i.test(answer)) {
    return text`the account has no right to the shell; use one with the superuser command policy`;
  }
  return text`the appliance did not run shell commands in any form that nsleuth knows (it answers ${JSON.stringify(printableCut(answer.trim(), 120))}); please report this`;
}

function giveUpOn(connection: Connection, target: LiveTarget, answer: string): void {
  if (WANTS_NEW_PASSWORD.test(answer)) throw mustChangePassword(target);
  if (connection.lost() !== undefined) {
    throw new OperatorError(
      `${targetLabel(target)}: the connection was lost right after the login.`,
      'The appliance may be restarting: wait a minute and try again.',
      3,
    );
  }
}
