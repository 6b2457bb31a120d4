import type { ParsedRecord } from '../artifacts/artifact.ts';
import { compileCouldMatch } from '../findings/could-match.ts';
import { fileIndex } from '../findings/file-index.ts';
import { asksForFile, notListed } from '../rules/file-places.ts';
import type { Expression, RuleSet, SigmaRule } from '../rules/rule.ts';

/** A rule on the content of files, and a file that it might hold for and whose content was not fetched. */
export interface UnreadFile {
  readonly rule: string;
  /** Canonical, raw. */
  readonly path: string;
}

/** The listing in which a live appliance names the files that were not fetched, and no others. */
export const unfetchedListing = '/shell/bodyfile.txt';

/** Watches one listing: for which rules the content of the files that it names would have to be read. */
export function watchUnread({ rules, lists }: RuleSet): {
  see(record: ParsedRecord, path: string): void;
  /** One file for each rule. */
  found(): readonly UnreadFile[];
} {
  const asking = rules
    .filter((rule) => rule.kind === 'sigma')
    .filter(({ category, condition }) => category === 'file' && asksForFile(condition))
    .map((rule) => {
      const open: SigmaRule = { ...rule, condition: leftOpen(rule.condition) };
      return { rule: open, couldMatch: compileCouldMatch(open.condition, lists) };
    });
  const index = fileIndex(asking);
  const found = new Map<string, string>();
  return {
    see({ category, fields }, path) {
      if (category !== 'file' || fields['type'] !== 'file' || fields['size'] === 0) return;
      if (found.size >= asking.length) return;
      const open = index.candidates(path, fields).filter(({ rule }) => !found.has(rule.id));
      if (open.length === 0) return;
      const file = { category, path, original: path, fields: { ...fields, second_hand: false } };
      for (const { rule, couldMatch } of open) if (couldMatch(file)) found.set(rule.id, path);
    },
    found: () => [...found].map(([rule, path]) => ({ rule, path })),
  };
}

/** What a listing does not tell is left open, as the content is. */
function leftOpen(expression: Expression): Expression {
  switch (expression.kind) {
    case 'compare':
      return expression.field !== undefined && notListed.has(expression.field)
        ? { ...expression, field: 'content' }
        : expression;
    case 'not':
      return { ...expression, of: leftOpen(expression.of) };
    default:
      return { ...expression, of: expression.of.map(leftOpen) };
  }
}
