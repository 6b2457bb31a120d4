import type { Category } from '../../artifacts/artifact.ts';
import { lineFilter } from '../../findings/prefilter.ts';
import { runCorrelationTests } from '../../findings/run-correlation-tests.ts';
import { runSigmaTests } from '../../findings/run-rule-tests.ts';
import { runYaraTests } from '../../findings/run-yara-tests.ts';
import { checkYara } from '../../findings/yara-engine.ts';
import { loadAdvisories } from '../../rules/advisory.ts';
import { type Problem, problemLine } from '../../rules/problem.ts';
import type { RuleSet } from '../../rules/rule.ts';
import { type CheckOptions, count, folders, loadChosen } from './chosen-rules.ts';
import { place, say, shown } from './say.ts';

/** `nsleuth rules check`. */
export async function checkRules(named: readonly string[], options: CheckOptions): Promise<void> {
  const { ruleSet, problems, isChosen } = await loadChosen(named, options);
  const advisories = await loadAdvisories(folders(named, options));
  const yaraFiles = ruleSet.yaraFiles.filter(({ namespace }) => isChosen(namespace));
  const faults = yaraFiles.length > 0 ? checkYara(yaraFiles) : [];
  const own: Problem[] = [
    ...[...problems, ...advisories.problems].filter(({ file }) => isChosen(file)),
    ...slowRules(ruleSet).filter(({ file }) => isChosen(file)),
    ...faults.map(({ namespace, severity, line, message }) => ({ file: namespace, severity, line, message })),
  ];
  for (const problem of own) say(problemLine({ ...problem, file: shown(problem.file) }));
  const rules = ruleSet.rules.filter(({ file }) => isChosen(file)).length;
  const errors = count(own, 'error');
  say(`${rules} rules: ${errors} errors, ${count(own, 'warning')} warnings, ${count(own, 'note')} notes`);
  if (errors > 0) process.exitCode = 2;
}

/** Categories whose records are read from logs that may be gigabytes. */
const LOG_CATEGORIES: readonly Category[] = ['ns', 'webserver', 'shell', 'syslog', 'cron'];

/** Rules by which no line of a log can be passed over. */
function slowRules({ rules, lists }: RuleSet): Problem[] {
  return rules.flatMap((rule): Problem[] => {
    if (rule.kind !== 'sigma' || !LOG_CATEGORIES.includes(rule.category)) return [];
    if (lineFilter(rule.condition, rule.category, lists)) return [];
    const message = `${rule.name}: slow: no text of 5 or more characters must stand in every line it matches, so every line is read`;
    return [{ severity: 'warning', file: rule.file, line: rule.line, message }];
  });
}

/** `nsleuth rules test`. */
export async function testRules(named: readonly string[], options: CheckOptions): Promise<void> {
  const { ruleSet, problems, isChosen } = await loadChosen(named, options);
  const errors = problems.filter(({ severity, file }) => severity === 'error' && isChosen(file));
  for (const problem of errors) say(problemLine({ ...problem, file: shown(problem.file) }));
  const results = [runSigmaTests(ruleSet), runCorrelationTests(ruleSet), await runYaraTests(ruleSet)];
  const failed = results.flatMap((result) => result.failed).filter(({ rule }) => isChosen(rule.file));
  for (const { rule, kind, number, test: record } of failed) {
    say(
      `${place(rule)}: ${rule.name}: ${kind} test ${number} ${kind === 'match' ? 'is not matched' : 'is matched'}: ${record}`,
    );
  }
  const tested = ruleSet.rules.filter(({ file }) => isChosen(file));
  const tests = tested.reduce(
    (sum, rule) => sum + (rule.tests?.match.length ?? 0) + (rule.tests?.ignore.length ?? 0),
    0,
  );
  say(
    `${tests} tests of ${tested.length} rules: ${failed.length} failed${errors.length > 0 ? `; ${errors.length} errors in the rules` : ''}`,
  );
  if (failed.length > 0 || errors.length > 0) process.exitCode = 2;
}
