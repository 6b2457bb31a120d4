import type { Category, Fields, ParsedRecord, ReadContext, WholeReader } from '../../src/artifacts/artifact.ts';

/** All records of a text, and how many lines the reader did not know. */
export function readWhole(
  reader: WholeReader,
  text: string,
  context: Partial<ReadContext> = {},
): { readonly records: readonly ParsedRecord[]; readonly unknownLines: number; readonly isCut: boolean } {
  const result = reader.read(text, { path: '/shell/output.txt', ...context });
  const records = [...result.records];
  return { records, unknownLines: result.unknownLines, isCut: result.isCut === true };
}

/** The fields of the records of one category. */
export function fieldsOf(records: readonly ParsedRecord[], category: Category): readonly Fields[] {
  return records.filter((record) => record.category === category).map(({ fields }) => fields);
}
