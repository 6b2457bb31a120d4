import type { Category } from '../artifacts/artifact.ts';
import { didYouMean } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import {
  confidences,
  type Level,
  levels,
  meanings,
  type Question,
  questions,
  type RuleHeading,
  type Shows,
} from './rule.ts';
import { child, textOf, textsOf, type YamlMap } from './yaml-tree.ts';

/** The heading of a Sigma rule or correlation as it is written: both may stand without an id and a name. */
export interface Heading extends RuleHeading {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** The `nsleuth` block, when there is one. */
  readonly block: YamlMap | undefined;
  /** Which of the fields that have a default were written. */
  readonly states: ReadonlySet<string>;
}

/** Top-level keys of Sigma rules and correlations, and ours. */
export const ruleKeys = [
  'title',
  'id',
  'related',
  'name',
  'taxonomy',
  'status',
  'description',
  'license',
  'author',
  'references',
  'date',
  'modified',
  'logsource',
  'detection',
  'correlation',
  'generate',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
  'nsleuth',
] as const;
export const blockKeys = ['shows', 'question', 'advice', 'confidence', 'tests'] as const;
const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ADVICE =
  'This rule brings no advice of its own. Ask whoever runs the appliance whether they know of it, and read the references of the rule.';

/** Reads the heading of a rule. `category` is that of its records, for the default question. */
export function readHeading(map: YamlMap, category: Category | undefined, complain: Complain): Heading {
  for (const { key, line } of map.entries) {
    if (ruleKeys.some((known) => known === key)) continue;
    // Sigma allows keys of one's own; one that is nearly a known key is a mistake.
    const guess = didYouMean(key, ruleKeys);
    complain(guess === '' ? 'warning' : 'error', line, `unknown key "${key}"${guess}`);
  }
  const states = new Set(map.entries.map((entry) => entry.key));
  const title = textOf(child(map, 'title'), 'title', complain);
  if (title === undefined) complain('error', map.line, 'a rule needs a "title"');
  const id = readId(map, complain);
  oneOf(map, 'status', statuses, complain);
  const level = oneOf(map, 'level', levels, complain) ?? 'medium';
  const tags = textsOf(child(map, 'tags'), 'tags', complain).map((tag) => tag.toLowerCase());
  const node = child(map, 'nsleuth');
  const block = node?.kind === 'map' ? node : undefined;
  if (node && !block)
    complain('error', node.line, '"nsleuth" must be a map of shows, question, advice, confidence and tests');
  for (const { key, line } of block?.entries ?? []) {
    states.add(`nsleuth.${key}`);
    if (!blockKeys.some((known) => known === key))
      complain('error', line, `unknown key "${key}" in nsleuth${didYouMean(key, blockKeys)}`);
  }
  const shows = block && oneOf(block, 'shows', meanings, complain);
  const question = block && oneOf(block, 'question', questions, complain);
  const confidence = block && oneOf(block, 'confidence', confidences, complain);
  return {
    id,
    name: textOf(child(map, 'name'), 'name', complain),
    title: title ?? '',
    level,
    shows: shows ?? defaultShows(level),
    question: question ?? defaultQuestion(tags, category),
    confidence: confidence ?? 'medium',
    description: (textOf(child(map, 'description'), 'description', complain) ?? '').trim(),
    advice: ((block && textOf(child(block, 'advice'), 'nsleuth.advice', complain)) ?? ADVICE).trim(),
    references: textsOf(child(map, 'references'), 'references', complain),
    tags,
    cves: cvesOf(tags),
    falsepositives: textsOf(child(map, 'falsepositives'), 'falsepositives', complain),
    block,
    states,
  };
}

/** A rule without an `nsleuth` block: suspicious at high and critical, else context. */
export function defaultShows(level: Level): Shows {
  return level === 'high' || level === 'critical' ? 'suspicious' : 'context';
}

/** `CVE-2025-6543` from the tag `cve.2025-6543`. */
export function cvesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => {
    const number = /^cve\.(?:cve-)?(\d{4}-\d{4,})$/.exec(tag)?.[1];
    return number === undefined ? [] : [`CVE-${number}`];
  });
}

/** ATT&CK techniques and tactics, and the question that each helps to answer; the first that a rule has decides. */
const QUESTION_OF_TAG: readonly (readonly [tag: RegExp, question: Question])[] = [
  [/^attack\.t1505\.003$/, 'webshell'],
  [/^attack\.t(1539|1550\.004|1563)/, 'session-theft'],
  [/^attack\.t(1602|1005|1560|1074)/, 'configuration-theft'],
  [/^attack\.t(1136|1098|1078)/, 'accounts'],
  [/^attack\.t(1070|1562|1564)/, 'trace-removal'],
  [/^attack\.t(1190|1595|1133)/, 'exploitation'],
  [/^attack\.credential[-_]access$/, 'credential-theft'],
  [/^attack\.privilege[-_]escalation$/, 'privilege-escalation'],
  [/^attack\.persistence$/, 'persistence'],
  [/^attack\.command[-_]and[-_]control$/, 'command-and-control'],
  [/^attack\.(collection|exfiltration)$/, 'configuration-theft'],
  [/^attack\.(defense[-_]evasion|stealth|defense[-_]impairment)$/, 'trace-removal'],
  [/^attack\.(execution|discovery|lateral[-_]movement|impact)$/, 'execution'],
  [/^attack\.(initial[-_]access|reconnaissance|resource[-_]development)$/, 'exploitation'],
];

function defaultQuestion(tags: readonly string[], category: Category | undefined): Question {
  for (const [pattern, question] of QUESTION_OF_TAG) if (tags.some((tag) => pattern.test(tag))) return question;
  return category === 'webserver' || category === 'ns' ? 'exploitation' : 'execution';
}

function readId(map: YamlMap, complain: Complain): string | undefined {
  const id = textOf(child(map, 'id'), 'id', complain);
  if (id !== undefined && !UUID.test(id)) {
    complain(
      'error',
      child(map, 'id')?.line ?? map.line,
      `"id" must be a UUID (for example from "nsleuth rules new"), not "${id}"`,
    );
  }
  return id?.toLowerCase();
}

/** One of the words allowed for a key; undefined when it is absent or, with a complaint, wrong. */
export function oneOf<T extends string>(
  map: YamlMap,
  key: string,
  allowed: readonly T[],
  complain: Complain,
): T | undefined {
  const node = child(map, key);
  const word = textOf(node, key, complain);
  if (word === undefined) return undefined;
  const known = allowed.find((one) => one === word);
  if (known === undefined) {
    complain(
      'error',
      node?.line ?? map.line,
      `"${key}" cannot be "${word}"${didYouMean(word, allowed)} (one of ${allowed.join(', ')})`,
    );
  }
  return known;
}
