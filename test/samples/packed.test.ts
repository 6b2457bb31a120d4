import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { committed, packedSamples } from '../../samples/packed.ts';

const folder = join(import.meta.dirname, '../../samples');

test('every committed sample is what the generator makes, byte for byte', async () => {
  const different: string[] = [];
  for await (const { file, content } of committed()) {
    if (!readFileSync(join(folder, file)).equals(content)) different.push(`${file}: run npm run samples`);
  }
  expect(different).toEqual([]);
});

test('the committed samples stay small', () => {
  const bytes = packedSamples.reduce((sum, { file }) => sum + statSync(join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(3_000_000);
});
