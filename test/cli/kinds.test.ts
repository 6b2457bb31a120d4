import { describe, expect, test } from 'vitest';
import { caseNamed, cases } from '../../samples/cases/index.ts';
import { type Kind, kinds } from '../../samples/render/render.ts';
import type { Report } from '../../src/assessment/report.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { Question } from '../../src/rules/rule.ts';
import { shortfalls } from '../fixtures/expected.ts';
import { scanSample } from '../fixtures/scan-sample.ts';

/** What each kind of evidence of one appliance can tell, and what it says it cannot. */

const QUESTIONS_OF_LOGS: readonly Question[] = ['exploitation', 'execution', 'session-theft', 'trace-removal'];
const NEEDS_MORE_THAN_LOGS: readonly Question[] = [
  'webshell',
  'persistence',
  'privilege-escalation',
  'accounts',
  'command-and-control',
];
const NEEDS_MORE_THAN_FLASH: readonly Question[] = [
  ...QUESTIONS_OF_LOGS,
  'webshell',
  'privilege-escalation',
  'credential-theft',
  'configuration-theft',
  'command-and-control',
];

/** Questions that this kind cannot answer at all. */
const cannotCheck: Readonly<Record<Kind, readonly Question[]>> = {
  'root-tree': ['command-and-control'],
  'support-bundle': ['webshell'],
  uac: [],
  nsir: [],
  cicada8: ['webshell'],
  'var-volume': ['accounts', 'command-and-control'],
  'log-copy': NEEDS_MORE_THAN_LOGS,
  'syslog-export': [...NEEDS_MORE_THAN_LOGS, 'execution', 'credential-theft', 'configuration-theft'],
  'flash-volume': NEEDS_MORE_THAN_FLASH,
  'system-backup': NEEDS_MORE_THAN_FLASH,
  'ns-conf': [...NEEDS_MORE_THAN_FLASH, 'persistence'],
};

const loud = ({ findings }: Report): string[] =>
  findings
    .filter(({ rule }) => rule.level !== 'informational')
    .map(({ rule, path }) => `${rule.level} ${rule.name} ${path}`);

describe.each(cases.filter(({ name }) => name.startsWith('clean')))('$name', ({ name, atMost }) => {
  test.each(kinds)('%s: no finding above informational, complete, and never an answer it cannot give', async (kind) => {
    const report = await scanSample(name, kind);
    if (atMost === 'informational') expect(loud(report)).toEqual([]);
    expect(report.evidence[0]?.kind).toBe(kind);
    expect(report.scan).toMatchObject({ complete: true });
    expect(report.assessment.verdict).toBe('no-indicators');
    const unanswered = report.assessment.questions.filter(({ answer }) => answer === 'could-not-check');
    expect(unanswered.map(({ question }) => question).sort()).toEqual([...cannotCheck[kind]].sort());
    expect(report.coverage.logs.filter(({ unknown_lines }) => unknown_lines > 0)).toEqual([]);
  });
});

describe.each(['found.cve-2025-6543', 'found.cve-2026-88771'])('%s, rule by rule', (name) => {
  const whole = scanSample(name, 'root-tree');
  test.each(kinds)(
    '%s: shows its plants; every rule that found something more is listed with a reason',
    async (kind) => {
      const report = await scanSample(name, kind);
      expect(shortfalls(report, caseNamed(name), kind)).toEqual([]);
      const { in_part, not_evaluable } = report.coverage.rules;
      const told = new Set([...in_part, ...not_evaluable].map(({ id }) => id));
      const shown = new Set(report.findings.flatMap((finding) => [finding.id, ...sameInOtherWords(finding)]));
      const silent = (await whole).findings.filter(
        ({ id, rule }) => !shown.has(id) && !shown.has(rule.id) && !told.has(rule.id),
      );
      expect(silent.map(({ rule, path }) => `${rule.name} ${path}`)).toEqual([]);
      expect([...in_part, ...not_evaluable].filter(({ reason }) => reason.trim() === '')).toEqual([]);
    },
  );
});

/** An account is told by the configuration or by `show system user`, a process by one list or another: the subjects differ. */
function sameInOtherWords({ rule, subject, path }: Finding): readonly string[] {
  return subject['origin'] !== undefined || path.startsWith('/shell/') ? [rule.id] : [];
}

describe('reasons are in the words of an administrator', () => {
  test.each<{ kind: Kind; rule: string; reason: RegExp }>([
    { kind: 'support-bundle', rule: 'php_outside_admin_ui', reason: /^$/ },
    {
      kind: 'support-bundle',
      rule: 'unknown_system_account',
      reason: /accounts of the operating system.*Support bundles leave this out/,
    },
    { kind: 'support-bundle', rule: 'account_added_between_copies', reason: /account lines of the configuration/ },
    {
      kind: 'support-bundle',
      rule: 'cron_from_temporary_folder',
      reason: /system’s cron table \(\/etc\/crontab\), the cron log/,
    },
    {
      kind: 'support-bundle',
      rule: 'php_request_answered',
      reason: /httpaccess-vpn\.log\.0\.gz is on the appliance, but not in the evidence/,
    },
    { kind: 'log-copy', rule: 'web_user_runs_shell', reason: /a process list/ },
    { kind: 'log-copy', rule: 'unknown_system_account', reason: /accounts of the operating system/ },
    { kind: 'syslog-export', rule: 'web_user_command', reason: /the shell logs \(bash\.log, sh\.log\)/ },
    { kind: 'ns-conf', rule: 'web_user_command', reason: /the shell logs.*the audit log/ },
    { kind: 'var-volume', rule: 'php_for_other_extension', reason: /\/etc\/httpd\.conf/ },
    {
      kind: 'root-tree',
      rule: 'code_with_impossible_times',
      reason: /does not record when the metadata of files changed/,
    },
  ])('$kind, $rule', async ({ kind, rule, reason }) => {
    const { in_part, not_evaluable } = (await scanSample('clean', kind)).coverage.rules;
    expect([...in_part, ...not_evaluable].find(({ name }) => name === rule)?.reason ?? '').toMatch(reason);
  });
});

describe('who the appliance is, by kind', () => {
  const configured = { nsip: '192.0.2.10', ha: { peer: '192.0.2.11' }, time_zone: 'GMT+01:00-CET-Europe/Amsterdam' };
  const named = { hostname: 'ns-a', nsip: '192.0.2.10' };
  const build = (told_by: string) => ({ version: '14.1', build: '73.37', build_told_by: told_by });
  const known: Readonly<Record<Kind, object>> = {
    'root-tree': { hostname: 'ns-a', ...configured, ...build('loader') },
    'support-bundle': {
      hostname: 'ns-a',
      ...configured,
      ...build('running'),
      ha: { role: 'primary', peer: '192.0.2.11' },
    },
    'system-backup': { hostname: 'ns-a', ...configured, ...build('saved-config') },
    uac: { hostname: 'ns-a', ...configured, ...build('running') },
    nsir: { hostname: 'ns-a', ...configured, ...build('running') },
    cicada8: { ...named, ...build('loader') },
    'var-volume': { ...named, ...build('log') },
    'flash-volume': { hostname: 'ns-a', ...configured, ...build('loader') },
    'log-copy': { ...named, ...build('log') },
    // Of two appliances: it names neither.
    'syslog-export': {},
    'ns-conf': { hostname: 'ns-a', ...configured, ...build('saved-config') },
  };
  test.each(kinds)('%s', async (kind) => {
    const { appliance } = await scanSample('clean', kind);
    expect(appliance).toMatchObject(known[kind]);
    if (!('time_zone' in known[kind]))
      expect(appliance.time_method).toMatch(/time zone of the appliance is not in the evidence/);
  });

  test('a configuration that the build before saved does not tell the running build', async () => {
    expect((await scanSample('clean.stale-header', 'support-bundle')).appliance).toMatchObject(build('running'));
    const { appliance } = await scanSample('clean.stale-header', 'system-backup');
    expect(appliance).toMatchObject({ build: '73.30', build_told_by: 'saved-config' });
  });

  test('the other node of the pair is told apart and named', async () => {
    const { appliance } = await scanSample('clean.peer', 'support-bundle');
    expect(appliance).toMatchObject({
      hostname: 'ns-b',
      nsip: '192.0.2.11',
      ha: { role: 'secondary', peer: '192.0.2.10' },
    });
  });
});

describe('when it was collected, and what tells that', () => {
  const collected = '2026-11-23T09:30:12.000Z';
  const named = { collected, collected_told_by: expect.stringMatching(/agrees with the name/) };
  const collector = { collected, collected_told_by: expect.stringMatching(/collector states/) };
  // Its `date` names CET, which is no zone that all agree on, and nothing in the collection tells the appliance's.
  const clock = {
    collected: '2026-11-23T10:30:12.000Z',
    collected_told_by: expect.stringMatching(/own clock, whose time zone is unknown/),
  };
  const logs = { not_collected_before: expect.stringMatching(/^2026-11-23T09:/) };
  test.each<{ kind: Kind; told: object }>([
    { kind: 'support-bundle', told: named },
    { kind: 'uac', told: { collected, collected_told_by: 'the appliance’s own clock' } },
    { kind: 'nsir', told: collector },
    { kind: 'cicada8', told: clock },
    { kind: 'root-tree', told: logs },
    { kind: 'log-copy', told: logs },
    { kind: 'syslog-export', told: logs },
  ])('$kind', async ({ kind, told }) => {
    expect((await scanSample('clean', kind)).evidence[0]).toMatchObject(told);
  });
});

test('a syslog export says whose lines it holds', async () => {
  const { appliance, coverage, evidence, findings } = await scanSample('clean', 'syslog-export');
  expect(coverage.logs[0]?.gaps).toEqual([
    expect.stringMatching(/^lines of 2 hosts \(ns-a \(192\.0\.2\.10\): \d+, ns-b \(192\.0\.2\.11\): \d+\)/),
  ]);
  expect(evidence[0]?.hosts).toMatchObject([
    { name: 'ns-a', address: '192.0.2.10' },
    { name: 'ns-b', address: '192.0.2.11' },
  ]);
  expect(appliance.hostname).toBeUndefined();
  expect(findings.filter(({ line, hosts }) => line !== undefined && !hosts)).toEqual([]);
});

test('times of a listing become UTC, and a day without a time is said to be one', async () => {
  const { findings } = await scanSample('found.cve-2025-6543', 'support-bundle');
  const shell = findings.find(({ rule }) => rule.name === 'var_tmp_sh_setuid');
  // `Jun  3  2021` in the listing of an appliance in Amsterdam.
  expect(shell).toMatchObject({
    second_hand: true,
    first_seen: '2021-06-02T22:00:00.000Z',
    time_note: expect.stringMatching(/Only the day is stated/),
    file: { modified: '2021-06-02T22:00:00.000Z' },
  });
});

describe('the period of the logs, UTC', () => {
  const period = ({ coverage }: Report, log: string) => coverage.logs.find((one) => one.log === log);
  test.each<{ name: string; kind: Kind; to: RegExp }>([
    { name: 'clean', kind: 'support-bundle', to: /^2026-11-23T09:/ },
    { name: 'clean.new-year', kind: 'support-bundle', to: /^2027-01-02T07:/ },
    { name: 'clean.new-year', kind: 'uac', to: /^2027-01-02T07:/ },
    { name: 'clean.new-year', kind: 'log-copy', to: /^2027-01-02T0[78]:/ },
    { name: 'clean.day-first', kind: 'support-bundle', to: /^2026-11-23T09:/ },
    { name: 'clean.day-first', kind: 'root-tree', to: /^2026-11-23T09:/ },
  ])('$name as $kind', async ({ name, kind, to }) => {
    const log = period(await scanSample(name, kind), 'ns.log');
    expect(log?.to).toMatch(to);
    expect(Date.parse(log?.to ?? '') - Date.parse(log?.from ?? '')).toBeGreaterThan(0);
  });
});
