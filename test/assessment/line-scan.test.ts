import { expect, test } from 'vitest';
import type { LineReader, ParsedRecord } from '../../src/artifacts/artifact.ts';
import { scanLines } from '../../src/assessment/line-scan.ts';
import { limits } from '../../src/evidence/limits.ts';
import { buildLiteralFilter } from '../../src/findings/literal-filter.ts';

/** A log of `<seconds> <text>` lines; what does not begin with a number is unknown. */
const reader: LineReader = {
  form: 'lines',
  name: 'test.log',
  categories: ['shell'],
  paths: ['/var/log/test.log*'],
  parse(line) {
    const match = /^(\d{1,9}) (.*)$/.exec(line);
    if (!match) return undefined;
    return [
      {
        category: 'shell',
        fields: { command: match[2]! },
        time: { ms: Number(match[1]) * 1000, zone: 'utc', year: 'stated' },
      },
    ];
  },
};

interface Met {
  readonly line: number;
  readonly command: unknown;
}

function scan(
  text: string,
  { literals = ['needle-in-hay'], chunk = 1 << 20, isThorough = false, hasFilter = true } = {},
) {
  const met: Met[] = [];
  const lineScan = scanLines({
    reader,
    context: { path: '/var/log/test.log' },
    rules: {
      filter: buildLiteralFilter(hasFilter ? literals : []),
      wantsPercent: false,
      wantsEveryLine: !hasFilter,
      hitBy: (_line, found): readonly unknown[] => (hasFilter ? found : ['every']),
    },
    isThorough,
    onRecord: (record: ParsedRecord, line) => met.push({ line, command: record.fields['command'] }),
  });
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += chunk)
    lineScan.push(new Uint8Array(bytes.subarray(start, start + chunk)));
  return { met, ...lineScan.finish() };
}

const hay = (count: number) => Array.from({ length: count }, (_, index) => `${index} nothing here`);

test.each([
  { name: 'in one chunk', chunk: 1 << 20 },
  { name: 'when every chunk cuts a line', chunk: 7 },
  { name: 'when chunks are larger than lines', chunk: 100 },
])('hands over exactly the hit line, with its number, $name', ({ chunk }) => {
  const lines = [...hay(500), '500 a Needle-In-Hay b', ...hay(500)];
  const { met, log } = scan(lines.join('\n'), { chunk });
  expect(met).toEqual([{ line: 501, command: 'a Needle-In-Hay b' }]);
  expect(log.lines).toBe(1001);
});

test('reads the last line without a line end, and lines that end with CR LF', () => {
  const { met } = scan('1 needle-in-hay\r\n2 x\r\n3 needle-in-hay', { chunk: 5 });
  expect(met).toEqual([
    { line: 1, command: 'needle-in-hay' },
    { line: 3, command: 'needle-in-hay' },
  ]);
});

test('hands over every line where a rule needs every line', () => {
  expect(scan(hay(300).join('\n'), { hasFilter: false }).met).toHaveLength(300);
});

test('counts every unknown line when thorough, and samples otherwise', () => {
  const text = hay(1000)
    .map((line, index) => (index % 2 ? 'unknown' : line))
    .join('\n');
  expect(scan(text, { isThorough: true }).log).toMatchObject({ lines: 1000, parsed: 1000, unknown: 500 });
  expect(scan(text).log.parsed).toBeLessThan(100);
});

test('knows the period from first to last line even when nothing was hit', () => {
  const { log } = scan(hay(1000).join('\n'));
  expect(log).toMatchObject({ first: { ms: 0 }, last: { ms: 999_000 } });
});

test('reads a line of 100 KB up to the limit, says so, and goes on after it', () => {
  const text = `1 ${'x'.repeat(100_000)}\n2 needle-in-hay\n`;
  for (const chunk of [1 << 20, 1000]) {
    const { met, longLines, log } = scan(text, { chunk });
    expect(met).toEqual([{ line: 2, command: 'needle-in-hay' }]);
    expect({ longLines, lines: log.lines }).toEqual({ longLines: 1, lines: 2 });
  }
  expect(text.length).toBeGreaterThan(limits.lineBytes);
});

test('reports a silence far above the rhythm', () => {
  const before = Array.from({ length: 200 }, (_, index) => `${index * 60} x`);
  const after = Array.from({ length: 200 }, (_, index) => `${400_000 + index * 60} x`);
  const { log } = scan([...before, ...after].join('\n'), { isThorough: true });
  expect(log.silences).toMatchObject([{ from: { ms: 199 * 60_000 }, to: { ms: 400_000_000 } }]);
});

test('keeps nothing of a chunk whose memory is given back', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `${index} needle-in-hay ${index}`);
  const bytes = Buffer.from(lines.join('\n'));
  const met: number[] = [];
  const lineScan = scanLines({
    reader,
    context: { path: '/var/log/test.log' },
    rules: {
      filter: buildLiteralFilter(['needle-in-hay']),
      wantsPercent: false,
      wantsEveryLine: false,
      hitBy: (_line, found) => found,
    },
    isThorough: false,
    onRecord: (_record, line) => met.push(line),
  });
  for (let start = 0; start < bytes.length; start += 1000) {
    const chunk = Buffer.from(new Uint8Array(bytes.subarray(start, start + 1000)).buffer);
    lineScan.push(chunk);
    chunk.buffer.transfer(0);
  }
  const { log } = lineScan.finish();
  expect(met).toEqual(lines.map((_, index) => index + 1));
  expect(log.last?.ms).toBe(2999_000);
});
