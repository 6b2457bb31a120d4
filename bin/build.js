#!/usr/bin/env node
// Bundles the TypeScript sources into dist/: the command line, and the worker that examines entries.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    nsleuth: 'src/cli/main.ts',
    'compile-rules': 'src/cli/compile-rules.ts',
    'examine-worker': 'src/assessment/examine-worker.ts',
    'yara-worker': 'src/findings/yara-worker.ts',
  },
  outdir: 'dist',
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
cpSync(`${root}src/assessment/report.schema.json`, `${root}dist/report.schema.json`);
const compiled = spawnSync('node', ['dist/compile-rules.js'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (compiled.status !== 0) process.exit(1);
