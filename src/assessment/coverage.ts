import type { EvidenceKind } from '../evidence/entry.ts';
import { printable } from '../evidence/printable.ts';
import type { Question, Rule } from '../rules/rule.ts';
import { questions } from '../rules/rule.ts';
import type { QuestionCoverage } from './conclude.ts';
import { type CoresSeen, memoryVerdict } from './cores-seen.ts';
import type { Directories, Extent } from './directories.ts';
import type { FileField } from './examination.ts';
import { type Part, partWords } from './parts.ts';
import { placeOf, webPrefixes } from './places.ts';
import type { LogCoverage, RuleCoverage } from './report.ts';
import { needsOf, type RuleNeeds } from './rule-needs.ts';

/** What was seen of the appliance, independent of any rule. */
export interface Seen {
  readonly kinds: readonly EvidenceKind[];
  /** Logs, tables and lists that were read. */
  readonly parts: ReadonlySet<Part>;
  readonly cores: CoresSeen;
  /** Logs that are on the appliance, as a listing says, and not in the evidence: how many of each, and one of them. */
  readonly missingLogs: ReadonlyMap<Part, { readonly count: number; readonly example: string }>;
  readonly directories: Directories;
  /** Of a live appliance: by a rule's id, a file that was not fetched and whose content would have to be read for it. */
  readonly unread: ReadonlyMap<string, string>;
  /** That is known of every file that was listed, and all were. */
  readonly isUnreadKnown: boolean;
  /** Metadata that was told of some file. */
  readonly fields: ReadonlySet<FileField>;
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
    const needed = needsOf(rule, byId);
    const { status, reason } = combine([...needed.map((needs) => judge(needs, seen)), ofFetched(rule, needed, seen)]);
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

/** A correlation is as good as the worst of what it correlates. */
function combine(verdicts: readonly Verdict[]): Verdict {
  const bad =
    verdicts.find(({ status }) => status === 'not-evaluable') ?? verdicts.find(({ status }) => status === 'in-part');
  return bad ?? { status: 'evaluated', reason: '' };
}

/** A rule that might hold for a file that was not fetched. */
function ofFetched(rule: Rule, needed: readonly RuleNeeds[], { unread, isUnreadKnown, kinds }: Seen): Verdict {
  const ids = rule.kind === 'correlation' ? rule.rules : [rule.id];
  const path = ids.map((id) => unread.get(id)).find((one) => one !== undefined);
  if (path !== undefined)
    return {
      status: 'in-part',
      reason: `Only the files that were fetched were looked into. ${path} was not, and others may not have been.`,
    };
  const isFetched = kinds.length > 0 && kinds.every((kind) => kind === 'live-appliance' || kind === 'live-collection');
  if (isUnreadKnown || !isFetched || !needed.some((needs) => needs.isToldByListing && needs.needsContent))
    return { status: 'evaluated', reason: '' };
  return {
    status: 'in-part',
    reason: 'Only the files that were fetched were looked into. Which others there are is not known.',
  };
}

function judge(needs: RuleNeeds, seen: Seen): Verdict {
  const lackingField = needs.fields.find((field) => !seen.fields.has(field));
  if (lackingField !== undefined)
    return {
      status: 'not-evaluable',
      reason: `The evidence does not record ${FIELD_WORDS[lackingField]}.${remedy(seen)}`,
    };
  const parts = needs.parts.map((part) => ({ words: partWords[part], isSeen: seen.parts.has(part) }));
  const places = needs.prefixes.map((prefix) => placeSeen(prefix, needs, seen));
  const wanted = [...parts, ...places];
  if (needs.parts.includes('memory')) {
    const extent = seen.directories.below('/var/core/', seen.kinds);
    const { status, reason } = memoryVerdict(seen.cores, extent === 'all' || extent === 'names');
    const isMissing = reason !== '' && (seen.cores.unread.length > 0 || seen.cores.read === 0);
    return { status, reason: isMissing ? `${reason}${coreRemedy(seen)}` : reason };
  }
  const missing = [...new Set(wanted.filter(({ isSeen }) => isSeen !== true).map(({ words }) => words))];
  const isAnySeen = wanted.some(({ isSeen }) => isSeen !== false);
  if (missing.length > 0) {
    const reason = `The evidence does not contain ${listed(missing)}.${remedy(seen)}`;
    return { status: isAnySeen ? 'in-part' : 'not-evaluable', reason };
  }
  for (const part of needs.parts) {
    const lost = seen.missingLogs.get(part);
    if (!lost) continue;
    const more = lost.count > 1 ? ` and ${lost.count - 1} more` : '';
    return {
      status: 'in-part',
      reason: `${lost.example}${more} ${lost.count > 1 ? 'are' : 'is'} on the appliance, but not in the evidence.${remedy(seen)}`,
    };
  }
  return { status: 'evaluated', reason: '' };
}

const FIELD_WORDS: Readonly<Record<FileField, string>> = {
  mode: 'the permissions of files',
  owner: 'the owners of files',
  changed: 'when the metadata of files changed',
  born: 'when files were created',
};

/** `isSeen` is undefined where only some of it was. */
function placeSeen(prefix: string, { needsContent, isToldByListing }: RuleNeeds, seen: Seen) {
  const extent: Extent = seen.directories.below(prefix, seen.kinds);
  const isFolder = prefix.endsWith('/');
  const name = isFolder && placeOf(prefix).prefix === prefix ? placeOf(prefix).name : prefix;
  if (!needsContent)
    return {
      words: name,
      isSeen: extent === 'all' || extent === 'names' ? true : extent === 'some' ? undefined : false,
    };
  // File by file it is known better than folder by folder.
  if (isToldByListing && seen.isUnreadKnown && extent !== 'none') return { words: name, isSeen: true };
  const isAnyRead = seen.directories.files(isFolder ? prefix : `${prefix.slice(0, prefix.lastIndexOf('/'))}/`) > 0;
  const words = extent === 'none' || !isAnyRead || !isFolder ? `the content of ${name}` : `all files of ${name}`;
  return { words, isSeen: extent === 'all' ? true : extent === 'none' || !isAnyRead ? false : undefined };
}

function listed(words: readonly string[]): string {
  return words.slice(0, 4).join(', ') + (words.length > 4 ? `, and ${words.length - 4} more` : '');
}

function coreRemedy(seen: Seen): string {
  const isLive = seen.kinds.some((kind) => kind === 'live-appliance' || kind === 'live-collection');
  return isLive ? ' Core dumps are fetched with --include cores.' : remedy(seen);
}

function remedy({ kinds }: Seen): string {
  if (kinds.includes('live-appliance')) return '';
  if (kinds.length === 1 && kinds[0] === 'support-bundle')
    return ' Support bundles leave this out; scan the appliance itself to check it.';
  if (kinds.length === 1 && kinds[0] === 'system-backup')
    return ' System backups leave this out; scan the appliance itself to check it.';
  if (kinds.every((kind) => kind === 'disk-image'))
    return ' An image of the disk has neither the RAM disk (/) nor what runs; scan the running appliance to check it.';
  return ' Scan the appliance itself, or a copy of its whole file system, to check it.';
}

/** Without bookmarks and themes, which a system backup holds. */
const servedFolders = webPrefixes.filter((prefix) => prefix !== '/var/vpn/');

/** What a question cannot do without: any one of these. */
const ESSENTIAL: Readonly<
  Record<
    Question,
    { readonly parts?: readonly Part[]; readonly content?: readonly string[]; readonly names?: readonly string[] }
  >
> = {
  exploitation: { parts: ['audit-log', 'access-log', 'memory'] },
  webshell: { content: servedFolders },
  execution: { parts: ['shell-log', 'process-list', 'memory'] },
  persistence: { parts: ['startup-files', 'root-cron-table', 'user-cron-tables', 'system-cron-table'] },
  'privilege-escalation': { names: ['/var/tmp/', '/tmp/', '/var/nstmp/'] },
  'session-theft': { parts: ['audit-log'] },
  'credential-theft': { parts: ['shell-log'], content: servedFolders },
  'configuration-theft': { parts: ['shell-log'], content: servedFolders },
  accounts: { parts: ['configured-users', 'system-accounts'] },
  'command-and-control': { parts: ['process-list', 'sockets'] },
  'trace-removal': { parts: ['shell-log', 'audit-log', 'system-log'] },
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
    const { parts = [], content = [], names = [] } = ESSENTIAL[question];
    const hasPart = parts.some((part) => seen.parts.has(part));
    const hasContent = content.some((prefix) => seen.directories.files(prefix) > 0);
    const hasNames = names.some((prefix) => seen.directories.below(prefix, seen.kinds) !== 'none');
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
      { isExamined: hasPart || hasContent || hasNames, missing, ...(from && { from }), ...(to && { to }) },
    ];
  });
  return Object.fromEntries(entries) as Record<Question, QuestionCoverage>;
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
