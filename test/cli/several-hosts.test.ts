import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { createPseudonyms } from '../../src/sharing/pseudonyms.ts';
import { redactReport } from '../../src/sharing/redact.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { nsleuth } from '../fixtures/run-nsleuth.ts';

const HOSTS = [
  { sender: '192.0.2.10', own: 'ns-quiet' },
  { sender: '192.0.2.30', own: 'ns-taken' },
  { sender: 'gw-c.example.org', own: 'ns-third' },
];

/** A log server's line: its own clock has no year and is an hour ahead of the device's UTC. */
function line(at: Date, { sender, own }: (typeof HOSTS)[number], event: string): string {
  const [, month, day, clock] = /^\w+, (\d\d) (\w+) \d+ (\S+)/
    .exec(new Date(at.getTime() + 3_600_000).toUTCString())!
    .map((_, index, found) => [found[0], found[2], String(Number(found[1])).padStart(2), found[3]][index]!);
  const [date = '', time = ''] = at.toISOString().split(/[T.]/);
  const [year, monthNumber, dayNumber] = date.split('-');
  return `${month} ${day} ${clock} ${sender}  ${monthNumber}/${dayNumber}/${year}:${time} GMT ${own} 0-PPE-0 : default ${event}`;
}

function threeHostsOverNewYear(): string {
  const lines: string[] = [];
  for (let minute = 0; minute < 600; minute += 10) {
    const at = new Date(Date.UTC(2020, 11, 31, 20, minute));
    lines.push(
      line(at, HOSTS[(minute / 10) % 3]!, `EVENT DEVICEUP ${minute} 0 :  Device "server_${minute}" - State UP`),
    );
  }
  lines.push(
    'Jan  1 07:10:00 192.0.2.30 bash[4021]: root on (null) shell_command="cp /bin/sh /var/tmp/sh; chmod 4755 /var/tmp/sh"',
  );
  return `${lines.join('\n')}\n`;
}

async function scanned(target: string): Promise<{ readonly report: Report; readonly folder: string }> {
  const folder = join(temporaryFolder(), 'report');
  const { status } = await nsleuth(['scan', target, '--save', folder, '--quiet']);
  expect(status).toBe(1);
  const { stdout } = await nsleuth(['report', join(folder, 'report.json'), '--format', 'json']);
  return { report: JSON.parse(stdout) as Report, folder };
}

test('the file of a log server of three appliances: none is named as the one, each finding names its own', async () => {
  const target = join(temporaryFolder(), 'rsyslog.txt');
  writeFileSync(target, threeHostsOverNewYear());
  const { report, folder } = await scanned(target);

  expect(report.evidence).toMatchObject([
    {
      kind: 'syslog-export',
      hosts: [
        { address: '192.0.2.30', name: 'ns-taken', lines: 21 },
        { address: '192.0.2.10', name: 'ns-quiet', lines: 20 },
        { name: 'ns-third', lines: 20 },
      ],
    },
  ]);
  expect(report.appliance.hostname).toBeUndefined();
  expect(report.coverage.logs[0]).toMatchObject({
    from: '2020-12-31T20:00:00.000Z',
    to: '2021-01-01T07:10:00.000Z',
    gaps: [expect.stringMatching(/^lines of 3 hosts/)],
  });
  const counting = report.findings.filter(({ rule }) => rule.level !== 'informational');
  expect(counting.length).toBeGreaterThan(0);
  for (const finding of counting) expect(finding.hosts).toEqual([{ address: '192.0.2.30', name: 'ns-taken' }]);
  // The shell's line states no year; the lines beside it do.
  expect(counting[0]).toMatchObject({
    first_seen: '2021-01-01T07:10:00.000Z',
    time_note: expect.stringMatching(/year/),
  });
  expect(report.assessment.statement).toMatch(/several appliances; what follows is of ns-taken \(192\.0\.2\.30\)/);

  const saved = join(folder, 'report.json');
  for (const format of ['text', 'markdown', 'html', 'csv']) {
    const { stdout } = await nsleuth(['report', saved, '--format', format]);
    expect(stdout, format).toContain('ns-taken');
    expect(stdout, format).toContain(format === 'csv' ? '192.0.2.30' : 'everal appliances');
  }
  const secret = new Uint8Array(32);
  const { report: shared } = redactReport(report, { pseudonyms: createPseudonyms(secret), secret });
  expect(shared.findings.some(({ hosts }) => hosts !== undefined)).toBe(true);
  expect(JSON.stringify(shared)).not.toMatch(/ns-taken|ns-quiet|ns-third|192\.0\.2\.[13]0/);
});
