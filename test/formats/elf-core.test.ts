import { describe, expect, test } from 'vitest';
import { isElfCore, readElfCore } from '../../src/formats/elf-core.ts';
import { coreDump } from '../fixtures/core-dump.ts';

const whole = coreDump({ program: 'nsppe', pid: 2210, segments: ['one', 'two'] });

/** An ELF-32 core of a big-endian machine: header, one program header, one note. */
function small(): Buffer {
  const dump = Buffer.alloc(52 + 32 + 20 + 112);
  dump.set([0x7f, 0x45, 0x4c, 0x46, 1, 2, 1, 9]);
  dump.writeUInt16BE(4, 16);
  dump.writeUInt32BE(52, 28);
  dump.writeUInt16BE(32, 42);
  dump.writeUInt16BE(1, 44);
  dump.writeUInt32BE(4, 52);
  dump.writeUInt32BE(84, 56);
  dump.writeUInt32BE(132, 68);
  dump.writeUInt32BE(8, 84);
  dump.writeUInt32BE(112, 88);
  dump.writeUInt32BE(3, 92);
  dump.write('FreeBSD\0', 96, 'latin1');
  dump.writeUInt32BE(1, 104);
  dump.write('httpd', 112, 'latin1');
  dump.writeUInt32BE(77, 212);
  return dump;
}

describe('the beginning of a core dump', () => {
  test('of FreeBSD names its program and process, and how long it should be', () => {
    expect(readElfCore(whole)).toEqual({ program: 'nsppe', pid: 2210, promisedBytes: 4096 + 4096 + 3 });
  });

  test('of 32 bits and the other byte order is read alike', () => {
    expect(readElfCore(small())).toMatchObject({ program: 'httpd', pid: 77 });
  });

  test('without notes names nobody', () => {
    expect(readElfCore(coreDump({ segments: ['x'] }))).toEqual({ promisedBytes: 4097 });
  });

  test.each([
    { name: 'a program', bytes: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 9, ...Array(8).fill(0), 2, 0]) },
    { name: 'text', bytes: Buffer.from('NSPPE-01-2210') },
    { name: 'nothing', bytes: Buffer.alloc(0) },
  ])('$name is none', ({ bytes }) => {
    expect(isElfCore(bytes)).toBe(false);
    expect(readElfCore(bytes)).toEqual({});
  });
});

describe('a beginning that lies', () => {
  const ones = [255, 255, 255, 255, 255, 255, 255, 255];
  test.each([
    { name: 'the table lies nowhere', lies: [[32, ones]] },
    { name: 'the table lies in itself', lies: [[32, [0, 0, 0, 0, 0, 0, 0, 0]]] },
    { name: 'its rows have no size', lies: [[54, [0, 0]]] },
    { name: 'it has as many rows as can be', lies: [[56, [255, 255]]] },
    { name: 'the notes lie nowhere', lies: [[64 + 8, ones]] },
    { name: 'the notes have no end', lies: [[64 + 32, ones]] },
    { name: 'a note has no size', lies: [[64 + 3 * 56, Array(12).fill(0)]] },
    { name: 'a name has no end', lies: [[64 + 3 * 56, [255, 255, 255, 255]]] },
    { name: 'a note has no end', lies: [[64 + 3 * 56 + 4, [255, 255, 255, 255]]] },
  ] as const)('$name: is read in a moment, and nothing is made up', ({ lies }) => {
    const before = performance.now();
    const told = readElfCore(coreDump({ program: 'nsppe', pid: 1, segments: ['one', 'two'], lies }));
    expect(performance.now() - before).toBeLessThan(100);
    expect([undefined, 'nsppe']).toContain(told.program);
    if (told.promisedBytes !== undefined) expect(Number.isSafeInteger(told.promisedBytes)).toBe(true);
  });

  test('cut at any byte', () => {
    for (let length = 0; length < 600; length++) {
      const { program } = readElfCore(whole.subarray(0, length));
      expect(program === undefined || 'nsppe'.startsWith(program)).toBe(true);
    }
  });
});
