import { describe, expect, test } from 'vitest';
import { type LogFile, logCoverage } from '../../src/assessment/log-coverage.ts';
import { text } from '../../src/evidence/printable.ts';

const HOUR = 3600_000;
const toUtc = ({ ms }: { readonly ms: number }) => ({ utc: new Date(ms) });
const at = (hours: number) => ({ ms: Date.UTC(2026, 10, 1) + hours * HOUR, zone: 'utc', year: 'stated' }) as const;

/** A whole file of ns.log, 100 KB and ten hours long; a test says what is different. */
function file(path: string, facts: Partial<LogFile> = {}): LogFile {
  return {
    path,
    log: 'ns.log',
    lines: 600,
    parsed: 600,
    unknown: 0,
    silences: [],
    startsWithRotation: true,
    turnedOverAbove: 100 * 1024,
    size: 110 * 1024,
    ...facts,
  };
}
const current = file('/var/log/ns.log', { first: at(20), last: at(29), size: 5_000 });
const newer = file('/var/log/ns.log.0.gz', { first: at(10), last: at(20) });
const older = file('/var/log/ns.log.1.gz', { first: at(0), last: at(10), startsWithRotation: false });

describe('holes in a log', () => {
  test.each<{ name: string; files: readonly LogFile[]; notes: readonly RegExp[] }>([
    { name: 'none in a whole series', files: [current, newer, older], notes: [] },
    { name: 'a missing rotation', files: [current, older], notes: [/rotation 0 is missing/] },
    { name: 'the current file missing', files: [newer, older], notes: [/ns\.log itself is missing/] },
    { name: 'an empty file', files: [file('/var/log/ns.log', { lines: 0, parsed: 0 })], notes: [/is empty/] },
    {
      name: 'a rotated file that was made smaller',
      files: [current, file(newer.path, { ...newer, size: 60_000 }), older],
      notes: [/ns\.log\.0\.gz has 60000 bytes, yet it was turned over because it had more than 102400/],
    },
    {
      name: 'a file without the first line of newsyslog',
      files: [file(current.path, { ...current, startsWithRotation: false }), newer, older],
      notes: [/ns\.log does not begin with the rotation's own first line/],
    },
    {
      name: 'a silence between two files',
      files: [current, file(newer.path, { ...newer, last: at(16) }), older],
      notes: [/ns\.log\.0\.gz to \/var\/log\/ns\.log: silent for 4 hours/],
    },
    {
      name: 'a silence within a file',
      files: [file(current.path, { ...current, silences: [{ from: at(21), to: at(22.25) }] }), newer, older],
      notes: [/silent for 75 minutes from 2026-11-01T21:00:00/],
    },
  ])('$name', ({ files, notes }) => {
    const [log] = logCoverage(files, [], toUtc);
    expect(log?.gaps.length).toBe(notes.length);
    notes.forEach((note, index) => {
      expect(log?.gaps[index]).toMatch(note);
    });
  });

  test('a cut gzip file', () => {
    const gap = {
      kind: 'gap',
      path: text`/var/log/ns.log.0.gz`,
      reason: 'truncated',
      detail: text`ends early`,
    } as const;
    expect(logCoverage([current, newer, older], [gap], toUtc)[0]?.gaps).toEqual(['/var/log/ns.log.0.gz: ends early']);
  });
});

test('a copy of a file counts once, whatever evidence it came from', () => {
  const [log] = logCoverage([current, newer, older, current, newer], [], toUtc);
  expect(log).toMatchObject({
    files: 3,
    lines: 1800,
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-11-02T05:00:00.000Z',
  });
});

test('a single unknown line is not rounded away', () => {
  const [log] = logCoverage([file('/var/log/ns.log', { lines: 100_000, parsed: 1_000, unknown: 1 })], [], toUtc);
  expect(log?.unknown_lines).toBe(100);
});
