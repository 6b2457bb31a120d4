import { writeFileSync } from 'node:fs';
import { loadAdvisories } from '../rules/advisory.ts';
import { loadRules } from '../rules/load-rules.ts';
import type { Knowledge } from './shipped-rules.ts';
import { toolVersion } from './tool-version.ts';

/** Reads the shipped rules for the build; a rule with an error fails the build. `dir` is how file names in the result begin. */
async function compileRules(dir: string): Promise<Knowledge> {
  const { ruleSet, problems } = await loadRules({ dirs: [dir], version: toolVersion });
  const { problems: more, ...advisories } = await loadAdvisories([dir]);
  const errors = [...problems, ...more].filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(errors.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  return { ruleSet, advisories };
}

/** A step of the build: writes the shipped rules in their compiled form beside the program. Run from the root of the checkout. */
writeFileSync(new URL('./shipped-rules.json', import.meta.url), JSON.stringify(await compileRules('rules')));
