import type { Progress } from '../assessment/outcome.ts';

/** A progress line on standard error, redrawn in place. Draws only on a terminal that can move the cursor. */
export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

const silent: ProgressLine = { show() {}, clear() {} };
/** A scan shorter than this shows nothing. */
const FIRST_AFTER_MS = 300;

export function progressLine(stream: NodeJS.WriteStream, isQuiet: boolean): ProgressLine {
  if (isQuiet || !stream.isTTY || process.env['TERM'] === 'dumb') return silent;
  let isShown = false;
  return {
    show(progress) {
      if (progress.elapsedMs < FIRST_AFTER_MS) return;
      const width = Math.max(20, (stream.columns ?? 80) - 1);
      stream.write(`\r\u001b[K${progressText(progress, width)}`);
      isShown = true;
    },
    clear() {
      if (isShown) stream.write('\r\u001b[K');
      isShown = false;
    },
  };
}

/** The line, of at most `width` columns. */
export function progressText(progress: Progress, width: number): string {
  const { phase, share, remainingMs, entries, bytes, elapsedMs, findings, path } = progress;
  const serious = findings.critical + findings.high;
  const rate = elapsedMs > 0 ? bytes / 1e6 / (elapsedMs / 1000) : 0;
  const parts = [
    phase === 'hashing' ? 'reading the evidence again, for its hash' : undefined,
    // What is read is not yet examined: as long as the line is shown, something is left to do.
    share === undefined ? undefined : `${Math.min(Math.floor(share * 100), 99)} %`,
    phase === 'hashing' || remainingMs === undefined ? undefined : `about ${seconds(remainingMs)} left`,
    `${entries} entries, ${(bytes / 1e6).toFixed(0)} MB, ${rate.toFixed(0)} MB/s`,
    serious > 0 ? `${serious} serious ${serious === 1 ? 'finding' : 'findings'}` : undefined,
  ];
  const line = parts.filter((part) => part !== undefined).join(' · ');
  const room = width - line.length - 3;
  return path && room > 10
    ? `${line} · ${path.length > room ? `…${path.slice(1 - room)}` : path}`
    : line.slice(0, width);
}

function seconds(ms: number): string {
  const total = Math.max(1, Math.round(ms / 1000));
  return total < 90 ? `${total} s` : `${Math.round(total / 60)} min`;
}
