import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { formats, renderWhole } from '../../src/reports/index.ts';
import { bytesWords, clock, span } from '../../src/reports/plain-words.ts';
import { compromisedReport, finding, report } from '../fixtures/report.ts';

test.each([
  ['2025-06-20T02:11:43.000Z', '2025-06-20 02:11:43'],
  ['2025-06-20', '2025-06-20'],
  ['?', '?'],
  ['a2025-06-20T02:11:43.000Z', 'a2025-06-20T02:11:43.000Z'],
])('the time %s is read as %s', (time, words) => expect(clock(time)).toBe(words));

test('two times that are the same are one', () => {
  expect(span('2025-06-20T02:11:43.000Z', '2025-06-20T02:11:43.000Z')).toBe('2025-06-20 02:11:43');
});

test.each([
  [999, '999 bytes'],
  [1_103_384, '1.1 MB'],
  [48_211_004_000, '48.2 GB'],
])('%d bytes are %s', (bytes, words) => expect(bytesWords(bytes)).toBe(words));

test.each(['html', 'markdown', 'text'] as const)(
  '%s: the line of a listing is not a line of the file that it names',
  (name) => {
    const listed = finding({ line: 100, second_hand: true, path: text`/var/tmp/sh`, samples: [] });
    const whole = renderWhole(formats[name], report({ findings: [listed] }));
    expect(whole).toContain('/var/tmp/sh');
    expect(whole).not.toContain('/var/tmp/sh:100');
  },
);

test('the page begins its findings with a list of those that matter, each with a link to its evidence', () => {
  const quiet = finding({ id: 'f-0' }, { shows: 'context', title: 'Only context' });
  const page = renderWhole(formats.html, compromisedReport({ findings: [...compromisedReport().findings, quiet] }));
  const glance = page.slice(page.indexOf('<ol class="glance">'), page.indexOf('</ol>'));
  const links = [...glance.matchAll(/href="#(finding-\d+)"/g)].map(([, id]) => id);
  expect(links).toHaveLength(4);
  for (const id of links) expect(page).toContain(`<article id="${id}">`);
  expect(glance).not.toContain('Only context');
});

test('one reason that keeps many rules from being evaluated is said once', () => {
  const base = report();
  const [rule] = base.coverage.rules.not_evaluable;
  const rules = ['One', 'Two', 'Three'].map((title) => ({ ...rule!, title }));
  const one = report({ coverage: { ...base.coverage, rules: { ...base.coverage.rules, not_evaluable: rules } } });
  for (const name of ['html', 'markdown'] as const) {
    const whole = renderWhole(formats[name], one);
    expect(whole.match(/There is no core dump in a support bundle/g)).toHaveLength(1);
    expect(whole).toContain('3 rules: One; Two; Three');
  }
});

test('builds that fix several vulnerabilities on one day have one line in the chart', () => {
  const [exposure] = report().exposure;
  const many = ['CVE-2023-4966', 'CVE-2024-8534', 'CVE-2025-5777'].map((cve) => ({ ...exposure!, cve }));
  const page = renderWhole(formats.html, compromisedReport({ findings: [], exposure: many }));
  expect(page.match(/class="fix"/g)).toHaveLength(1);
  expect(page).toContain('A build that fixes CVE-2023-4966, CVE-2024-8534, CVE-2025-5777 first ran on 2025-08-14.');
});
