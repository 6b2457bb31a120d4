import { expect, test } from 'vitest';
import { openFindingBook } from '../../src/findings/finding-book.ts';

test('a sighting of a rule that nobody knows is told, not dropped in silence', () => {
  const book = openFindingBook([]);
  const sighting = { rule: 'yara:gone', finding: 'f-1', subject: { path: '/x' }, occurrences: 1, samples: [] };
  expect(book.add(sighting)).toBe(false);
  expect(book.unknownRules()).toEqual(['yara:gone']);
});
