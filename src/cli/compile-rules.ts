import { writeFileSync } from 'node:fs';
import { loadAdvisories } from '../rules/advisory.ts';
import { loadRules } from '../rules/load-rules.ts';
import { regexFacts } from '../rules/regex-atoms.ts';
import type { Expression } from '../rules/rule.ts';
import type { RuleRegex } from '../rules/rule-regex.ts';
import type { Knowledge } from './shipped-rules.ts';
import { toolVersion } from './tool-version.ts';

/** Reads the shipped rules for the build; a rule with an error fails the build. `dir` is how file names in the result begin. */
async function compileRules(dir: string): Promise<Knowledge> {
  const { ruleSet, problems } = await loadRules({ dirs: [dir], version: toolVersion });
  const { problems: more, ...advisories } = await loadAdvisories([dir]);
  const errors = [...problems, ...more].filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(errors.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  const regexes = ruleSet.rules.flatMap((rule) => (rule.kind === 'sigma' ? regexesIn(rule.condition) : []));
  return { ruleSet: { ...ruleSet, regexFacts: regexFacts(regexes) }, advisories };
}

function regexesIn(expression: Expression): readonly RuleRegex[] {
  if (expression.kind === 'not') return regexesIn(expression.of);
  if (expression.kind !== 'compare') return expression.of.flatMap(regexesIn);
  return expression.test.op === 'regex' ? [expression.test] : [];
}

/** A step of the build: writes the shipped rules in their compiled form beside the program. Run from the root of the checkout. */
writeFileSync(new URL('./shipped-rules.json', import.meta.url), JSON.stringify(await compileRules('rules')));
