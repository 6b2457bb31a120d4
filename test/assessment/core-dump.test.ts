import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { magicOf } from '../../src/artifacts/magic.ts';
import { contentUnlessDump, findCoreDump } from '../../src/assessment/core-dump.ts';
import { coreDump, noise } from '../fixtures/core-dump.ts';
import { bytesOf } from '../formats/read-all.ts';

const core = coreDump({ program: 'nsppe', segments: [noise(90_000)] });

async function* chunks(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield new Uint8Array(bytes.subarray(at, at + size));
}

function find(path: string, bytes: Uint8Array, slow = { left: 1 }) {
  const entry = { path, original: path.slice(1), type: 'file', size: bytes.length } as const;
  return findCoreDump(entry, magicOf(bytes), bytes.subarray(0, 1_000), chunks(bytes), slow);
}

describe('what is read as a core dump', () => {
  test.each([
    { name: 'an ELF core of any name', path: '/var/tmp/x', bytes: core, isDump: true },
    { name: 'one in gzip', path: '/var/tmp/x', bytes: gzipSync(core), isDump: true },
    { name: 'one in zstd', path: '/var/tmp/x', bytes: zstdCompressSync(core), isDump: true },
    {
      name: 'a small packed one where dumps lie',
      path: '/var/core/1/x',
      bytes: gzipSync(core.subarray(0, 5_000)),
      isDump: true,
    },
    { name: 'other bytes where dumps lie', path: '/var/core/1/nsaaad-12', bytes: noise(5_000), isDump: true },
    { name: 'other bytes by their name', path: '/home/NSPPE-00-12', bytes: noise(5_000), isDump: true },
    {
      name: 'a damaged packed file where dumps lie',
      path: '/var/core/1/x.gz',
      bytes: gzipSync(core).subarray(0, 12),
      isDump: true,
    },
    { name: 'a text where dumps lie', path: '/var/core/1/notes.txt', bytes: Buffer.from('a note'), isDump: false },
    { name: 'the counter of savecore', path: '/var/core/bounds', bytes: Buffer.from('2\0'), isDump: false },
    { name: 'a zip where dumps lie', path: '/var/core/1/x.zip', bytes: Buffer.from('PK\x03\x04\0\0'), isDump: false },
    {
      name: 'a program',
      path: '/var/tmp/x',
      bytes: Buffer.concat([core.subarray(0, 16), Buffer.from([2, 0]), noise(900)]),
      isDump: false,
    },
    { name: 'another packed file', path: '/var/tmp/x.gz', bytes: gzipSync(noise(100_000)), isDump: false },
  ])('$name: $isDump', async ({ path, bytes, isDump }) => {
    const found = await find(path, bytes);
    expect(found.dump !== undefined).toBe(isDump);
    // Nothing of it is lost by the looking.
    expect((await bytesOf(found.stream)).equals(bytes)).toBe(true);
  });

  test('what is slow to unpack is looked into only so often, unless its name says dump', async () => {
    const packed = zstdCompressSync(core);
    expect(await find('/var/tmp/x', packed, { left: 0 })).toMatchObject({ isPassedOver: true });
    expect(await find('/var/core/1/x', packed, { left: 0 })).toHaveProperty('dump');
    expect(await find('/var/tmp/x', gzipSync(core), { left: 0 })).toHaveProperty('dump');
  });

  test('an error while it is looked at is told where it is read, behind what came before', async () => {
    const bytes = gzipSync(core);
    async function* broken() {
      yield new Uint8Array(bytes.subarray(0, 30_000));
      throw new Error('the disk is gone');
    }
    const entry = { path: '/var/core/1/x.gz', original: 'x', type: 'file', size: bytes.length } as const;
    const found = await findCoreDump(entry, 'gzip', bytes.subarray(0, 512), broken(), { left: 1 });
    const read: number[] = [];
    await expect(async () => {
      for await (const chunk of found.stream) read.push(chunk.length);
    }).rejects.toThrow('the disk is gone');
    expect(read).toEqual([30_000]);
  });
});

test('a core dump is no content that may be passed on', async () => {
  const entry = { path: '/var/tmp/x', original: 'x', type: 'file', size: core.length } as const;
  expect(await contentUnlessDump(entry, chunks(core))).toBeUndefined();
  expect(await contentUnlessDump(entry, chunks(gzipSync(core)))).toBeUndefined();
  const other = await contentUnlessDump(entry, chunks(Buffer.from('<?php sample')));
  expect(other && (await bytesOf(other)).toString()).toBe('<?php sample');
});
