import type { RuleSet } from '../rules/rule.ts';
import { type FailedTest, type RuleTestResult, shorten, testContent } from './run-rule-tests.ts';
import { createYaraScanner } from './yara.ts';
import { yaraAtoms } from './yara-atoms.ts';

/**
 * Runs the tests of YARA rules with the engine itself. A content that must match must also have one of the texts by which
 * files are chosen for scanning: else the rule would never be run on it.
 */
export async function runYaraTests(ruleSet: RuleSet): Promise<RuleTestResult> {
  const rules = ruleSet.rules.filter((rule) => rule.kind === 'yara');
  if (rules.length === 0) return { rules: 0, tests: 0, failed: [] };
  const scanner = createYaraScanner(ruleSet.yaraFiles);
  const atoms = new Map(ruleSet.yaraFiles.map(({ namespace, source }) => [namespace, yaraAtoms(source)]));
  const failed: FailedTest[] = [];
  let tests = 0;
  try {
    for (const rule of rules) {
      for (const kind of ['match', 'ignore'] as const) {
        for (const [index, test] of (rule.tests?.[kind] ?? []).entries()) {
          tests += 1;
          const content = testContent(test) ?? '';
          const outcome = await scanner.scan(rule.name, Buffer.from(content, 'latin1'));
          const needed = atoms.get(rule.namespace);
          const isChosen = needed === undefined || needed.some((atom) => content.toLowerCase().includes(atom));
          const isMet = isChosen && 'rules' in outcome && outcome.rules.includes(rule.name);
          const why = 'gap' in outcome ? ` (${outcome.gap})` : '';
          if ('gap' in outcome || isMet !== (kind === 'match'))
            failed.push({ rule, kind, number: index + 1, test: shorten(test) + why });
        }
      }
    }
  } finally {
    await scanner.close();
  }
  return { rules: rules.length, tests, failed };
}
