import type { RuleOptions } from './rule-options.ts';
import { compiledRules, type Knowledge } from './shipped-rules.ts';

/** Rules, lists and advisories: the shipped ones as the build compiled them, or read from their files where the user names others. */
export async function loadKnowledge(options: RuleOptions): Promise<Knowledge> {
  const isPlain = !options.onlyRules && !options.rules && !options.yara && !options.indicators;
  const compiled = isPlain ? await compiledRules() : undefined;
  if (compiled) return compiled;
  // What reads YAML is loaded only where there is some to read.
  const { readKnowledge } = await import('./read-knowledge.ts');
  return readKnowledge(options);
}
