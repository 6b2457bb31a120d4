import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Run by a test in a terminal: the interface on the screen, ended by a signal or by a defect. */
const [ending] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const outfile = join(root, `node_modules/.cache/nsleuth-breaking-${process.pid}.mjs`);
await build({
  entryPoints: [join(root, 'src/tui/run.tsx')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  jsx: 'automatic',
});
Object.assign(process.env, { NODE_ENV: 'production' });
const { runScreens } = await import(pathToFileURL(outfile).href);
rmSync(outfile);
const { stateWith } = await import('./setting.ts');
setTimeout(() => {
  if (ending === 'crash') throw new Error('a defect, for the test');
  process.kill(process.pid, 'SIGTERM');
}, 500);
try {
  await runScreens(stateWith(), {});
} catch (error) {
  process.stdout.write(`caught: ${error}\n`);
  process.exitCode = 70;
}
