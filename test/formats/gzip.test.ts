import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflated } from './read-all.ts';

const TEXT = 'one line of a log\n'.repeat(20_000);
const packed = gzipSync(TEXT);

test.each([
  { name: 'one member', bytes: packed, facts: { members: 1, trailingBytes: 0 } },
  {
    name: 'two members',
    bytes: Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))]),
    facts: { members: 2 },
  },
  { name: 'padding of zeros', bytes: Buffer.concat([packed, Buffer.alloc(900)]), facts: { trailingBytes: 0 } },
  {
    name: 'what an SSH copy appends',
    bytes: Buffer.concat([packed, Buffer.from(' Done\n')]),
    facts: { trailingBytes: 6 },
  },
])('reads $name', async ({ bytes, facts }) => {
  const result = await inflated(bytes);
  expect(result.text).toBe(TEXT);
  expect(result.outcome()).toBeUndefined();
  expect(result.facts()).toMatchObject(facts);
});

const changed = (at: number) => {
  const bytes = Buffer.from(packed);
  bytes[at] = bytes[at]! ^ 0x55;
  return bytes;
};

test.each([
  { name: 'cut in its data', bytes: packed.subarray(0, -40), reason: 'truncated' },
  { name: 'cut in its checksum', bytes: packed.subarray(0, -3), reason: 'truncated' },
  { name: 'cut in its header', bytes: packed.subarray(0, 5), reason: 'truncated' },
  { name: 'with a wrong checksum', bytes: changed(packed.length - 7), reason: 'malformed' },
  { name: 'with a wrong length', bytes: changed(packed.length - 1), reason: 'malformed' },
  { name: 'that is none', bytes: Buffer.from('plain text'), reason: 'malformed' },
  { name: 'that is a bomb', bytes: gzipSync(Buffer.alloc(2 ** 27)), reason: 'over-limit' },
])('tells of gzip data $name', async ({ bytes, reason }) => {
  const result = await inflated(bytes);
  expect(result.outcome()?.reason).toBe(reason);
});

test('what comes before the damage is kept', async () => {
  const { text } = await inflated(packed.subarray(0, -40));
  expect(text.length).toBeGreaterThan(0);
  expect(TEXT.startsWith(text)).toBe(true);
});
