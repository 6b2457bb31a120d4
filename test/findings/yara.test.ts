import { afterAll, expect, test } from 'vitest';
import { createYaraScanner } from '../../src/findings/yara.ts';
import { yaraAtoms } from '../../src/findings/yara-atoms.ts';
import { checkYara } from '../../src/findings/yara-engine.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const demo = {
  namespace: 'demo.yar',
  source: `
private rule php { strings: $a = "<?php" condition: $a at 0 }
rule shell { strings: $a = "run_this" nocase condition: php and $a }
rule other { strings: $b = "another_text" condition: any of them }`,
};
const scanner = createYaraScanner([demo], { timeoutMs: 15_000, scansPerWorker: 3 });
afterAll(() => scanner.close());

test.each([
  { name: 'a rule that matches', content: '<?php RUN_THIS();', rules: ['shell'] },
  { name: 'no private rule', content: '<?php', rules: [] },
  {
    name: 'several rules, in a second thread after three scans',
    content: '<?php run_this another_text',
    rules: ['shell', 'other'],
  },
  { name: 'nothing', content: '', rules: [] },
  { name: 'and goes on', content: 'another_text', rules: ['other'] },
])('reports $name', async ({ content, rules }) => {
  expect(await scanner.scan('/x', encode(content))).toEqual({ rules });
});

test('leaves the bytes to their owner', async () => {
  const bytes = encode('another_text');
  await scanner.scan('/x', bytes);
  expect(bytes.length).toBe(12);
});

test('a scan that takes too long becomes a gap, and the next is done', async () => {
  const slow = {
    namespace: 'slow.yar',
    source:
      'rule slow { condition: for all i in (0..filesize * 100) : (for all j in (0..filesize * 100) : (i + j >= 0)) }',
  };
  const impatient = createYaraScanner([slow, demo], { timeoutMs: 300, scansPerWorker: 1_000 });
  try {
    expect(await impatient.scan('/slow', new Uint8Array(200_000))).toEqual({
      gap: expect.stringContaining('longer than 0.3 seconds'),
    });
    expect(await impatient.scan('/fast', new Uint8Array(0))).toEqual({ rules: ['slow'] });
  } finally {
    await impatient.close();
  }
}, 20_000);

test('rules that do not compile are a gap for every content', async () => {
  const broken = createYaraScanner([{ namespace: 'broken.yar', source: 'rule x { condition: $a }' }]);
  expect(await broken.scan('/x', encode('x'))).toEqual({ gap: expect.stringContaining('unknown pattern') });
  await broken.close();
});

test('the check names line and reason, and takes slow patterns for errors', () => {
  const faults = checkYara([
    { namespace: 'a.yar', source: 'rule a {\n  strings:\n    $a = "abcdef"\n  condition: $b\n}' },
    { namespace: 'b.yar', source: 'rule b {\n  strings: $a = /.{3}a/\n  condition: $a }' },
    demo,
  ]);
  expect(faults).toContainEqual({
    namespace: 'a.yar',
    severity: 'error',
    line: 4,
    message: expect.stringContaining('unknown pattern `$b`'),
  });
  expect(faults).toContainEqual({
    namespace: 'b.yar',
    severity: 'error',
    line: 2,
    message: expect.stringContaining('slow pattern'),
  });
  expect(faults.filter(({ namespace }) => namespace === 'demo.yar')).toEqual([]);
});

test.each([
  {
    name: 'any of the strings',
    body: 'strings: $a = "first_text" $b = "Second_Text" nocase condition: any of them',
    atoms: ['first_text', 'second_text'],
  },
  {
    name: 'one of those all needed',
    body: 'strings: $a = "short" $b = "much_longer" condition: all of them',
    atoms: ['much_longer'],
  },
  {
    name: 'the strings of a set',
    body: 'strings: $a1 = "first_text" $b = "other" condition: filesize < 10KB and 1 of ($a*)',
    atoms: ['first_text'],
  },
  {
    name: 'the literal of a regular expression',
    body: 'strings: $a = /assert\\s*\\(/ condition: $a',
    atoms: ['assert'],
  },
  { name: 'the bytes of a hex string', body: 'strings: $a = { 61 62 63 64 65 ?? 66 } condition: $a', atoms: ['abcde'] },
  { name: 'both widths', body: 'strings: $a = "texts" wide ascii condition: $a', atoms: ['texts', 't\0e\0x\0t\0s\0'] },
  {
    name: 'either side of an or',
    body: 'strings: $a = "first_text" $b = "second_text" condition: ($a and filesize > 2) or #b > 3',
    atoms: ['first_text', 'second_text'],
  },
  {
    name: 'none when the rule may match without',
    body: 'strings: $a = "first_text" condition: $a or filesize > 3',
    atoms: undefined,
  },
  { name: 'none for a negated string', body: 'strings: $a = "first_text" condition: not $a', atoms: undefined },
  { name: 'none for a count from zero', body: 'strings: $a = "first_text" condition: #a >= 0', atoms: undefined },
  { name: 'none for a string too short', body: 'strings: $a = "four" condition: $a', atoms: undefined },
  { name: 'none for an encoded string', body: 'strings: $a = "first_text" xor condition: $a', atoms: undefined },
  {
    name: 'text in comments and meta aside',
    body: 'meta: condition = "x or y" /* strings: */ strings: $a = "first // text" condition: $a // or true',
    atoms: ['first // text'],
  },
])('atoms of a YARA rule: $name', ({ body, atoms }) => {
  expect(yaraAtoms(`rule x : tag { ${body}\n}`)).toEqual(atoms);
});
