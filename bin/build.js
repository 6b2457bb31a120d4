#!/usr/bin/env node
// Bundles the TypeScript sources into dist/: the command line, and the worker that examines entries.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Built beside `dist` and moved there when whole: a failed build leaves the last good one, and a running nsleuth never sees half of one.
const fresh = `dist.${process.pid}`;
await build({
  absWorkingDir: root,
  entryPoints: {
    nsleuth: 'src/cli/main.ts',
    'compile-rules': 'src/cli/compile-rules.ts',
    'examine-worker': 'src/assessment/examine-worker.ts',
    'yara-worker': 'src/findings/yara-worker.ts',
  },
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  packages: 'external',
  sourcemap: 'linked',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
cpSync(`${root}src/assessment/report.schema.json`, `${root}${fresh}/report.schema.json`);
cpSync(`${root}src/cli/scan-many/summary.schema.json`, `${root}${fresh}/summary.schema.json`);
const compiled = spawnSync('node', [`${fresh}/compile-rules.js`], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (compiled.status !== 0) {
  rmSync(`${root}${fresh}`, { recursive: true, force: true });
  process.exit(1);
}
// Moved away, not removed first: a program that starts meanwhile finds one or the other.
const old = `${root}${fresh}.old`;
if (existsSync(`${root}dist`)) renameSync(`${root}dist`, old);
renameSync(`${root}${fresh}`, `${root}dist`);
rmSync(old, { recursive: true, force: true });
