import { type ContentPatterns, contentWindow } from '../findings/content-patterns.ts';

/** Finds which of the wanted content patterns occur in a stream of bytes, across the borders of its chunks. */
export interface ContentScan {
  push(chunk: Uint8Array): void;
  /** Ids of the patterns that were found. */
  finish(): ReadonlySet<string>;
}

export function scanContent(patterns: ContentPatterns, wanted: ReadonlySet<string>): ContentScan {
  const found = new Set<string>();
  let tail = new Uint8Array(0);
  let offset = 0;
  let isFirst = true;
  return {
    push(chunk) {
      const block = tail.length > 0 ? joined(tail, chunk) : chunk;
      patterns.scan(block, { offset: offset - tail.length, isStart: isFirst, isEnd: false }, found, wanted);
      offset += chunk.length;
      isFirst = false;
      tail = block.slice(Math.max(0, block.length - contentWindow));
    },
    finish() {
      patterns.scan(
        tail,
        { offset: offset - tail.length, isStart: isFirst || offset === tail.length, isEnd: true },
        found,
        wanted,
      );
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
