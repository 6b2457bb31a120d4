import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { root } from '../fixtures/run-nsleuth.ts';

/** Tests on a real terminal need tmux; where it is missing they are skipped, and say so. */
export const hasTmux: boolean = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) process.stderr.write('SKIPPED: tests of the terminal interface on a real terminal need tmux\n');

/** Rules that stay when the shipped ones change, so that approved screens stay too. */
export const ownRules: readonly string[] = ['--only-rules', join(root, 'test/tui/rules')];

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of `bin/nsleuth.js`: a script that Node runs. */
  readonly script?: string;
}

export interface Terminal {
  /** Where the program runs, and where its state is kept. */
  readonly folder: string;
  /** Keys as tmux names them: `Enter`, `Escape`, `C-c`; anything else is typed. */
  press(...keys: readonly string[]): void;
  /** The screen as it is now. */
  screen(): string;
  /** The screen once it shows a text and stays as it is; fails with the screen that there was. */
  shows(text: string | RegExp, timeoutMs?: number): Promise<string>;
  /** The screen once the program has ended. */
  ended(): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Every byte that the program wrote. */
  raw(): Buffer;
}

/** A little longer than a frame. */
const SETTLED_MS = 130;

/** Starts nsleuth in a terminal of its own, which is gone after the test. */
export function startTerminal(args: readonly string[], options: TerminalOptions = {}): Terminal {
  const { columns = 80, rows = 24, env = {}, script } = options;
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-tui-test-'));
  const socket = join(folder, 'tmux');
  const tmux = (...command: readonly string[]) =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...command], { encoding: 'utf8' });
  const rawFile = join(folder, 'raw-output');
  const variables = {
    LANG: 'C.UTF-8',
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    SSH_AUTH_SOCK: '',
    ...env,
  };
  const assigned = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  const program = [process.execPath, script ?? join(root, 'bin/nsleuth.js'), ...args].map(quoted).join(' ');
  mkdirSync(join(folder, 'work'));
  // The shell waits for a line first, so that not one byte of the program is missed by the recorder.
  const run = `cd ${quoted(join(folder, 'work'))}; read start; env -u NO_COLOR -u FORCE_COLOR -u CI ${assigned.join(' ')} ${program}; echo "ended with status $?"; sleep 120`;
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), '-s', 'main', `sh -c ${quoted(run)}`);
  onTestFinished(() => {
    spawnSync('tmux', ['-S', socket, 'kill-server']);
    rmSync(folder, { recursive: true, force: true });
  });
  tmux('pipe-pane', '-t', 'main', '-O', `cat > ${quoted(rawFile)}`);
  tmux('send-keys', '-t', 'main', 'Enter');

  const screen = () => tmux('capture-pane', '-p', '-t', 'main');
  const shows = async (text: string | RegExp, timeoutMs = 20_000) => {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const shown = screen();
      if (typeof text === 'string' ? shown.includes(text) : text.test(shown)) {
        // A frame may be half drawn, and the next one may follow.
        await sleep(SETTLED_MS);
        if (screen() === shown) return shown;
        continue;
      }
      if (Date.now() > until) throw new Error(`the terminal does not show ${String(text)}:\n${shown}`);
      await sleep(50);
    }
  };
  return {
    folder: join(folder, 'work'),
    screen,
    shows,
    press: (...keys) => {
      for (const key of keys) tmux('send-keys', '-t', 'main', key);
    },
    ended: () => shows('ended with status'),
    resize: (width, height) => {
      tmux('resize-window', '-t', 'main', '-x', String(width), '-y', String(height));
    },
    raw: () => readFileSync(rawFile),
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const APPROVED = join(root, 'test/approved');

/**
 * Compares a screen with the approved one in `test/approved/NAME.txt`. `UPDATE_APPROVED=1` writes it anew; a reviewer then reads the difference.
 * What differs from run to run is replaced first.
 */
export function approve(name: string, screen: string, folder?: string): void {
  const shown = steady(folder === undefined ? screen : screen.replaceAll(folder, '/home/jdoe'));
  const file = join(APPROVED, `${name}.txt`);
  if (process.env['UPDATE_APPROVED'] === '1' || !existsSync(file)) {
    if (process.env['UPDATE_APPROVED'] !== '1')
      throw new Error(`no approved screen ${name}; UPDATE_APPROVED=1 writes it:\n${shown}`);
    mkdirSync(APPROVED, { recursive: true });
    writeFileSync(file, shown);
    return;
  }
  expect(shown).toBe(readFileSync(file, 'utf8'));
}

/** Times of this run, ports, fingerprints and pseudonyms become fixed ones of the same length; so do counts of gaps, which are not what these screens are about. */
function steady(screen: string): string {
  return screen
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')
    .replace(/-20\d{6}-\d{4}\b/g, '-20261124-1000')
    .replace(/SHA256:[A-Za-z0-9+/]{43}/g, `SHA256:${'x'.repeat(43)}`)
    .replace(/127\.0\.0\.1(:| port |, port )\d{4,5}/g, '127.0.0.1$12222')
    .replace(/\b\d (logs with holes|of 11|places)\b/g, 'n $1')
    .replace(/\b(user|host|address|evidence|finding|value)-[a-z2-7]{13}\b/g, `$1-${'x'.repeat(13)}`)
    .trimEnd()
    .concat('\n');
}
