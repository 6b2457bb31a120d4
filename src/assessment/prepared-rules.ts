import type { Artifact, Category, ParsedRecord } from '../artifacts/artifact.ts';
import { contentComparisons } from '../findings/content-comparisons.ts';
import { type ContentPatterns, contentPatterns, type ExtraPattern } from '../findings/content-patterns.ts';
import { compileCouldMatch, contentFieldsOf } from '../findings/could-match.ts';
import { type FileIndex, fileIndex } from '../findings/file-index.ts';
import { compileLineTest, type LineTest, type UnparsedLine } from '../findings/line-test.ts';
import { buildLiteralFilter, type LiteralFilter } from '../findings/literal-filter.ts';
import { compileCondition } from '../findings/match.ts';
import { type MatchedIndicator, matchedIndicators } from '../findings/match-explained.ts';
import { lineFilter } from '../findings/prefilter.ts';
import { isWeak } from '../findings/weak-indicator.ts';
import type { Expression, Indicator, RuleSet, SigmaRule } from '../rules/rule.ts';
import { correlationFieldsOf } from './correlations.ts';
import { type MemoryRules, prepareMemoryRules } from './memory-rules.ts';

/** A rule compiled for matching. */
export interface ActiveRule {
  readonly rule: SigmaRule;
  /** `found` tells which content patterns occur in the file. */
  matches(artifact: Artifact, found?: (pattern: string) => boolean): boolean;
  /** The match rests on weak or expired indicators alone. Ask only of what matched. */
  isWeak(artifact: Artifact, found?: (pattern: string) => boolean): boolean;
  /** Whether it could still hold once the content is known. */
  couldMatch(artifact: Artifact): boolean;
  /** `content`, `sha256`, … where the condition asks for them. */
  readonly contentFields: ReadonlySet<string>;
  /** Ids of the content patterns it asks for. */
  readonly patternIds: readonly string[];
  readonly feedsCorrelation: boolean;
  /** The indicators of lists that it was met by. Ask only of what matched. */
  indicators(artifact: Artifact): readonly MatchedIndicator[];
  correlationFields(artifact: Artifact): Readonly<Record<string, string>>;
}

/** What rules need of the lines of one kind of log. */
export interface LineRules {
  /** Finds in raw bytes the lines that a rule could match. */
  readonly filter: LiteralFilter;
  /** Some rules decode percent signs: a line with one is looked at too. */
  readonly wantsPercent: boolean;
  /** Some rule gives the filter nothing to look for: every line is looked at. */
  readonly wantsEveryLine: boolean;
  /** Rules that could match the line, told from what was found in it: literals of `filter`, a percent sign. */
  hitBy(line: UnparsedLine, literals: readonly number[], hasPercent: boolean): readonly ActiveRule[];
}

export interface PreparedRules {
  /** Rules on files that need no content. */
  readonly metadataRules: FileIndex<ActiveRule>;
  readonly contentRules: FileIndex<ActiveRule>;
  /** What `content` conditions of all content rules search for. */
  readonly patterns: ContentPatterns;
  /** Rules that could match a record of a file read whole; a `file` record is one of the file at `path`. */
  forRecord(record: ParsedRecord, path: string): readonly ActiveRule[];
  forLines(categories: readonly Category[]): LineRules;
  /** Compiled when the first core dump is met. */
  forMemory(): MemoryRules;
}

/** Compiles a rule set, once per thread. `extra` is searched for together with the rules' content patterns. */
export function prepareRules({ rules, lists }: RuleSet, extra: readonly ExtraPattern[]): PreparedRules {
  const sigma = rules.filter((rule) => rule.kind === 'sigma');
  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  const correlated = new Set(correlations.flatMap((rule) => rule.rules));
  const correlationFields = correlationFieldsOf(correlations);
  const active = sigma.map((rule): ActiveRule => {
    const hasList = asksForList(rule.condition);
    const isStrong = hasList ? compileCondition(rule.condition, lists, isStrongIndicator) : undefined;
    return {
      rule,
      matches: compileCondition(rule.condition, lists),
      isWeak: (artifact, found) => isStrong !== undefined && !isStrong(artifact, found),
      couldMatch: compileCouldMatch(rule.condition, lists),
      contentFields: contentFieldsOf(rule.condition),
      patternIds: [...contentComparisons(rule.condition).keys()],
      feedsCorrelation: correlated.has(rule.id),
      indicators: (artifact) => (hasList ? matchedIndicators(rule.condition, artifact, lists) : []),
      correlationFields,
    };
  });
  const byCategory = Map.groupBy(active, ({ rule }) => rule.category);
  const files = byCategory.get('file') ?? [];
  const listed = fileIndex(files);
  const lineRules = new Map<string, LineRules>();
  let memoryRules: MemoryRules | undefined;
  return {
    forMemory() {
      memoryRules ??= prepareMemoryRules(byCategory.get('memory') ?? [], lists);
      return memoryRules;
    },
    metadataRules: fileIndex(files.filter(({ contentFields }) => contentFields.size === 0)),
    contentRules: fileIndex(files.filter(({ contentFields }) => contentFields.size > 0)),
    patterns: contentPatterns(
      sigma.filter((rule) => rule.category === 'file'),
      lists,
      extra,
    ),
    forRecord: ({ category, fields }, path) =>
      category === 'file' ? listed.candidates(path, fields) : (byCategory.get(category) ?? []),
    forLines(categories) {
      const key = categories.join();
      let own = lineRules.get(key);
      if (!own) {
        own = prepareLineRules(
          categories.flatMap((category) => byCategory.get(category) ?? []),
          lists,
        );
        lineRules.set(key, own);
      }
      return own;
    },
  };
}

interface LineRule {
  readonly active: ActiveRule;
  readonly mayMatch: LineTest | undefined;
  /** The line for which it was asked last: several of its literals may stand in one. */
  asked: number;
}

function prepareLineRules(rules: readonly ActiveRule[], lists: RuleSet['lists']): LineRules {
  const rulesOf = new Map<string, LineRule[]>();
  const percentRules: LineRule[] = [];
  const everyLineRules: LineRule[] = [];
  for (const active of rules) {
    const { condition, category } = active.rule;
    const one = { active, mayMatch: compileLineTest(condition, category), asked: 0 };
    const needed = lineFilter(condition, category, lists);
    if (!needed) everyLineRules.push(one);
    else if (needed.orPercent) percentRules.push(one);
    for (const literal of needed?.literals ?? []) {
      const own = rulesOf.get(literal);
      if (own) own.push(one);
      else rulesOf.set(literal, [one]);
    }
  }
  const byLiteral = [...rulesOf.values()];
  let turn = 0;
  return {
    filter: buildLiteralFilter([...rulesOf.keys()]),
    wantsPercent: percentRules.length > 0,
    wantsEveryLine: everyLineRules.length > 0,
    hitBy(line, literals, hasPercent) {
      const hit: ActiveRule[] = [];
      turn++;
      const ask = (rules: readonly LineRule[]): void => {
        for (const one of rules) {
          if (one.asked === turn) continue;
          one.asked = turn;
          if (!one.mayMatch || one.mayMatch(line)) hit.push(one.active);
        }
      };
      ask(everyLineRules);
      if (hasPercent) ask(percentRules);
      for (const literal of literals) ask(byLiteral[literal]!);
      return hit;
    },
  };
}

function asksForList(expression: Expression): boolean {
  if (expression.kind === 'compare') return expression.test.op === 'in-list';
  return expression.kind === 'not' ? asksForList(expression.of) : expression.of.some(asksForList);
}

/** Whether an indicator may carry a finding above `low`. */
function isStrongIndicator(indicator: Indicator, { time }: Artifact): boolean {
  return !isWeak(indicator, time?.ms ?? Date.now());
}
