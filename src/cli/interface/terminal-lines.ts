import { createInterface } from 'node:readline/promises';
import type { LineIo } from '../../tui/plain/line-io.ts';
import { askHidden } from '../secret-input.ts';

/** Line mode on the terminal. */
export function terminalLines(): LineIo {
  const { stdin, stdout } = process;
  return {
    width: stdout.columns ?? 80,
    print: (line) => {
      stdout.write(`${line}\n`);
    },
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stdout });
      const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
      try {
        const answer = lines.question(`${question}: `).catch((error: unknown) => {
          // Ctrl-C.
          if (error instanceof Error && error.name === 'AbortError') return undefined;
          throw error;
        });
        return (await Promise.race([answer, closed]))?.trim();
      } finally {
        lines.close();
      }
    },
    askHidden: (question) => askHidden(`${question}: `),
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}
