import { describe, expect, test } from 'vitest';
import { filePlaces } from '../../src/rules/file-places.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { isMet } from '../../src/sources/ssh/left-out.ts';
import { findTest } from '../../src/sources/ssh/paths.ts';
import { ruleFolder, ruleText } from '../fixtures/rule-folder.ts';

async function placesOf(detection: string) {
  const { ruleSet, problems } = await loadRules({ dirs: [ruleFolder({ 'a.yml': ruleText({ detection }) })] });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const isFetched = (folder: string) => folder === '/var/log' || folder.startsWith('/var/log/');
  return filePlaces(ruleSet, isFetched, []);
}

const content = 'content|contains: some-words';

describe('the places of a rule', () => {
  test.each([
    { name: 'a file', of: `{a: {path: /opt/x, ${content}}, condition: a}`, paths: ['/opt/x'] },
    { name: 'a folder', of: `{a: {path|startswith: /opt/x/, ${content}}, condition: a}`, paths: ['/opt/x'] },
    {
      name: 'a place with other spellings',
      of: `{a: {path: /nsconfig/opt, ${content}}, condition: a}`,
      paths: ['/flash/nsconfig/opt', '/nsconfig/opt'],
    },
    { name: 'one that is fetched anyway', of: `{a: {path|startswith: /var/log/x, ${content}}, condition: a}` },
    {
      name: 'the narrowest of several conditions',
      of: `{a: {path|startswith: /var/, extension: php, name: one.php, ${content}}, condition: a}`,
      patterns: ['one.php'],
    },
    {
      name: 'either of two selections',
      of: `{a: {path: /opt/x, ${content}}, b: {name: other, ${content}}, condition: a or b}`,
      paths: ['/opt/x'],
      patterns: ['other'],
    },
    { name: 'what a listing answers: none', of: '{a: {path: /opt/x, setuid: true}, condition: a}' },
    { name: 'an owner by name or number: none', of: '{a: {owner: root}, b: {uid: 0}, condition: a or b}' },
    { name: 'an owner by name', of: '{a: {path: /opt/x, owner: nobody}, condition: a}', paths: ['/opt/x'] },
    { name: 'only contents', of: `{a: {${content}}, condition: a}`, elsewhere: ['demo'] },
    {
      name: 'one selection of two that says none',
      of: `{a: {path: /opt/x}, b: {${content}}, condition: a or b}`,
      elsewhere: ['demo'],
    },
    { name: 'a whole disk', of: `{a: {path|startswith: /var/, ${content}}, condition: a}`, elsewhere: ['demo'] },
    { name: 'part of a name', of: `{a: {path|contains: agent, ${content}}, condition: a}`, elsewhere: ['demo'] },
    {
      name: 'where a file does not lie',
      of: `{a: {${content}}, b: {path: /opt/x}, condition: a and not b}`,
      elsewhere: ['demo'],
    },
    {
      name: 'characters that are not plain',
      of: `{a: {path: "/opt/'$(id)';x", ${content}}, condition: a}`,
      patterns: ['/opt/*id*x'],
    },
  ])('are $name', async ({ of, paths = [], patterns = [], elsewhere = [] }) => {
    const places = await placesOf(of);
    expect(places.paths).toEqual(paths);
    expect(places.patterns.map(({ text }) => text)).toEqual(patterns);
    expect(places.elsewhere).toEqual(elsewhere);
  });
});

test.each([
  { pattern: '/opt/x*', test: '-ipath ./opt/x*', met: 'opt/X/deep', not: 'opt/y' },
  { pattern: '/var/x*', test: '-ipath var/x*', met: 'var/x', not: 'opt/var/x' },
  { pattern: '/v*/x', test: '-ipath */x', met: 'var/a/x', not: 'var/a/xy' },
  { pattern: '*/custom/a*b', test: '-ipath */custom/a*b', met: 'opt/custom/acb', not: 'opt/custom/ac' },
  { pattern: '*/aba', test: '-ipath */aba', met: 'x/aba', not: 'aba/b' },
])('$pattern is looked for and recognised alike', ({ pattern: text, test: wanted, met, not }) => {
  const pattern = { of: 'path', text } as const;
  expect(findTest(pattern)).toBe(wanted);
  expect(isMet(pattern, met)).toBe(true);
  expect(isMet(pattern, not)).toBe(false);
});

test('a name of many parts is compared in linear time', () => {
  const started = performance.now();
  expect(isMet({ of: 'name', text: `${'*a'.repeat(60)}b` }, 'a'.repeat(200_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});
