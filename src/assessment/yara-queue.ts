import { createYaraScanner, type YaraOutcome } from '../findings/yara.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { Examination } from './examination.ts';

/** Content that may wait for YARA; then the reading waits. Bytes. */
const BYTES_WAITING = 16 * 2 ** 20;

/** Files that wait for YARA, whose engine is slower than the reading. */
export interface YaraQueue {
  scan(examination: Examination, content: Uint8Array): void;
  /** Resolves when not too much waits. */
  room(): Promise<void>;
  /** Resolves when nothing waits. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export function openYaraQueue(
  files: RuleSet['yaraFiles'],
  onOutcome: (examination: Examination, outcome: YaraOutcome) => void,
): YaraQueue {
  const scanner = files.length > 0 ? createYaraScanner(files) : undefined;
  const work = new Set<Promise<void>>();
  let bytes = 0;
  return {
    scan(examination, content) {
      if (!scanner) return;
      bytes += content.length;
      const one = scanner
        .scan(examination.path, content)
        .then((outcome) => onOutcome(examination, outcome))
        .finally(() => {
          bytes -= content.length;
          work.delete(one);
        });
      work.add(one);
    },
    async room() {
      while (bytes > BYTES_WAITING) await Promise.race(work);
    },
    async drain() {
      while (work.size > 0) await Promise.all(work);
    },
    async close() {
      await scanner?.close();
    },
  };
}
