/** A file's bytes, kept up to a limit. */
export interface WholeFile {
  push(chunk: Uint8Array): void;
  /** The file was longer than the limit. */
  isCut(): boolean;
  bytes(): Uint8Array;
}

export function keepWhole(limit: number): WholeFile {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isCut = false;
  let joined: Uint8Array | undefined;
  return {
    push(chunk) {
      if (isCut) return;
      isCut = size + chunk.length > limit;
      parts.push(isCut ? chunk.subarray(0, limit - size) : chunk);
      size = Math.min(limit, size + chunk.length);
    },
    isCut: () => isCut,
    bytes() {
      joined ??= parts.length === 1 ? parts[0]! : new Uint8Array(Buffer.concat(parts));
      return joined;
    },
  };
}
