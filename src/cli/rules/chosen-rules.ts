import { dirname, join, relative, resolve } from 'node:path';
import { OperatorError } from '../../evidence/errors.ts';
import { type LoadedRules, loadRules } from '../../rules/load-rules.ts';
import { nearestName } from '../../rules/nearest-name.ts';
import type { Problem } from '../../rules/problem.ts';
import type { Rule } from '../../rules/rule.ts';
import { shippedRules } from '../../rules/rule-files.ts';
import { refuseEmptyRules } from '../empty-rules.ts';
import { compiledRules } from '../shipped-rules.ts';

export interface FolderOptions {
  readonly rules?: readonly string[];
  readonly onlyRules?: readonly string[];
}
export interface CheckOptions extends FolderOptions {
  readonly strict?: boolean;
}

interface Chosen extends LoadedRules {
  /** Whether a file is one of those the user named; all are when none was named. */
  readonly isChosen: (file: string) => boolean;
}

/**
 * Loads all rules, so that lists and the rules of correlations are known, and narrows to the paths named. Everything in the
 * shipped folder is held to the demands on shipped rules.
 */
export async function loadChosen(named: readonly string[], options: CheckOptions): Promise<Chosen> {
  await refuseEmptyRules([...(options.onlyRules ?? []), ...(options.rules ?? []), ...named]);
  const loaded = await loadRules({
    dirs: folders(named, options),
    strict: (file) => options.strict === true || lies(file, shippedRules()),
  });
  return { ...loaded, isChosen: (file) => named.length === 0 || named.some((path) => lies(file, path)) };
}

/** The shipped folder or those instead of it, those added, and what was named and lies in none of them. */
export function folders(named: readonly string[], { rules = [], onlyRules }: FolderOptions): string[] {
  const base = [...(onlyRules ?? [shippedRules()]), ...rules];
  return [...base, ...named.filter((path) => !base.some((folder) => lies(path, folder)))];
}

function lies(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\'));
}

/** By name or id. Throws OperatorError where there is none. */
export async function findRule(name: string, options: FolderOptions): Promise<Rule> {
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
export async function loadSound(options: FolderOptions): Promise<Pick<LoadedRules, 'ruleSet'>> {
  const isPlain = options.rules === undefined && options.onlyRules === undefined;
  const compiled = isPlain ? await compiledRules() : undefined;
  if (compiled) return { ruleSet: { ...compiled.ruleSet, rules: compiled.ruleSet.rules.map(atItsPlace) } };
  const loaded = await loadChosen([], options);
  const errors = count(loaded.problems, 'error');
  if (errors > 0) process.stderr.write(`${errors} errors in the rules; "nsleuth rules check" names them\n`);
  return loaded;
}

/** Compiled rules name their files from the folder above the rules. */
function atItsPlace(rule: Rule): Rule {
  return { ...rule, file: join(dirname(shippedRules()), rule.file) };
}

export function count(problems: readonly Problem[], severity: Problem['severity']): number {
  return problems.filter((problem) => problem.severity === severity).length;
}
