import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { neighboursOf } from '../../src/tui/neighbours.ts';
import { indexReport } from '../../src/tui/report-index.ts';
import { finding, report } from '../fixtures/report.ts';

const about = (id: string, path: string, first_seen?: string) =>
  finding({ id, path: text`${path}`, ...(first_seen !== undefined && { first_seen }) });
const event = (time: string, what: string, of?: string) => ({
  time,
  what: text`${what}`,
  kind: 'finding' as const,
  ...(of !== undefined && { finding: of }),
});

test('beside a finding stand the others of its file, and what happened within ten minutes', () => {
  const chosen = about('f-1', '/var/tmp/sh', '2025-06-20T10:00:00.000Z');
  const findings = [chosen, about('f-2', '/var/tmp/sh'), about('f-3', '/etc/passwd')];
  const timeline = [
    event('2025-06-20T09:49:59.000Z', 'too early'),
    event('2025-06-20T09:50:00.000Z', 'just in time'),
    event('2025-06-20T10:00:00.000Z', 'the finding itself', 'f-1'),
    event('2025-06-20T10:00:01.000Z', 'told in its place', 'f-2'),
    event('2025-06-20T10:05:00.000Z', 'of another file', 'f-3'),
    event('2025-06-20T10:10:01.000Z', 'too late'),
  ];
  const { inPlace, inTime } = neighboursOf(chosen, indexReport(report({ findings, timeline })));
  expect(inPlace.map(({ id }) => id)).toEqual(['f-2']);
  expect(inTime.map(({ what }) => what)).toEqual(['just in time', 'of another file']);
});

test('of many events those nearest in time are kept, oldest first', () => {
  const chosen = about('f-1', '/var/tmp/sh', '2025-06-20T10:00:00.000Z');
  const seconds = [50, 40, 30, 20, 10, 5, 4];
  const timeline = seconds.map((second) =>
    event(`2025-06-20T10:00:${String(second).padStart(2, '0')}.000Z`, `${second}`),
  );
  const { inTime } = neighboursOf(chosen, indexReport(report({ findings: [chosen], timeline })));
  expect(inTime.map(({ what }) => what)).toEqual(['4', '5', '10', '20', '30', '40']);
});

test.each([
  { name: 'no time', time: undefined },
  { name: 'a time that is none', time: 'yesterday' },
])('a finding with $name has no neighbours in time', ({ time }) => {
  const chosen = about('f-1', '/var/tmp/sh', time);
  const timeline = [event('2025-06-20T10:00:00.000Z', 'something')];
  expect(neighboursOf(chosen, indexReport(report({ findings: [chosen], timeline }))).inTime).toEqual([]);
});
