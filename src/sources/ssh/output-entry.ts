import type { Entry } from '../../evidence/entry.ts';

/** The output of a command, as a file at its pseudo path. */
export function outputEntry(path: string, bytes: Uint8Array): Entry {
  return {
    kind: 'entry',
    path,
    original: path.replace(/^\//, ''),
    type: 'file',
    size: bytes.length,
    async *content() {
      yield bytes;
    },
  };
}
