import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Offsets, utf16, windashVariants } from '../../src/rules/modifiers.ts';

test('the base64 of a text that stands anywhere in another has one of the three forms', () => {
  const bytes = fc.string({ unit: 'binary-ascii', maxLength: 9 });
  fc.assert(
    fc.property(
      bytes,
      fc.string({ unit: 'binary-ascii', minLength: 3, maxLength: 12 }),
      bytes,
      (before, value, after) => {
        const encoded = Buffer.from(before + value + after).toString('base64');
        expect(base64Offsets(value, false).some((form) => form !== '' && encoded.includes(form))).toBe(true);
      },
    ),
  );
});

test.each([
  ['-x', ['-x', '/x', '\u2013x', '\u2014x', '\u2015x']],
  ['a-b', ['a-b']],
  ['plain', ['plain']],
])('windash of %s', (value, expected) => {
  expect(windashVariants(value)).toEqual(expected);
});

test('windash refuses what it cannot spell out', () => {
  expect(windashVariants('-a -b -c -d -e')).toBeUndefined();
});

test.each([
  ['le', false, 'c\0m\0d\0'],
  ['be', false, '\0c\0m\0d'],
  ['le', true, '\xff\xfec\0m\0d\0'],
] as const)('utf16 %s, byte order mark %s', (order, withMark, expected) => {
  expect(utf16('cmd', order, withMark)).toBe(expected);
});
