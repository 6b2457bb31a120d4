import { marked } from 'marked';
import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { escapeMarkdown, renderMarkdown } from '../../src/reports/markdown.ts';
import { compromisedReport, finding, hostileReport, hostileTexts, report } from '../fixtures/report.ts';

const htmlOf = (markdown: string) => marked.parse(markdown, { async: false, gfm: true });
const elementsOf = (markdown: string) => {
  const names = new Map<string, number>();
  for (const [, name = ''] of htmlOf(markdown).matchAll(/<([a-z0-9]+)/gi)) names.set(name, (names.get(name) ?? 0) + 1);
  names.delete('a');
  return Object.fromEntries([...names].sort());
};

test.each(hostileTexts)('%j makes no element, link or image, in no place', (hostile) => {
  const markdown = [...renderMarkdown(hostileReport(hostile))].join('');
  const page = htmlOf(markdown);
  expect(page).not.toMatch(/<(script|img|svg|iframe|code|del|em)\b/i);
  expect(page).not.toMatch(/href="(?!mailto:)[^"]*(203\.0\.113\.9|javascript)/i);
  // One sentence says "Incomplete" more than the model, and sources that are no addresses are left out.
  const model = elementsOf([...renderMarkdown(hostileReport('plain words'))].join(''));
  expect(elementsOf(markdown)).toEqual(model);
});

test.each(hostileTexts)('%j at the start of a line, in a heading and in a cell shows as it is', (hostile) => {
  const escaped = escapeMarkdown(hostile);
  for (const place of [escaped, `# ${escaped}`, `| a |\n| - |\n| ${escaped} |`, `- ${escaped}`]) {
    expect(htmlOf(place)).not.toMatch(/<(script|img|svg|code|em|del|ul>\s*<li>\s*<ul)\b/i);
  }
  expect(escaped).not.toContain('\n');
});

test('a ticket has verdict, questions, findings, and what could not be checked', () => {
  const page = htmlOf([...renderMarkdown(compromisedReport())].join(''));
  expect(page).toContain('<h1>Compromise indicated: ns-edge01</h1>');
  expect(page).toContain('Was a web shell placed?');
  expect(page).toContain('href="https://github.com/NCSC-NL/citrix-2025"');
  expect(page).toContain('There is no core dump in a support bundle.');
});

test('the lines beside the evidence stand below it', () => {
  const report = compromisedReport();
  const findings = report.findings.map((one, index) =>
    index > 0
      ? one
      : { ...one, samples: [{ path: text`/x`, text: text`it`, before: text`one *above*`, after: text`one <below>` }] },
  );
  const page = htmlOf([...renderMarkdown({ ...report, findings })].join(''));
  expect(page).toMatch(
    /<li>Evidence: it<ul>\n<li>Line before: one \*above\*<\/li>\n<li>Line after: one (?:&lt;|&#60;)below(?:&gt;|&#62;)<\/li>\n<\/ul>/,
  );
});

test('what stands round a word in memory is called bytes, not lines', () => {
  const sample = {
    path: text`/var/core/1/NSPPE-00-1`,
    offset: 4096,
    text: text`python3 -c`,
    before: text`x y`,
    after: text` "y"`,
  };
  const markdown = [...renderMarkdown(report({ findings: [finding({ offset: 4096, samples: [sample] })] }))].join('');
  expect(markdown).toContain('- Evidence at byte 4096: python3 -c\n  - Bytes before: x y\n  - Bytes after: ');
});
