import { didYouMean } from './nearest-name.ts';
import type { Complain } from './problem.ts';
import { confidences, levels, meanings, questions, type RuleTest, type YaraRule } from './rule.ts';
import type { RuleFile } from './rule-files.ts';
import { cvesOf, defaultShows } from './rule-heading.ts';
import type { ReadRule } from './sigma-rule.ts';
import { child, plain, type YamlMap } from './yaml-tree.ts';
import { parseYara } from './yara-source.ts';

const ADVICE =
  'Keep a copy of the file and of its times, find out how it came there, and read the references of the rule.';

/** Reads the meta data of the rules of one YARA file into the words of a finding. Private rules only serve others. */
export function readYaraRules(file: RuleFile, tests: readonly YamlMap[], complain: Complain): ReadRule<YaraRule>[] {
  const byName = readYaraTests(tests, complain);
  const rules = parseYara(file.text).filter((rule) => !rule.isPrivate);
  for (const name of byName.keys()) {
    if (!rules.some((rule) => rule.name === name)) {
      complain(
        'error',
        1,
        `tests name a YARA rule "${name}" that the file does not have${didYouMean(
          name,
          rules.map((rule) => rule.name),
        )}`,
      );
    }
  }
  return rules.map(({ name, line, meta, tags }): ReadRule<YaraRule> => {
    const word = <T extends string>(key: string, allowed: readonly T[]): T | undefined => {
      const text = meta[key];
      const known = allowed.find((one) => one === text);
      if (text !== undefined && known === undefined)
        complain('error', line, `${name}: meta "${key}" cannot be "${text}"${didYouMean(text, allowed)}`);
      return known;
    };
    const level = word('level', levels) ?? 'medium';
    const allTags = [...tags.map((tag) => tag.toLowerCase()), ...list(meta['tags'])];
    const rule: YaraRule = {
      kind: 'yara',
      id: `yara:${name}`,
      name,
      title: meta['title'] ?? name.replaceAll('_', ' '),
      level,
      shows: word('shows', meanings) ?? defaultShows(level),
      question: word('question', questions) ?? 'webshell',
      confidence: word('confidence', confidences) ?? 'medium',
      description: meta['description'] ?? '',
      advice: meta['advice'] ?? ADVICE,
      references: [...list(meta['reference']), ...list(meta['references'])],
      tags: allTags,
      cves: [...cvesOf(allTags), ...list(meta['cve']).filter((cve) => /^CVE-\d{4}-\d{4,}$/.test(cve))],
      falsepositives: list(meta['falsepositives']),
      pack: file.pack,
      file: file.file,
      line,
      namespace: file.file,
      tests: byName.get(name) ?? { match: [], ignore: [] },
    };
    const states = new Set(Object.keys(meta).flatMap((key) => [key, `nsleuth.${key}`]));
    return { rule, states };
  });
}

function list(text: string | undefined): string[] {
  return text === undefined
    ? []
    : text
        .split(/\n|,\s+/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
}

/** `yara_tests: {rule_name: {match: [{content: …}], ignore: […]}}` of `NAME.tests.yml` beside `NAME.yar`. */
function readYaraTests(documents: readonly YamlMap[], complain: Complain): Map<string, NonNullable<YaraRule['tests']>> {
  const byName = new Map<string, NonNullable<YaraRule['tests']>>();
  for (const document of documents) {
    const node = child(document, 'yara_tests');
    if (node?.kind !== 'map') {
      complain('error', 1, '"yara_tests" must be a map of rule names');
      continue;
    }
    for (const { key, value } of node.entries) {
      const records = (which: 'match' | 'ignore'): RuleTest[] => {
        const items = value.kind === 'map' ? child(value, which) : undefined;
        if (items?.kind !== 'list') return [];
        return items.items.flatMap((item): RuleTest[] => {
          const record =
            item.kind === 'map'
              ? Object.fromEntries(item.entries.map((entry) => [entry.key, plain(entry.value)]))
              : undefined;
          if (record && (typeof record['content'] === 'string' || typeof record['content_base64'] === 'string'))
            return [record];
          complain('error', 1, `test of YARA rule "${key}" needs "content" or "content_base64"`);
          return [];
        });
      };
      byName.set(key, { match: records('match'), ignore: records('ignore') });
    }
  }
  return byName;
}
