import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unframe, unwrap } from '../../../src/sources/ssh/payload.ts';
import { readAll } from '../../../src/sources/ssh/run.ts';

const marker = 'NSLEUTH-0123456789abcdef';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(text: string | Buffer, size = 7) {
  const { payload, trailer } = unwrap(pieces(Buffer.from(text), size), marker);
  return { text: (await readAll(payload)).toString('latin1'), ...trailer() };
}

test.each([
  { name: 'frames', before: ' Done\n', after: ' Done\n' },
  { name: 'nothing', before: '', after: '' },
  { name: 'warnings and blank lines', before: ' Done\nWarning: [x\ny]\n\n', after: '\n\n Done\n' },
  { name: 'the echoed command', before: `> shell echo ${marker}-BEGIN; id\n`, after: '' },
])('cuts the payload out between $name', async ({ before, after }) => {
  expect(await cut(`${before}${marker}-BEGIN\na Done\nb\n\n${marker}-END 3\n${after}`)).toMatchObject({
    text: 'a Done\nb\n',
    isComplete: true,
    status: 3,
    errors: '',
  });
});

test('keeps error output apart', async () => {
  const whole = `${marker}-BEGIN\nbytes\n${marker}-ERRORS\nfind: x\n${marker}-END 1\n`;
  expect(await cut(whole)).toMatchObject({ text: 'bytes', errors: 'find: x', status: 1 });
});

test.each([
  { name: 'no begin marker', text: ' Done\nERROR: No such command\n', begun: false, kept: '' },
  { name: 'no end marker', text: `${marker}-BEGIN\nhalf`, begun: true, kept: 'half' },
  { name: 'a begin marker within a line', text: `x${marker}-BEGIN\nhalf\n${marker}-END 0\n`, begun: false, kept: '' },
  {
    name: 'an end marker of another session',
    text: `${marker}-BEGIN\nx\nNSLEUTH-ffff-END 0\n`,
    begun: true,
    kept: 'x\nNSLEUTH-ffff-END 0\n',
  },
])('says that the output is not complete with $name', async ({ text, begun, kept }) => {
  expect(await cut(text)).toMatchObject({ text: kept, isComplete: false, hasBegun: begun });
});

test('turns back what a terminal did to line ends, in pieces of any size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), async (bytes, size) => {
      const raw = Buffer.from(bytes).toString('latin1').replaceAll('\u0001', '\r').replaceAll('\u0002', '\n');
      const sent = `${marker}-BEGIN\n${raw}\n${marker}-END 0\n`.replaceAll('\n', '\r\n');
      expect((await cut(Buffer.from(sent, 'latin1'), size)).text).toBe(raw);
    }),
    { numRuns: 200 },
  );
});

test('leaves bytes as they are without a terminal', async () => {
  const bytes = Buffer.from([...Array(256).keys(), 13, 10, 13]);
  const whole = Buffer.concat([Buffer.from(` Done\n${marker}-BEGIN\n`), bytes, Buffer.from(`\n${marker}-END 0\n`)]);
  const { payload } = unwrap(pieces(whole, 5), marker);
  expect(await readAll(payload)).toEqual(bytes);
});

describe('unframe', () => {
  test.each([
    { name: 'both frames', output: ' Done\ntext\n Done\n', text: 'text\n', isComplete: true },
    { name: 'only the last', output: 'text\n Done\n', text: 'text\n', isComplete: true },
    { name: 'CR LF', output: ' Done\r\ntext\r\n Done\r\n\r\n', text: 'text\n', isComplete: true },
    { name: 'a frame within', output: 'a\n Done\nb\n Done\n', text: 'a\n Done\nb\n', isComplete: true },
    { name: 'no frame', output: 'text\n', text: 'text\n', isComplete: false },
    { name: 'nothing but a frame', output: ' Done\n', text: '', isComplete: true },
    { name: 'a warning before', output: 'Warning: [a\nb]\n\ntext\n Done\n', text: 'text\n', isComplete: true },
    {
      name: 'a warning of another kind',
      output: 'Warning: feature off\n Done\n',
      text: 'Warning: feature off\n',
      isComplete: true,
    },
  ])('$name', ({ output, text, isComplete }) => {
    const result = unframe(Buffer.from(output));
    expect({ text: result.text.toString(), isComplete: result.isComplete }).toEqual({ text, isComplete });
  });
});
