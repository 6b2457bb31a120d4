import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { parseReport } from '../../src/reports/read.ts';
import { nsleuth, root } from '../fixtures/run-nsleuth.ts';
import { examine, saveTo, sayHarmless, takeEach } from './steps.ts';
import { approve, hasTmux, ownRules, startTerminal, type Terminal } from './terminal.ts';

const SAMPLE = join(root, 'samples/found.cve-2025-6543.tar.gz');
const ROUTES = [
  { name: '80x24', columns: 80, rows: 24 },
  { name: '160x50', columns: 160, rows: 50 },
];
/** What the form of NCSC-NL cannot do without, in its order. */
const ANSWERS = [
  'Example BV',
  'Jan Example',
  'soc@example.org',
  '+31 20 000 0000',
  'energy',
  'by a scan',
  'none',
  'none',
];
/** Names and addresses of the sample's owner. */
const OWN = ['ns-a', '192.0.2.10', '192.0.2.11', 'p_test', 'found.cve-2025-6543'];

describe.skipIf(!hasTmux)('a package for a CERT, on a real terminal', () => {
  test.each(ROUTES)(
    'from a sample to files that verify, with the marks made on the way: $name',
    async ({ name, columns, rows }) => {
      const terminal = startTerminal(ownRules, { columns, rows });
      const shown = (step: string, screen: string) =>
        approve(`share-${name}-${step}`, withoutSizes(screen), home(terminal));
      await examine(terminal, SAMPLE);
      terminal.press('Enter', 'b');
      await sayHarmless(terminal, 'the theme of ns-a');

      terminal.press('r');
      await terminal.shows('1 of 9: recipient');
      terminal.press('j');
      shown('1-recipient', await terminal.shows('> NCSC-NL'));
      terminal.press('Enter');
      await terminal.shows('2 of 9: stage');
      terminal.press('Enter');
      shown('2-mark', await terminal.shows('3 of 9: mark'));
      terminal.press('Enter');
      for (const answer of ANSWERS) {
        await terminal.shows('needed');
        terminal.press(answer, 'Enter');
      }
      await terminal.shows('Number in the trade register:');
      shown('3-details', terminal.screen());
      terminal.press('Enter', 'Enter', 'Enter', 'Enter');
      await terminal.shows('> Go on');
      terminal.press('Enter');
      shown('4-leaves', await terminal.shows('What is withheld altogether'));
      terminal.press('Enter');
      await terminal.shows('Nothing is doubtful');
      terminal.press('w', 'theme', 'Enter');
      await terminal.shows('too short or too common');
      terminal.press('C-u', 'LogonPoint/css.xhtml', 'Enter');
      await terminal.shows(/> replaced +LogonPoint/);
      terminal.press('Enter');
      await terminal.shows('Folder: package');
      terminal.press('Enter');
      await terminal.shows('Key file:');
      // Back to the first step and on again: nothing has to be said twice.
      for (const step of ['folder', 'your decisions', 'what leaves', 'about you', 'mark', 'stage', 'recipient']) {
        terminal.press('Escape');
        await terminal.shows(`of 9: ${step}`);
      }
      expect(terminal.screen()).toContain('> NCSC-NL');
      for (const step of [
        'stage',
        'mark',
        'about you',
        'what leaves',
        'your decisions',
        'folder',
        'encryption',
        'yes',
      ]) {
        terminal.press('Enter');
        await terminal.shows(`of 9: ${step}`);
        if (step === 'what leaves') await terminal.shows('values you named');
      }
      shown('5-confirm', await terminal.shows('Write the package?'));
      expect(existsSync(join(terminal.folder, 'package'))).toBe(false);
      terminal.press('Enter');
      terminal.press('y');
      shown('6-done', await terminal.shows('Nothing was sent'));
      terminal.press('Enter');
      await terminal.shows('nsleuth  Findings');
      terminal.press('C-c');
      await terminal.shows('Marks are not saved');
      terminal.press('q');
      await terminal.ended();

      const report = await goodPackage(join(terminal.folder, 'package'), home(terminal));
      const [marked] = report.findings.filter(({ triage }) => triage.status === 'benign');
      expect(marked?.triage.note).toMatch(/^the theme of host-[a-z2-7]{13}$/);
      const submission = readFileSync(join(terminal.folder, 'package/submission.json'), 'utf8');
      expect(JSON.parse(submission)).toMatchObject({ organisation: 'Example BV', sector: 'energy' });
      const kept = readFileSync(join(home(terminal), 'config/nsleuth/organisation.json'), 'utf8');
      expect(JSON.parse(kept)).toMatchObject({ help_wanted: 'none' });
    },
    90_000,
  );

  test('an opened report; a value that stays, a folder that is used, and what was answered before is not asked again', async () => {
    const terminal = startTerminal([]);
    await examine(terminal, SAMPLE);
    terminal.press('s');
    await saveTo(terminal, 'kept');
    terminal.press('C-c');
    await terminal.ended();

    const env = { XDG_CONFIG_HOME: join(home(terminal), 'config') };
    const again = startTerminal(['view', join(terminal.folder, 'kept/report.json')], { env });
    await again.shows('COMPROMISE INDICATED');
    again.press('r');
    await takeEach(again, '1 of 9', '2 of 9', '3 of 9');
    for (const answer of ['Example BV', 'Jan Example', 'soc@example.org']) {
      await again.shows('needed');
      again.press(answer, 'Enter');
    }
    await takeEach(again, '> Go on', '1 value is doubtful');
    await again.shows(/replaced\? +198\.51\.100\.66/);
    again.press('Enter');
    await again.shows('1 value is not decided');
    again.press('s', 'Enter');
    await again.shows('Folder: package');
    again.press('C-u', join(terminal.folder, 'kept'), 'Enter');
    await again.shows('is not empty');
    again.press('C-u', 'out', 'Enter');
    await again.shows('Key file:');
    again.press('Enter');
    await again.shows(/You let stay +198\.51\.100\.66/);
    again.press('y');
    await again.shows('Nothing was sent');
    expect(again.screen()).not.toContain('is not saved yet');
    again.press('Enter', 'r');
    await takeEach(again, '1 of 9', '2 of 9', '3 of 9');
    await again.shows(/Name of the organisation +Example BV/);
    again.press('C-c');
    await again.ended();
    const report = await goodPackage(join(again.folder, 'out'), home(terminal));
    expect(JSON.stringify(report)).toContain('198.51.100.66');
  }, 120_000);

  test('--plain: the same in lines', async () => {
    const terminal = startTerminal([...ownRules, '--plain'], { rows: 60 });
    await terminal.shows('Number, or q to leave');
    terminal.press('2', 'Enter');
    await terminal.shows('Path of the evidence');
    terminal.press(SAMPLE, 'Enter');
    const verdict = await terminal.shows(/Enter for more, q stops:\s*$|e export, q quit:\s*$/, 60_000);
    if (/q stops:\s*$/.test(verdict)) terminal.press('Enter');
    await terminal.shows('r to a CERT');
    const say = async (question: string | RegExp, answer: string) => {
      await terminal.shows(question);
      terminal.press(...(answer === '' ? ['Enter'] : [answer, 'Enter']));
    };
    await say(/q quit:\s*$/, 'r');
    await say(/Recipient \(1\):\s*$/, '2');
    await say(/Stage \(2\):\s*$/, '');
    await say(/Mark \(3\):\s*$/, '');
    const asked = [
      'organisation',
      'talk to',
      'E-mail',
      'Telephone',
      'Sector',
      'discovered',
      'affects',
      'help is wanted',
    ];
    for (const [at, what] of asked.entries()) await say(new RegExp(`${what}[^\n]*:\\s*$`), ANSWERS[at]!);
    for (const what of ['register', 'headquarters', 'Role', 'voluntary'])
      await say(new RegExp(`${what}[^\n]*:\\s*$`), '');
    await say(/NUMBER says one again[^:]*:\s*$/, '');
    approve('share-plain', await terminal.shows(/Enter goes on, < back, q stop:\s*$/), home(terminal));
    terminal.press('Enter');
    await say(/w VALUE replaces another[^:]*:\s*$/, '');
    await say(/Folder \(package\):\s*$/, '');
    await say(/Key file:\s*$/, '');
    expect(existsSync(join(terminal.folder, 'package'))).toBe(false);
    await say(/Type yes:\s*$/, 'yes');
    await say(/Nothing was sent[\s\S]*q quit:\s*$/, 'q');
    await say(/yes or no\):\s*$/, 'yes');
    await terminal.ended();
    await goodPackage(join(terminal.folder, 'package'), home(terminal));
  }, 90_000);

  test('in Dutch', async () => {
    const terminal = startTerminal(['--lang', 'nl', ...ownRules]);
    await terminal.shows('Een voorbeeld');
    terminal.press('j', 'Enter');
    await terminal.shows('Kies uit de lijst');
    terminal.press('/', 'C-u', SAMPLE, 'Enter');
    expect(await terminal.shows('AANWIJZINGEN VOOR INBRAAK', 60_000)).toContain('druk op r');
    terminal.press('r');
    approve('share-nl', await terminal.shows('1 van 9: ontvanger'));
    terminal.press('C-c');
    // The summary stays behind, as it does when the report itself is left.
    expect(await terminal.ended()).toContain('AANWIJZINGEN VOOR INBRAAK');
  }, 90_000);
});

/** Where the terminal's program keeps its settings. */
function home({ folder }: Terminal): string {
  return dirname(folder);
}

/** The size of a file in a package depends on the lengths of times and folders. */
function withoutSizes(screen: string): string {
  return screen.replace(/(\.(?:json|html|txt), )[\d.]+ (?:kB|bytes)/g, '$1n kB');
}

/** The report of a package, which `nsleuth verify` calls good and in which nothing of the owner stands; `reveal` brings the names back. */
async function goodPackage(folder: string, owner: string): Promise<Report> {
  const verified = await nsleuth(['verify', folder]);
  expect(verified.stdout).not.toMatch(/\bbad\b/i);
  expect(`${verified.status} ${verified.stderr}`).toBe('0 ');
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name), 'utf8');
    for (const value of OWN) expect(`${name}: ${value} ${content.includes(value)}`).toBe(`${name}: ${value} false`);
  }
  const report = parseReport(readFileSync(join(folder, 'report.json'), 'utf8'), 'report.json');
  expect(report.sharing).toMatchObject({ redacted: true, tlp: 'TLP:AMBER', organisation: 'Example BV' });
  const out = join(owner, 'revealed.json');
  const env = { XDG_CONFIG_HOME: join(owner, 'config') };
  const revealed = await nsleuth(['reveal', join(folder, 'report.json'), '--out', out], { env });
  expect(revealed.stderr).toContain('its seal is that of the report that was redacted');
  expect(readFileSync(out, 'utf8')).toContain('"ns-a"');
  return report;
}
