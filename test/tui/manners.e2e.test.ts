import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nsleuth, root } from '../fixtures/run-nsleuth.ts';
import { sayHarmless } from './steps.ts';
import { approve, hasTmux, ownRules, startTerminal } from './terminal.ts';

const SAMPLE = join(root, 'samples/found.cve-2025-6543.tar.gz');

test('without a terminal nsleuth prints help and an example, and ends with 2', async () => {
  const { status, stdout, stderr } = await nsleuth([]);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Usage: nsleuth');
  expect(stderr).toContain('nsleuth scan collector_P_');
});

test('view without a terminal names what to do instead', async () => {
  const { status, stderr } = await nsleuth(['view', 'report.json']);
  expect(status).toBe(2);
  expect(stderr).toContain('nsleuth report REPORT.json');
});

test('an option of the interface before a command is refused, not passed over', async () => {
  const { status, stderr } = await nsleuth(['--only-rules', 'test/tui/rules', 'scan', SAMPLE]);
  expect(status).toBe(2);
  expect(stderr).toContain('--only-rules stands before "scan"');
});

test('scan in a pipe prints no control codes', async () => {
  const { stdout, stderr } = await nsleuth(['scan', SAMPLE, ...ownRules]);
  expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
});

describe.skipIf(!hasTmux)('on a real terminal', () => {
  test('a fault in own rules is said on the screen of the user, not on a drawn one', async () => {
    const terminal = startTerminal(['--only-rules', '/nowhere']);
    const left = await terminal.ended();
    expect(left).toContain('/nowhere');
    expect(left).toContain('ended with status 2');
    expect(terminal.raw().toString('latin1')).not.toContain('\u001b[?1049h');
  });

  test('Control-C ends it, and the screen is as it was', async () => {
    const terminal = startTerminal(ownRules);
    await terminal.shows('A sample');
    terminal.press('C-c');
    const left = await terminal.ended();
    expect(left).toContain('ended with status 0');
    expect(left).not.toContain('A sample');
    const raw = terminal.raw().toString('latin1');
    expect(raw.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(raw.lastIndexOf('\u001b[?1049h'));
    expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'));
  });

  test('the terminal is restored when nsleuth is killed and when it crashes', async () => {
    for (const ending of ['SIGTERM', 'crash']) {
      const terminal = startTerminal([ending], { script: join(root, 'test/tui/breaking.ts') });
      const shown = await terminal.shows('ended with status');
      if (ending === 'crash') expect(shown).toContain('caught: Error: a defect, for the test');
      const raw = terminal.raw().toString('latin1');
      expect(raw).toContain('\u001b[?1049h');
      expect(raw.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(raw.lastIndexOf('\u001b[?1049h'));
      expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'));
      terminal.press('typed afterwards', 'Enter');
      await terminal.shows('typed afterwards');
    }
  });

  test('it follows a window that changes its size, down to one that is too small', async () => {
    const terminal = startTerminal(ownRules, { columns: 160, rows: 50 });
    await terminal.shows('A sample');
    terminal.resize(60, 14);
    const small = await terminal.shows(/^ nsleuth {2}What/m);
    expect(small.trimEnd().split('\n').length).toBeLessThanOrEqual(14);
    expect(small).toContain('q quit');
    terminal.resize(30, 8);
    await terminal.shows('too small');
    terminal.resize(80, 24);
    await terminal.shows('A sample');
  });

  test('Dutch by --lang and by the environment', async () => {
    const asked = startTerminal(['--lang', 'nl']);
    approve('start-nl', await asked.shows('Een voorbeeld'));
    const found = startTerminal([], { env: { LANG: 'nl_NL.UTF-8' } });
    await found.shows('Een voorbeeld');
  });

  test('help lists every key of the place', async () => {
    const terminal = startTerminal(ownRules);
    await terminal.shows('A sample');
    terminal.press('?');
    approve('help-start', await terminal.shows('nsleuth  Keys'));
    terminal.press('Escape');
    await terminal.shows('A sample');
  });

  test('a locale without UTF-8 gets plain signs', async () => {
    const terminal = startTerminal(ownRules, { env: { LANG: 'C', LC_ALL: 'C' } });
    await terminal.shows('A sample');
    terminal.press('q');
    await terminal.ended();
    expect(terminal.raw().toString('utf8')).not.toMatch(/[^\p{ASCII}…’“”]/u);
  });

  test('--plain asks and answers in lines: sample, finding, mark, save', async () => {
    const terminal = startTerminal([...ownRules, '--plain'], { rows: 60 });
    await terminal.shows('Number, or q to leave');
    terminal.press('4', 'Enter');
    const samples = await terminal.shows('found.cve-2025-6543.tar.gz');
    const number = /(\d+) {2}found\.cve-2025-6543\.tar\.gz/.exec(samples)?.[1] ?? '';
    terminal.press(number, 'Enter');
    const verdict = await terminal.shows(/Enter for more, q stops:\s*$|e export, q quit:\s*$/);
    approve('plain-1-verdict', verdict);
    if (/q stops:\s*$/.test(verdict)) terminal.press('Enter');
    await terminal.shows('e export, q quit');
    terminal.press('f', 'Enter');
    await terminal.shows('1. critical, open');
    terminal.press('1', 'Enter');
    const shown = await terminal.shows(/(?:Enter for more, q stops|Enter back to the list):\s*$/);
    if (/q stops:\s*$/.test(shown)) terminal.press('Enter');
    await terminal.shows('Enter back to the list');
    terminal.press('b', 'Enter');
    await sayHarmless(terminal, 'our own portal page');
    terminal.press('s', 'Enter');
    await terminal.shows('Save to');
    terminal.press('kept', 'Enter');
    await terminal.shows('Saved:');
    terminal.press('q', 'Enter');
    await terminal.ended();
    expect(existsSync(join(terminal.folder, 'kept/report.json'))).toBe(true);
    expect(terminal.raw().toString('latin1')).not.toContain('\u001b[?1049h');
  });
});
