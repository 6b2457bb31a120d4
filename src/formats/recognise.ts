import { diskContainer } from './disk/container.ts';
import { isElfCore } from './elf-core.ts';
import { startsWith } from './starts-with.ts';
import { isTarHeader } from './tar/header.ts';

/** What a stream of bytes is, by its first bytes and never by its name. */
export type Format =
  | 'empty'
  | 'tar'
  | 'zip'
  | 'gzip'
  | 'bzip2'
  | 'xz'
  | 'zstd'
  | '7z'
  | 'rar'
  | 'cab'
  | 'compress'
  | 'lz4'
  | 'cpio'
  | 'elf-core'
  | 'elf'
  | 'disk-image'
  | 'sqlite'
  | 'pdf'
  | 'text'
  | 'unknown';

/** Bytes that `recognise` wants to see; a UFS superblock lies at 64 KiB. */
export const RECOGNITION_BYTES = 68 * 1024;

interface Magic {
  readonly format: Format;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** From the formats' own specifications. */
const MAGICS: readonly Magic[] = [
  { format: 'gzip', at: 0, bytes: [0x1f, 0x8b, 0x08] },
  { format: 'zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { format: 'zip', at: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { format: 'zip', at: 0, bytes: [0x50, 0x4b, 0x07, 0x08] },
  { format: 'xz', at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { format: 'zstd', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { format: '7z', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { format: 'rar', at: 0, bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { format: 'cab', at: 0, bytes: ascii('MSCF\0') },
  { format: 'compress', at: 0, bytes: [0x1f, 0x9d] },
  { format: 'lz4', at: 0, bytes: [0x04, 0x22, 0x4d, 0x18] },
  { format: 'cpio', at: 0, bytes: ascii('07070') },
  { format: 'sqlite', at: 0, bytes: ascii('SQLite format 3\0') },
  { format: 'pdf', at: 0, bytes: ascii('%PDF-') },
];

/** `head` is the beginning of the data: up to `RECOGNITION_BYTES`, fewer when there is no more. */
export function recognise(head: Uint8Array): Format {
  if (head.length === 0) return 'empty';
  const match = MAGICS.find(({ at, bytes }) => startsWith(head.subarray(at), bytes));
  if (match) return match.format;
  if (diskContainer(head) !== undefined) return 'disk-image';
  if (isBzip2(head)) return 'bzip2';
  if (startsWith(head, [0x7f, 0x45, 0x4c, 0x46])) return isElfCore(head) ? 'elf-core' : 'elf';
  if (isTarHeader(head)) return 'tar';
  // An image taken through the appliance's shell may begin with the six bytes of ` Done` and a line end.
  if (isDisk(head) || (startsWith(head, SHELL_FRAME) && isDisk(head.subarray(SHELL_FRAME.length)))) return 'disk-image';
  return isText(head.subarray(0, 4096)) ? 'text' : 'unknown';
}

/** ` Done` and a line end, which a copy through `ssh … shell` can put in front of the data. */
export const SHELL_FRAME: readonly number[] = ascii(' Done\n');

function isBzip2(head: Uint8Array): boolean {
  if (!startsWith(head, ascii('BZh'))) return false;
  const level = head[3] ?? 0;
  const isBlock = startsWith(head.subarray(4), [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);
  const isEmpty = startsWith(head.subarray(4), [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]);
  return level >= 0x31 && level <= 0x39 && (isBlock || isEmpty);
}

/** A boot sector with a partition that is in use, or a UFS superblock (magic at 1372) at 8 or 64 KiB. */
function isDisk(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (const superblock of [0, 8192, 65536]) {
    const at = superblock + 1372;
    if (at + 4 > head.length) continue;
    const magic = view.getUint32(at, true);
    if (magic === 0x19540119 || magic === 0x00011954) return true;
  }
  if (view.getUint16(510, true) !== 0xaa55) return false;
  return [446, 462, 478, 494].some(
    (at) => (head[at]! & 0x7f) === 0 && head[at + 4]! !== 0 && view.getUint32(at + 12, true) > 0,
  );
}

/** No NUL, and at most one in ten bytes a control character. */
function isText(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) controls += 1;
  }
  return controls * 10 <= head.length;
}
