import { describe, expect, test } from 'vitest';
import type { Appliance } from '../../samples/appliance/appliance.ts';
import { caseNamed } from '../../samples/cases/index.ts';
import { releaseCases, untouched } from '../../samples/cases/releases.ts';
import { netstat, psAux, sockstat } from '../../samples/render/commands.ts';
import type { Report } from '../../src/assessment/report.ts';
import type { EvidenceSource } from '../../src/evidence/entry.ts';
import { applianceSource } from '../fixtures/appliance.ts';
import { fixtureEntry } from '../fixtures/evidence.ts';
import { scanSample, scanSource } from '../fixtures/scan-sample.ts';

/** A healthy appliance must not be accused, whatever release it runs and whatever its administrators do. */

/** The files of an appliance and what its commands print of processes and sockets. */
function everythingOf(appliance: Appliance): EvidenceSource {
  const source = applianceSource(appliance, 'healthy');
  return {
    ...source,
    async *entries(signal) {
      yield* source.entries(signal);
      yield fixtureEntry('/shell/ps-auxwr.out', psAux(appliance));
      yield fixtureEntry('/shell/netstat-an.out', netstat(appliance));
      yield fixtureEntry('/shell/sockstat.out', sockstat(appliance));
    },
  };
}

const above = (report: Report, levels: readonly string[]): readonly string[] =>
  report.findings
    .filter(({ rule }) => !levels.includes(rule.level) || rule.shows === 'compromise')
    .map(({ rule, path }) => `${rule.level} ${rule.name} ${path}`);

describe('an untouched appliance gives nothing above informational', () => {
  test.each(untouched)('$name', async ({ appliance }) => {
    const built = appliance();
    const report = await scanSource(everythingOf(built), built.setting.collected);
    expect(above(report, ['informational'])).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
  });
});

describe('a customised appliance and a week of work on it give context at most', () => {
  test.each(releaseCases)('$name, with its processes', async ({ appliance }) => {
    const built = appliance();
    const report = await scanSource(everythingOf(built), built.setting.collected);
    expect(above(report, ['informational', 'low'])).toEqual([]);
    expect(report.findings.filter(({ rule }) => rule.shows === 'suspicious')).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
  });

  test('in a support bundle as well', async () => {
    const report = await scanSample('clean.workday', 'support-bundle');
    expect(above(report, ['informational', 'low'])).toEqual([]);
    expect(report.assessment.verdict).toBe('no-indicators');
  });
});

describe('a product that looks for weaknesses', () => {
  test('is told as an attempt', async () => {
    const report = await scanSample('targeted.vulnerability-scanner', 'root-tree');
    expect(report.assessment.verdict).toBe('targeted');
    expect(report.findings.filter(({ rule }) => rule.shows === 'compromise' || rule.shows === 'suspicious')).toEqual(
      [],
    );
  });

  test('shows no compromise even where one page answers every address', async () => {
    const appliance = answeredAlways(caseNamed('targeted.vulnerability-scanner').appliance());
    const report = await scanSource(everythingOf(appliance), appliance.setting.collected);
    expect(report.findings.filter(({ rule }) => rule.shows === 'compromise')).toEqual([]);
  });
});

/** The same visit at an appliance whose error page comes with status 200 and always the same size. */
function answeredAlways(appliance: Appliance): Appliance {
  const logs = [...appliance.logs].map(
    ([path, log]) =>
      [
        path,
        {
          ...log,
          lines: log.lines.map((line) => ({ ...line, text: line.text.replace(/" \d{3} 315 "/, '" 200 8100 "') })),
        },
      ] as const,
  );
  return { ...appliance, logs: new Map(logs) };
}
