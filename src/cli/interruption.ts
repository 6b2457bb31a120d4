import { exits } from './exits.ts';

/** What ends a scan early: Ctrl-C, a supervisor, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Set by `bin/nsleuth.js` where it had to start another Node: it passes on what it is sent, and of what the terminal sends to both each signal then
 * comes twice.
 */
const STARTED_BY = 'NSLEUTH_STARTED_BY';
/** Within this the same signal is the other one of the two. Milliseconds. */
const TWICE_WITHIN_MS = 1_000;

/** The first signal ends the reading, and what was read is concluded or kept; a second one ends the process at once. */
export function interruption(): AbortController {
  const controller = new AbortController();
  const isPassedOn = process.env[STARTED_BY] !== undefined;
  for (const name of SIGNALS) {
    let last = Number.NEGATIVE_INFINITY;
    process.on(name, () => {
      const isEcho = isPassedOn && performance.now() - last < TWICE_WITHIN_MS;
      last = performance.now();
      if (isEcho) return;
      if (controller.signal.aborted) process.exit(exits.interrupted);
      controller.abort();
    });
  }
  return controller;
}
