import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from '../../samples/cases/index.ts';
import { startEmulator } from './emulator.ts';
import { writeSample } from './sample.ts';

/** `npm run appliance`: an emulated NetScaler on this computer, to try nsleuth on without one. */
const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: 'found.cve-2025-6543' },
    port: { type: 'string', default: '2222' },
    minutes: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(
    `npm run appliance -- [--sample NAME] [--port 2222] [--minutes 60]\n\nSamples: ${cases.map(({ name }) => name).join(', ')}\n`,
  );
} else {
  await serve();
}

async function serve(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-appliance-tree-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  const minutes = Number(values.minutes);
  const emulator = await startEmulator({
    ...writeSample(values.sample, join(folder, 'root')),
    port: Number(values.port),
    password: randomBytes(6).toString('hex'),
    lifeMs: minutes * 60_000,
  });
  const stop = () => void emulator.close().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  setTimeout(stop, minutes * 60_000);
  process.stdout.write(
    [
      `An emulated NetScaler (${values.sample}) listens on ${emulator.host} port ${emulator.port} for ${minutes} minutes; Ctrl-C ends it.`,
      '',
      `  account   ${emulator.user}`,
      `  password  ${emulator.password}`,
      `  host key  ${emulator.hostKey}`,
      '',
      'Try, in another terminal:',
      '',
      `  ./bin/nsleuth.js scan ssh://${emulator.user}@${emulator.host}:${emulator.port} --host-key ${emulator.hostKey}`,
      '',
    ].join('\n'),
  );
}
