import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { printable } from '../../src/evidence/printable.ts';
import { hostileReport, hostileTexts } from '../fixtures/report.ts';
import { hasTmux, ownRules, startTerminal } from './terminal.ts';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-tui-hostile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What ink and nsleuth themselves send: colours and looks, cursor and erasing, modes, synchronised drawing. */
const OWN =
  // biome-ignore lint/complexity/useRegexLiterals: the escape character is easier to read in a string
  new RegExp(
    '\u001b\\[(?:\\d{0,4}(?:;\\d{0,4}){0,4})?[mABCDEFGHJK]|\u001b\\[\\?(?:25|1049|2004|2026)[hl]|\u001b\\[\\?2026\\$p',
    'g',
  );
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Characters of a byte stream that could do something to a terminal and that nsleuth has no business sending. */
function strange(raw: Buffer): readonly string[] {
  const rest = raw
    .toString('utf8')
    .replace(OWN, '')
    .replace(/[\r\n]/g, '');
  return [...new Set(rest.match(UNSAFE) ?? [])].map((character) => `U+${character.codePointAt(0)!.toString(16)}`);
}

test('the filter itself sees what must not be sent', () => {
  expect(strange(Buffer.from('\u001b[31mred\u001b[0m plain\r\n'))).toEqual([]);
  expect(strange(Buffer.from('\u001b]8;;http://x\u0007link'))).toEqual(['U+1b', 'U+7']);
  expect(strange(Buffer.from('a\u202eb\u200b\tc\bd\u009b'))).toEqual(['U+202e', 'U+200b', 'U+9', 'U+8', 'U+9b']);
});

describe.skipIf(!hasTmux)('on a real terminal nothing of evidence is sent raw', () => {
  test.each([
    {
      name: 'escape codes, links, direction marks, line ends, C1 controls',
      raw: `${hostileTexts.join(' ')} \u009b2J\u009d0;title\u009c`,
    },
    { name: 'a name of 4 KB', raw: `${'\u001b[2Jlong/'.repeat(500)}end` },
  ])(
    'from a report of somebody else: $name',
    async ({ raw }) => {
      const folder = scratch();
      const file = join(folder, 'report.json');
      // As an attacker would write it: not made printable. The reader makes it so.
      const text = JSON.stringify(hostileReport(raw)).replaceAll(
        JSON.stringify(printable(raw)).slice(1, -1),
        JSON.stringify(raw).slice(1, -1),
      );
      writeFileSync(file, text);
      const terminal = startTerminal(['view', file], { columns: 120, rows: 40 });
      await terminal.shows('COMPROMISE INDICATED');
      for (const key of ['2', 'Enter', 'Space', 'Space', 'Escape', '3', '4', 'Space', 'Space', '1', 'G']) {
        terminal.press(key);
        await terminal.shows('nsleuth');
      }
      // On the way to a package the real names are shown, and every value that is doubtful.
      terminal.press('r');
      for (const step of ['1 of 9', '2 of 9', '3 of 9']) {
        await terminal.shows(step);
        terminal.press('Enter');
      }
      // The report may say itself whose it is.
      while (!(await terminal.shows(/needed|> Go on/)).includes('> Go on')) terminal.press('an answer', 'Enter');
      terminal.press('Enter');
      await terminal.shows('with pseudonyms in place of');
      terminal.press('Space', 'Space', 'Enter');
      await terminal.shows('6 of 9');
      terminal.press('j', 'j', 'a', 'C-c');
      await terminal.ended();
      expect(strange(terminal.raw())).toEqual([]);
    },
    60_000,
  );

  test('from a folder with hostile names and a line of 10 MB, scanned and browsed', async () => {
    const folder = scratch();
    const logs = join(folder, 'evidence/var/log');
    const web = join(folder, 'evidence/var/netscaler/logon/LogonPoint');
    mkdirSync(logs, { recursive: true });
    mkdirSync(web, { recursive: true });
    const name = `a\u001b[2J\u001b]0;owned\u0007\u202e${'x'.repeat(60)}`;
    writeFileSync(join(web, `${name}.php`), '<?php /* inert */ ?>');
    writeFileSync(join(folder, 'evidence', `${name}.tar.gz`), '');
    writeFileSync(
      join(logs, 'bash.log'),
      `Nov 23 16:25:02 <local7.notice> ns01 bash[4021]: root on (null) shell_command="touch -t 1 \u001b[2J\u001b]8;;http://203.0.113.9\u0007${'y'.repeat(10_000_000)}"\n`,
    );
    const terminal = startTerminal(ownRules, { columns: 120, rows: 40 });
    await terminal.shows('A sample');
    terminal.press('j', 'Enter', '/', 'C-u', join(folder, 'evidence/'), 'Enter');
    await terminal.shows('owned');
    terminal.press('g', 'j', 'Enter');
    await terminal.shows(/COMPROMISE INDICATED|SUSPICIOUS/);
    for (const key of ['2', 'Enter', 'n', 'n', 'Escape', '3', '4', 'Space']) {
      terminal.press(key);
      await terminal.shows('nsleuth');
    }
    terminal.press('C-c');
    await terminal.ended();
    expect(strange(terminal.raw())).toEqual([]);
  });
});
