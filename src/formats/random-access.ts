import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Bytes that can be read anywhere: a file, or what is held in memory. */
export interface RandomAccess {
  readonly size: number;
  /** `length` bytes from `position`, fewer at the end. */
  read(position: number, length: number): Uint8Array;
  close(): Promise<void>;
}

/** Windows kept of a file: a zip is read at its directory and at its data by turns. */
const WINDOWS = 4;
const WINDOW_BYTES = 256 * 1024;

/** Opens a file. Small reads are served from windows, so that twenty thousand entries do not cost as many system calls. */
export async function fileAccess(path: string): Promise<RandomAccess> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  const windows: { readonly start: number; readonly bytes: Uint8Array }[] = [];

  function load(position: number, length: number): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)));
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(handle.fd, bytes, filled, bytes.length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  return {
    size,
    read(position, length) {
      if (length > WINDOW_BYTES / 2) return load(position, length);
      const at = windows.findIndex(
        ({ start, bytes }) => position >= start && position + length <= start + bytes.length,
      );
      const window = at < 0 ? { start: position, bytes: load(position, WINDOW_BYTES) } : windows[at]!;
      if (at >= 0) windows.splice(at, 1);
      windows.unshift(window);
      windows.length = Math.min(windows.length, WINDOWS);
      return window.bytes.subarray(position - window.start, position - window.start + length);
    },
    close: () => handle.close(),
  };
}

export function memoryAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    close: async () => {},
  };
}

const CHUNK_BYTES = 1024 * 1024;

/** The bytes from `start` up to `end` as a stream. */
export async function* range(access: RandomAccess, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const chunk = access.read(at, Math.min(CHUNK_BYTES, end - at));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}
