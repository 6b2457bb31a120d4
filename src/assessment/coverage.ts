import type { Category } from '../artifacts/artifact.ts';
import type { EvidenceKind } from '../evidence/entry.ts';
import { printable } from '../evidence/printable.ts';
import type { Question, Rule } from '../rules/rule.ts';
import { questions } from '../rules/rule.ts';
import type { QuestionCoverage } from './conclude.ts';
import { type Place, places } from './places.ts';
import type { LogCoverage, RuleCoverage } from './report.ts';
import { missingWords, needsOf, type RuleNeeds } from './rule-needs.ts';

/** What was seen of the appliance, independent of any rule. */
export interface Seen {
  readonly kinds: readonly EvidenceKind[];
  /** Categories of which some log, table or list was read, even if it held no record. */
  readonly categories: ReadonlySet<Category>;
  /** Files seen per place: themselves, or only named in a listing. */
  readonly files: ReadonlyMap<Place, { readonly itself: number; readonly listed: number }>;
}

type Verdict = { readonly status: 'evaluated' | 'in-part' | 'not-evaluable'; readonly reason: string };

/** How far each rule could be evaluated. */
export function ruleCoverage(
  rules: readonly Rule[],
  seen: Seen,
): { evaluated: number; in_part: RuleCoverage[]; not_evaluable: RuleCoverage[] } {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const result = { evaluated: 0, in_part: [] as RuleCoverage[], not_evaluable: [] as RuleCoverage[] };
  for (const rule of rules) {
    if (rule.kind === 'sigma' && rule.isBuildingBlock) continue;
    const { status, reason } = combine(needsOf(rule, byId).map((needs) => judge(needs, seen)));
    if (status === 'evaluated') result.evaluated++;
    else {
      const { id, name, title, question } = rule;
      result[status === 'in-part' ? 'in_part' : 'not_evaluable'].push({
        id,
        name,
        title,
        question,
        reason: printable(reason),
      });
    }
  }
  return result;
}

function combine(verdicts: readonly Verdict[]): Verdict {
  const bad =
    verdicts.find(({ status }) => status === 'not-evaluable') ?? verdicts.find(({ status }) => status === 'in-part');
  return bad ?? { status: 'evaluated', reason: '' };
}

function judge(needs: RuleNeeds, seen: Seen): Verdict {
  const { category, needsContent } = needs;
  if (category !== 'file') {
    if (seen.categories.has(category)) return { status: 'evaluated', reason: '' };
    return {
      status: 'not-evaluable',
      reason: `The evidence does not contain ${missingWords[category]}.${remedy(seen)}`,
    };
  }
  const wanted = needs.places.length > 0 ? needs.places : places;
  const missing = wanted.filter((place) => !isSeen(place, needsContent, seen));
  if (missing.length === 0) return { status: 'evaluated', reason: '' };
  const names =
    missing
      .slice(0, 4)
      .map(({ name }) => name)
      .join(', ') + (missing.length > 4 ? ', …' : '');
  const what = needsContent ? 'the content of' : '';
  const reason = `The evidence does not contain ${what ? `${what} ` : ''}${names}.${remedy(seen)}`;
  return { status: missing.length < wanted.length ? 'in-part' : 'not-evaluable', reason };
}

function isSeen(place: Place, needsContent: boolean, seen: Seen): boolean {
  const count = seen.files.get(place);
  return count !== undefined && (count.itself > 0 || (!needsContent && count.listed > 0));
}

function remedy(seen: Seen): string {
  if (seen.kinds.includes('live-appliance')) return '';
  if (seen.kinds.includes('support-bundle'))
    return ' Support bundles leave this out; scan the appliance itself to check it.';
  return ' Scan the appliance itself, or a copy of its whole file system, to check it.';
}

/** What a question cannot do without: any one of these, where several are listed. */
const ESSENTIAL: Readonly<
  Record<
    Question,
    { readonly anyOf: readonly Category[]; readonly content?: readonly string[]; readonly metadata?: readonly string[] }
  >
> = {
  exploitation: { anyOf: ['ns', 'webserver'] },
  webshell: { anyOf: [], content: ['/var/netscaler/', '/netscaler/', '/var/vpn/'] },
  execution: { anyOf: ['shell'] },
  persistence: { anyOf: ['startup', 'cron'] },
  'privilege-escalation': { anyOf: [], metadata: ['/var/tmp/', '/tmp/', '/var/nstmp/'] },
  'session-theft': { anyOf: ['ns'] },
  'credential-theft': { anyOf: ['shell'], content: ['/var/netscaler/', '/netscaler/', '/var/vpn/'] },
  'configuration-theft': { anyOf: ['shell'], content: ['/var/netscaler/', '/netscaler/', '/var/vpn/'] },
  accounts: { anyOf: ['account', 'nsconf'] },
  'command-and-control': { anyOf: ['process', 'network_connection'] },
  'trace-removal': { anyOf: ['shell', 'ns', 'syslog'] },
};

/** Log families that speak for a question, for its period. */
const LOGS_OF: Readonly<Partial<Record<Question, readonly RegExp[]>>> = {
  exploitation: [/^ns\.log/, /^http/],
  execution: [/^(bash|sh)\.log/, /shell/],
  'session-theft': [/^ns\.log/],
  'trace-removal': [/./],
  'credential-theft': [/^(bash|sh)\.log/, /shell/],
  'configuration-theft': [/^(bash|sh)\.log/, /shell/, /^http/],
};

/** Whether each question could be looked into, what was missing, and for which period the logs speak. */
export function questionCoverage(
  seen: Seen,
  logs: readonly LogCoverage[],
  in_part: readonly RuleCoverage[],
  not_evaluable: readonly RuleCoverage[],
): Record<Question, QuestionCoverage> {
  const entries = questions.map((question): [Question, QuestionCoverage] => {
    const { anyOf, content = [], metadata = [] } = ESSENTIAL[question];
    const hasCategory = anyOf.some((category) => seen.categories.has(category));
    const hasContent = content.some((prefix) => countOf(prefix, seen).itself > 0);
    const hasMetadata = metadata.some((prefix) => countOf(prefix, seen).itself + countOf(prefix, seen).listed > 0);
    const own = [...not_evaluable, ...in_part].filter((rule) => rule.question === question);
    const missing =
      own.length > 0
        ? `${own.length} ${own.length === 1 ? 'rule' : 'rules'} could not look at all they need. ${own[0]!.reason}`
        : '';
    const patterns = LOGS_OF[question] ?? [];
    const spans = logs.filter(({ log }) => patterns.some((pattern) => pattern.test(log)));
    const from = least(spans.map((span) => span.from));
    const to = greatest(spans.map((span) => span.to));
    return [
      question,
      { isExamined: hasCategory || hasContent || hasMetadata, missing, ...(from && { from }), ...(to && { to }) },
    ];
  });
  return Object.fromEntries(entries) as Record<Question, QuestionCoverage>;
}

function countOf(prefix: string, seen: Seen): { readonly itself: number; readonly listed: number } {
  const place = places.find((candidate) => candidate.prefix === prefix);
  return (place && seen.files.get(place)) ?? { itself: 0, listed: 0 };
}

function least(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}

function greatest(times: readonly (string | undefined)[]): string | undefined {
  return times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
}
