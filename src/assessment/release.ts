/** Chunks below this are left to the collector. Bytes. */
const WORTH_RELEASING = 100_000;

/** Gives the memory of a chunk that nobody looks at any more back at once: the collector would let a hundred of them gather. */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (byteLength >= WORTH_RELEASING && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}
