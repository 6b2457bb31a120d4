import { expect, test } from 'vitest';
import type { Artifact } from '../../src/artifacts/artifact.ts';
import { limits } from '../../src/evidence/limits.ts';
import { openFindingBook } from '../../src/findings/finding-book.ts';
import { collectSightings, type LinesBeside, type Sighting } from '../../src/findings/sighting.ts';
import { sigmaRule } from '../fixtures/rule.ts';

const rule = sigmaRule({ kind: 'and', of: [] }, { category: 'shell' });
const toUtc = ({ ms }: { readonly ms: number }) => ({ utc: new Date(ms) });

function artifact(line: number, path = '/var/log/bash.log'): Artifact {
  return {
    category: 'shell',
    fields: { command: 'id' },
    path,
    original: path,
    time: { ms: line * 1000, zone: 'utc', year: 'stated' },
  };
}

/** Sightings of one log with hits at these lines, and how often the lines beside one were asked for. */
function sightingsAt(lines: readonly number[], beside: (line: number) => LinesBeside, path?: string) {
  const collector = collectSightings();
  let asked = 0;
  for (const line of lines)
    collector.add(
      rule,
      artifact(line, path),
      { line, text: `hit ${line}` },
      {
        askBeside(tell) {
          asked++;
          tell(beside(line));
        },
      },
    );
  return { sightings: collector.finish().sightings, asked };
}

function samplesOf(...sightings: readonly Sighting[]) {
  const book = openFindingBook([rule]);
  for (const sighting of sightings) book.add(sighting);
  return book.findings(toUtc)[0]!.samples;
}

const both = (line: number) => ({ before: `line ${line - 1}`, after: `line ${line + 1}` });

test('only the samples that are kept ask for the lines beside them', () => {
  const { asked, sightings } = sightingsAt(
    Array.from({ length: 100 }, (_, index) => index * 10 + 1),
    both,
  );
  expect(asked).toBe(limits.samplesPerFinding);
  expect(sightings[0]!.samples[1]).toMatchObject({ line: 11, before: 'line 10', after: 'line 12' });
  // What crosses threads is plain data.
  expect(structuredClone(sightings)).toEqual(sightings);
});

test('lines that are told after the sample was kept are there in the end', () => {
  const collector = collectSightings();
  const later: (() => void)[] = [];
  const askBeside = (tell: (beside: LinesBeside) => void) => later.push(() => tell({ before: 'a', after: 'b' }));
  collector.add(rule, artifact(5), { line: 5, text: 'hit' }, { askBeside });
  for (const one of later) one();
  expect(collector.finish().sightings[0]!.samples).toMatchObject([{ text: 'hit', before: 'a', after: 'b' }]);
});

test('a line that is a sample itself is not shown beside another one', () => {
  expect(samplesOf(...sightingsAt([4, 5, 7], both).sightings)).toMatchObject([
    { line: 4, before: 'line 3' },
    { line: 5, after: 'line 6' },
    { line: 7, before: 'line 6', after: 'line 8' },
  ]);
  expect(samplesOf(...sightingsAt([4, 5, 7], both).sightings).map((one) => Object.keys(one).length)).toEqual([5, 5, 6]);
});

test('the same line of two copies is shown the same way, whatever copy was read first', () => {
  const whole = sightingsAt([4], both).sightings[0]!;
  const cut = sightingsAt([4], () => ({ after: 'line 5' })).sightings[0]!;
  const rotated = sightingsAt([4], () => ({}), '/var/log/bash.log.0').sightings[0]!;
  const orders = [
    [whole, cut, rotated],
    [rotated, cut, whole],
    [cut, whole, rotated],
  ];
  const [first, ...others] = orders.map((order) => samplesOf(...order.map((one) => structuredClone(one))));
  for (const other of others) expect(other).toEqual(first);
});

test('lines beside are made printable and cut as the evidence is', () => {
  const long = `\u001b[31m${'x'.repeat(limits.sampleCharacters + 100)}`;
  const [sample] = samplesOf(...sightingsAt([4], () => ({ before: long, after: '\u202eabc' })).sightings);
  expect(sample!.before).toMatch(/^\\u\{1b\}\[31mx+… \[105 more characters\]$/);
  expect(sample!.after).toBe('\\u{202e}abc');
});
