import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Member } from '../../../samples/render/member.ts';
import { type Limits, limits as standard } from '../../../src/evidence/limits.ts';
import type { Damage } from '../../../src/formats/damage.ts';
import { findDisk } from '../../../src/formats/disk/find.ts';
import { walk } from '../../../src/formats/disk/ufs/walk.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { gptDisk, hasMakefs, inodeOf, labelledDisk, ufs } from '../../fixtures/disk-image.ts';

/** A time of its own for each file, so that its inode can be found. */
const at = (second: number) => Date.UTC(2026, 4, 3, 2, 1, second);
const file = (name: string, second: number, content: Buffer): Member => ({
  name,
  type: 'file',
  mode: 0o644,
  owner: 'root',
  group: 'wheel',
  modified: at(second),
  content,
});
const LARGE = Buffer.alloc(400_000, 'large ');
const plain = (): Buffer =>
  ufs([
    file('a/first', 1, Buffer.from('first\n')),
    file('a/large', 2, LARGE),
    file('folder/below', 3, Buffer.from('below\n')),
    file('z/last', 4, Buffer.from('last\n')),
  ]);
const shared = hasMakefs ? plain() : Buffer.alloc(0);
const image = () => Buffer.from(shared);

interface Read {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly damages: readonly Damage[];
  readonly bytes: number;
}

async function read(bytes: Uint8Array, limits: Limits = standard, budget = 2 ** 28): Promise<Read | undefined> {
  const disk = findDisk(memoryAccess(bytes), limits, true);
  if (!disk) return undefined;
  const files = new Map<string, Buffer>();
  const damages: Damage[] = [...disk.damages];
  let total = 0;
  for (const { system } of disk.volumes) {
    for await (const item of walk(system, limits, { left: budget })) {
      if (item.kind === 'damage') damages.push(item);
      else {
        const chunks: Uint8Array[] = [];
        for await (const chunk of item.content()) {
          total += chunk.length;
          if (chunks.length < 16) chunks.push(chunk);
        }
        if (item.type === 'file') files.set(item.name, Buffer.concat(chunks));
      }
    }
  }
  return { files, damages, bytes: total };
}

/** Where the entry of a name lies in the image. */
function entryOf(bytes: Buffer, name: string): number {
  const found = bytes.indexOf(Buffer.concat([Buffer.from([name.length]), Buffer.from(`${name}\0`)]));
  if (found < 0) throw new Error('no entry has that name');
  return found - 7;
}

const pointer = (bytes: Buffer, second: number, index: number) => inodeOf(bytes, at(second)) + 112 + index * 8;

/** The pointer of `a/large` to its block of pointers, and where that block lies. */
const indirect = (bytes: Buffer) => Number(bytes.readBigInt64LE(pointer(bytes, 2, 12))) * 2_048;

interface Row {
  readonly name: string;
  readonly harm: (bytes: Buffer) => Buffer;
  readonly says: RegExp;
  /** Files that are not there any more, or not whole; everything else is. */
  readonly lost: readonly string[];
}

const changed = (change: (bytes: Buffer) => void) => (bytes: Buffer) => {
  change(bytes);
  return bytes;
};

const rows: readonly Row[] = [
  {
    name: 'an image that was cut in its data',
    harm: (bytes) => bytes.subarray(0, indirect(bytes) + 2_048),
    says: /^truncated .*beyond the end of the image/,
    lost: ['a/large', 'folder/below', 'z/last', 'a/first'],
  },
  {
    name: 'a superblock of zeros',
    harm: changed((bytes) => bytes.fill(0, 8_192, 16_384)),
    says: /^malformed .*read by a copy/,
    lost: [],
  },
  {
    name: 'a folder that is its own folder',
    harm: changed((bytes) =>
      bytes.writeUInt32LE(bytes.readUInt32LE(entryOf(bytes, 'folder')), entryOf(bytes, 'below')),
    ),
    says: /^malformed folder\/below: the directory stands in the file system a second time/,
    lost: ['folder/below'],
  },
  {
    name: 'an entry without length',
    harm: changed((bytes) => bytes.writeUInt16LE(0, entryOf(bytes, 'below') + 4)),
    says: /^malformed folder: the directory is damaged: an entry in it has a length that cannot be/,
    lost: ['folder/below'],
  },
  {
    name: 'an entry longer than its piece',
    harm: changed((bytes) => bytes.writeUInt16LE(0xfffc, entryOf(bytes, 'below') + 4)),
    says: /^malformed folder: the directory is damaged/,
    lost: ['folder/below'],
  },
  {
    name: 'a name longer than its entry',
    harm: changed((bytes) => bytes.writeUInt8(255, entryOf(bytes, 'first') + 7)),
    says: /^malformed a: the directory is damaged/,
    lost: ['a/first', 'a/large'],
  },
  {
    name: 'a name that climbs',
    harm: changed((bytes) => bytes.write('../..', entryOf(bytes, 'below') + 8)),
    says: /^malformed folder: the directory is damaged: a name in it is none/,
    lost: ['folder/below'],
  },
  {
    name: 'an inode that is not there',
    harm: changed((bytes) => bytes.writeUInt32LE(0x7fffffff, entryOf(bytes, 'below'))),
    says: /^malformed folder\/below: its inode has a number/,
    lost: ['folder/below'],
  },
  {
    name: 'an inode that is empty',
    harm: changed((bytes) => bytes.writeUInt16LE(0, inodeOf(bytes, at(3)))),
    says: /^malformed folder\/below: its inode is empty/,
    lost: ['folder/below'],
  },
  {
    name: 'a block at an address that cannot be',
    harm: changed((bytes) => bytes.writeBigInt64LE(0x7fffffffffffn, pointer(bytes, 3, 0))),
    says: /^malformed folder\/below: some of its blocks/,
    lost: ['folder/below'],
  },
  {
    name: 'a block at a negative address',
    harm: changed((bytes) => bytes.writeBigInt64LE(-1n, pointer(bytes, 3, 0))),
    says: /^malformed folder\/below: some of its blocks/,
    lost: ['folder/below'],
  },
  {
    name: 'a block of pointers that points to itself',
    harm: changed((bytes) => {
      const block = indirect(bytes);
      const own = BigInt(block / 2_048);
      for (let index = 0; index < 2_048; index++) bytes.writeBigInt64LE(own, block + index * 8);
      for (const level of [13, 14]) bytes.writeBigInt64LE(own, pointer(bytes, 2, level));
      bytes.writeBigInt64LE(2n ** 52n, inodeOf(bytes, at(2)) + 16);
      bytes.writeBigInt64LE(2n ** 52n, inodeOf(bytes, at(2)) + 24);
    }),
    says: /^over-limit a\/large: .*(?:stores far less|many times its size)/,
    lost: ['a/large', 'folder/below', 'z/last'],
  },
  {
    name: 'a size without end',
    harm: changed((bytes) => bytes.writeBigInt64LE(-1n, inodeOf(bytes, at(3)) + 16)),
    says: /^over-limit folder\/below: it says it has/,
    lost: ['folder/below'],
  },
  {
    name: 'a root that is a file',
    harm: changed((bytes) => {
      const [table, fragment] = [bytes.readInt32LE(8_192 + 16), bytes.readInt32LE(8_192 + 52)];
      bytes.writeUInt16LE(0o100644, table * fragment + 512);
    }),
    says: /no root directory/,
    lost: ['a/first', 'a/large', 'folder/below', 'z/last'],
  },
  {
    name: 'a label that points outside',
    harm: (bytes) => {
      const disk = labelledDisk([
        { letter: 'a', type: 7, bytes },
        { letter: 'e', type: 7, bytes: Buffer.alloc(512), offset: 0x7fffffff },
      ]);
      return disk;
    },
    says: /^truncated s1e: the partition lies beyond the end/,
    lost: [],
  },
  {
    name: 'a label that claims to be in its own first partition',
    harm: (bytes) => labelledDisk([{ letter: 'a', type: 7, bytes }]).subarray(63 * 512),
    says: /^$/,
    lost: [],
  },
  {
    name: 'a GPT of which one file system is destroyed',
    harm: (bytes) => gptDisk([bytes, Buffer.alloc(bytes.length, 'x')]),
    says: /^unreadable p2: the partition holds no file system/,
    lost: [],
  },
];

const whole = new Map([
  ['a/first', 'first\n'],
  ['a/large', LARGE.toString()],
  ['folder/below', 'below\n'],
  ['z/last', 'last\n'],
]);

describe.skipIf(!hasMakefs)('a damaged file system (skipped where makefs is not installed)', () => {
  test.each(rows)('$name: told, and everything else is read', async ({ harm, says, lost }) => {
    const result = await read(harm(image()));
    const told = (result?.damages ?? []).map(({ reason, name, detail }) => `${reason} ${name ?? ''}: ${detail}`);
    if (says.source === '^$') expect(told).toEqual([]);
    else expect(told).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
    const kept = [...whole].filter(([name]) => !lost.includes(name));
    for (const [name, content] of kept) expect(result?.files.get(name)?.toString(), name).toBe(content);
    if (lost.length === 0) expect([...(result?.files.keys() ?? [])]).toEqual([...whole.keys()]);
  });

  test('holes are zeros, also where a whole block of pointers is missing', async () => {
    const bytes = image();
    bytes.writeBigInt64LE(0n, pointer(bytes, 2, 1));
    bytes.writeBigInt64LE(0n, pointer(bytes, 2, 12));
    const { files, damages } = (await read(bytes))!;
    const wanted = Buffer.from(LARGE);
    wanted.fill(0, 16_384, 32_768).fill(0, 12 * 16_384);
    expect(files.get('a/large')?.equals(wanted)).toBe(true);
    expect(damages).toEqual([]);
  });

  test('a snapshot is listed, and what only has its mark is read', async () => {
    const bytes = image();
    bytes.writeUInt32LE(0x200000, inodeOf(bytes, at(3)) + 88);
    bytes.writeUInt32LE(0x200000, inodeOf(bytes, at(2)) + 88);
    bytes.writeBigInt64LE(BigInt(bytes.length), inodeOf(bytes, at(2)) + 16);
    const { files, damages } = (await read(bytes))!;
    expect(files.get('folder/below')?.toString()).toBe('below\n');
    expect(files.has('a/large')).toBe(false);
    expect(damages).toMatchObject(
      [{ reason: 'unsupported', name: 'a/large', detail: /snapshot/ }].map(({ detail: _, ...rest }) => rest),
    );
  });

  test('a file system of a big-endian machine is refused by its name', async () => {
    const bytes = Buffer.from(image()).fill(0, 32_768);
    bytes.writeUInt32BE(0x19540119, 8_192 + 1372);
    expect((await read(bytes))?.damages).toMatchObject([{ reason: 'unreadable' }]);
    expect((await read(bytes))?.damages[0]?.detail).toMatch(/big-endian/);
  });

  test('names, directories and levels beyond the bounds end the reading with a word', async () => {
    const told = async (limits: Partial<Limits>) =>
      (await read(image(), { ...standard, ...limits }))!.damages.map(({ reason, detail }) => `${reason} ${detail}`);
    expect(await told({ entries: 3 })).toEqual([expect.stringMatching(/^over-limit .*holds more than/)]);
    expect(await told({ directoryDepth: 0 })).toContainEqual(expect.stringMatching(/^over-limit more than 0 levels/));
    expect(await told({ directoryBytes: 0 })).toContainEqual(
      expect.stringMatching(/^over-limit a directory is read up to/),
    );
    const { damages } = (await read(image(), standard, 10_000))!;
    expect(damages).toContainEqual(expect.objectContaining({ reason: 'over-limit' }));
  });

  test('any bytes changed anywhere in what is not data: it ends, hands out no more than its bounds, and never fails', async () => {
    const used = indirect(image()) + 16_384;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(used), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        async (changes) => {
          const bytes = image();
          for (const [place, value] of changes) bytes[place] = value;
          const result = await read(bytes, standard, 2 ** 24);
          expect(result?.bytes ?? 0).toBeLessThanOrEqual(2 ** 24);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('any word in the superblock, an inode or a directory: likewise', async () => {
    const bytes = image();
    const places = [8_192, inodeOf(bytes, at(2)), entryOf(bytes, 'a') - 24];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...places), fc.nat(60), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1, 4_096)), {
          minLength: 1,
          maxLength: 6,
        }),
        async (changes) => {
          const own = image();
          for (const [place, word, value] of changes) own.writeUInt32LE(value, place + word * 4);
          expect((await read(own, standard, 2 ** 24))?.bytes ?? 0).toBeLessThanOrEqual(2 ** 24);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('random bytes are no disk', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 70_000, maxLength: 80_000 }), (bytes) => {
      expect(findDisk(memoryAccess(bytes), standard, true)?.volumes ?? []).toEqual([]);
    }),
    { numRuns: 5 },
  );
});
