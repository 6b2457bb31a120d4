import { parseYara } from '../rules/yara-source.ts';

/**
 * Lower-case texts (one character a byte, 5 or more) of which one occurs in every content that a rule of the source matches.
 * Undefined when some rule could match without any: it would have to be run on everything.
 */
export function yaraAtoms(source: string): readonly string[] | undefined {
  const atoms = new Set<string>();
  for (const rule of parseYara(source)) {
    if (rule.isPrivate) continue;
    if (!rule.atoms) return undefined;
    for (const atom of rule.atoms) atoms.add(atom);
  }
  return [...atoms];
}

/** Per rule, lists of lower-case texts: of each list one must occur in what the rule matches. A rule without any list could match everything. */
export function yaraClauses(source: string): readonly (readonly (readonly string[])[])[] {
  return parseYara(source)
    .filter(({ isPrivate }) => !isPrivate)
    .map(({ clauses }) => clauses);
}
