import { readDetection } from './detection.ts';
import { type Complain, complainInto, type Problem } from './problem.ts';
import type { Expression } from './rule.ts';
import { readRuleFiles } from './rule-files.ts';
import { child, readYaml, textOf, textsOf, type YamlMap, type YamlNode } from './yaml-tree.ts';

/**
 * What is known of one CVE. Read from `rules/advisories/*.yml`:
 *
 *     advisories:
 *       - bulletin: CTX694788
 *         published: 2025-06-25
 *         references: [https://…]
 *         fixed: {"14.1": "47.46", "13.1": "59.19", "13.1-FIPS": "37.236"}
 *         not_affected: [12.1-FIPS]
 *         cves:
 *           - id: CVE-2025-6543
 *             score: 9.2
 *             exploited_since: 2025-05-01
 *             preconditions:                  # each must be met by some directive of ns.conf; none: any configuration
 *               - selection: {directive: [add vpn vserver, add authentication vserver]}
 *                 condition: selection
 *                 text: a Gateway or AAA virtual server
 *     end_of_life:
 *       - {branch: "12.1", since: 2023-05-30}
 */
export interface Advisory {
  readonly cve: string;
  readonly bulletin?: string;
  /** ISO dates. */
  readonly published?: string;
  readonly exploitedSince?: string;
  readonly score?: number;
  /** First fixed build by branch and edition: `14.1`, `13.1-FIPS`. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly notAffected: readonly string[];
  readonly preconditions: readonly Precondition[];
  readonly references: readonly string[];
}

export interface Precondition {
  /** In words: `a Gateway or AAA virtual server`. */
  readonly text: string;
  /** On `nsconf` records; met when it holds for one of them. */
  readonly condition: Expression;
}

export interface Advisories {
  readonly advisories: readonly Advisory[];
  /** Branches without further fixes, and since when (ISO date; empty when not known). */
  readonly endOfLife: Readonly<Record<string, string>>;
}

/** Reads the advisories of all folders; a later one replaces what an earlier says of the same CVE. Throws OperatorError when a folder cannot be read. */
export async function loadAdvisories(
  dirs: readonly string[],
): Promise<Advisories & { readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const byCve = new Map<string, Advisory>();
  const endOfLife: Record<string, string> = {};
  for (const dir of dirs) {
    for (const file of await readRuleFiles(dir)) {
      if (file.kind !== 'yaml' || !/^(advisories|end_of_life):/m.test(file.text)) continue;
      const complain = complainInto(problems, file.file);
      for (const document of readYaml(file.text, complain)) {
        if (document.kind !== 'map') continue;
        for (const { key, line, value } of document.entries) {
          const isOurs = key === 'advisories' || key === 'end_of_life';
          if (isOurs && value.kind !== 'list') complain('error', line, `"${key}" must be a list`);
          if (key === 'bulletins') complain('error', line, 'unknown key "bulletins"; did you mean "advisories"?');
        }
        for (const item of itemsOf(child(document, 'advisories')))
          for (const advisory of readBulletin(item, complain)) byCve.set(advisory.cve, advisory);
        for (const item of itemsOf(child(document, 'end_of_life'))) {
          const branch = textOf(child(item, 'branch'), 'branch', complain);
          if (branch) endOfLife[branch] = optionalText(item, 'since', complain) ?? '';
        }
      }
    }
  }
  return { advisories: [...byCve.values()].sort((a, b) => (a.cve < b.cve ? -1 : 1)), endOfLife, problems };
}

function readBulletin(map: YamlMap, complain: Complain): Advisory[] {
  const bulletin = optionalText(map, 'bulletin', complain);
  const published = optionalText(map, 'published', complain);
  const fixed = readFixed(child(map, 'fixed'), complain);
  const shared = {
    ...(bulletin !== undefined && { bulletin }),
    ...(published !== undefined && { published }),
    notAffected: textsOf(child(map, 'not_affected'), 'not_affected', complain),
    references: textsOf(child(map, 'references'), 'references', complain),
  };
  return itemsOf(child(map, 'cves')).flatMap((item): Advisory[] => {
    const cve = textOf(child(item, 'id'), 'id', complain);
    if (cve === undefined || !/^CVE-\d{4}-\d{4,7}$/.test(cve)) {
      complain('error', item.line, `an advisory needs an id such as CVE-2025-6543${cve ? `, not "${cve}"` : ''}`);
      return [];
    }
    const exploitedSince = optionalText(item, 'exploited_since', complain);
    const score = Number(optionalText(item, 'score', complain));
    const own = child(item, 'fixed');
    return [
      {
        cve,
        ...shared,
        fixed: own ? readFixed(own, complain) : fixed,
        ...(exploitedSince !== undefined && { exploitedSince }),
        ...(Number.isFinite(score) && score > 0 && { score }),
        preconditions: itemsOf(child(item, 'preconditions')).flatMap((one) => readPrecondition(one, complain)),
      },
    ];
  });
}

function readPrecondition(map: YamlMap, complain: Complain): Precondition[] {
  const text = optionalText(map, 'text', complain) ?? '';
  if (text === '') complain('error', map.line, 'a precondition needs a "text" that says it in words');
  const detection: YamlMap = { ...map, entries: map.entries.filter(({ key }) => key !== 'text') };
  const condition = readDetection(detection, map.line, { category: 'nsconf', lists: {}, complain });
  return condition ? [{ text, condition }] : [];
}

function readFixed(node: YamlNode | undefined, complain: Complain): Readonly<Record<string, string>> {
  if (node?.kind !== 'map') return {};
  const fixed: Record<string, string> = {};
  for (const { key, value, line } of node.entries) {
    const build = textOf(value, key, complain);
    if (build === undefined || !/^\d{1,4}\.\d{1,4}$/.test(build))
      complain('error', line, `fixed build of ${key}: write it in quotes, as "47.46"`);
    else fixed[key] = build;
  }
  return fixed;
}

function itemsOf(node: YamlNode | undefined): readonly YamlMap[] {
  return node?.kind === 'list' ? node.items.filter((item) => item.kind === 'map') : [];
}

function optionalText(map: YamlMap, key: string, complain: Complain): string | undefined {
  const node = child(map, key);
  return node ? textOf(node, key, complain) : undefined;
}
