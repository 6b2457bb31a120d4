import { cutToWidth } from '../../reports/screen-text.ts';

/** One line on standard error for several scans at the same time, redrawn in place. Draws only on a terminal that can move the cursor. */
export interface ManyProgress {
  /** `share` is 0..1, where it can be told. */
  show(index: number, name: string, share: number | undefined): void;
  finish(index: number): void;
  clear(): void;
}

const EVERY_MS = 100;

export function manyProgress(stream: NodeJS.WriteStream, isQuiet: boolean, total: number): ManyProgress {
  const isShown = !isQuiet && stream.isTTY === true && process.env['TERM'] !== 'dumb';
  const running = new Map<number, string>();
  let done = 0;
  let last = 0;
  const clear = (): void => {
    if (isShown && last > 0) stream.write('\r\u001b[K');
    last = 0;
  };
  return {
    show(index, name, share) {
      const short = name.slice(name.lastIndexOf('/') + 1);
      running.set(index, share === undefined ? short : `${short} ${Math.floor(share * 100)} %`);
      if (!isShown || Date.now() - last < EVERY_MS) return;
      last = Date.now();
      const line = `${done} of ${total} finished · ${[...running.values()].join(' · ')}`;
      stream.write(`\r\u001b[K${cutToWidth(line, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    finish(index) {
      running.delete(index);
      done++;
      clear();
    },
    clear,
  };
}
