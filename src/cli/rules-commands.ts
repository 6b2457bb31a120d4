import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import type { Category } from '../artifacts/artifact.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { lineFilter } from '../findings/prefilter.ts';
import { runCorrelationTests } from '../findings/run-correlation-tests.ts';
import { runSigmaTests } from '../findings/run-rule-tests.ts';
import { runYaraTests } from '../findings/run-yara-tests.ts';
import { checkYara } from '../findings/yara-engine.ts';
import { loadAdvisories } from '../rules/advisory.ts';
import { explainCondition } from '../rules/explain-condition.ts';
import { fieldReference } from '../rules/field-reference.ts';
import { type LoadedRules, loadRules } from '../rules/load-rules.ts';
import { nearestName } from '../rules/nearest-name.ts';
import { type Problem, problemLine } from '../rules/problem.ts';
import { levels, type Rule, type RuleSet } from '../rules/rule.ts';
import { shippedRules } from '../rules/rule-files.ts';
import { ruleSchema } from '../rules/rule-schema.ts';
import { ruleTemplate } from '../rules/rule-template.ts';
import { refuseEmptyRules } from './empty-rules.ts';
import { compiledRules } from './shipped-rules.ts';

interface FolderOptions {
  readonly rules?: readonly string[];
  readonly onlyRules?: readonly string[];
}
interface CheckOptions extends FolderOptions {
  readonly strict?: boolean;
}
interface ListOptions extends FolderOptions {
  readonly pack?: string;
  readonly json?: boolean;
}

/** `nsleuth rules …`: everything a rule author needs. Exit status 0, or 2 when something is wrong with the rules. */
export function rulesCommand(): Command {
  const rules = new Command('rules').description('list, read, check and test the detection rules');
  withFolders(rules.command('list'))
    .description('list the rules')
    .option('--pack <name>', 'only the rules of this pack')
    .option('--json', 'as JSON')
    .action(list);
  withFolders(rules.command('show <rule>')).description('print the file of a rule, named by name or id').action(show);
  withFolders(rules.command('explain <rule>'))
    .description('say in words what a rule looks for, what it means and what to do')
    .action(explain);
  withFolders(rules.command('check [paths...]'))
    .description('check rules, lists and YARA files; exit status 2 when one is wrong')
    .option('--strict', 'demand what shipped rules must have: sources, advice, both kinds of test, the level policy')
    .action(check);
  withFolders(rules.command('test [paths...]'))
    .description('run the tests that stand in the rules; exit status 2 when one fails')
    .action(test);
  rules
    .command('new <name>')
    .description('write a rule to begin with')
    .option('--out <folder>', 'folder for the file', '.')
    .action(create);
  rules
    .command('schema')
    .description('print the JSON Schema of rule files, for editors')
    .action(() => {
      process.stdout.write(schemaText());
    });
  rules
    .command('fields')
    .description('print the fields that rules may use, as Markdown')
    .action(() => {
      process.stdout.write(`${fieldReference()}\n`);
    });
  return rules;
}

/** The schema as it is committed in `rules/rule.schema.json`. */
export function schemaText(): string {
  return `${JSON.stringify(ruleSchema(), null, 2)}\n`;
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
async function load(named: readonly string[], options: CheckOptions): Promise<Chosen> {
  await refuseEmptyRules([...(options.onlyRules ?? []), ...(options.rules ?? []), ...named]);
  const loaded = await loadRules({
    dirs: folders(named, options),
    strict: (file) => options.strict === true || lies(file, shippedRules()),
  });
  return { ...loaded, isChosen: (file) => named.length === 0 || named.some((path) => lies(file, path)) };
}

/** The shipped folder or those instead of it, those added, and what was named and lies in none of them. */
function folders(named: readonly string[], { rules = [], onlyRules }: FolderOptions): string[] {
  const base = [...(onlyRules ?? [shippedRules()]), ...rules];
  return [...base, ...named.filter((path) => !base.some((folder) => lies(path, folder)))];
}

function lies(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\'));
}

async function check(named: readonly string[], options: CheckOptions): Promise<void> {
  const { ruleSet, problems, isChosen } = await load(named, options);
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

async function test(named: readonly string[], options: CheckOptions): Promise<void> {
  const { ruleSet, problems, isChosen } = await load(named, options);
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

async function list(options: ListOptions): Promise<void> {
  const { ruleSet } = await loadSound(options);
  const rules = ruleSet.rules.filter((rule) => options.pack === undefined || rule.pack === options.pack);
  if (options.json) {
    const rows = rules.map(({ id, name, title, level, shows, question, pack, kind, cves, file, line }) => ({
      id,
      name,
      title,
      level,
      shows,
      question,
      pack,
      kind,
      cves,
      file,
      line,
    }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  if (rules.length === 0)
    throw new OperatorError(
      'no rule of this kind',
      `The packs are: ${[...new Set(ruleSet.rules.map(({ pack }) => pack))].join(', ')}.`,
    );
  const sorted = rules.toSorted(
    (a, b) =>
      a.pack.localeCompare(b.pack) || levels.indexOf(b.level) - levels.indexOf(a.level) || a.name.localeCompare(b.name),
  );
  const width = (column: (rule: Rule) => string): number => Math.max(...sorted.map((rule) => column(rule).length));
  const [pack, name] = [
    width((rule) => rule.pack),
    Math.min(
      48,
      width((rule) => rule.name),
    ),
  ];
  for (const rule of sorted) {
    say(
      [rule.pack.padEnd(pack), rule.level.padEnd(13), rule.shows.padEnd(10), rule.name.padEnd(name), rule.title].join(
        '  ',
      ),
    );
  }
  say(`${rules.length} rules, ${Object.keys(ruleSet.lists).length} indicator lists`);
}

async function show(name: string, options: FolderOptions): Promise<void> {
  const { file, line } = await find(name, options);
  say(`# ${shown(file)}:${line}`);

  for (const one of readFileSync(file, 'utf8').trimEnd().split('\n')) say(one);
}

async function explain(name: string, options: FolderOptions): Promise<void> {
  const rule = await find(name, options);
  const lines = [
    rule.title,
    `${rule.name}, ${rule.id}, in ${shown(rule.file)}:${rule.line}`,
    '',
    rule.description,
    '',
    `Level ${rule.level}; shows ${rule.shows}; question ${rule.question}; confidence ${rule.confidence}.`,
    ...(rule.cves.length > 0 ? [`CVEs: ${rule.cves.join(', ')}.`] : []),
    '',
    ...looksFor(rule),
    '',
    'What would make it harmless:',
    ...(rule.falsepositives.length > 0 ? rule.falsepositives.map((one) => `  ${one}`) : ['  the rule names nothing']),
    '',
    'What to do:',
    `  ${rule.advice}`,
    ...(rule.references.length > 0 ? ['', 'Sources:', ...rule.references.map((one) => `  ${one}`)] : []),
  ];
  for (const one of lines) say(one);
}

function looksFor(rule: Rule): string[] {
  switch (rule.kind) {
    case 'sigma':
      return [
        `Looks at records of "${rule.category}" for:`,
        ...explainCondition(rule.condition, '  '),
        ...(rule.isBuildingBlock ? ['It makes no finding of its own: it feeds a correlation in the same file.'] : []),
      ];
    case 'correlation': {
      const grouped = rule.groupBy.length > 0 ? `, with the same ${rule.groupBy.join(', ')}` : '';
      return [
        `Correlates (${rule.type}) within ${rule.timespanMs / 1_000} seconds${grouped}:`,
        ...rule.rules.map((id) => `  rule ${id}`),
      ];
    }
    case 'yara':
      return ['Looks at the content of files with YARA: see its file.'];
  }
}

async function find(name: string, options: FolderOptions): Promise<Rule> {
  const { ruleSet } = await loadSound(options);
  const rule = ruleSet.rules.find((one) => one.name === name || one.id === name.toLowerCase() || one.id === name);
  if (rule) return rule;
  const nearest = nearestName(
    name,
    ruleSet.rules.map((one) => one.name),
  );
  throw new OperatorError(
    `there is no rule "${name}"`,
    nearest ? `Did you mean "${nearest}"?` : '"nsleuth rules list" names them all.',
  );
}

/** Rules without an error. Of the shipped ones alone the compiled form will do: reading YAML takes most of a second. */
async function loadSound(options: FolderOptions): Promise<Pick<LoadedRules, 'ruleSet'>> {
  const isPlain = options.rules === undefined && options.onlyRules === undefined;
  const compiled = isPlain ? await compiledRules() : undefined;
  if (compiled) return { ruleSet: { ...compiled.ruleSet, rules: compiled.ruleSet.rules.map(atItsPlace) } };
  const loaded = await load([], options);
  const errors = count(loaded.problems, 'error');
  if (errors > 0) process.stderr.write(`${errors} errors in the rules; "nsleuth rules check" names them\n`);
  return loaded;
}

/** Compiled rules name their files from the folder above the rules. */
function atItsPlace(rule: Rule): Rule {
  return { ...rule, file: join(dirname(shippedRules()), rule.file) };
}

function create(name: string, { out }: { readonly out: string }): void {
  if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
    throw new OperatorError(
      `"${name}" is no name for a rule`,
      'Use 3 to 61 lower-case letters, digits and "_", a letter first: shell_in_portal.',
    );
  }
  const file = join(out, `${name}.yml`);
  if (existsSync(file)) throw new OperatorError(`${file} exists already`, 'Choose another name, or change that file.');
  try {
    writeFileSync(file, ruleTemplate(name, new Date().toISOString().slice(0, 10)), { flag: 'wx' });
  } catch (error) {
    throw new OperatorError(
      `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
      'Choose a folder that exists and may be written.',
    );
  }
  say(`wrote ${file}; change it, then: nsleuth rules check ${file} && nsleuth rules test ${file}`);
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
  process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
}
