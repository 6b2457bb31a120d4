import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { loadAdvisories } from '../rules/advisory.ts';
import { type IndicatorImport, importSummary, joinImports, readIndicatorFile } from '../rules/indicator-import.ts';
import { loadRules } from '../rules/load-rules.ts';
import type { Problem } from '../rules/problem.ts';
import type { Indicator, RuleSet } from '../rules/rule.ts';
import { refuseEmptyRules } from './empty-rules.ts';
import type { RuleOptions } from './rule-options.ts';
import { type Knowledge, shippedRules } from './shipped-rules.ts';
import { toolVersion } from './tool-version.ts';

/** Reads rules, lists and advisories from their files. A rule with an error ends it: a scan must not run with fewer rules than its user thinks. */
export async function readKnowledge(options: RuleOptions): Promise<Knowledge> {
  const own = [...(options.rules ?? []), ...(options.yara ?? [])];
  const dirs = [options.onlyRules ?? shippedRules, ...own];
  await refuseEmptyRules(options.onlyRules === undefined ? own : dirs);
  const extraIndicators = await readFeeds(options.indicators ?? []);
  const { ruleSet, problems } = await loadRules({ dirs, version: toolVersion, extraIndicators });
  const { problems: more, ...advisories } = await loadAdvisories(dirs);
  const errors = [...problems, ...more, ...(await yaraProblems(ruleSet))].filter(
    ({ severity }) => severity === 'error',
  );
  if (errors.length > 0) {
    const shown = errors.slice(0, 10).map(({ file, line, message }) => `${file}:${line}: ${message}`);
    const rest = errors.length > shown.length ? [`and ${errors.length - shown.length} more`] : [];
    throw new OperatorError(
      [...shown, ...rest].join('\n'),
      `Correct the ${errors.length === 1 ? 'rule' : 'rules'}; "nsleuth rules check --rules DIR" says more.`,
    );
  }
  if (options.onlyRules !== undefined && ruleSet.rules.length === 0)
    throw new OperatorError(
      `${options.onlyRules} holds no rule`,
      'Give a folder with Sigma rules (.yml) or YARA rules (.yar); a scan without rules would find nothing.',
    );
  return { ruleSet, advisories };
}

/** Reads the user's indicator files and says on stderr what was loaded and what was not understood. */
async function readFeeds(files: readonly string[]): Promise<Readonly<Record<string, readonly Indicator[]>>> {
  const imports: IndicatorImport[] = [];
  for (const file of files) imports.push(await readIndicatorFile(file));
  for (const line of imports.flatMap(importSummary)) process.stderr.write(`${printable(line)}\n`);
  return joinImports(imports);
}

/** What the YARA compiler says of files that did not ship with nsleuth; those that did are checked by its tests. */
async function yaraProblems({ yaraFiles }: RuleSet): Promise<readonly Problem[]> {
  const own = yaraFiles.filter(({ namespace }) => !namespace.startsWith(shippedRules));
  if (own.length === 0) return [];
  // Loaded only when needed: the engine takes as long to start as a small scan.
  const { checkYara } = await import('../findings/yara-engine.ts');
  return checkYara(own, 'warning').map(({ namespace, ...fault }) => ({ file: namespace, ...fault }));
}
