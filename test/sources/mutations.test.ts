import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OperatorError } from '../../src/evidence/errors.ts';
import { openEvidence } from '../../src/sources/index.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { nsLine } from '../fixtures/evidence.ts';
import { longNameMember, paxMember, tarBytes } from '../fixtures/tar-bytes.ts';
import { zipBytes } from '../fixtures/zip-bytes.ts';

const log = `${nsLine()}\n`.repeat(40);
const tar = Buffer.concat([
  longNameMember(`var/log/${'x'.repeat(150)}`, { name: 'x', content: 'x' }),
  paxMember({ path: 'var/tmp/p', mtime: '1790000000', size: '3' }, { name: 'x', content: 'abc' }),
  paxMember(
    {
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.name': 'var/core/s',
      'GNU.sparse.realsize': '9000',
    },
    { name: 'x', content: `${'1\n8000\n4\n'.padEnd(512, '\0')}abcd` },
  ),
  tarBytes([
    { name: 'nsconfig/ns.conf', content: '#NS14.1 Build 73.30\n' },
    { name: 'var/log/ns.log.0.gz', content: gzipSync(log) },
    { name: 'var/netscaler/gui/l', flag: '1', linkTarget: 'nsconfig/ns.conf' },
  ]),
]);
const ORIGINALS: Readonly<Record<string, Buffer>> = {
  tar,
  'tar.gz': gzipSync(tar),
  zip: zipBytes({ 'nsconfig/ns.conf': '#NS14.1 Build 73.30\n', 'var/log/ns.log': log, inner: gzipSync(tar) }),
};

/** Reads all of it; the number of gaps, or undefined where it was refused before. */
async function read(path: string): Promise<number | undefined> {
  try {
    const source = await openEvidence(path);
    let gaps = 0;
    for await (const item of source.entries(new AbortController().signal)) {
      if (item.kind === 'gap') gaps++;
      else for await (const _chunk of item.content());
    }
    return gaps;
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

test.each(Object.keys(ORIGINALS))(
  'a %s with any bytes changed, cut or put in is read without failing',
  async (form) => {
    const original = ORIGINALS[form]!;
    const path = join(temporaryFolder(), 'evidence.bin');
    const change = fc.record({
      at: fc.nat(original.length - 1),
      bytes: fc.uint8Array({ minLength: 0, maxLength: 12 }),
      removed: fc.nat(600),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        let bytes = Buffer.from(original);
        for (const { at, bytes: put, removed } of changes)
          bytes = Buffer.concat([
            bytes.subarray(0, at),
            put,
            bytes.subarray(at + Math.min(removed, put.length || removed)),
          ]);
        writeFileSync(path, bytes);
        await read(path);
      }),
      { numRuns: 300 },
    );
  },
);

test.each(Object.keys(ORIGINALS))('a %s cut anywhere is never read as whole', async (form) => {
  const original = ORIGINALS[form]!;
  const path = join(temporaryFolder(), 'evidence.bin');
  writeFileSync(path, original);
  expect(await read(path)).toBe(0);
  // The two blocks at the end of a tar say that it ends; one of them is enough to have read all.
  const end = form === 'tar' ? original.length - 512 : original.length;
  for (let length = 1; length < end; length += 97) {
    writeFileSync(path, original.subarray(0, length));
    const gaps = await read(path);
    if (gaps !== undefined)
      expect({ length, isWhole: gaps === 0 && isEvidence(length) }).toEqual({ length, isWhole: false });
  }

  /** A beginning too short to be told from any other file: the scan says that nothing was recognised. */
  function isEvidence(length: number): boolean {
    return length >= 512;
  }
});
