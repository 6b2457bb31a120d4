import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaksIn } from '../../src/sharing/leaks.ts';
import { readingsOf } from '../../src/sharing/readings.ts';
import { viewsOf } from '../../src/sharing/text-views.ts';

const raw = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.stringMatching(/^[a-zA-Z0-9+/=_ .%-]{0,40}$/));
const encoders: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text, 'utf16le').toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => encodeURIComponent(text.toWellFormed()),
  (text) => JSON.stringify(text),
  (text) => text.replace(/./gu, (one) => `&#x${one.codePointAt(0)?.toString(16)};`),
];
const text = fc
  .array(fc.tuple(raw, fc.constantFrom(...encoders), fc.constantFrom(...encoders)), { maxLength: 6 })
  .map((parts) => parts.map(([part, inner, outer]) => outer(inner(part))).join(' '));

test('the readings without places are those with places', () => {
  fc.assert(
    fc.property(text, (one) => {
      expect(readingsOf(one)).toEqual(viewsOf(one).map(({ bytes, kind }) => ({ bytes, kind })));
    }),
    { numRuns: 400, seed: 20261124 },
  );
});

const replaced = [
  { value: 'ns-edge01', valueClass: 'host', isOwn: true, pseudonym: 'host-x', occurrences: 1 },
] as const;

test.each([
  { name: 'the last of many lines', text: `${'one line\n'.repeat(50_000)}at ns-edge01` },
  { name: 'within a very long line', text: `${'x '.repeat(60_000)}ns-edge01${' y'.repeat(60_000)}` },
  { name: 'across the cut of a very long line', text: `${'x'.repeat(32_764)}ns-edge01${' y'.repeat(60_000)}` },
  {
    name: 'encoded, among text that is no ASCII',
    text: `${'漢字'.repeat(2_000)} ${Buffer.from('ns-edge01').toString('base64')}`,
  },
  { name: 'broken for the eye', text: '<code>/var/ns-<wbr>edge01</code>' },
])('a value is found: $name', ({ text: one }) => {
  expect(leaksIn([['report.html', one]], replaced, [])).toMatchObject([{ file: 'report.html', valueClass: 'host' }]);
});

test('what the owner means to give may go over lines', () => {
  const letter = 'We run\nns-edge01';
  expect(leaksIn([['covering-text.txt', `Impact: ${letter}.`]], replaced, [letter])).toEqual([]);
});

test('twenty megabytes are looked through in seconds', () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, index) => `finding ${index}: "GET /vpn/../vpns/portal/${index * 7919}.xml" 200 ${index}`,
  );
  const started = performance.now();
  expect(leaksIn([['report.json', lines.join('\n')]], replaced, [])).toEqual([]);
  // Ten times what it takes, so that a busy computer passes; a search for each value and encoding would not.
  expect(performance.now() - started).toBeLessThan(10_000);
});
