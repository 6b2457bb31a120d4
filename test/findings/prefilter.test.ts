import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { compileCondition } from '../../src/findings/match.ts';
import { lineFilter, requiredLiterals } from '../../src/findings/prefilter.ts';
import { regexAtoms } from '../../src/rules/regex-atoms.ts';
import { detection, indicatorList, record } from '../fixtures/detection.ts';
import { regex, searched } from '../fixtures/regular-expressions.ts';

const lists = {
  addresses: indicatorList('addresses', [
    '192.0.2.77',
    '198.51.100.0/24',
    '203.0.113.0/26',
    '2001:db8:1::/48',
    '2001:DB8:2::7',
  ]),
  mixed: indicatorList('mixed', ['four']),
  none: indicatorList('none', []),
};

test.each([
  ['one literal', '{a: {cs-uri|contains: Shell.PHP}, condition: a}', ['shell.php']],
  ['one for each value', '{a: {cs-uri|contains: [first-one, second-one]}, condition: a}', ['first-one', 'second-one']],
  [
    'the rarer of two needed',
    '{a: {cs-user-agent|contains: Mozilla/5.0, cs-uri|contains: zxqy12345}, condition: a}',
    ['zxqy12345'],
  ],
  ['nothing for a field that is not written so', '{a: {sc-status: 40404}, condition: a}', undefined],
  ['nothing for a short value', '{a: {cs-method: POST}, condition: a}', undefined],
  [
    'nothing when one way has none',
    '{a: {cs-uri|contains: shell.php}, b: {sc-status: 500}, condition: a or b}',
    undefined,
  ],
  ['nothing for what must not be there', '{a: {cs-uri|contains: shell.php}, condition: not a}', undefined],
  [
    'what must be there, whatever must not',
    '{a: {cs-uri|contains: shell.php}, b: {sc-status: 404}, condition: a and not b}',
    ['shell.php'],
  ],
  [
    'the literal of a regular expression',
    "{a: {cs-uri|re: '/portal/scripts/[a-z]+\\.pl'}, condition: a}",
    ['/portal/scripts/'],
  ],
  ['each alternative', "{a: {cs-uri|re: '(newbm|rmbms)\\.pl'}, condition: a}", ['newbm.pl', 'rmbms.pl']],
  [
    'of a regular expression what no log escapes',
    `{a: {cs-uri|re: 'value="quoted-text'}, condition: a}`,
    ['quoted-text'],
  ],
  ['the longest part of a wildcard', "{a: {cs-uri: '/a*longest-part*b'}, condition: a}", ['longest-part']],
  ['the plain part beside a quotation mark', `{a: {cs-uri|contains: 'ab"long-part'}, condition: a}`, ['long-part']],
  ['ASCII alone', '{a: {cs-uri|contains: naïve-name}, condition: a}', ['ve-name']],
  [
    'addresses and networks of a list',
    "{a: {c-ip|expand: '%addresses%'}, condition: a}",
    [
      '192.0.2.77',
      '198.51.100.',
      ...Array.from({ length: 64 }, (_, last) => `203.0.113.${last}`),
      '2001:db8:1:',
      '2001:db8:2:',
    ],
  ],
  ['nothing for a list with a short value', "{a: {cs-uri|contains|expand: '%mixed%'}, condition: a}", undefined],
  ['no line for an empty list', "{a: {c-ip|expand: '%none%'}, condition: a}", []],
  [
    'a network that is not on an octet',
    '{a: {c-ip|cidr: 198.51.100.0/23}, condition: a}',
    ['198.51.100.', '198.51.101.'],
  ],
  ['nothing for a huge network', '{a: {c-ip|cidr: 198.0.0.0/8}, condition: a}', undefined],
  ['nothing for decoded text', '{a: {cs-uri-decoded|contains: ../../etc}, condition: a}', undefined],
])('required literals: %s', (_, yaml, expected) => {
  expect(requiredLiterals(detection(yaml, 'webserver', lists), 'webserver', lists)).toEqual(expected);
});

test('decoded text needs its literal or an escape', () => {
  const condition = detection('{a: {cs-uri-decoded|contains: ../../etc}, condition: a}');
  expect(lineFilter(condition, 'webserver', {})).toEqual({ literals: ['../../etc'], orPercent: true });
});

const word = fc.constantFrom('alpha', 'Bravo', 'charlie', 'x', '1', 'alphabravo');
const selection = fc.oneof(
  fc
    .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), word)
    .map(([how, value]) => `{cs-uri|${how}: '${value}'}`),
  fc.tuple(word, word).map(([a, b]) => `{cs-uri: '*${a}*${b}*'}`),
  fc.tuple(word, word).map(([a, b]) => `{cs-uri|re|i: '(${a}|${b})[a-c]*${a}?x'}`),
  fc.constantFrom('{sc-status: 200}', '{cs-referer: null}', "{cs-uri|expand|contains: '%addresses%'}"),
);
const condition = fc.constantFrom(
  'a and b',
  'a or b',
  'a and not b',
  'not (a or b) or c',
  '(a or b) and c',
  '1 of them',
  'all of them',
);

test('no line that a rule matches lacks all of its literals', () => {
  fc.assert(
    fc.property(
      selection,
      selection,
      selection,
      condition,
      fc.array(fc.oneof(word, fc.constantFrom(' 192.0.2.77 ', '[198.51.100.3]', 'b', 'A')), { maxLength: 6 }),
      (a, b, c, join, words) => {
        const expression = detection(
          `{a: ${a}, b: ${b}, c: ${c}, condition: ${JSON.stringify(join)}}`,
          'webserver',
          lists,
        );
        const uri = words.join('');
        const line = record('webserver', { 'cs-uri': uri, 'sc-status': 200 }, { raw: uri });
        const literals = requiredLiterals(expression, 'webserver', lists);
        if (literals && compileCondition(expression, lists)(line))
          expect(literals.some((literal) => uri.toLowerCase().includes(literal))).toBe(true);
      },
    ),
    { numRuns: 3_000 },
  );
});

test('every text that a regular expression matches has one of its atoms', () => {
  fc.assert(
    fc.property(regex, searched, (pattern, text) => {
      const atoms = regexAtoms({ pattern, flags: 'i' }, 1);
      if (!atoms || !RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).test(text)) return;
      expect(atoms.some((atom) => text.toLowerCase().includes(atom))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
