import type { Damage } from '../../src/formats/damage.ts';
import { gunzip } from '../../src/formats/gzip.ts';
import type { Member } from '../../src/formats/member.ts';

/** A stream of the bytes, in pieces of a size that cuts everything. */
export async function* inPieces(bytes: Uint8Array, size = 700): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

export interface ReadMember extends Omit<Member, 'content'> {
  readonly content: Buffer;
}

/** Every member with its content, and every damage. */
export async function readAll(
  items: AsyncIterable<Member | Damage>,
): Promise<{ readonly members: readonly ReadMember[]; readonly damages: readonly Damage[] }> {
  const members: ReadMember[] = [];
  const damages: Damage[] = [];
  for await (const item of items) {
    if (item.kind === 'damage') damages.push(item);
    else members.push({ ...item, content: await bytesOf(item.content()) });
  }
  return { members, damages };
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
  return Buffer.concat(parts);
}

/** What a gzip file inflates to, and what was wrong. */
export async function inflated(packed: Uint8Array) {
  const { chunks, outcome, facts } = gunzip(inPieces(packed));
  return { text: (await bytesOf(chunks)).toString('latin1'), outcome, facts };
}
