import { createInterface } from 'node:readline/promises';
import { printable } from '../evidence/printable.ts';

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks one line on the terminal. Standard output stays free for what the command prints. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return printable((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
