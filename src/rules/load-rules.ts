import { type ReadCorrelation, readCorrelation } from './correlation-rule.ts';
import { readIndicatorList } from './indicator-list.ts';
import { didYouMean } from './nearest-name.ts';
import { type Complain, complainInto, type Problem } from './problem.ts';
import type { CorrelationRule, Indicator, IndicatorList, Rule, RuleSet, SigmaRule } from './rule.ts';
import { type RuleFile, readRuleFiles, rulesDigest } from './rule-files.ts';
import { policyFaults, shippedFaults } from './rule-policy.ts';
import { type ReadRule, readSigmaRule } from './sigma-rule.ts';
import { userLists } from './user-lists.ts';
import { child, readYaml, type YamlMap } from './yaml-tree.ts';
import { readYaraRules } from './yara-rule.ts';

export interface LoadOptions {
  /** Folders (or single files) of rules, the shipped one first. */
  readonly dirs: readonly string[];
  /** Load only the rules with these ids or names; lists are loaded always. */
  readonly only?: readonly string[];
  /** Indicators of the user's own feed, by standard list name (`user_addresses`). */
  readonly extraIndicators?: Readonly<Record<string, readonly Indicator[]>>;
  /** Which files are held to the demands on shipped rules: references, false positives, advice, both kinds of test, the level policy. */
  readonly strict?: (file: string) => boolean;
  /** Of the rule set, for the report. */
  readonly version?: string;
}

export interface LoadedRules {
  readonly ruleSet: RuleSet;
  readonly problems: readonly Problem[];
}

/**
 * Reads every rule, correlation, indicator list and YARA file of the folders. A rule with an error is left out and said in
 * `problems`; the caller decides whether to go on (a scan does not). Throws OperatorError when a folder cannot be read.
 */
export async function loadRules(options: LoadOptions): Promise<LoadedRules> {
  const problems: Problem[] = [];
  const files: RuleFile[] = [];
  for (const folder of options.dirs) {
    const more = await readRuleFiles(folder);
    files.push(...more);
  }
  const documents = files.filter((file) => file.kind === 'yaml').flatMap((file) => readDocuments(file, problems));
  const lists = readLists(documents, options.extraIndicators ?? {}, problems);

  const sigma: ReadRule<SigmaRule>[] = [];
  const correlations: ReadCorrelation[] = [];
  for (const { map, file, complain } of documents) {
    const place = { file: file.file, pack: file.pack };
    if (isList(map) || isAdvisory(map) || child(map, 'yara_tests')) continue;
    if (child(map, 'correlation')) {
      const read = readCorrelation(map, place, complain);
      if (read) correlations.push(read);
    } else if (child(map, 'filter')) {
      complain('error', map.line, "Sigma's global filters are not supported; put the exclusion into the rule");
    } else if (child(map, 'detection') || child(map, 'logsource') || child(map, 'title')) {
      const read = readSigmaRule(map, place, lists, complain);
      if (read) sigma.push(read);
    } else {
      complain(
        'error',
        map.line,
        'neither a rule (title, logsource, detection), a correlation, an indicator list nor advisories',
      );
    }
  }
  const yara = files
    .filter((file) => file.kind === 'yara')
    .flatMap((file) => {
      const tests = documents.filter(
        ({ map, file: other }) => child(map, 'yara_tests') && sameStem(other.file, file.file),
      );
      return readYaraRules(
        file,
        tests.map(({ map }) => map),
        complainInto(problems, file.file),
      );
    });

  const linked = link(sigma, correlations, problems);
  const all: ReadRule<Rule>[] = [...linked, ...yara];
  for (const { rule, states } of all) {
    const complain = complainInto(problems, rule.file);
    const isStrict = options.strict?.(rule.file) ?? false;
    for (const fault of isStrict ? shippedFaults(rule, states) : [])
      complain('error', rule.line, `${rule.name}: ${fault}`);
    for (const fault of policyFaults(rule, lists))
      complain(fault.severity, rule.line, `${rule.name}: ${fault.message}`);
    if (!isStrict && rule.kind !== 'yara' && !rule.tests.match.length && !isSilent(rule)) {
      complain('warning', rule.line, `${rule.name}: has no test`);
    }
  }
  const rules = unique(
    all.map(({ rule }) => rule),
    problems,
  ).filter((rule) => options.only === undefined || options.only.includes(rule.id) || options.only.includes(rule.name));
  return {
    ruleSet: {
      rules,
      yaraFiles: files
        .filter((file) => file.kind === 'yara')
        .map((file) => ({ namespace: file.file, source: file.text })),
      lists,
      version: options.version ?? '',
      sha256: rulesDigest(files, options.dirs),
    },
    problems: problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
  };
}

/** Whether nothing stands in the files that could be a rule, a list or an advisory, nor a fault: they are empty, or hold comments alone. */
export function holdNothing(files: readonly RuleFile[]): boolean {
  return files.every((file) => {
    const faults: Problem[] = [];
    const complain = complainInto(faults, file.file);
    const found = file.kind === 'yara' ? readYaraRules(file, [], complain) : readYaml(file.text, complain);
    return found.length === 0 && faults.length === 0;
  });
}

interface RuleDocument {
  readonly map: YamlMap;
  readonly file: RuleFile;
  readonly complain: Complain;
}

function readDocuments(file: RuleFile, problems: Problem[]): RuleDocument[] {
  const complain = complainInto(problems, file.file);
  return readYaml(file.text, complain).flatMap((map): RuleDocument[] => {
    if (map.kind === 'map') return [{ map, file, complain }];
    complain('error', map.line, 'a document of a rule file must be a map');
    return [];
  });
}

function isList(map: YamlMap): boolean {
  return child(map, 'indicators') !== undefined && child(map, 'detection') === undefined;
}

/** Advisories are read by `src/assessment`. */
function isAdvisory(map: YamlMap): boolean {
  return child(map, 'advisories') !== undefined || child(map, 'bulletins') !== undefined;
}

/** A rule that only feeds a correlation is tested through it. */
function isSilent(rule: Rule): boolean {
  return rule.kind === 'sigma' && rule.isBuildingBlock;
}

/** `x.yar` and its tests in `x.tests.yml`. */
function sameStem(testFile: string, yaraFile: string): boolean {
  return testFile.replace(/\.tests\.ya?ml$/, '') === yaraFile.replace(/\.yara?$/, '');
}

function readLists(
  documents: readonly RuleDocument[],
  extra: Readonly<Record<string, readonly Indicator[]>>,
  problems: Problem[],
): Record<string, IndicatorList> {
  const lists: Record<string, IndicatorList> = {};
  const places = new Map<string, string>();
  for (const { map, file, complain } of documents.filter(({ map }) => isList(map))) {
    const list = readIndicatorList(map, complain);
    if (!list) continue;
    const before = places.get(list.name);
    if (before === undefined) lists[list.name] = list;
    // A folder given with --rules may add to a list that ships with nsleuth.
    else lists[list.name] = { name: list.name, indicators: [...lists[list.name]!.indicators, ...list.indicators] };
    if (before === file.file)
      problems.push({
        severity: 'warning',
        file: file.file,
        line: map.line,
        message: `list "${list.name}" stands twice in this file`,
      });
    places.set(list.name, file.file);
  }
  for (const name of userLists) lists[name] ??= { name, indicators: [] };
  for (const [name, indicators] of Object.entries(extra)) {
    lists[name] = { name, indicators: [...(lists[name]?.indicators ?? []), ...indicators] };
  }
  return lists;
}

/** Resolves the names in correlations to ids, and finds the rules that only feed one. */
function link(
  sigma: readonly ReadRule<SigmaRule>[],
  correlations: readonly ReadCorrelation[],
  problems: Problem[],
): ReadRule<Rule>[] {
  const byName = new Map<string, Rule>();
  for (const { rule } of [...sigma, ...correlations]) {
    byName.set(rule.id, rule);
    byName.set(rule.name, rule);
  }
  const silent = new Set<string>();
  const resolved = correlations.flatMap(({ rule, states, generates }): ReadRule<CorrelationRule>[] => {
    const complain = complainInto(problems, rule.file);
    const of = rule.rules.map((name) => byName.get(name));
    const missing = rule.rules.filter((_, index) => !of[index]);
    for (const name of missing)
      complain('error', rule.line, `unknown rule "${name}"${didYouMean(name, byName.keys())}`);
    if (missing.length > 0) return [];
    const ids = of.flatMap((one) => (one ? [one.id] : []));
    const aliases = Object.fromEntries(
      Object.entries(rule.aliases).map(([alias, fields]) => [
        alias,
        Object.fromEntries(
          Object.entries(fields).map(([name, field]) => {
            const target = byName.get(name);
            if (!target)
              complain('error', rule.line, `alias "${alias}": unknown rule "${name}"${didYouMean(name, rule.rules)}`);
            return [target?.id ?? name, field];
          }),
        ),
      ]),
    );
    for (const one of of) {
      // Only a rule of the same file: a correlation of somebody else must not silence a shipped rule.
      if (one?.kind === 'sigma' && !generates && one.file === rule.file) silent.add(one.id);
    }
    return [{ rule: { ...rule, rules: ids, aliases }, states }];
  });
  const cyclic = cycle(resolved.map(({ rule }) => rule));
  for (const rule of cyclic)
    complainInto(problems, rule.file)('error', rule.line, `${rule.name}: correlations refer to each other in a circle`);
  return [
    ...sigma.map(({ rule, states }) => ({ rule: { ...rule, isBuildingBlock: silent.has(rule.id) }, states })),
    ...resolved.filter(({ rule }) => !cyclic.includes(rule)),
  ];
}

/** Correlations that depend on themselves. */
function cycle(rules: readonly CorrelationRule[]): CorrelationRule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const sound = new Set<string>();
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const rule of rules) {
      if (sound.has(rule.id) || rule.rules.some((id) => byId.has(id) && !sound.has(id))) continue;
      sound.add(rule.id);
      isGrowing = true;
    }
  }
  return rules.filter((rule) => !sound.has(rule.id));
}

function unique(rules: readonly Rule[], problems: Problem[]): Rule[] {
  const byKey = new Map<string, Rule>();
  return rules.filter((rule) => {
    const complain = complainInto(problems, rule.file);
    const sameId = byKey.get(`id ${rule.id}`);
    if (sameId) {
      complain('error', rule.line, `id ${rule.id} is already used by ${sameId.file}:${sameId.line}`);
      return false;
    }
    const sameName = byKey.get(`name ${rule.name}`);
    if (sameName)
      complain('warning', rule.line, `name "${rule.name}" is already used by ${sameName.file}:${sameName.line}`);
    byKey.set(`id ${rule.id}`, rule);
    byKey.set(`name ${rule.name}`, rule);
    return true;
  });
}
