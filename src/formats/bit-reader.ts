/** Reads bits, the highest of a byte first. Behind the end it reads zeros and says so, so that no reader has to ask before every bit. */
export interface BitReader {
  /** The next `count` bits (0 to 32) as a number. */
  read(count: number): number;
  /** Passes over the rest of a byte that was begun. */
  align(): void;
  /** More was read than there was. */
  isPastEnd(): boolean;
  /** Bytes not read yet, and bytes read, counting one that was begun. */
  left(): number;
  position(): number;
  /** Drops the bytes that were read and adds others behind the rest; returns how many were dropped. */
  refill(more: readonly Uint8Array[]): number;
}

export function bitReader(): BitReader {
  let bytes = new Uint8Array(0);
  let at = 0;
  /** Bits of the bytes before `at` that were not read yet: the lowest `held` bits of `hold`. */
  let hold = 0;
  let held = 0;
  let isPastEnd = false;

  /** At most 24 bits. */
  function few(count: number): number {
    while (held < count) {
      const byte = bytes[at];
      if (byte === undefined) isPastEnd = true;
      else at++;
      hold = (hold << 8) | (byte ?? 0);
      held += 8;
    }
    held -= count;
    const value = hold >>> held;
    hold &= (1 << held) - 1;
    return value;
  }

  return {
    read: (count) => (count <= 24 ? few(count) : few(count - 16) * 2 ** 16 + few(16)),
    align() {
      held = 0;
      hold = 0;
    },
    isPastEnd: () => isPastEnd,
    left: () => bytes.length - at,
    position: () => at,
    refill(more) {
      const dropped = at;
      const rest = bytes.subarray(at);
      const joined = new Uint8Array(more.reduce((sum, chunk) => sum + chunk.length, rest.length));
      joined.set(rest);
      let filled = rest.length;
      for (const chunk of more) {
        joined.set(chunk, filled);
        filled += chunk.length;
      }
      bytes = joined;
      at = 0;
      return dropped;
    },
  };
}
