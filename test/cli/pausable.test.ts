import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pausable } from '../../src/cli/interface/pausable.ts';
import { createGate } from '../../src/tui/gate.ts';
import { evidence } from '../fixtures/evidence.ts';

test('evidence is read while the gate is open, held while it is closed, and complete in the end', async () => {
  const gate = createGate();
  const source = pausable(
    evidence({ '/var/log/a.log': 'one', '/var/log/b.log': 'two', '/var/log/c.log': 'three' }),
    gate.pass,
  );
  const read: string[] = [];
  const reading = (async () => {
    for await (const item of source.entries(new AbortController().signal)) {
      if (item.kind === 'gap') continue;
      let text = '';
      for await (const piece of item.content()) text += Buffer.from(piece).toString();
      read.push(`${item.path} ${text}`);
      if (item.path.endsWith('a.log')) gate.close();
    }
  })();
  await sleep(30);
  expect(read).toEqual(['/var/log/a.log one']);
  gate.open();
  await reading;
  expect(read).toEqual(['/var/log/a.log one', '/var/log/b.log two', '/var/log/c.log three']);
  expect(source.describe()).toEqual(source.describe());
});
