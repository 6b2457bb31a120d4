import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Advisories } from '../rules/advisory.ts';
import type { RuleSet } from '../rules/rule.ts';
import { readRuleFiles, rulesDigest } from '../rules/rule-files.ts';
import { toolVersion } from './tool-version.ts';

/** Rules and advisories, read and checked. */
export interface Knowledge {
  readonly ruleSet: RuleSet;
  readonly advisories: Advisories;
}

/** The folder of rules that ships with nsleuth: beside `dist/` in a checkout and in the package, beside `src/` when run from source. */
export const shippedRules: string = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../rules' : '../rules', import.meta.url),
);

/** The shipped rules as the build read them: reading YAML takes longer than a small scan. */
const COMPILED = new URL('./shipped-rules.json', import.meta.url);

/** The compiled form of the shipped rules, or undefined where there is none for the rule files as they are now. */
export async function compiledRules(): Promise<Knowledge | undefined> {
  if (!existsSync(COMPILED)) return undefined;
  const [files, text] = await Promise.all([readRuleFiles(shippedRules), readFile(COMPILED, 'utf8')]);
  const compiled: Knowledge = JSON.parse(text);
  return compiled.ruleSet.sha256 === rulesDigest(files, [shippedRules]) && compiled.ruleSet.version === toolVersion
    ? compiled
    : undefined;
}
