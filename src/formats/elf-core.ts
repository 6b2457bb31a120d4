/**
 * The beginning of an ELF core dump: what it is of, and how long it should be. Sources: the ELF-64 object file format; `sys/procfs.h` of FreeBSD for
 * the note `NT_PRPSINFO`. Every number in it may lie: each is used only where it lies within the bytes at hand, and every loop has a bound of its own.
 */
export interface ElfCore {
  /** Name of the program, as FreeBSD's kernel noted it: at most 16 bytes, raw. */
  readonly program?: string;
  /** Process id. */
  readonly pid?: number;
  /** Bytes that the file should have, by the last segment in its table; absent where the table tells nothing or cannot be read. */
  readonly promisedBytes?: number;
}

/** Program headers looked at; a dump of a large process has some hundreds. */
const HEADERS_LOOKED_AT = 4_096;
const NOTES_LOOKED_AT = 256;
const CORE = 4;
const PT_LOAD = 1;
const PT_NOTE = 4;
const NT_PRPSINFO = 3;
const PROGRAM_BYTES = 16;
const ARGUMENT_BYTES = 80;

/** Whether the first bytes are those of an ELF core dump, of either byte order. 20 bytes are enough. */
export function isElfCore(head: Uint8Array): boolean {
  return (
    head[0] === 0x7f &&
    head[1] === 0x45 &&
    head[2] === 0x4c &&
    head[3] === 0x46 &&
    (head[16] === CORE || head[17] === CORE)
  );
}

/** Reads the beginning of a dump, which may be cut anywhere. Never throws; what is not there or makes no sense is left out. */
export function readElfCore(head: Uint8Array): ElfCore {
  if (!isElfCore(head) || head.length < 64) return {};
  const is64 = head[4] === 2;
  const isLittle = head[5] !== 2;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const word = (at: number): number => (at + 4 <= head.length ? view.getUint32(at, isLittle) : 0);
  const half = (at: number): number => (at + 2 <= head.length ? view.getUint16(at, isLittle) : 0);
  const address = (at: number): number => {
    if (!is64) return word(at);
    return at + 8 <= head.length ? Number(view.getBigUint64(at, isLittle)) : 0;
  };
  const table = address(is64 ? 32 : 28);
  const size = half(is64 ? 54 : 42);
  const count = Math.min(half(is64 ? 56 : 44), HEADERS_LOOKED_AT);
  let promised = 0;
  let process: Pick<ElfCore, 'program' | 'pid'> = {};
  for (let index = 0; index < count && size >= (is64 ? 56 : 32); index++) {
    const at = table + index * size;
    if (at + size > head.length) break;
    const type = word(at);
    const from = address(at + (is64 ? 8 : 4));
    const bytes = address(at + (is64 ? 32 : 16));
    if (type === PT_LOAD || type === PT_NOTE) promised = Math.max(promised, from + bytes);
    if (type === PT_NOTE && process.program === undefined && from < head.length)
      process = processIn(head, from, Math.min(head.length, from + bytes), word, is64);
  }
  return { ...process, ...(promised > 0 && Number.isSafeInteger(promised) && { promisedBytes: promised }) };
}

/** Walks the notes in `from` to `end` for FreeBSD's note on the process. */
function processIn(
  head: Uint8Array,
  from: number,
  end: number,
  word: (at: number) => number,
  is64: boolean,
): Pick<ElfCore, 'program' | 'pid'> {
  let at = from;
  for (let notes = 0; notes < NOTES_LOOKED_AT && at + 12 <= end; notes++) {
    const nameBytes = word(at);
    const bytes = word(at + 4);
    const name = at + 12;
    const content = name + padded(nameBytes);
    if (content + bytes > end) return {};
    const isOfSystem = textAt(head, name, nameBytes) === 'FreeBSD';
    if (isOfSystem && word(at + 8) === NT_PRPSINFO) return processOf(head, content, bytes, word, is64);
    at = content + padded(bytes);
  }
  return {};
}

/** `struct prpsinfo`: version, size of the struct, program, arguments, and since 2014 the process id. */
function processOf(head: Uint8Array, at: number, bytes: number, word: (at: number) => number, is64: boolean) {
  const program = at + (is64 ? 16 : 8);
  const afterTexts = program + (PROGRAM_BYTES + 1) + (ARGUMENT_BYTES + 1);
  const pidAt = afterTexts + (-(afterTexts - at) & 3);
  const name = program + PROGRAM_BYTES <= at + bytes ? textAt(head, program, PROGRAM_BYTES + 1) : '';
  const pid = pidAt + 4 <= at + bytes ? word(pidAt) : 0;
  return { ...(name !== '' && { program: name }), ...(pid > 0 && { pid }) };
}

/** A text that a zero byte ends, of at most `most` bytes, one character a byte. */
function textAt(head: Uint8Array, at: number, most: number): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset + at, Math.max(0, Math.min(most, head.length - at)));
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
