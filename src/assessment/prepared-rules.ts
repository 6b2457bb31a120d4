import type { Artifact, Category } from '../artifacts/artifact.ts';
import { contentComparisons } from '../findings/content-comparisons.ts';
import { type ContentPatterns, contentPatterns, type ExtraPattern } from '../findings/content-patterns.ts';
import { compileCouldMatch, contentFieldsOf } from '../findings/could-match.ts';
import { buildLiteralFilter, type LiteralFilter } from '../findings/literal-filter.ts';
import { compileCondition } from '../findings/match.ts';
import { lineFilter } from '../findings/prefilter.ts';
import { isWeak } from '../findings/weak-indicator.ts';
import type { Expression, Indicator, RuleSet, SigmaRule } from '../rules/rule.ts';
import { correlationFieldsOf } from './correlations.ts';

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
  correlationFields(artifact: Artifact): Readonly<Record<string, string>>;
}

/** What rules need of the lines of one kind of log. */
export interface LineRules {
  /** Finds in raw bytes the lines that a rule could match; undefined when some rule needs every line. */
  readonly filter: LiteralFilter | undefined;
  /** Some rules decode percent signs: a line with one is parsed too. */
  readonly wantsPercent: boolean;
  /** Rules that need one of these literals of `filter`, or a percent sign. */
  hitBy(literals: readonly number[], hasPercent: boolean, category: Category): readonly ActiveRule[];
}

export interface PreparedRules {
  /** Rules on files that need no content. */
  readonly metadataRules: readonly ActiveRule[];
  readonly contentRules: readonly ActiveRule[];
  /** What `content` conditions of all content rules search for. */
  readonly patterns: ContentPatterns;
  ofCategory(category: Category): readonly ActiveRule[];
  forLines(categories: readonly Category[]): LineRules;
}

/** Compiles a rule set, once per thread. `extra` is searched for together with the rules' content patterns. */
export function prepareRules({ rules, lists }: RuleSet, extra: readonly ExtraPattern[]): PreparedRules {
  const sigma = rules.filter((rule) => rule.kind === 'sigma');
  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  const correlated = new Set(correlations.flatMap((rule) => rule.rules));
  const correlationFields = correlationFieldsOf(correlations);
  const active = sigma.map((rule): ActiveRule => {
    const isStrong = asksForList(rule.condition)
      ? compileCondition(rule.condition, lists, isStrongIndicator)
      : undefined;
    return {
      rule,
      matches: compileCondition(rule.condition, lists),
      isWeak: (artifact, found) => isStrong !== undefined && !isStrong(artifact, found),
      couldMatch: compileCouldMatch(rule.condition, lists),
      contentFields: contentFieldsOf(rule.condition),
      patternIds: [...contentComparisons(rule.condition).keys()],
      feedsCorrelation: correlated.has(rule.id),
      correlationFields,
    };
  });
  const byCategory = Map.groupBy(active, ({ rule }) => rule.category);
  const files = byCategory.get('file') ?? [];
  const lineRules = new Map<string, LineRules>();
  return {
    metadataRules: files.filter(({ contentFields }) => contentFields.size === 0),
    contentRules: files.filter(({ contentFields }) => contentFields.size > 0),
    patterns: contentPatterns(
      sigma.filter((rule) => rule.category === 'file'),
      lists,
      extra,
    ),
    ofCategory: (category) => byCategory.get(category) ?? [],
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

function prepareLineRules(active: readonly ActiveRule[], lists: RuleSet['lists']): LineRules {
  const rulesOf = new Map<string, ActiveRule[]>();
  const percentRules: ActiveRule[] = [];
  let needsEveryLine = false;
  for (const one of active) {
    const needed = lineFilter(one.rule.condition, one.rule.category, lists);
    if (!needed) {
      needsEveryLine = true;
      break;
    }
    if (needed.orPercent) percentRules.push(one);
    for (const literal of needed.literals) {
      const own = rulesOf.get(literal);
      if (own) own.push(one);
      else rulesOf.set(literal, [one]);
    }
  }
  if (needsEveryLine)
    return {
      filter: undefined,
      wantsPercent: false,
      hitBy: (_literals, _percent, category) => active.filter(({ rule }) => rule.category === category),
    };
  const byLiteral = [...rulesOf.values()];
  return {
    filter: buildLiteralFilter([...rulesOf.keys()]),
    wantsPercent: percentRules.length > 0,
    hitBy(literals, hasPercent, category) {
      const hit = new Set<ActiveRule>(hasPercent ? percentRules : []);
      for (const literal of literals) for (const one of byLiteral[literal]!) hit.add(one);
      return [...hit].filter(({ rule }) => rule.category === category);
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
