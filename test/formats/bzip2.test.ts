import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { limits } from '../../src/evidence/limits.ts';
import { bunzip2 } from '../../src/formats/bzip2.ts';
import { bytesOf, inPieces } from './read-all.ts';

async function unpacked(packed: Uint8Array, lowered: Partial<typeof limits> = {}, piece = 700) {
  const { chunks, outcome } = bunzip2(inPieces(packed, piece), { ...limits, ...lowered });
  const bytes = await bytesOf(chunks);
  return { text: bytes.toString('latin1'), problem: outcome() };
}

/** `Nov 23 10:15:01 one line` and `and the next`, each packed by bzip2 1.0.8. */
const FIRST = Buffer.from(
  'QlpoOTFBWSZTWfu+VocAAAfdgAAQQAB6EAABAiWBACAAMUwAAU2obU9Q2opYlQTiN5WlVqNMMfF3JFOFCQ+75Whw',
  'base64',
);
const SECOND = Buffer.from('QlpoOTFBWSZTWZ68oCEAAAHRgAAQQAAmQQRAIAAxBkxBDQ09QN2CYcu8XckU4UJCevKAhA==', 'base64');
const FIRST_TEXT = 'Nov 23 10:15:01 one line\n';
const both = Buffer.concat([FIRST, SECOND]);

test.each([
  { name: 'one stream', bytes: FIRST, text: FIRST_TEXT },
  { name: 'two streams, as pbzip2 writes them', bytes: both, text: `${FIRST_TEXT}and the next\n` },
  { name: 'what an SSH copy appends', bytes: Buffer.concat([FIRST, Buffer.from(' Done\n')]), text: FIRST_TEXT },
  { name: 'no bytes at all', bytes: Buffer.from('425a683917724538509000000000', 'hex'), text: '' },
])('reads $name', async ({ bytes, text }) => {
  expect(await unpacked(bytes)).toEqual({ text, problem: undefined });
  expect(await unpacked(bytes, {}, 1)).toEqual({ text, problem: undefined });
});

function changed(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 0x55;
  return copy;
}

test.each([
  { name: 'cut in a block', bytes: both.subarray(0, FIRST.length + 30), text: FIRST_TEXT, reason: 'truncated' },
  { name: 'cut in its end mark', bytes: FIRST.subarray(0, -5), text: FIRST_TEXT, reason: 'truncated' },
  { name: 'with a wrong checksum of a block', bytes: changed(FIRST, 11), text: FIRST_TEXT, reason: 'malformed' },
  {
    name: 'with a wrong checksum of a stream',
    bytes: changed(FIRST, FIRST.length - 3),
    text: FIRST_TEXT,
    reason: 'malformed',
  },
  { name: 'with a wrong mark', bytes: changed(FIRST, 5), text: '', reason: 'malformed' },
  { name: 'that is none', bytes: Buffer.from('plain text'), text: '', reason: 'malformed' },
])('tells of data $name', async ({ bytes, text, reason }) => {
  const { text: read, problem } = await unpacked(bytes);
  expect(problem?.reason).toBe(reason);
  expect(read).toBe(text);
});

test('a changed bit anywhere is told, and none makes it hang or throw', async () => {
  for (let bit = 0; bit < FIRST.length * 8; bit++) {
    const bytes = Buffer.from(FIRST);
    bytes[bit >> 3] = bytes[bit >> 3]! ^ (1 << (bit & 7));
    const { text, problem } = await unpacked(bytes);
    // The level and the padding of the last byte say nothing of the content.
    if (problem === undefined) expect(text).toBe(FIRST_TEXT);
  }
});

/** Writes bits, the highest first. */
function bits(...values: readonly (readonly [value: number, count: number])[]): Buffer {
  const text = values.map(([value, count]) => value.toString(2).padStart(count, '0')).join('');
  return Buffer.from(
    text
      .padEnd(Math.ceil(text.length / 8) * 8, '0')
      .match(/.{8}/g)!
      .map((byte) => Number.parseInt(byte, 2)),
  );
}

/** A block whose only byte value is `a`, its codes RUN_A 0, RUN_B 10, end 11, in two tables. */
function block(codes: readonly (readonly [number, number])[], selectors: number): Buffer {
  const oneLetter = [
    [0x0200, 16],
    [0x4000, 16],
  ] as const;
  const table = [
    [1, 5],
    [0, 1],
    [0b10, 2],
    [0, 1],
    [0, 1],
  ] as const;
  return bits(
    [0x425a6839, 32],
    [0x314159, 24],
    [0x265359, 24],
    [0, 32],
    [0, 1],
    [0, 24],
    ...oneLetter,
    [2, 3],
    [selectors, 15],
    ...Array.from({ length: selectors }, () => [0, 1] as const),
    ...table,
    ...table,
    ...codes,
  );
}

test.each([
  {
    name: 'a run whose length no number holds',
    codes: [...Array.from({ length: 32 }, () => [0, 1] as const), [0b11, 2] as const],
  },
  {
    name: 'a run longer than a block',
    codes: [...Array.from({ length: 20 }, () => [0, 1] as const), [0b11, 2] as const],
  },
  { name: 'no end', codes: Array.from({ length: 49 }, () => [0, 1] as const) },
])('a block of $name ends as damage', async ({ codes }) => {
  const { problem } = await unpacked(Buffer.concat([block(codes, 1), Buffer.alloc(100)]));
  expect(problem?.reason).toBe('malformed');
});

test('a block that is a bomb is stopped', async () => {
  const tenDigits = Array.from({ length: 16 }, () => [0, 1] as const);
  const { problem } = await unpacked(block([...tenDigits, [0b11, 2]], 1), { ratioGrace: 1000, ratio: 250 });
  expect(problem?.reason).toBe('over-limit');
});

const BZIP2: string = 'bzip2';
const hasTool = (() => {
  try {
    execFileSync(BZIP2, ['--version'], { input: '', stdio: ['pipe', 'ignore', 'ignore'] });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasTool).each([
  {
    name: 'runs of every length',
    bytes: Buffer.concat(Array.from({ length: 1200 }, (_, index) => Buffer.alloc(1 + ((index * 7) % 700), index % 5))),
  },
  { name: 'every byte value', bytes: Buffer.from(Array.from({ length: 70_000 }, (_, index) => index & 255)) },
  {
    name: 'several blocks',
    bytes: Buffer.from(Array.from({ length: 260_000 }, (_, index) => ((index * index * 2_654_435) >>> 9) & 255)),
  },
])('what bzip2 packed: $name (skipped where it is not installed)', async ({ bytes }) => {
  const packed = execFileSync(BZIP2, ['-1', '-c'], { input: bytes, maxBuffer: 2 ** 24 });
  const { text, problem } = await unpacked(packed, {}, 65_536);
  expect(problem).toBeUndefined();
  expect(text === bytes.toString('latin1')).toBe(true);
});
