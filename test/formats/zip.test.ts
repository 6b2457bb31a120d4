import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { memoryAccess } from '../../src/formats/random-access.ts';
import { readZip } from '../../src/formats/zip.ts';
import { zipBytes } from '../fixtures/zip-bytes.ts';
import { readAll } from './read-all.ts';

/** Packs to more than what is inflated at once. */
const LARGE = Buffer.from(randomBytes(300_000).toString('hex'));

test.each([
  { name: 'small', content: Buffer.from('small\n') },
  { name: 'empty', content: Buffer.alloc(0) },
  { name: 'large', content: LARGE },
])('reads a $name entry whole', async ({ content }) => {
  const { members, damages } = await readAll(readZip(memoryAccess(zipBytes({ 'var/log/ns.log': content }))));
  expect(damages).toEqual([]);
  expect(members.map(({ name }) => name)).toEqual(['var/log/ns.log']);
  expect(hash(members[0]!.content)).toBe(hash(content));
});

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
