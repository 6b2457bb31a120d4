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
