import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { appliance, open, readEverything } from './scene.ts';

const BYTES = 24 * 2 ** 20;
const DEADLINE_MS = 2_500;

test('a scan that is held longer than deadline and silence allow loses nothing: they are the appliance’s', async () => {
  const emulator = await appliance();
  mkdirSync(join(emulator.root, 'var/log'), { recursive: true });
  writeFileSync(join(emulator.root, 'var/log/large.log'), Buffer.alloc(BYTES, 'a line of a log\n'));
  const live = await open(emulator, { deadlineMs: DEADLINE_MS, silenceMs: 2_000 });
  let read = 0;
  const gaps: string[] = [];
  for await (const item of live.entries(new AbortController().signal)) {
    if (item.kind === 'gap') {
      gaps.push(`${item.path}: ${item.detail}`);
      continue;
    }
    let isFirst = item.path === '/var/log/large.log';
    for await (const chunk of item.content()) {
      if (isFirst) await sleep(DEADLINE_MS + 1_500);
      isFirst = false;
      if (item.path === '/var/log/large.log') read += chunk.length;
    }
  }
  expect(read).toBe(BYTES);
  // Other commands may well fall silent for so long on a busy machine.
  const ofHeld = gaps.filter((gap) => !gap.startsWith('/shell/'));
  expect(ofHeld.filter((gap) => /took too long|fell silent/.test(gap))).toEqual([]);
}, 30_000);

test('no command is run while the scan may not go on', async () => {
  const emulator = await appliance();
  const held = Promise.withResolvers<void>();
  let asked = 0;
  const live = await open(emulator, { mayContinue: () => (++asked > 2 ? held.promise : undefined) });
  const reading = readEverything(live);
  await expect.poll(() => asked).toBe(3);
  const ran = emulator.seen.length;
  await sleep(300);
  expect(emulator.seen.length).toBe(ran);
  held.resolve();
  expect((await reading).files.size).toBeGreaterThan(20);
  expect(emulator.seen.length).toBeGreaterThan(ran);
});
