import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildLiteralFilter } from '../../src/findings/literal-filter.ts';

/** Every place of every literal, the plain way. */
function bruteForce(literals: readonly string[], text: string, start: number, end: number): string[] {
  const places: string[] = [];
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  literals.forEach((literal, index) => {
    const wanted = literal.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    for (let at = start; at + wanted.length <= end; at += 1)
      if (lower.startsWith(wanted, at)) places.push(`${index}@${at}`);
  });
  return places.sort();
}

function scanned(literals: readonly string[], block: Uint8Array, start: number, end: number): string[] {
  const places: string[] = [];
  buildLiteralFilter(literals).scan(block, start, end, (literal, offset) => places.push(`${literal}@${offset}`));
  return places.sort();
}

/** Few different bytes, so that literals overlap and repeat; some that differ only in the case bit without being letters. */
const byte = fc.constantFrom('a', 'A', 'b', 'B', '/', '.', '@', '`', '[', '{', '\0', ' ', '\xe9', '\xc9');
const literal = (least: number) => fc.string({ unit: byte, minLength: least, maxLength: 12 });

test.each([
  { name: 'long literals', least: 7 },
  { name: 'literals of 5 and 6 bytes too', least: 5 },
  { name: 'literals of 4 bytes too', least: 4 },
])('finds exactly what a plain search finds: $name', ({ least }) => {
  fc.assert(
    fc.property(
      fc.array(literal(least), { minLength: 1, maxLength: 6 }),
      fc.array(fc.oneof(literal(0), fc.nat(5)), { maxLength: 30 }),
      fc.nat(7),
      fc.nat(5),
      fc.nat(5),
      (literals, parts, alignment, cutStart, cutEnd) => {
        const text = parts.map((part) => (typeof part === 'number' ? (literals[part] ?? 'x') : part)).join('');
        const buffer = new Uint8Array(alignment + text.length + 9);
        buffer.set(Buffer.from(text, 'latin1'), alignment);
        const block = buffer.subarray(alignment, alignment + text.length);
        const start = Math.min(cutStart, text.length);
        const end = Math.max(start, text.length - cutEnd);
        expect(scanned(literals, block, start, end)).toEqual(bruteForce(literals, text, start, end));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('refuses a literal that is too short to be found', () => {
  expect(() => buildLiteralFilter(['abc'])).toThrow(/shorter than 4/);
});

test('no literals find nothing', () => {
  expect(scanned([], Buffer.from('some text here'), 0, 14)).toEqual([]);
});
