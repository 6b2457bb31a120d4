import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { printable } from '../evidence/printable.ts';
import { runSigmaTests } from '../findings/run-rule-tests.ts';
import { type LoadedRules, loadRules } from '../rules/load-rules.ts';
import { type Problem, problemLine } from '../rules/problem.ts';
import type { Rule } from '../rules/rule.ts';
import { shippedRules } from '../rules/rule-files.ts';

interface RulesOptions {
  readonly rules?: readonly string[];
  readonly onlyRules?: readonly string[];
  readonly strict?: boolean;
}

/** `nsleuth rules …`: everything a rule author needs. Exit status 0, or 2 when something is wrong with the rules. */
export function rulesCommand(): Command {
  const rules = new Command('rules').description('list, read, check and test the detection rules');
  withFolders(rules.command('check [paths...]'))
    .description('check rules, lists and YARA files; exit 2 when one is wrong')
    .option('--strict', 'demand what shipped rules must have: sources, advice, both kinds of test, the level policy')
    .action(check);
  withFolders(rules.command('test [paths...]'))
    .description('run the tests that stand in the rules; exit 2 when one fails')
    .action(test);
  return rules;
}

function withFolders(command: Command): Command {
  return command
    .option('--rules <folder...>', 'add the rules of these folders to the shipped ones')
    .option('--only-rules <folder...>', 'use the rules of these folders only');
}

interface Chosen extends LoadedRules {
  /** Whether a file is one of those the user named; all are when none was named. */
  readonly isChosen: (file: string) => boolean;
}

/**
 * Loads all rules, so that lists and the rules of correlations are known, and narrows to the paths named. Everything in the
 * shipped folder is held to the demands on shipped rules.
 */
async function load(named: readonly string[], { rules = [], onlyRules, strict }: RulesOptions): Promise<Chosen> {
  const base = onlyRules ? [...onlyRules] : [shippedRules()];
  const outside = named.filter((path) => ![...base, ...rules].some((folder) => lies(path, folder)));
  const loaded = await loadRules({
    dirs: [...base, ...rules, ...outside],
    strict: (file) => strict === true || lies(file, shippedRules()),
  });
  const isChosen = (file: string): boolean => named.length === 0 || named.some((path) => lies(file, path));
  return { ...loaded, isChosen };
}

function lies(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\'));
}

async function check(named: readonly string[], options: RulesOptions): Promise<void> {
  const { ruleSet, problems, isChosen } = await load(named, options);
  const own = problems.filter(({ file }) => isChosen(file));
  for (const problem of own) say(problemLine({ ...problem, file: shown(problem.file) }));
  const errors = count(own, 'error');
  const rules = ruleSet.rules.filter(({ file }) => isChosen(file)).length;
  say(`${rules} rules: ${errors} errors, ${count(own, 'warning')} warnings, ${count(own, 'note')} notes`);
  if (errors > 0) process.exitCode = 2;
}

async function test(named: readonly string[], options: RulesOptions): Promise<void> {
  const { ruleSet, problems, isChosen } = await load(named, options);
  const errors = problems.filter(({ severity, file }) => severity === 'error' && isChosen(file));
  for (const problem of errors) say(problemLine({ ...problem, file: shown(problem.file) }));
  const { tests, rules, failed } = runSigmaTests({
    ...ruleSet,
    rules: ruleSet.rules.filter(({ file }) => isChosen(file)),
  });
  for (const { rule, kind, number, test: record } of failed) {
    say(
      `${place(rule)}: ${rule.name}: ${kind} test ${number} ${kind === 'match' ? 'is not matched' : 'is matched'}: ${record}`,
    );
  }
  say(
    `${tests} tests of ${rules} rules: ${failed.length} failed${errors.length > 0 ? `; ${errors.length} errors in the rules` : ''}`,
  );
  if (failed.length > 0 || errors.length > 0) process.exitCode = 2;
}

function count(problems: readonly Problem[], severity: Problem['severity']): number {
  return problems.filter((problem) => problem.severity === severity).length;
}

function place(rule: Rule): string {
  return `${shown(rule.file)}:${rule.line}`;
}

/** From the current folder where that is shorter. */
function shown(file: string): string {
  const way = relative(process.cwd(), resolve(file));
  return way.length < file.length && !way.startsWith('..') ? way : file;
}

/** Rule files may come from anybody: their text is made printable. */
function say(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}
