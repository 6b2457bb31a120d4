import { expect, test } from 'vitest';
import { byteReader } from '../../src/formats/byte-reader.ts';
import { inPieces } from './read-all.ts';

test('who asks for a few bytes again and again is not given them byte by byte', async () => {
  const whole = new Uint8Array(300_000).map((_, index) => index % 251);
  const reader = byteReader(inPieces(whole, 100_000));
  const seen: number[] = [];
  let pieces = 0;
  // As a search for four bytes does: all at hand but three is passed over.
  while (await reader.fill(4)) {
    pieces++;
    seen.push(...reader.take(reader.available() - 3));
  }
  seen.push(...reader.take(reader.available()));
  expect(Buffer.compare(Buffer.from(seen), whole)).toBe(0);
  expect(pieces).toBeLessThan(100);
});
