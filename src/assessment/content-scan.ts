import { type ContentPatterns, contentWindow } from '../findings/content-patterns.ts';

/** Finds which of the wanted content patterns occur in a stream of bytes, across the borders of its chunks. */
export interface ContentScan {
  push(chunk: Uint8Array): void;
  /** Ids of the patterns that were found. */
  finish(): ReadonlySet<string>;
}

export function scanContent(patterns: ContentPatterns, wanted: ReadonlySet<string>): ContentScan {
  const found = new Set<string>();
  /** The last block is held back until it is known whether it ends the content: most files are one block, which is then looked through once. */
  let held: Uint8Array | undefined;
  /** Of the held block's first byte in the content. */
  let offset = 0;
  return {
    push(chunk) {
      if (chunk.length === 0) return;
      if (!held) {
        held = chunk;
        return;
      }
      patterns.scan(held, { offset, isStart: offset === 0, isEnd: false }, found, wanted);
      const overlap = Math.min(held.length, contentWindow);
      offset += held.length - overlap;
      held = joined(held.subarray(held.length - overlap), chunk);
    },
    finish() {
      if (held) patterns.scan(held, { offset, isStart: offset === 0, isEnd: true }, found, wanted);
      return found;
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(a.length + b.length);
  block.set(a);
  block.set(b, a.length);
  return block;
}
