import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileIndex } from '../../src/findings/file-index.ts';
import { compileCondition } from '../../src/findings/match.ts';
import type { SigmaRule } from '../../src/rules/rule.ts';
import { detection, record } from '../fixtures/detection.ts';

function indexOf(...conditions: readonly string[]) {
  const rules = conditions.map((yaml) => {
    const condition = detection(yaml, 'file');
    return { yaml, condition, rule: { condition } as SigmaRule };
  });
  return { rules, index: fileIndex(rules) };
}

function fileAt(path: string, more: Readonly<Record<string, string | boolean>> = {}) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
  return record('file', { path, name, extension, type: 'file', magic: '', ...more }, { path });
}

test.each([
  ['a path', '{a: {path: /var/tmp/SH}, condition: a}', '/var/tmp/sh', '/var/tmp/sh2'],
  ['a folder', '{a: {path|startswith: /var/vpn/themes/x}, condition: a}', '/var/vpn/themes/xy', '/var/vpn/x'],
  ['a name', '{a: {name: [x.php, y.php]}, condition: a}', '/a/Y.php', '/a/z.php'],
  ['an extension', '{a: {path|endswith: .php}, condition: a}', '/a/b.PHP', '/a/b.txt'],
  ['the name at the end of a path', '{a: {path|endswith: /b/c.php}, condition: a}', '/a/b/c.php', '/a/b/d.php'],
  ['a wildcard', "{a: {path: '/var/tmp/*/x'}, condition: a}", '/var/tmp/q/x', '/var/log/q/x'],
  ['a regular expression', "{a: {path|re: '^/var/nslog/[a-z]+$'}, condition: a}", '/var/nslog/b', '/var/log/b'],
  ['the rarer of two', '{a: {type: file, name: x}, condition: a}', '/a/x', '/a/y'],
])('chooses by %s', (_, yaml, inside, outside) => {
  const { index } = indexOf(yaml);
  const candidates = (path: string) => index.candidates(path, fileAt(path).fields).length;
  expect([candidates(inside), candidates(outside)]).toEqual([1, 0]);
});

test.each([
  ['one way without a key', '{a: {name: x}, b: {size: 5}, condition: a or b}'],
  ['what must not be there', '{a: {name: x}, condition: not a}'],
  ['a regular expression with a way round its anchor', "{a: {path|re: '^/var/tmp/x|/etc/'}, condition: a}"],
  ['a regular expression of lines', "{a: {path|re|m: '^/var/tmp/x$'}, condition: a}"],
  ['a flag that must be off', '{a: {setuid: false}, condition: a}'],
])('asks every file for a rule with %s', (_, yaml) => {
  expect(indexOf(yaml).index.candidates('/other', fileAt('/other').fields)).toHaveLength(1);
});

test('keeps the order of the rules, and gives all of them for a path too deep to look up', () => {
  const { index, rules } = indexOf(
    '{a: {name: x}, condition: a}',
    '{a: {size: 5}, condition: a}',
    '{a: {path|startswith: /d/d/}, condition: a}',
  );
  expect(index.candidates('/d/d/x', fileAt('/d/d/x').fields)).toEqual(rules);
  const deep = `${'/d'.repeat(80)}/y`;
  expect(index.candidates(deep, fileAt(deep).fields)).toEqual(rules);
});

const part = fc.constantFrom('var', 'tmp', 'Vpn', 'x.php', 'x', 'y.txt', '.php', 'x.', 'a b');
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const selection = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '|startswith', '|endswith', '|contains'), path)
    .map(([how, value]) => `path${how}: '${value}'`),
  fc.tuple(fc.constantFrom('', '|startswith', '|endswith'), part).map(([how, value]) => `name${how}: '${value}'`),
  fc.tuple(path, fc.constantFrom('*', '?', '')).map(([value, wild]) => `path: '${value}${wild}'`),
  fc.tuple(fc.constantFrom('*', '?', ''), part).map(([wild, value]) => `name: '${wild}${value}'`),
  fc
    .tuple(fc.constantFrom('^', ''), path, fc.constantFrom('', '?', '|x', '[a-z]*'), fc.constantFrom('$', ''))
    .map(([start, value, more, end]) => `path|re: '${start}${value.replaceAll('.', '\\.')}${more}${end}'`),
  fc.constantFrom('setuid: true', 'in_web_root: true', 'setuid: false', 'extension: php', 'magic: php', 'type: file'),
);
const condition = fc.constantFrom('a', 'a and b', 'a or b', 'a and not b', 'not a', 'not (a or b)', '(a or b) and c');

test('every rule that matches a file is among its candidates', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(selection, selection, selection, condition), { minLength: 1, maxLength: 4 }),
      path,
      fc.boolean(),
      fc.constantFrom('', 'php'),
      (shapes, place, flag, magic) => {
        const { index, rules } = indexOf(
          ...shapes.map(([a, b, c, join]) => `{a: {${a}}, b: {${b}}, c: {${c}}, condition: ${JSON.stringify(join)}}`),
        );
        const file = fileAt(place, { setuid: flag, in_web_root: flag, magic });
        const candidates = index.candidates(place, file.fields);
        for (const one of rules) if (compileCondition(one.condition, {})(file)) expect(candidates).toContain(one);
      },
    ),
    { numRuns: 3_000 },
  );
});
