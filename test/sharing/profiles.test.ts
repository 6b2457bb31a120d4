import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coveringText } from '../../src/sharing/covering-text.ts';
import { detailNames, profileNames, profiles, stages } from '../../src/sharing/profiles.ts';
import { compromisedReport } from '../fixtures/report.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/sharing.md'), 'utf8');

test.each(profileNames)('%s: what has a source is asked, and the documentation links the source', (name) => {
  const { asks, asksToo, sources } = profiles[name];
  const asked = new Set([...asks, ...asksToo]);
  expect(Object.keys(sources).filter((one) => !asked.has(one as (typeof detailNames)[number]))).toEqual([]);
  for (const source of Object.values(sources)) expect(document).toContain(source);
});

test.each(profileNames)('%s: the letter has a line for all that is asked, in every stage', (name) => {
  for (const stage of stages) {
    const letter = coveringText(compromisedReport(), { profile: profiles[name], details: {}, stage });
    const { asks, asksToo, site } = profiles[name];
    const about = letter.slice(letter.indexOf('About us'));
    expect(about.match(/^- .*\[to be filled in\]$/gm)?.length).toBeGreaterThanOrEqual(asks.length + asksToo.length);
    expect(letter).toContain(`CHECK this on ${site}`);
  }
});

test('every detail is in the documentation', () => {
  const undocumented = detailNames.filter((name) => name !== 'country' && !document.includes(`\`${name}\``));
  expect(undocumented).toEqual([]);
});
