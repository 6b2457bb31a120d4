import { exits } from './exits.ts';

/**
 * What happens when standard output or standard error cannot be written any more. A reader that has had enough (`| head -1`) ends the program quietly,
 * once what is under way, a report that is saved for one, is done; output that does not arrive for another reason is told in one line.
 */
export function endOnOutputErrors(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(
      `nsleuth: standard output cannot be written (${error.code ?? 'unknown error'})\n         Send it to a place that has room.\n`,
    );
    process.exit(exits.usage);
  });
  process.stderr.on('error', () => {});
}
