import { describe, expect, test } from 'vitest';
import { type MemoryFindings, memoryWindow, scanMemory } from '../../src/assessment/memory-scan.ts';
import { prepareRules } from '../../src/assessment/prepared-rules.ts';
import { limits } from '../../src/evidence/limits.ts';
import type { SigmaRule } from '../../src/rules/rule.ts';
import { noise } from '../fixtures/core-dump.ts';
import { detection, indicatorList } from '../fixtures/detection.ts';
import { sigmaRule } from '../fixtures/rule.ts';

const WORD = 'plantedword';
const MB = 1024 * 1024;

function rule(name: string, yaml: string, lists = {}): SigmaRule {
  return sigmaRule(detection(yaml, 'memory', lists), { id: name, name, category: 'memory' });
}

const word = rule('word', `a: {content|contains: ${WORD}}\ncondition: a`);

function search(rules: readonly SigmaRule[], bytes: Uint8Array, piece = 100_000, lists = {}): MemoryFindings {
  const prepared = prepareRules({ rules, lists, yaraFiles: [], version: '', sha256: '' }, []);
  const scan = scanMemory(prepared.forMemory(), '/var/core/1/NSPPE-00-1');
  for (let at = 0; at < bytes.length; at += piece) scan.push(bytes.subarray(at, at + piece));
  return scan.finish();
}

function offsets({ met }: MemoryFindings): readonly number[] {
  return met.flatMap(({ samples }) => samples.map(({ offset }) => offset)).sort((a, b) => a - b);
}

/** Noise with a text at these places. */
function planted(size: number, places: readonly number[], text = WORD): Buffer {
  const bytes = noise(size);
  for (const place of places) bytes.write(text, place, 'latin1');
  return bytes;
}

describe('a word in memory', () => {
  test('is found at every place near the borders of blocks and chunks, and each place once', () => {
    const base = noise(2 * MB + 40_000);
    for (let place = MB - 30; place < MB + 2 * memoryWindow + 30; place += place < MB + 30 ? 1 : 131) {
      const bytes = Buffer.from(base);
      bytes.write(WORD, place, 'latin1');
      const found = search([word], bytes, 65_536);
      expect(offsets(found)).toEqual([place]);
      expect(found.met[0]?.places).toBe(1);
    }
  }, 60_000);

  test.each([
    { name: 'at the very beginning', place: 0 },
    { name: 'at the very end', place: 300_000 - WORD.length },
  ])('$name', ({ place }) => {
    expect(offsets(search([word], planted(300_000, [place])))).toEqual([place]);
  });

  test('is found whatever the chunks are', () => {
    const bytes = planted(50_000, [100, 16_380, 32_760, 49_000]);
    for (const piece of [1, 7, 4_096, 16_384, 50_000])
      expect(offsets(search([word], bytes, piece))).toEqual([100, 16_380, 32_760, 49_000]);
  });

  test('is found beside and between long runs of zeros, at its own place', () => {
    const bytes = Buffer.alloc(8 * MB);
    const places = [5, 70_000, 3 * MB - 3, 5 * MB + 16_384, 8 * MB - WORD.length];
    for (const place of places) bytes.write(WORD, place, 'latin1');
    const found = search([word], bytes);
    expect(offsets(found)).toEqual(places);
    expect(found.bytes).toBe(bytes.length);
    expect(found.zeroBytes).toBeGreaterThan(7 * MB);
  });

  test('in UTF-16 of either byte order behind zeros, in base64 and backwards, as the rule says', () => {
    const forms = rule(
      'forms',
      `a: {content|utf16le|contains: ${WORD}}\nb: {content|utf16be|contains: ${WORD}}\nc: {content|base64offset|contains: ${WORD}}\nd: {content|contains: drowdetnalp}\ncondition: 1 of them`,
    );
    const utf16 = Buffer.from(WORD, 'utf16le');
    for (const text of [
      utf16.toString('latin1'),
      Buffer.from(utf16).swap16().toString('latin1'),
      Buffer.from(`x${WORD}yz`).toString('base64'),
      'drowdetnalp',
    ]) {
      const bytes = Buffer.alloc(200_000);
      bytes.write(text, 100_000, 'latin1');
      expect(search([forms], bytes).met).toHaveLength(1);
    }
    expect(search([word], Buffer.from(utf16)).met).toEqual([]);
  });

  test('that begins with a zero byte is found where a run of zeros was passed over before it', () => {
    const bytes = Buffer.alloc(200_000);
    const place = 6 * 16_384 - 1;
    Buffer.from(WORD, 'utf16le').swap16().copy(bytes, place);
    const other = rule('be', `a: {content|utf16be|contains: ${WORD}}\ncondition: a`);
    expect(offsets(search([other], bytes, bytes.length))).toEqual([place]);
  });

  test('twice within a kilobyte is one place', () => {
    expect(search([word], planted(100_000, [1_000, 1_100, 1_900, 2_100])).met[0]?.places).toBe(2);
  });

  test('counts places a kilobyte apart, and shows the first of each word', () => {
    const two = rule('two', `a: {content|contains: [${WORD}, otherword]}\ncondition: a`);
    const bytes = planted(
      400_000,
      [...Array(50).keys()].map((index) => index * 5_000),
    );
    bytes.write('otherword', 390_000, 'latin1');
    const [met] = search([two], bytes).met;
    expect(met?.places).toBe(51);
    expect(met?.samples.map(({ text }) => text)).toEqual([WORD, WORD, WORD, WORD, 'otherword']);
  });
});

describe('a rule on memory', () => {
  const both = rule('both', 'a: {content|contains: firstword}\nb: {content|contains: secondword}\ncondition: a and b');
  test.each([
    { name: 'holds where its words stand together', distance: 500, places: 1 },
    { name: 'holds over nearly a window', distance: memoryWindow - 20, places: 1 },
    { name: 'does not hold where they lie far from each other', distance: 3 * memoryWindow, places: 0 },
  ])('$name', ({ distance, places }) => {
    for (const start of [1_000, MB - 200, MB + 1_000]) {
      const bytes = planted(2 * MB, [start], 'firstword');
      bytes.write('secondword', start + distance, 'latin1');
      const [met] = search([both], bytes).met;
      expect(Math.min(1, met?.places ?? 0)).toBe(places);
    }
  });

  test('with a word that must not be there', () => {
    const not = rule('not', `a: {content|contains: ${WORD}}\nb: {content|contains: excusing}\ncondition: a and not b`);
    const bytes = planted(200_000, [1_000, 100_000]);
    bytes.write('excusing', 1_500, 'latin1');
    expect(offsets(search([not], bytes))).toEqual([100_000]);
  });

  test('with an expression sees what stands round its literal, across borders', () => {
    const expression = rule('re', "a: {content|re: 'planted(?:[^a-z]|$)'}\ncondition: a");
    for (const place of [MB - 8, MB - 7, MB - 1, MB + memoryWindow, MB + memoryWindow - 7]) {
      const bytes = planted(2 * MB, [place], 'planted;');
      bytes.write('plantedx', place + 5_000, 'latin1');
      expect(offsets(search([expression], bytes, 65_536))).toEqual([place]);
    }
  });

  test('with a list of indicators wants whole values', () => {
    const lists = { some: indicatorList('some', ['192.0.2.66']) };
    const listed = rule('list', "a: {content|contains|expand: '%some%'}\ncondition: a", lists);
    const bytes = Buffer.from('x 192.0.2.66 y'.padEnd(5_000, ' ').concat('x 192.0.2.661 y'));
    expect(offsets(search([listed], bytes, 100_000, lists))).toEqual([2]);
  });
});

describe('bounds', () => {
  test('a dump full of one word is told, not worked on for ever', () => {
    const places = limits.memoryLooks + 5_000;
    const bytes = Buffer.alloc(places * 1_024, `${WORD}${' '.repeat(1_024 - WORD.length)}`);
    const before = performance.now();
    const { met, gaps } = search([word], bytes, MB);
    expect(met[0]?.places).toBe(limits.memoryLooks);
    expect(gaps).toEqual([{ reason: 'over-limit', detail: expect.stringContaining('rule word') }]);
    expect(performance.now() - before).toBeLessThan(20_000);
  }, 30_000);

  test('nothing at all', () => {
    expect(search([word], Buffer.alloc(0))).toMatchObject({ bytes: 0, met: [], gaps: [] });
  });
});
