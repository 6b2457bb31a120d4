import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../appliance/emulator.ts';
import { writeSample } from '../appliance/sample.ts';
import { approve, hasTmux, ownRules, startTerminal, type Terminal } from './terminal.ts';

/** An emulated appliance with traces, for one test. */
async function appliance(behaviour: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-tui-appliance-'));
  const emulator = await startEmulator({
    ...writeSample('found.cve-2025-6543', join(folder, 'root')),
    password: 'correct horse',
    lifeMs: 120_000,
    ...behaviour,
  });
  onTestFinished(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return emulator;
}

/** From the first screen to the question about the host key. */
async function toHostKey(terminal: Terminal, { user, host, port, hostKey }: Emulator): Promise<void> {
  await terminal.shows('A live appliance');
  terminal.press('Enter', 'C-u', `${user}@${host}:${port}`, 'Enter');
  await terminal.shows('Connect and start?');
  terminal.press('y');
  await terminal.shows(hostKey);
}

/** From there to the running examination. */
async function logIn(terminal: Terminal, { password }: Emulator): Promise<void> {
  terminal.press('y');
  await terminal.shows('Password of');
  terminal.press(password, 'Enter');
  await terminal.shows('nsleuth  Examining');
}

const ROUTES = [
  { name: '80x24', columns: 80, rows: 24 },
  { name: '160x50', columns: 160, rows: 50 },
];

describe.skipIf(!hasTmux)('a live appliance on a real terminal', () => {
  test.each(ROUTES)(
    'plan, unknown host key, wrong then right password, result: $name',
    async ({ name, columns, rows }) => {
      const emulator = await appliance();
      const terminal = startTerminal(ownRules, { columns, rows });
      await terminal.shows('A live appliance');
      terminal.press('Enter');
      await terminal.shows('Address:');
      terminal.press('C-u', `${emulator.user}@${emulator.host}:${emulator.port}`);
      approve(`live-${name}-1-address`, await terminal.shows(`:${emulator.port}`));
      terminal.press('Enter');
      approve(`live-${name}-2-plan`, await terminal.shows('Connect and start?'));
      expect(emulator.logins).toEqual([]);
      terminal.press('y');
      approve(`live-${name}-3-host-key`, await terminal.shows(emulator.hostKey));
      terminal.press('y');
      await terminal.shows('Password of');
      terminal.press('wrong secret');
      approve(`live-${name}-4-password`, await terminal.shows('•••'));
      terminal.press('Enter');
      approve(`live-${name}-5-refused`, await terminal.shows('This did not work'));
      terminal.press('r');
      await terminal.shows('Password of');
      terminal.press('correct horse', 'Enter');
      approve(`live-${name}-6-verdict`, await terminal.shows('COMPROMISE INDICATED', 60_000));
      terminal.press('q');
      await terminal.shows('The report is not saved');
      terminal.press('q');
      const left = await terminal.ended();
      expect(left).toContain('not saved');
      const raw = terminal.raw().toString('utf8');
      expect(raw).not.toContain('wrong secret');
      expect(raw).not.toContain('correct horse');
    },
    90_000,
  );

  test('stopped while a command hangs: concludes with what there is, and says that it is incomplete', async () => {
    const emulator = await appliance({ hangs: /sockstat/ });
    const terminal = startTerminal(ownRules);
    await toHostKey(terminal, emulator);
    await logIn(terminal, emulator);
    await expect
      .poll(() => emulator.seen.some(({ command }) => command.includes('sockstat')), { timeout: 20_000 })
      .toBe(true);
    terminal.press('s');
    const verdict = await terminal.shows('nsleuth  Verdict');
    expect(verdict).toContain('Incomplete: interrupted by the user');
  });

  test('paused it runs no further command, and goes on to the result', async () => {
    const emulator = await appliance();
    const terminal = startTerminal(ownRules);
    await toHostKey(terminal, emulator);
    await logIn(terminal, emulator);
    terminal.press('p');
    await terminal.shows('PAUSED: c goes on');
    // The command that was under way may come to its end.
    await sleep(500);
    const ran = emulator.seen.length;
    await sleep(1_500);
    expect(emulator.seen.length).toBe(ran);
    terminal.press('c');
    const verdict = await terminal.shows('COMPROMISE INDICATED', 60_000);
    expect(verdict).not.toContain('Incomplete');
    expect(emulator.seen.length).toBeGreaterThan(ran);
  }, 90_000);

  test('no to the host key ends the connection before the login', async () => {
    const emulator = await appliance();
    const terminal = startTerminal(ownRules);
    await toHostKey(terminal, emulator);
    terminal.press('n');
    await terminal.shows('What do you want to examine?');
    expect(emulator.logins).toEqual([]);
    expect(emulator.seen).toEqual([]);
  });
});
