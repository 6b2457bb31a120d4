import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentPatternId } from '../../src/findings/content-pattern-id.ts';
import { contentPatterns, contentWindow } from '../../src/findings/content-patterns.ts';
import { searchContent } from '../../src/findings/content-search.ts';
import type { Comparison, IndicatorList } from '../../src/rules/rule.ts';
import { sigmaRule } from '../fixtures/rule.ts';

const list: IndicatorList = {
  name: 'demo',
  indicators: ['192.0.2.1', '198.51.100.0/24', '2001:db8::7', '/var/tmp/sh', 'evil.example'].map((value) => ({
    value,
    confidence: 'high',
    tier: 'vendor',
    source: 'https://example.com',
  })),
};
const lists = { demo: list };

const tests: readonly Comparison['test'][] = [
  { op: 'contains', value: 'eval(base64', isCased: false },
  { op: 'contains', value: 'EvalOnly', isCased: true },
  { op: 'contains', value: 'caféteria', isCased: false },
  { op: 'startswith', value: '<?php', isCased: false },
  { op: 'endswith', value: 'the end', isCased: false },
  { op: 'wildcard', pattern: '*begin*finish*', isCased: false },
  { op: 'wildcard', pattern: '<?p*finish', isCased: false },
  { op: 'regex', pattern: 'system\\s*\\(\\$_(get|post)', flags: 'i' },
  { op: 'regex', pattern: '^Alias\\s+/x', flags: 'm' },
  { op: 'regex', pattern: '^first', flags: '' },
  { op: 'regex', pattern: 'last$', flags: '' },
  { op: 'regex', pattern: '\\bword\\b', flags: '' },
  { op: 'in-list', list: 'demo', how: 'contains' },
];

/** Ids found when the content arrives in chunks of the given size, as `scanContent` cuts it. */
function streamed(content: string, chunk: number): Set<string> {
  const bytes = Buffer.from(content, 'latin1');
  const patterns = contentPatterns(
    [sigmaRule({ kind: 'or', of: tests.map((test) => ({ kind: 'compare', field: 'content', test })) })],
    lists,
  );
  const found = new Set<string>();
  let seen = 0;
  do {
    const end = Math.min(bytes.length, seen + chunk);
    const start = Math.max(0, seen - contentWindow);
    patterns.scan(
      new Uint8Array(bytes.subarray(start, end)),
      { offset: start, isStart: start === 0, isEnd: end === bytes.length },
      found,
    );
    seen = end;
  } while (seen < bytes.length);
  return found;
}

const piece = fc.constantFrom(
  '<?php ',
  'eval(base64',
  'EVAL(BASE64',
  'EvalOnly',
  'evalonly',
  Buffer.from('caféteria').toString('latin1'),
  'begin',
  'finish',
  'system ($_GET',
  'Alias /x',
  '\nAlias  /x',
  'first',
  'last',
  ' word ',
  'words',
  '192.0.2.1',
  '192.0.2.10',
  ' 198.51.100.77 ',
  '[2001:db8::7]',
  '/var/tmp/sh',
  '/var/tmp/share',
  'x',
  '\n',
  ' ',
  'the end',
  'evil.example',
  '-evil.example',
);

test('a stream cut anywhere finds what a search of the whole content finds', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 60 }), (pieces, chunk) => {
      const content = pieces.join('');
      const expected = tests.filter((one) => searchContent(one, content, lists)).map(contentPatternId);
      expect([...streamed(content, chunk)].sort()).toEqual(expected.sort());
    }),
    { numRuns: 1_500 },
  );
});

test('finds across the border of large blocks', () => {
  const filler = 'lorem ipsum '.repeat(2_000);
  const content = `${filler}system ($_POST${filler}192.0.2.1${filler}the end`;
  for (const chunk of [contentWindow, 9_001, 24_007]) {
    expect([...streamed(content, chunk)].sort()).toEqual(
      tests
        .filter((one) => searchContent(one, content, lists))
        .map(contentPatternId)
        .sort(),
    );
  }
});
