import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cases } from '../../samples/cases/index.ts';
import { assess } from '../../src/assessment/assess.ts';
import type { Report } from '../../src/assessment/report.ts';
import { type Advisories, loadAdvisories } from '../../src/rules/advisory.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { sampleSource } from '../fixtures/appliance.ts';
import { shortfalls } from '../fixtures/expected.ts';

/** Samples whose rules are still missing. A name leaves this list with the rule that finds its traces; it must be empty before a release. */
const waiting: readonly string[] = [];

let ruleSet: RuleSet;
let advisories: Advisories;
beforeAll(async () => {
  const dirs = [join(import.meta.dirname, '../../rules')];
  const loaded = await loadRules({ dirs, version: 'test' });
  expect(loaded.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  ({ ruleSet } = loaded);
  advisories = await loadAdvisories(dirs);
});

async function scan(name: string, collected: number): Promise<Report> {
  const options = { threads: 0, toolVersion: 'test', advisories, now: () => new Date(collected) };
  const outcomes = assess([sampleSource(name)], ruleSet, options, new AbortController().signal);
  for await (const outcome of outcomes) if (outcome.kind === 'report') return outcome.report;
  throw new Error('the scan ended without a report');
}

describe('the shipped rules on the whole appliance', () => {
  for (const sample of cases) {
    const run = waiting.includes(sample.name) ? test.skip : test;
    run(`${sample.name}: every trace found, verdict and answers right, nothing too loud`, async () => {
      const report = await scan(sample.name, sample.appliance().setting.collected);
      expect(shortfalls(report, sample, 'root-tree')).toEqual([]);
    });
  }
});
