import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { limits } from '../../src/evidence/limits.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import { readZip } from '../../src/formats/zip.ts';
import { zipBytes } from '../fixtures/zip-bytes.ts';

const FILES = {
  'var/log/ns.log': 'line\n'.repeat(5_000),
  'etc/passwd': 'root\n',
  'var/tmp/': '',
  'var/tmp/x': 'x'.repeat(300),
};

interface Read {
  readonly files: Record<string, string>;
  readonly sizes: Record<string, number>;
  readonly problems: readonly string[];
}

async function read(bytes: Uint8Array, isReading = true): Promise<Read> {
  const files: Record<string, string> = {};
  const sizes: Record<string, number> = {};
  const problems: string[] = [];
  for await (const item of readZip(memoryAccess(bytes), limits)) {
    if (item.kind === 'damage') {
      problems.push(`${item.reason} ${item.name ?? ''} ${item.detail}`);
      continue;
    }
    sizes[item.name] = item.size;
    const parts: Uint8Array[] = [];
    if (isReading) for await (const chunk of item.content()) parts.push(Buffer.from(chunk));
    files[item.name] = Buffer.concat(parts).toString();
  }
  return { files, sizes, problems };
}

/** An entry as programs write it that do not go back: sizes and checksum behind the data. */
function openEnded(name: string, content: string): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(8, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([
    header,
    Buffer.from(name),
    deflateRawSync(content),
    Buffer.from('PK\u0007\u0008', 'latin1'),
    Buffer.alloc(12),
  ]);
}

test('a zip without its directory gives every entry, and says that some can be missing', async () => {
  const whole = zipBytes(FILES);
  const { files, problems } = await read(whole.subarray(0, whole.indexOf('PK\u0001\u0002', 0, 'latin1')));
  expect(files).toEqual(FILES);
  expect(problems).toEqual([expect.stringMatching(/^malformed .*some can be missing/)]);
});

test('entries that nobody reads are passed over', async () => {
  const whole = zipBytes(FILES);
  const { files } = await read(whole.subarray(0, -30), false);
  expect(Object.keys(files)).toEqual(Object.keys(FILES));
});

test('an entry that was cut keeps what there is of it', async () => {
  const noise = Array.from({ length: 40_000 }, (_, index) =>
    String.fromCharCode(33 + ((index * 7919 + (index >> 3)) % 90)),
  ).join('');
  const whole = zipBytes({ a: 'first', b: noise });
  const { files, problems } = await read(whole.subarray(0, Math.floor(whole.length / 2)));
  expect(files['a']).toBe('first');
  expect(noise.startsWith(files['b']!)).toBe(true);
  expect(files['b']!.length).toBeGreaterThan(0);
  expect(problems).toContainEqual(expect.stringMatching(/^truncated b /));
});

test('entries that state no size are measured', async () => {
  const { files, sizes } = await read(Buffer.concat([openEnded('a', 'one'), openEnded('b', 'two and more')]));
  expect(files).toEqual({ a: 'one', b: 'two and more' });
  expect(sizes).toEqual({ a: 3, b: 12 });
});

test.each([
  { name: 'a signature at the very end', bytes: Buffer.from('PK\u0003\u0004', 'latin1') },
  { name: 'signatures and nothing else', bytes: Buffer.from('PK\u0003\u0004'.repeat(5_000), 'latin1') },
])('$name ends with damage', async ({ bytes }) => {
  const { problems } = await read(bytes);
  expect(problems[0]).toMatch(/directory could not be read/);
});
