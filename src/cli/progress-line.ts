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
      stream.write(`\r\u001b[K${describe(progress, width)}`);
      isShown = true;
    },
    clear() {
      if (isShown) stream.write('\r\u001b[K');
      isShown = false;
    },
  };
}

function describe(progress: Progress, width: number): string {
  const { phase, share, remainingMs, entries, bytes, elapsedMs, findings, path } = progress;
  const rate = elapsedMs > 0 ? bytes / 1e6 / (elapsedMs / 1000) : 0;
  const parts = [
    phase === 'hashing' ? 'reading the evidence again, for its hash' : undefined,
    share === undefined ? undefined : `${Math.floor(share * 100)} %`,
    phase === 'hashing' || remainingMs === undefined ? undefined : `about ${seconds(remainingMs)} left`,
    `${entries} entries, ${(bytes / 1e6).toFixed(0)} MB, ${rate.toFixed(0)} MB/s`,
    findings.critical + findings.high > 0 ? `${findings.critical + findings.high} serious findings` : undefined,
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
