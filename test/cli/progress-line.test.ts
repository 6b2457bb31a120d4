import { expect, test } from 'vitest';
import type { Progress } from '../../src/assessment/outcome.ts';
import { progressText } from '../../src/cli/progress-line.ts';

const progress: Progress = {
  phase: 'reading',
  share: 0.42,
  remainingMs: 4_000,
  elapsedMs: 3_000,
  entries: 1204,
  bytes: 48_000_000,
  findings: { critical: 1, high: 2, medium: 0, low: 0, informational: 0 },
};

test.each([
  { name: 'half-way', over: {}, says: '42 % · about 4 s left · 1204 entries, 48 MB, 16 MB/s · 3 serious findings' },
  { name: 'read, and still examining', over: { share: 1 }, says: '99 % · ' },
  {
    name: 'one finding',
    over: { findings: { ...progress.findings, critical: 0, high: 1 } },
    says: '1 serious finding',
  },
  { name: 'a long time to go', over: { remainingMs: 600_000 }, says: 'about 10 min left' },
])('tells how far it is: $name', ({ over, says }) => {
  expect(progressText({ ...progress, ...over }, 79)).toContain(says);
  expect(progressText({ ...progress, ...over }, 79)).not.toMatch(/100 %|\b1 serious findings/);
  expect(progressText({ ...progress, ...over }, 20).length).toBeLessThanOrEqual(20);
});
