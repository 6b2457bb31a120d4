/** Numbers of a structure on a disk, little-endian. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A signed 64-bit number; undefined where it is negative or larger than a number can say exactly. */
export function exact64(view: DataView, at: number): number | undefined {
  const high = view.getInt32(at + 4, true);
  if (high < 0 || high >= 2 ** 21) return undefined;
  return high * 2 ** 32 + view.getUint32(at, true);
}
