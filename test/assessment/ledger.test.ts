import { expect, test } from 'vitest';
import type { Examination } from '../../src/assessment/examination.ts';
import { openLedger } from '../../src/assessment/ledger.ts';
import type { Outcome } from '../../src/assessment/outcome.ts';
import { printable, text } from '../../src/evidence/printable.ts';
import type { RuleSet } from '../../src/rules/rule.ts';

const noRules: RuleSet = { rules: [], yaraFiles: [], lists: {}, version: 'test', sha256: '' };

/** What an examining thread found, with other rules than the ledger has. */
function examined(rule: string): Examination {
  return {
    path: '/var/tmp/x',
    original: 'var/tmp/x',
    isFile: true,
    bytes: 1,
    sightings: [{ rule, finding: 'f-1', subject: { path: '/var/tmp/x' }, occurrences: 1, samples: [] }],
    events: [],
    identity: [],
    readers: [],
    listedFiles: {},
    listedNames: [],
    fileFields: [],
    outputs: [],
    counts: {},
    gaps: [],
  };
}

test('what meets a rule that the ledger does not know is a gap of the report, which is then not complete', async () => {
  const outcomes: Outcome[] = [];
  const started = new Date('2026-11-24T09:00:00Z');
  const options = {
    ruleSet: noRules,
    advisories: { advisories: [], endOfLife: {} },
    started,
    scanId: 'x',
    toolVersion: 'test',
  };
  const ledger = openLedger(options, (outcome) => outcomes.push(outcome));
  ledger.take(examined('yara:gone\u001b[2J'), 0);
  ledger.take(examined('yara:gone\u001b[2J'), 1);
  const evidence = { kind: 'root-tree' as const, name: text`x`, entries: 1 };
  const { findings, coverage, scan } = await ledger.report([evidence], started, undefined);
  await ledger.close();
  const gap = {
    path: printable('rule yara:gone\u001b[2J'),
    reason: 'defect',
    detail: 'something met this rule, and no rule has this id',
  };
  expect(findings).toEqual([]);
  expect(coverage.gaps).toEqual([gap]);
  expect(outcomes).toContainEqual({ kind: 'gap', ...gap });
  expect(scan.complete).toBe(false);
});
