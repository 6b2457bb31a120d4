import { decodeName } from '../name-bytes.ts';

export const BLOCK = 512;

/** One 512-byte header as recorded (POSIX ustar, GNU and pre-POSIX forms). */
export interface TarHeader {
  readonly name: string;
  /** The type flag: `0` or NUL file, `1` hard link, `2` symlink, `5` directory, `x` `g` pax, `L` `K` GNU long names, `S` sparse. */
  readonly flag: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970 UTC. */
  readonly modified: number;
  readonly linkName: string;
  readonly user: string;
  readonly group: string;
}

/** True when the checksum holds, which a damaged block or one of content does not by chance. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false;
  const stated = number(block, 148, 8);
  if (stated <= 0) return false;
  let unsigned = 8 * 32;
  let signed = 8 * 32;
  for (let at = 0; at < BLOCK; at++) {
    if (at === 148) at = 156;
    const byte = block[at]!;
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return stated === unsigned || stated === signed;
}

/** `ustar`, followed by NUL (POSIX) or a space (GNU): what a search for the next header asks for besides the checksum. */
export function hasUstarMagic(block: Uint8Array): boolean {
  return (
    block[257] === 0x75 && block[258] === 0x73 && block[259] === 0x74 && block[260] === 0x61 && block[261] === 0x72
  );
}

/** Reads a block for which `isTarHeader` holds. */
export function parseTarHeader(block: Uint8Array): TarHeader {
  const name = field(block, 0, 100);
  const isPosix = hasUstarMagic(block) && block[262] === 0;
  const prefix = isPosix ? field(block, 345, 155) : '';
  return {
    name: prefix ? `${prefix}/${name}` : name,
    flag: block[156] === 0 ? '0' : String.fromCharCode(block[156]!),
    size: number(block, 124, 12),
    mode: number(block, 100, 8),
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
    modified: number(block, 136, 12),
    linkName: field(block, 157, 100),
    user: hasUstarMagic(block) ? field(block, 265, 32) : '',
    group: hasUstarMagic(block) ? field(block, 297, 32) : '',
  };
}

/** Text up to its NUL. */
export function field(block: Uint8Array, from: number, length: number): string {
  let end = from;
  while (end < from + length && block[end] !== 0) end++;
  return decodeName(block.subarray(from, end));
}

/** Octal text, or base 256 when the top bit is set (GNU, for large values). NaN for anything else; a negative base 256 stays negative. */
export function number(block: Uint8Array, from: number, length: number): number {
  const first = block[from]!;
  if (first & 0x80) {
    let value = first === 0xff ? -1 : first & 0x7f;
    for (let at = from + 1; at < from + length; at++) value = value * 256 + block[at]!;
    return value;
  }
  let at = from;
  const end = from + length;
  while (at < end && block[at] === 0x20) at++;
  let value = 0;
  for (; at < end; at++) {
    const digit = block[at]! - 0x30;
    if (digit < 0 || digit > 7) return block[at] === 0 || block[at] === 0x20 ? value : Number.NaN;
    value = value * 8 + digit;
  }
  return value;
}
