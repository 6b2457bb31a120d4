import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { reportFault } from '../../src/assessment/report-schema.ts';
import { reconcluded } from '../../src/assessment/triage.ts';
import { text } from '../../src/evidence/printable.ts';
import type { FindingIndicator } from '../../src/findings/finding.ts';
import { type FormatName, formats, renderWhole } from '../../src/reports/index.ts';
import { createPseudonyms } from '../../src/sharing/pseudonyms.ts';
import { redactReport } from '../../src/sharing/redact.ts';
import { mispFaults } from '../fixtures/misp-event.ts';
import { logFinding, report } from '../fixtures/report.ts';

const secret = new Uint8Array(32).fill(7);
const shared = (one: Report) => redactReport(one, { pseudonyms: createPseudonyms(secret), secret }).report;
const known = (value: string, over: Partial<FindingIndicator> = {}): FindingIndicator => ({
  list: text`actor_addresses`,
  value: text`${value}`,
  role: text`exploitation`,
  confidence: 'high',
  tier: 'responder',
  source: text`https://example.org/report`,
  date: text`2025-07-01`,
  ...over,
});
const met = (subject: Parameters<typeof logFinding>[0]['subject'], ...indicators: readonly FindingIndicator[]) =>
  report({ findings: [logFinding({ subject: subject ?? {}, indicators }, { shows: 'attempt', level: 'high' })] });

const one = met({ 'c-ip': text`203.0.113.66` }, known('203.0.113.66'));

test.each<FormatName>(['json', 'html', 'markdown', 'text', 'csv', 'stix', 'misp', 'ecs'])(
  '%s names the indicator',
  (name) => {
    expect(renderWhole(formats[name], reconcluded(one, one.findings)).replaceAll('\\', '')).toContain('203.0.113.66');
  },
);

test.each<FormatName>(['html', 'markdown', 'stix', 'misp'])('%s says whose indicator it is', (name) => {
  const whole = renderWhole(formats[name], one).replaceAll('\\', '').replaceAll('&#58;', ':');
  expect(whole).toContain('list actor_addresses, from https://example.org/report of 2025-07-01');
});

test('the schema of the report knows it', () => {
  expect(reportFault(JSON.parse(JSON.stringify(one)))).toBeUndefined();
});

test('ECS has it by its type', () => {
  const fieldsOf = (value: string) => {
    const [line] = renderWhole(formats.ecs, met({}, known(value))).split('\n');
    const { description: _, confidence, provider: __, reference, ...rest } = JSON.parse(line ?? '').threat.indicator;
    expect([confidence, reference]).toEqual(['High', 'https://example.org/report']);
    return rest;
  };
  expect(fieldsOf('203.0.113.66')).toEqual({ name: '203.0.113.66', type: 'ipv4-addr', ip: '203.0.113.66' });
  expect(fieldsOf('203.0.113.0/24')).toEqual({ name: '203.0.113.0/24', type: 'ipv4-addr' });
  expect(fieldsOf('c'.repeat(64))).toMatchObject({ type: 'file', file: { hash: { sha256: 'c'.repeat(64) } } });
  expect(fieldsOf('evil.example.com')).toMatchObject({ type: 'domain-name', url: { domain: 'evil.example.com' } });
  expect(fieldsOf('shell.php')).toEqual({ name: 'shell.php' });
});

test('MISP gets each indicator once, with its type', () => {
  const two = report({
    findings: [
      logFinding({ id: 'f-1', subject: {}, indicators: [known('203.0.113.66'), known('c'.repeat(64))] }, {}),
      logFinding({ id: 'f-2', subject: {}, indicators: [known('203.0.113.66'), known('evil.example.com')] }, {}),
      logFinding({ id: 'f-3', subject: {}, indicators: [known('shell.php'), known('203.0.113.0/24')] }, {}),
    ],
  });
  const { Event } = JSON.parse(renderWhole(formats.misp, two));
  expect(mispFaults({ Event })).toEqual([]);
  const types = Event.Attribute.filter(({ comment }: { comment: string }) => comment.includes('list actor_addresses'));
  expect(types.map(({ type, value }: { type: string; value: string }) => `${type} ${value}`)).toEqual([
    'ip-src 203.0.113.66',
    `sha256 ${'c'.repeat(64)}`,
    'domain evil.example.com',
    'text shell.php',
    'ip-src 203.0.113.0/24',
  ]);
});

test('what was published of an intruder stays, whatever it is; an account of the same finding does not', () => {
  const account = logFinding(
    {
      subject: { user: text`sysbackup`, command: text`useradd sysbackup` },
      samples: [
        {
          path: text`/var/log/bash.log`,
          text: text`ns-edge01 bash[1]: jdoe on /dev/pts/1 shell_command="useradd sysbackup"`,
        },
      ],
      indicators: [known('sysbackup', { role: text`account` })],
    },
    { question: 'accounts' },
  );
  const other = logFinding({ id: 'f-2', subject: { user: text`jdoe`, command: text`id` } }, { shows: 'context' });
  const [first, second] = shared(report({ findings: [account, other] })).findings;
  expect(first?.indicators?.[0]?.value).toBe('sysbackup');
  expect(first?.subject['user']).toBe('sysbackup');
  expect(second?.subject['user']).not.toBe('jdoe');
  expect(JSON.stringify(first)).not.toMatch(/jdoe|ns-edge01/);
});

test('a list of the owner may hold names of its own: they go; its addresses stay', () => {
  const own = { tier: 'user', list: text`ours` } as const;
  const both = logFinding(
    {
      subject: { user: text`jdoe`, 'c-ip': text`203.0.113.66` },
      indicators: [known('jdoe', own), known('203.0.113.66', own)],
    },
    { shows: 'attempt' },
  );
  const [finding] = shared(report({ findings: [both] })).findings;
  expect(finding?.indicators?.map(({ value }) => value)).toEqual([expect.stringMatching(/^user-/), '203.0.113.66']);
});
