import { expect, test } from 'vitest';
import { compileCondition } from '../../src/findings/match.ts';
import { matchedIndicators } from '../../src/findings/match-explained.ts';
import { isWeak } from '../../src/findings/weak-indicator.ts';
import type { Indicator } from '../../src/rules/rule.ts';
import { detection, indicatorList, record } from '../fixtures/detection.ts';

const request = record(
  'webserver',
  {
    'c-ip': '192.0.2.7',
    'cs-method': 'GET',
    'cs-uri': '/Logon/x.php?cmd=aWQ=',
    'cs-uri-stem': '/Logon/x.php',
    'sc-status': 200,
    'cs-referer': '',
  },
  { raw: '192.0.2.7 GET /Logon/x.php', line: 3, time: { ms: Date.UTC(2026, 0, 2), zone: 'utc', year: 'stated' } },
);

test.each([
  ['equals, in any case', '{cs-uri-stem: /logon/X.PHP}', true],
  ['cased', '{cs-uri-stem|cased: /logon/X.PHP}', false],
  ['cased, the same', '{cs-uri-stem|cased: /Logon/x.php}', true],
  ['contains', '{cs-uri|contains: CMD=}', true],
  ['startswith', '{cs-uri|startswith: /logon/}', true],
  ['startswith, elsewhere', '{cs-uri|startswith: x.php}', false],
  ['endswith', '{cs-uri-stem|endswith: .php}', true],
  ['a wildcard at the end', "{cs-uri-stem: '/logon*'}", true],
  ['a wildcard inside', "{cs-uri-stem: '/l*n/?.php'}", true],
  ['a wildcard for one character, none there', "{cs-uri-stem: '/logon/x?.php'}", false],
  ['an escaped wildcard is plain', "{cs-uri-stem: '/logon\\*'}", false],
  ['contains with a wildcard', "{cs-uri|contains: 'x.*?cmd'}", true],
  ['a backslash that escapes nothing', "{cs-uri|contains: 'x\\y'}", false],
  ['any of a list', '{cs-method: [POST, get]}', true],
  ['all of a list', '{cs-uri|contains|all: [logon, cmd]}', true],
  ['all of a list, one missing', '{cs-uri|contains|all: [logon, nothing]}', false],
  ['re is case-sensitive', "{cs-uri|re: 'logon/[a-z]'}", false],
  ['re with i', "{cs-uri|re|i: 'logon/[a-z]'}", true],
  ['re with a flag inside', "{cs-uri|re: '(?i)logon/[a-z]'}", true],
  ['re matches a part', "{cs-uri|re: 'x\\.php'}", true],
  ['cidr', '{c-ip|cidr: 192.0.2.0/28}', true],
  ['cidr, outside', '{c-ip|cidr: 192.0.2.8/29}', false],
  ['cidr of the other family', "{c-ip|cidr: '2001:db8::/32'}", false],
  ['a number', '{sc-status: 200}', true],
  ['a number as text', "{sc-status: '200'}", true],
  ['a part of a number', "{sc-status|startswith: '2'}", true],
  ['gt', '{sc-status|gt: 199}', true],
  ['gte', '{sc-status|gte: 200}', true],
  ['lt', '{sc-status|lt: 200}', false],
  ['lte', '{sc-status|lte: 200}', true],
  ['exists', '{sc-status|exists: true}', true],
  ['exists, of an empty text', '{cs-referer|exists: true}', true],
  ['exists: false', '{cs-user-agent|exists: false}', true],
  ['null is an absent field', '{cs-user-agent: null}', true],
  ['null of a present field', '{sc-status: null}', false],
  ['an empty text', "{cs-referer: ''}", true],
  ['an empty text is not an absent field', "{cs-user-agent: ''}", false],
  ['nothing matches an absent field', "{cs-user-agent: '*'}", false],
  ['* is any value', "{cs-method: '*'}", true],
  ['neq', '{cs-method|neq: POST}', true],
  ['neq, of a list', '{cs-method|neq: [POST, GET]}', false],
  ['fieldref', '{cs-uri|fieldref: cs-uri-stem}', false],
  ['fieldref, the same', '{cs-uri|fieldref: cs-uri}', true],
  ['base64offset', "{cs-uri|base64offset|contains: 'id'}", true],
  ['base64offset, of another text', "{cs-uri|base64offset|contains: 'whoami'}", false],
  ['base64', "{cs-uri|base64|contains: 'id'}", true],
  ['windash', "{cs-uri|windash|contains: ' -cmd'}", false],
  ['the line of a record', '{line: 3}', true],
  ['the time of a record', '{time|gte: 2026-01-02}', true],
  ['the time of a record, too late', "{time|lt: '2026-01-01T23:59:59Z'}", false],
  ['the path of a record, folded', '{path: /var/crash/log/httpaccess.log}', true],
])('%s: %s is %s', (_, selection, expected) => {
  expect(compileCondition(detection(`{a: ${selection}, condition: a}`), {})(request)).toBe(expected);
});

test.each([
  ['not binds strongest', 'not no and yes', true],
  ['and binds before or', 'yes or no and no', true],
  ['parentheses', '(yes or no) and no', false],
  ['not of parentheses', 'not (no or no)', true],
  ['1 of a pattern', '1 of *o', false],
  ['all of them', 'all of them', false],
  ['1 of them', '1 of them', true],
  ['them leaves out _', 'all of them or _hidden', true],
  ['upper case', 'yes AND NOT no', true],
])('condition, %s: %s is %s', (_, condition, expected) => {
  const yaml = `{yes: {sc-status: 200}, no: {sc-status: 404}, _hidden: {cs-method: GET}, condition: ${JSON.stringify(condition)}}`;
  expect(compileCondition(detection(yaml), {})(request)).toBe(expected);
});

test.each([
  ['a keyword in any place', "{a: ['X.PHP'], condition: a}", true],
  ['one of the keywords', '{a: [nothing, logon], condition: a}', true],
  ['all keywords', "{a: {'|all': [GET, logon]}, condition: a}", true],
  ['all keywords, one missing', "{a: {'|all': [GET, nothing]}, condition: a}", false],
  ['a keyword with a wildcard', "{a: ['get*php'], condition: a}", true],
  ['a list of maps', '{a: [{sc-status: 404}, {cs-method: GET}], condition: a}', true],
  ['several conditions', '{a: {sc-status: 404}, b: {cs-method: GET}, condition: [a, b]}', true],
])('%s', (_, yaml, expected) => {
  expect(compileCondition(detection(yaml), {})(request)).toBe(expected);
});

test('any value of a field with several may match', () => {
  const session = record('session', { addresses: ['192.0.2.1', '198.51.100.1'] });
  expect(compileCondition(detection('{a: {addresses: 198.51.100.1}, condition: a}', 'session'), {})(session)).toBe(
    true,
  );
  expect(
    compileCondition(detection('{a: {addresses|cidr: 203.0.113.0/24}, condition: a}', 'session'), {})(session),
  ).toBe(false);
});

const lists = {
  bad: indicatorList('bad', [
    '192.0.2.1',
    '198.51.100.0/24',
    '2001:db8::1',
    'evil.example',
    '/var/tmp/sh',
    'abc*d',
    'd41d8cd98f00b204e9800998ecf8427e',
  ]),
};

test.each([
  ['an address', 'c-ip|expand', '192.0.2.1', true],
  ['an address that only begins so', 'c-ip|expand', '192.0.2.10', false],
  ['an address of a network', 'c-ip|expand', '198.51.100.200', true],
  ['an IPv6 address written in full', 'c-ip|expand', '2001:0db8:0:0:0:0:0:0001', true],
  ['an IPv4 address inside IPv6', 'c-ip|expand', '::ffff:192.0.2.1', true],
  ['a text', 'cs-uri|expand', '/VAR/tmp/sh', true],
  ['a wildcard in a list is plain text', 'cs-uri|expand', 'abcXd', false],
  ['an address inside a text', 'cs-uri|contains|expand', 'from 192.0.2.1:443 to', true],
  ['a longer address inside a text', 'cs-uri|contains|expand', 'from 192.0.2.11 to', false],
  ['an address as part of a version', 'cs-uri|contains|expand', 'v192.0.2.1', false],
  ['an address at the end of a sentence', 'cs-uri|contains|expand', 'It was 192.0.2.1.', true],
  ['an address of a network inside a text', 'cs-uri|contains|expand', '(198.51.100.9)', true],
  ['an IPv6 address in brackets', 'cs-uri|contains|expand', '[2001:db8::1]:443', true],
  ['a longer IPv6 address', 'cs-uri|contains|expand', '2001:db8::12', false],
  ['a domain', 'cs-uri|contains|expand', 'https://evil.example/x', true],
  ['a name below a domain', 'cs-uri|contains|expand', 'https://a.evil.example', true],
  ['a domain as the end of another', 'cs-uri|contains|expand', 'notevil.example', false],
  ['a domain as the start of another', 'cs-uri|contains|expand', 'evil.example.org', false],
  ['a path in a command', 'cs-uri|contains|expand', 'chmod +s /var/tmp/sh;', true],
  ['a longer path', 'cs-uri|contains|expand', 'ls /var/tmp/share', false],
  ['a hash', 'cs-uri|contains|expand', 'D41D8CD98F00B204E9800998ECF8427E  x', true],
  ['cidr over a list', 'c-ip|cidr|expand', '198.51.100.3', true],
])('a list finds %s (%s of %s): %s', (_, key, text, expected) => {
  const field = key.split('|')[0]!;
  const condition = detection(`{a: {'${key}': '%bad%'}, condition: a}`, 'webserver', lists);
  expect(compileCondition(condition, lists)(record('webserver', { [field]: text }))).toBe(expected);
});

test('a list inside a longer value', () => {
  const names = { names: indicatorList('names', ['one', 'two*']) };
  const matches = compileCondition(
    detection("{a: {cs-uri|expand|endswith: '/%names%.php'}, condition: a}", 'webserver', names),
    names,
  );
  expect(matches(record('webserver', { 'cs-uri': '/x/one.php' }))).toBe(true);
  expect(matches(record('webserver', { 'cs-uri': '/x/twofold.php' }))).toBe(false);
});

const now = new Date('2026-06-01T00:00:00Z');
const seen = (date: string) => ({ time: { ms: Date.parse(date), zone: 'utc', year: 'stated' } as const });

test.each<{ name: string; indicator: Partial<Indicator>; more?: ReturnType<typeof seen>; isHeld: boolean }>([
  { name: 'a good address', indicator: { expires: '2027-01-01' }, isHeld: true },
  { name: 'an address of low confidence', indicator: { confidence: 'low' }, isHeld: false },
  { name: 'an address that has expired', indicator: { expires: '2026-01-01' }, isHeld: false },
  {
    name: 'an address that had not expired when it was seen',
    indicator: { expires: '2026-01-01' },
    more: seen('2025-12-31T12:00:00Z'),
    isHeld: true,
  },
  {
    name: 'its last day',
    indicator: { expires: '2026-01-01' },
    more: seen('2026-01-01T23:00:00Z'),
    isHeld: true,
  },
  { name: 'an address that many share', indicator: { role: 'opportunistic scanner' }, isHeld: false },
])('$name carries a finding above low: $isHeld', ({ indicator, more, isHeld }) => {
  const own = {
    bad: {
      name: 'bad',
      indicators: [{ value: '192.0.2.1', confidence: 'high', tier: 'vendor', source: 'x', ...indicator }],
    },
  } as const;
  const condition = detection(
    "{a: {c-ip|expand: '%bad%'}, b: {cs-uri|contains: shell.php}, condition: a or b}",
    'webserver',
    own,
  );
  const hit = record('webserver', { 'c-ip': '192.0.2.1', 'cs-uri': '/' }, more);
  expect(compileCondition(condition, own)(hit)).toBe(true);
  const strong = compileCondition(condition, own, (one, artifact) => !isWeak(one, artifact.time?.ms ?? now.getTime()));
  expect(strong(hit)).toBe(isHeld);
  expect(matchedIndicators(condition, hit, own)).toMatchObject([{ list: 'bad', indicator: { value: '192.0.2.1' } }]);
  // What holds without the address keeps its level.
  expect(strong(record('webserver', { 'c-ip': '192.0.2.1', 'cs-uri': '/shell.php' }, more))).toBe(true);
});

test('a hostile text does not make a wildcard slow', () => {
  const matches = compileCondition(detection("{a: {cs-uri: '*a*a*a*a*a*a*a*b'}, condition: a}"), {});
  const started = performance.now();
  expect(matches(record('webserver', { 'cs-uri': 'a'.repeat(60_000) }))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
});
