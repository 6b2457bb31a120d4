import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { type Advisories, loadAdvisories } from '../rules/advisory.ts';
import { loadRules } from '../rules/load-rules.ts';
import type { RuleSet } from '../rules/rule.ts';
import { toolVersion } from './tool-version.ts';

/** Options of every command that needs rules. */
export interface RuleOptions {
  readonly rules?: readonly string[];
  readonly onlyRules?: string;
  readonly indicators?: readonly string[];
}

/** The rules that ship with nsleuth, from a checkout and from the package alike. */
export const shippedRules: string =
  [new URL('../rules', import.meta.url), new URL('../../rules', import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find((path) => existsSync(path) && !path.includes('/src/')) ?? 'rules';

export function ruleOptions(): readonly Option[] {
  const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];
  return [
    new Option('--rules <dir>', 'add the rules of this folder (may be given again)').argParser(collect),
    new Option('--only-rules <dir>', 'use the rules of this folder instead of the shipped ones'),
    new Option(
      '--indicators <file>',
      'add indicators: STIX 2.1, MISP event, CSV or a plain list (may be given again)',
    ).argParser(collect),
  ];
}

export interface Knowledge {
  readonly ruleSet: RuleSet;
  readonly advisories: Advisories;
}

/** Loads rules, lists and advisories. A rule with an error ends it: a scan must not run with fewer rules than its user thinks. */
export async function loadKnowledge(options: RuleOptions): Promise<Knowledge> {
  const dirs = options.onlyRules ? [options.onlyRules] : [shippedRules, ...(options.rules ?? [])];
  const { ruleSet, problems } = await loadRules({ dirs, version: toolVersion });
  const advisories = await loadAdvisories(dirs);
  const errors = [...problems, ...advisories.problems].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const shown = errors.slice(0, 10).map(({ file, line, message }) => `${file}:${line}: ${message}`);
    const more = errors.length > shown.length ? [`and ${errors.length - shown.length} more`] : [];
    throw new OperatorError(
      [...shown, ...more].join('\n         '),
      `Correct the ${errors.length === 1 ? 'rule' : 'rules'}; "nsleuth rules check --rules DIR" says more.`,
    );
  }
  return { ruleSet, advisories };
}
