import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { compileLineTest } from '../../src/findings/line-test.ts';
import { compileCondition } from '../../src/findings/match.ts';
import { regexNeeds } from '../../src/rules/regex-atoms.ts';
import { hasNeeds } from '../../src/rules/text-needs.ts';
import { detection, indicatorList, record } from '../fixtures/detection.ts';
import { regex, searched } from '../fixtures/regular-expressions.ts';

const lists = { addresses: indicatorList('addresses', ['192.0.2.77']) };

/** Whether a line passes; `values` are those of its fields that a look at the line tells. */
function passes(yaml: string, line: string, values: Readonly<Record<string, string>> = {}): boolean {
  const mayMatch = compileLineTest(detection(yaml, 'ns', lists), 'ns');
  return mayMatch?.({ lower: line.toLowerCase(), peek: (field) => values[field] }) ?? true;
}

test.each([
  ['all of several texts', "{a: {command|contains|all: ['one', 'two']}, condition: a}", 'one', false],
  ['all of several texts, found', "{a: {command|contains|all: ['one', 'two']}, condition: a}", 'Two, One', true],
  ['one of several texts', "{a: {command: ['one', 'two']}, condition: a}", 'three', false],
  ['short texts too', "{a: {event: LOGIN}, b: {user|contains: '|'}, condition: a and b}", 'LOGIN bob', false],
  ['both ways of an alternative', '{a: {user: bob}, b: {user: eve}, condition: a or b}', 'alice', false],
  ['a way that tells nothing', '{a: {user: bob}, b: {duration: 5}, condition: a or b}', 'alice', true],
  ['what must not be there', '{a: {user: bob}, condition: not a}', 'bob', true],
  ['the parts of a regular expression', "{a: {message|re: 'x.{0,9}(?:curl|wget) -'}, condition: a}", 'x wget', false],
  ['its alternatives', "{a: {message|re: 'x.{0,9}(?:curl|wget) -'}, condition: a}", 'x wget -', true],
  ['a quotation mark, which may be escaped', `{a: {message|contains: 'say "hello"'}, condition: a}`, 'say hello', true],
  ['a field that is there', '{a: {client_ip|exists: true}, condition: a}', 'ICASTART 5 0', false],
  ['a field that is there, with its mark', '{a: {client_ip|exists: true}, condition: a}', 'Client_ip 192.0.2.1', true],
  ['a list, which is not looked for', "{a: {client_ip|expand: '%addresses%'}, condition: a}", 'nothing', true],
])('asks for %s', (_, yaml, line, expected) => {
  expect(passes(yaml, line)).toBe(expected);
});

const elsewhere = `{a: {event: TCPCONNSTAT}, same: {source_ip|fieldref: client_ip}, condition: a and not same}`;
const same = `{a: {event: TCPCONNSTAT}, same: {source_ip|fieldref: client_ip}, condition: a and same}`;

test.each([
  ['two addresses', elsewhere, { source_ip: '192.0.2.1', client_ip: '192.0.2.2' }, true],
  ['one address', elsewhere, { source_ip: '192.0.2.1', client_ip: '192.0.2.1' }, false],
  ['an address that cannot be told', elsewhere, { client_ip: '192.0.2.1' }, true],
  ['one address where that is asked for', same, { source_ip: '192.0.2.1', client_ip: '192.0.2.1' }, true],
])('compares fields at sight: %s', (_, yaml, values, expected) => {
  expect(passes(yaml, 'TCPCONNSTAT', values)).toBe(expected);
});

test('decoded text may stand encoded', () => {
  const condition = detection('{a: {cs-uri-decoded|contains: ../etc}, condition: a}');
  const mayMatch = compileLineTest(condition, 'webserver')!;
  const peek = () => undefined;
  expect(mayMatch({ lower: 'get /%2e%2e/etc', peek })).toBe(true);
  expect(mayMatch({ lower: 'get /x/etc', peek })).toBe(false);
});

const word = fc.constantFrom('alpha', 'Bravo', 'charlie', 'x', '1', 'alphabravo', 'é', '"');
const selection = fc.oneof(
  fc
    .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), word)
    .map(([how, value]) => `{user|${how}: '${value}'}`),
  fc.tuple(word, word).map(([a, b]) => `{user: '*${a}*${b}*'}`),
  fc.tuple(word, word).map(([a, b]) => `{user|re|i: '(${a}|${b})[a-c]*${a}?x'}`),
  fc.constantFrom('{duration: 200}', '{reason: null}', '{user|fieldref: status}', '{client_ip|exists: true}'),
);
const condition = fc.constantFrom('a and b', 'a or b', 'a and not b', 'not (a or b) or c', 'not a', '(a or b) and c');

test('no line that a rule matches is passed over', () => {
  fc.assert(
    fc.property(
      selection,
      selection,
      selection,
      condition,
      fc.array(word, { maxLength: 5 }),
      fc.boolean(),
      (a, b, c, join, words, isSame) => {
        const expression = detection(`{a: ${a}, b: ${b}, c: ${c}, condition: ${JSON.stringify(join)}}`, 'ns');
        const user = words.join('');
        const status = isSame ? user : 'other';
        const line = `${user} ${status}`;
        const fields = { user, status, duration: 200 };
        const mayMatch = compileLineTest(expression, 'ns');
        if (!mayMatch || !compileCondition(expression, {})(record('ns', fields, { raw: line }))) return;
        const peek = (field: string) => (field === 'user' ? user : field === 'status' ? status : undefined);
        expect(mayMatch({ lower: line.toLowerCase(), peek })).toBe(true);
      },
    ),
    { numRuns: 3_000 },
  );
});

test('every text that a regular expression matches has what it needs', () => {
  fc.assert(
    fc.property(regex, searched, (pattern, text) => {
      const needs = regexNeeds({ pattern, flags: 'i' });
      if (needs === undefined || !RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).test(text)) return;
      expect(hasNeeds(text.toLowerCase(), needs)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
