import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine, saveTo, sayHarmless } from './steps.ts';
import { approve, hasTmux, ownRules, startTerminal } from './terminal.ts';

const SAMPLE = 'found.cve-2025-6543.tar.gz';
const ROUTES = [
  { name: '80x24', columns: 80, rows: 24, env: {} },
  { name: '160x50', columns: 160, rows: 50, env: {} },
  { name: '80x24 without colour', columns: 80, rows: 24, env: { NO_COLOR: '1' } },
];

describe.skipIf(!hasTmux)('on a real terminal', () => {
  test.each(ROUTES)(
    'a sample is examined, a finding marked, the report saved and opened again: $name',
    async (route) => {
      const { name, ...options } = route;
      const page = `sample ${name}`.replaceAll(' ', '-');
      const terminal = startTerminal(ownRules, options);
      approve(`${page}-1-start`, await terminal.shows('A sample'));
      terminal.press('j', 'j', 'j', 'Enter');
      await terminal.shows(SAMPLE);
      terminal.press(...chosen(terminal.screen(), SAMPLE), 'Enter');
      approve(`${page}-2-verdict`, await terminal.shows('COMPROMISE INDICATED'));
      terminal.press('Enter');
      approve(`${page}-3-findings`, await terminal.shows('nsleuth  Findings'));
      terminal.press('Enter');
      approve(`${page}-4-finding`, await terminal.shows('shows compromise'));
      terminal.press('b');
      await sayHarmless(terminal, 'our own portal page');
      terminal.press('s');
      await terminal.shows('Save to: nsleuth-found');
      await saveTo(terminal, 'kept');
      terminal.press('3');
      approve(`${page}-5-timeline`, await terminal.shows('nsleuth  Timeline'));
      terminal.press('4');
      expect(await terminal.shows('nsleuth  Coverage')).toContain(SAMPLE);
      terminal.press('q');
      approve(`${page}-6-left`, await terminal.ended(), terminal.folder);
      if (options.env.NO_COLOR) expect(terminal.raw().toString('latin1')).not.toMatch(/\u001b\[[0-9;]*m/);

      const saved = join(terminal.folder, 'kept/report.json');
      expect(JSON.parse(readFileSync(saved, 'utf8')).findings.filter(isBenign)).toHaveLength(1);
      const again = startTerminal(['view', saved], options);
      await again.shows('COMPROMISE INDICATED');
      again.press('2', 'Enter');
      expect(await again.shows('shows compromise')).toMatch(/Mark\s+harmless: our own portal page/);
      again.press('C-c');
      expect(await again.ended()).toContain('ended with status 0');
    },
  );

  test('marks are not lost by leaving, and are taken over when the same evidence is examined again', async () => {
    const sample = join(import.meta.dirname, '../../samples', SAMPLE);
    const terminal = startTerminal(ownRules);
    await examine(terminal, sample);
    terminal.press('Enter', 'c');
    await terminal.shows('Note:');
    terminal.press('seen by two of us', 'Enter');
    await terminal.shows('Marked: confirmed');
    terminal.press('q');
    await terminal.shows('Marks are not saved');
    terminal.press('s');
    await terminal.shows('Save to:');
    terminal.press('Enter');
    await terminal.shows('Saved:');
    terminal.press('1', 'n');
    await terminal.shows('A sample');
    terminal.press('C-c');
    await terminal.ended();
    expect(readdirSync(terminal.folder).filter((name) => name.startsWith('nsleuth-found'))).toHaveLength(1);
    expect(existsSync(join(terminal.folder, '../state/nsleuth/recent.json'))).toBe(true);

    const again = startTerminal(ownRules, { env: { XDG_STATE_HOME: join(terminal.folder, '../state') } });
    await again.shows('Recent evidence');
    again.press('j', 'j', 'j', 'j', 'Enter');
    expect(await again.shows('COMPROMISE INDICATED')).toContain('1 mark was taken over');
  });
});

function isBenign(finding: { readonly triage: { readonly status: string } }): boolean {
  return finding.triage.status === 'benign';
}

/** As many `j` as it takes from the chosen row to the wanted one. */
function chosen(screen: string, wanted: string): readonly string[] {
  const rows = screen.split('\n');
  const from = rows.findIndex((row) => row.startsWith('> '));
  const to = rows.findIndex((row) => row.includes(wanted));
  return Array.from({ length: Math.max(0, to - from) }, () => 'j');
}
