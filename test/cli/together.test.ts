import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { reportFault } from '../../src/assessment/report-schema.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { sampleEvidence, temporaryFolder } from '../fixtures/appliance.ts';
import { nsleuth, scanReport } from '../fixtures/run-nsleuth.ts';

const SAMPLE = 'found.cve-2025-6543';

/** What a finding says that must not depend on how the evidence was handed over. */
function told({ id, rule, path, occurrences, first_seen, last_seen }: Finding) {
  return {
    rule: rule.name,
    level: rule.level,
    path: path.replace(/\.\d+\.gz$/, ''),
    occurrences,
    first_seen,
    last_seen,
    id,
  };
}

const isOfLogs = ({ path }: Finding) => path.startsWith('/var/log/');
const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);

describe('a support bundle and a zip of /var/log of the same appliance', () => {
  let whole: Report;
  let together: Report;
  beforeAll(async () => {
    const [tree, bundle, logs] = await Promise.all([
      sampleEvidence(SAMPLE, 'root-tree', 'tar'),
      sampleEvidence(SAMPLE, 'support-bundle'),
      sampleEvidence(SAMPLE, 'log-copy', 'zip'),
    ]);
    whole = (await scanReport([tree])).report;
    together = (await scanReport([bundle, logs, '--together'])).report;
  }, 60_000);

  test('one report of both, that says whose each is', () => {
    expect(reportFault(together)).toBeUndefined();
    expect(together.evidence.map(({ kind }) => kind)).toEqual(['support-bundle', 'log-copy']);
    expect(together.evidence[0]?.names?.hostname).toBe('ns-a');
    expect(together.appliance).toMatchObject({ hostname: 'ns-a', nsip: '192.0.2.10', version: '14.1' });
    expect(together.scan.complete).toBe(true);
  });

  test('what the logs show is the same as in the whole tree: findings, occurrences, first and last time', () => {
    const expected = whole.findings.filter(isOfLogs).map(told).sort(byId);
    expect(expected.length).toBeGreaterThan(10);
    expect(together.findings.filter(isOfLogs).map(told).sort(byId)).toEqual(expected);
  });

  test('nothing is found that the whole tree does not show, and nothing is counted twice', () => {
    const known = new Map(whole.findings.map((finding) => [finding.id, finding]));
    const more = together.findings.filter(
      ({ id, occurrences, path }) => !path.startsWith('/shell/') && occurrences > (known.get(id)?.occurrences ?? 0),
    );
    expect(more.map(told)).toEqual([]);
  });

  test('the logs are counted once', () => {
    const logs = (report: Report) => report.coverage.logs.map(({ log, files, lines }) => ({ log, files, lines }));
    expect(logs(together)).toEqual(logs(whole));
  });
});

describe('evidence of two appliances', () => {
  let pair: readonly string[];
  beforeAll(async () => {
    pair = await Promise.all([
      sampleEvidence('clean', 'support-bundle'),
      sampleEvidence('clean.peer', 'support-bundle'),
    ]);
  });

  test('is refused by name, and nothing is written', async () => {
    const reports = join(temporaryFolder(), 'reports');
    const { status, stdout, stderr } = await nsleuth(['scan', ...pair, '--together', '--save', reports]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/different appliances: the host name is ns-a in the one, ns-b in the other/);
    expect(existsSync(join(reports, 'report.json'))).toBe(false);
  }, 30_000);

  test('is examined with --force', async () => {
    const reports = join(temporaryFolder(), 'reports');
    const { status } = await nsleuth(['scan', ...pair, '--together', '--force', '--save', reports]);
    expect(status).toBe(0);
    const report: Report = JSON.parse(readFileSync(join(reports, 'report.json'), 'utf8'));
    expect(report.evidence.map(({ names }) => names?.hostname)).toEqual(['ns-a', 'ns-b']);
  }, 30_000);
});
