import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { manyFindings } from '../test/fixtures/report.ts';

/**
 * What the terminal interface costs.
 *
 *     node bench/tui.ts                    # keys with 100,000 findings; a scan with and without the interface
 *     node bench/tui.ts --megabytes 0      # keys only
 *
 * The second part needs tmux and a built nsleuth.
 */
const { values } = parseArgs({
  options: {
    findings: { type: 'string', default: '100000' },
    megabytes: { type: 'string', default: '400' },
    runs: { type: 'string', default: '2' },
  },
});

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'nsleuth-bench-tui-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

await measureKeys(Number(values.findings));
await measureFrames();
if (Number(values.megabytes) > 0) await measureScans(Number(values.megabytes), Number(values.runs));

/** Each key's whole cost: the next state, and the screen drawn from it. */
async function measureKeys(count: number): Promise<void> {
  Object.assign(process.env, { NODE_ENV: 'production', FORCE_COLOR: '1' });
  const { createElement } = await import('react');
  const { renderToString } = await import('ink');
  const { StateView, resultScreen, update, stateWith } = await interfaceModules();
  const report = manyFindings(count);
  const size = { columns: 160, rows: 50 };
  const heapBefore = heapMegabytes();
  let started = performance.now();
  let state = stateWith(resultScreen(report, { suggestedPath: 'x', hasUnsavedMarks: false }), { size });
  renderToString(createElement(StateView, { state }), { columns: size.columns });
  console.log(`${count} findings`);
  print('report indexed and drawn', performance.now() - started);

  const press = (name: string) => {
    const key = name.length === 1 ? { name, text: name } : { name };
    started = performance.now();
    state = update(state, { type: 'press', key }).state;
    renderToString(createElement(StateView, { state }), { columns: size.columns });
    return performance.now() - started;
  };
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ['to the list', ['2']],
    ['down', Array(20).fill('j')],
    ['page down', Array(20).fill('pagedown')],
    ['to the end', ['G', 'g']],
    ['search, first letter', ['/', 'p']],
    ['search, further letters', [...'art-13']],
    ['search, a letter taken back', ['backspace']],
    ['search given up', ['escape']],
    ['by level', ['L', 'j', 'enter', 'x']],
    ['by question', ['Q', 'j', 'enter', 'x']],
    ['hide harmless', ['H', 'H']],
    ['finding opened and left', ['enter', 'pagedown', 'escape']],
    ['marked confirmed', ['c', 'enter']],
    ['timeline', ['3', 'j', 'pagedown', 'G']],
    ['verdict and coverage', ['1', '4', 'pagedown']],
  ];
  for (const [name, keys] of groups) print(name, Math.max(...keys.map(press)));
  console.log(`  memory beside the report: ${(heapMegabytes() - heapBefore).toFixed(0)} MB\n`);
}

/** What drawing costs while a scan runs: processor time of one frame on the thread that also reads the evidence. Other load does not disturb it. */
async function measureFrames(): Promise<void> {
  const { createElement } = await import('react');
  const { render } = await import('ink');
  const { StateView, stateWith, noScan } = await interfaceModules();
  const stdout = Object.assign(new PassThrough(), { columns: 160, rows: 50, isTTY: true });
  stdout.resume();
  const stateAt = (count: number) =>
    stateWith(
      {
        kind: 'running',
        target: { kind: 'evidence', address: '/evidence.tar.gz' },
        scan: {
          ...noScan,
          progress: {
            ...noScan.progress,
            entries: count * 97,
            bytes: count * 1e6,
            elapsedMs: count * 500,
            share: count / 200,
          },
        },
        isPaused: false,
        isStopping: false,
        isLeaving: false,
      },
      { size: { columns: 160, rows: 50 } },
    );
  const app = render(createElement(StateView, { state: stateAt(0) }), {
    stdout,
    alternateScreen: true,
    interactive: true,
    incrementalRendering: true,
    maxFps: 1_000,
    patchConsole: false,
  });
  const draw = async (count: number) => {
    app.rerender(createElement(StateView, { state: stateAt(count) }));
    await app.waitUntilRenderFlush();
  };
  for (let count = 1; count <= 50; count++) await draw(count);
  const before = process.cpuUsage();
  for (let count = 51; count <= 150; count++) await draw(count);
  const { user, system } = process.cpuUsage(before);
  app.unmount();
  const ms = (user + system) / 1_000 / 100;
  console.log(
    `drawing while a scan runs: ${ms.toFixed(1)} ms a frame, ${((ms * 4) / 10).toFixed(1)} % of one core at 4 frames a second\n`,
  );
}

function print(name: string, ms: number): void {
  console.log(
    `  ${name.padEnd(30)} ${ms.toFixed(1).padStart(7)} ms at most${ms > 100 && name !== 'report indexed and drawn' ? '   MORE THAN 100' : ''}`,
  );
}

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Node does not read JSX: the interface is bundled first. */
async function interfaceModules() {
  const outfile = join(root, `node_modules/.cache/nsleuth-bench-tui-${process.pid}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    stdin: {
      contents: `export { StateView } from './src/tui/app.tsx';
        export { resultScreen } from './src/tui/result-screen.ts';
        export { update } from './src/tui/update.ts';
        export { noScan } from './src/assessment/scan-state.ts';
        export { stateWith } from './test/tui/setting.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    jsx: 'automatic',
  });
  const modules: {
    readonly StateView: typeof import('../src/tui/app.tsx').StateView;
    readonly resultScreen: typeof import('../src/tui/result-screen.ts').resultScreen;
    readonly update: typeof import('../src/tui/update.ts').update;
    readonly noScan: typeof import('../src/assessment/scan-state.ts').noScan;
    readonly stateWith: typeof import('../test/tui/setting.ts').stateWith;
  } = await import(pathToFileURL(outfile).href);
  return modules;
}

/** The same evidence with `scan --quiet` and in the interface, in turns; times are the report's own. */
async function measureScans(megabytes: number, runs: number): Promise<void> {
  if (spawnSync('tmux', ['-V']).status !== 0) {
    console.log('SKIPPED: the scan with the interface needs tmux');
    return;
  }
  console.log(`scanning ${megabytes} MB of logs`);
  const big = [
    'samples/big.ts',
    '--megabytes',
    String(megabytes),
    '--files',
    '2000',
    '--form',
    'tar.gz',
    '--out',
    folder,
  ];
  execFileSync(process.execPath, big, { cwd: root, stdio: 'ignore' });
  const evidence = join(folder, 'evidence.tar.gz');
  const plain: number[] = [];
  const shown: number[] = [];
  for (let run = 0; run < runs; run++) {
    plain.push(scanQuietly(evidence, join(folder, `plain-${run}`)));
    shown.push(await scanOnScreen(evidence, join(folder, `shown-${run}`)));
  }
  const [fastest, fastestShown] = [Math.min(...plain), Math.min(...shown)];
  console.log(`  scan --quiet      ${plain.map((ms) => `${ms} ms`).join(', ')}`);
  console.log(`  in the interface  ${shown.map((ms) => `${ms} ms`).join(', ')}`);
  console.log(`  costs ${((fastestShown / fastest - 1) * 100).toFixed(1)} % (fastest of each; aim: less than 5 %)`);
}

function scanQuietly(evidence: string, out: string): number {
  spawnSync(process.execPath, ['bin/nsleuth.js', 'scan', evidence, '--quiet', '--save', out], {
    cwd: root,
    stdio: 'ignore',
  });
  return scanTime(join(out, 'report.json'));
}

async function scanOnScreen(evidence: string, out: string): Promise<number> {
  mkdirSync(out);
  const socket = join(out, 'tmux');
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const raw = join(out, 'raw');
  const run = `cd '${out}'; read start; LANG=C.UTF-8 XDG_STATE_HOME='${out}' '${process.execPath}' '${join(root, 'bin/nsleuth.js')}'; echo ended; sleep 60`;
  tmux('new-session', '-d', '-x', '160', '-y', '50', '-s', 'main', `sh -c "${run}"`);
  try {
    tmux('pipe-pane', '-t', 'main', '-O', `cat > '${raw}'`);
    const until = async (text: string, everyMs = 100) => {
      for (let tries = 0; tries < 1_200; tries++) {
        if (tmux('capture-pane', '-p', '-t', 'main').includes(text)) return;
        // Looking costs something too.
        await sleep(everyMs);
      }
      throw new Error(`the interface never showed ${text}`);
    };
    const press = (...keys: readonly string[]) => tmux('send-keys', '-t', 'main', ...keys);
    press('Enter');
    await until('A sample');
    press('j', 'Enter');
    await until('Choose from the list');
    press('/', 'C-u', evidence, 'Enter');
    await until('nsleuth  Examining');
    const framesBefore = frames(raw);
    const startedMs = performance.now();
    await until('nsleuth  Verdict', 1_000);
    const seconds = (performance.now() - startedMs) / 1_000;
    console.log(`  ${((frames(raw) - framesBefore) / seconds).toFixed(1)} frames a second (aim: at most 10)`);
    press('s', 'C-u', 'report.json', 'Enter');
    await until('Saved:');
    press('q');
    await until('ended');
    return scanTime(join(out, 'report.json'));
  } finally {
    tmux('kill-server');
  }
}

/** Each frame is drawn between a begin and an end of synchronised output. */
function frames(raw: string): number {
  return readFileSync(raw, 'latin1').split('\u001b[?2026h').length - 1;
}

function scanTime(file: string): number {
  const { scan } = JSON.parse(readFileSync(file, 'utf8'));
  return Date.parse(scan.finished) - Date.parse(scan.started);
}
