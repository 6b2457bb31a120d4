import type { ByteReader } from '../byte-reader.ts';
import { paxNumber } from './extended-header.ts';
import { BLOCK, number } from './header.ts';

/** A stretch of stored data and where it lies in the real file; what lies between stretches is zeros. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

export interface SparseMap {
  readonly stretches: readonly Stretch[];
  /** Size of the real file, in bytes. */
  readonly realSize: number;
}

/** The map in a GNU `S` header and the blocks that continue it. Undefined when the stream ends or a number is wrong. */
export async function readGnuSparse(
  block: Uint8Array,
  reader: ByteReader,
  largest: number,
): Promise<SparseMap | undefined> {
  const stretches: Stretch[] = [];
  const realSize = number(block, 483, 12);
  collect(block, 386, 4, stretches);
  let hasMore = block[482] !== 0;
  for (let blocks = 0; hasMore; blocks++) {
    if (blocks * BLOCK > largest || !(await reader.fill(BLOCK))) return undefined;
    const more = reader.take(BLOCK);
    collect(more, 0, 21, stretches);
    hasMore = more[504] !== 0;
  }
  return checked({ stretches, realSize });
}

/** The map in pax records: GNU sparse formats 0.0 and 0.1. (0.0 repeats its keys, so that only one stretch of it survives: refused.) */
export function paxSparse(pax: ReadonlyMap<string, string>): SparseMap | undefined {
  const realSize = paxNumber(pax.get('GNU.sparse.size'));
  const numbers = pax.get('GNU.sparse.map')?.split(',').map(paxNumber);
  if (realSize === undefined || !numbers) return undefined;
  return fromNumbers(numbers, realSize);
}

/** The map at the head of the data: GNU sparse format 1.0, decimal numbers, one a line, padded to a block. */
export async function readPaxSparse(
  reader: ByteReader,
  realSize: number,
  largest: number,
): Promise<{ readonly map: SparseMap; readonly bytes: number } | undefined> {
  const numbers: (number | undefined)[] = [];
  let text = '';
  let wanted: number | undefined;
  let bytes = 0;
  while (wanted === undefined || numbers.length < wanted * 2) {
    if (bytes > largest || !(await reader.fill(BLOCK))) return undefined;
    const block = reader.take(BLOCK);
    bytes += BLOCK;
    text += Buffer.from(block.buffer, block.byteOffset, BLOCK).toString('latin1');
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (wanted === undefined) {
        wanted = paxNumber(line);
        if (wanted === undefined || wanted * 2 > largest) return undefined;
      } else if (numbers.length < wanted * 2) numbers.push(paxNumber(line));
    }
  }
  const map = fromNumbers(numbers, realSize);
  return map && { map, bytes };
}

function collect(block: Uint8Array, from: number, count: number, into: Stretch[]): void {
  for (let index = 0; index < count; index++) {
    const at = from + index * 24;
    if (block[at] === 0) return;
    into.push({ offset: number(block, at, 12), length: number(block, at + 12, 12) });
  }
}

function fromNumbers(numbers: readonly (number | undefined)[], realSize: number): SparseMap | undefined {
  const stretches: Stretch[] = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const offset = numbers[index];
    const length = numbers[index + 1];
    if (offset === undefined || length === undefined) return undefined;
    stretches.push({ offset, length });
  }
  return checked({ stretches, realSize });
}

/** Stretches must be in order, apart, and inside the file: a map that lies could otherwise make any content. */
function checked(map: SparseMap): SparseMap | undefined {
  let end = 0;
  for (const { offset, length } of map.stretches) {
    if (!(offset >= end) || !(length >= 0)) return undefined;
    end = offset + length;
  }
  return end <= map.realSize ? map : undefined;
}
