import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bindings } from '../../src/tui/keys.ts';
import { keyText } from '../../src/tui/pages/help-page.ts';
import { en } from '../../src/tui/texts/en.ts';
import { root } from '../fixtures/run-nsleuth.ts';

const FILE = join(root, 'docs/using-the-terminal.md');

/** The page with each screen it names as the approved one is now. */
function withScreens(page: string): string {
  return page.replace(/<!-- screen: (\S+) -->\n(?:\n?```text\n[\s\S]*?```\n)?/g, (_, name: string) => {
    const screen = readFileSync(join(root, 'test/approved', `${name}.txt`), 'utf8').trimEnd();
    return `<!-- screen: ${name} -->\n\`\`\`text\n${screen}\n\`\`\`\n`;
  });
}

test('docs/using-the-terminal.md shows the approved screens; UPDATE_APPROVED=1 puts them there', () => {
  const page = readFileSync(FILE, 'utf8');
  if (process.env['UPDATE_APPROVED'] === '1') writeFileSync(FILE, withScreens(page));
  else expect(page).toBe(withScreens(page));
});

test('docs/using-the-terminal.md names every key of the list of findings', () => {
  const page = readFileSync(FILE, 'utf8');
  const missing = bindings.findings.filter(
    ({ keys }) =>
      !keys.some((key) => page.includes(`\`${key}\``) || (key.length > 1 && page.includes(keyText(key, en)))),
  );
  expect(missing.map(({ command }) => command)).toEqual([]);
});
