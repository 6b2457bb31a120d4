import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { RandomAccess } from '../random-access.ts';

interface Part {
  readonly handle: FileHandle;
  readonly start: number;
  readonly size: number;
}

/** Opens an image that lies in one file, or in several that follow each other. Every read goes to the file: what is worth keeping, the readers keep. */
export async function imageAccess(paths: readonly string[]): Promise<RandomAccess> {
  const parts: Part[] = [];
  let total = 0;
  for (const path of paths) {
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    parts.push({ handle, start: total, size });
    total += size;
  }

  function read(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, total - position)));
    let filled = 0;
    for (const { handle, start, size } of parts) {
      while (filled < bytes.length && position + filled >= start && position + filled < start + size) {
        const at = position + filled - start;
        const count = readSync(handle.fd, bytes, filled, Math.min(bytes.length - filled, size - at), at);
        // Cut while it is read.
        if (count === 0) return bytes.subarray(0, filled);
        filled += count;
      }
    }
    return bytes.subarray(0, filled);
  }

  return {
    size: total,
    read: (position, length) => (position < 0 ? new Uint8Array(0) : read(position, length)),
    async close() {
      for (const { handle } of parts) await handle.close();
    },
  };
}

/**
 * A part of `access` from `start` on, `size` bytes or what there is. A negative `start` is of an image that lost its beginning: zeros stand for it.
 */
export function slice(access: RandomAccess, start: number, size = Number.POSITIVE_INFINITY): RandomAccess {
  const end = Math.min(access.size - start, size);
  return {
    size: Math.max(0, end),
    read(position, length) {
      const wanted = Math.min(length, end - position);
      if (wanted <= 0 || position < 0) return new Uint8Array(0);
      const from = start + position;
      if (from >= 0) return access.read(from, wanted);
      const bytes = new Uint8Array(wanted);
      const lost = Math.min(wanted, -from);
      const rest = access.read(0, wanted - lost);
      bytes.set(rest, lost);
      return bytes.subarray(0, lost + rest.length);
    },
    close: async () => {},
  };
}
