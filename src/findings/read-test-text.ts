import picomatch from 'picomatch';
import type { Category, ParsedRecord, ReadContext } from '../artifacts/artifact.ts';
import { readers } from '../artifacts/index.ts';

const prepared = readers.map((reader) => ({ reader, isMatch: picomatch([...reader.paths], { dot: true }) }));

/**
 * The record that nsleuth's own readers make of a text found at a path: so a rule can be tested with a line as it stands in
 * the log. Undefined when they make none of that category.
 */
export function readTestText(text: string, path: string, category: Category): ParsedRecord | undefined {
  const context: ReadContext = { path, modified: new Date('2026-01-01T00:00:00Z') };
  for (const { reader, isMatch } of prepared) {
    if (!reader.categories.includes(category) || !isMatch(path)) continue;
    const records = reader.form === 'lines' ? (reader.parse(text, context) ?? []) : reader.read(text, context).records;
    for (const record of records) if (record.category === category) return record;
  }
  return undefined;
}
