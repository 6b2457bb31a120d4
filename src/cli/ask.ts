import { createInterface } from 'node:readline/promises';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks one line on the terminal; giving up (Ctrl-C, Ctrl-D) throws an OperatorError. Standard output stays free for what the command prints. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const givenUp = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new OperatorError('No answer was given', 'Nothing was written.')));
  });
  try {
    return printable((await Promise.race([terminal.question(question), givenUp])).trim());
  } finally {
    givenUp.catch(() => undefined);
    terminal.close();
  }
}
