import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Member } from '../../../samples/render/member.ts';
import { limits } from '../../../src/evidence/limits.ts';
import type { Damage } from '../../../src/formats/damage.ts';
import { findDisk } from '../../../src/formats/disk/find.ts';
import { walk } from '../../../src/formats/disk/ufs/walk.ts';
import type { Member as Read } from '../../../src/formats/member.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { hasMakefs, ufs } from '../../fixtures/disk-image.ts';

/** Everything in the first file system of an image; files by the hash of their content. */
async function read(image: Buffer) {
  const disk = findDisk(memoryAccess(image), limits, true);
  const members = new Map<string, Read & { readonly sha256: string; readonly bytes: number }>();
  const damages: Damage[] = [...(disk?.damages ?? [])];
  for (const { system } of disk?.volumes ?? []) {
    for await (const item of walk(system, limits, { left: 2 ** 32 })) {
      if (item.kind === 'damage') damages.push(item);
      else {
        const hash = createHash('sha256');
        let bytes = 0;
        for await (const chunk of item.content()) {
          hash.update(chunk);
          bytes += chunk.length;
        }
        members.set(item.name, { ...item, sha256: hash.digest('hex'), bytes });
      }
    }
  }
  return { disk, members, damages };
}

const AT = Date.UTC(2026, 4, 3, 2, 1, 0);

function file(name: string, content: Buffer, more: Partial<Member> = {}): Member {
  return { name, type: 'file', mode: 0o644, owner: 'root', group: 'wheel', modified: AT, content, ...more };
}

function link(name: string, linkTarget: string): Member {
  return { ...file(name, Buffer.alloc(0)), type: 'symlink', mode: 0o755, linkTarget };
}

const contents = [
  file('etc/empty', Buffer.alloc(0)),
  file('etc/short', Buffer.from('short\n')),
  file('etc/one block', randomBytes(16_384)),
  file('a/twelve-blocks', randomBytes(12 * 16_384)),
  file('a/twelve-blocks-and-a-byte', randomBytes(12 * 16_384 + 1)),
  file('a/b/c/d/indirect', randomBytes(3_000_001)),
  file('a/set-uid', Buffer.from('x'), { mode: 0o4755, owner: 'nobody', group: 'nobody' }),
  link('short-link', '/var/tmp'),
  link('long-link', `/${'long/'.repeat(30)}end`),
  ...Array.from({ length: 400 }, (_, index) =>
    file(`many/name-${index}-${'n'.repeat(index % 60)}`, randomBytes(index)),
  ),
];

describe.skipIf(!hasMakefs)('a file system made by makefs (skipped where it is not installed)', () => {
  test.each([
    { version: 1, blockBytes: 8_192, fragmentBytes: 1_024 },
    { version: 1, blockBytes: 16_384, fragmentBytes: 2_048 },
    { version: 2, blockBytes: 4_096, fragmentBytes: 512 },
    { version: 2, blockBytes: 16_384, fragmentBytes: 2_048 },
    { version: 2, blockBytes: 32_768, fragmentBytes: 4_096 },
    { version: 2, blockBytes: 65_536, fragmentBytes: 8_192 },
  ] as const)('UFS$version with blocks of $blockBytes: every byte and all metadata', async (options) => {
    const { members, damages } = await read(ufs(contents, options));
    expect(damages).toEqual([]);
    for (const wanted of contents) {
      const found = members.get(wanted.name);
      expect(found, wanted.name).toMatchObject({
        type: wanted.type,
        mode: wanted.mode,
        uid: wanted.owner === 'root' ? 0 : 65_534,
        gid: wanted.group === 'wheel' ? 0 : 65_534,
        owner: wanted.owner,
        modified: new Date(AT),
        sha256: createHash('sha256').update(wanted.content).digest('hex'),
      });
      if (wanted.type === 'symlink') expect(found?.linkTarget).toBe(wanted.linkTarget);
      else expect(found?.size).toBe(wanted.content.length);
    }
    const folders = [...members].filter(([, { type }]) => type === 'directory').map(([name]) => name);
    expect(folders).toEqual(['a', 'a/b', 'a/b/c', 'a/b/c/d', 'etc', 'many']);
  });

  test('a superblock at 64 KiB, where FreeBSD puts it', async () => {
    const image = ufs(contents, { version: 2, blockBytes: 65_536, fragmentBytes: 8_192 });
    image.writeBigInt64LE(65_536n, 65_536 + 1_000);
    const { disk, members, damages } = await read(image.fill(0, 8_192, 16_384));
    expect(damages).toEqual([]);
    expect(disk?.volumes[0]?.system.superblock.isCopy).toBe(false);
    expect(members.get('etc/short')?.bytes).toBe(6);
  });

  test('a file with two levels of pointers', async () => {
    const large = randomBytes(12 * 4_096 + 512 * 4_096 + 5 * 4_096 + 77);
    const { members, damages } = await read(ufs([file('large', large)], { blockBytes: 4_096, fragmentBytes: 512 }));
    expect(damages).toEqual([]);
    expect(members.get('large')?.sha256).toBe(createHash('sha256').update(large).digest('hex'));
  });
});
