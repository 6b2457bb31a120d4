import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { glyphsFor } from '../../src/tui/glyphs.ts';
import { cut, cutStart, lineText, wrapped } from '../../src/tui/line.ts';
import { edited, field, inserted } from '../../src/tui/text-field.ts';
import { textsFor } from '../../src/tui/texts/languages.ts';
import { keyPresses } from '../../src/tui/use-keys.ts';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

test.each([
  { name: 'a letter', input: 'j', key: {}, names: ['j'] },
  { name: 'an arrow', input: '', key: { upArrow: true }, names: ['up'] },
  { name: 'Control and a letter', input: 'c', key: { ctrl: true }, names: ['ctrl-c'] },
  { name: 'letters that came together', input: 'ab\r', key: {}, names: ['a', 'b', 'enter'] },
  { name: 'Control-U and what follows it', input: '\u0015/tmp', key: {}, names: ['ctrl-u', '/', 't', 'm', 'p'] },
  { name: 'Control-C among letters', input: 'x\u0003', key: {}, names: ['x', 'ctrl-c'] },
  { name: 'nothing for Alt and a letter', input: 'j', key: { meta: true }, names: [] },
  { name: 'nothing for a stray escape', input: '\u001b', key: {}, names: [] },
])('reads $name', ({ input, key, names }) => {
  expect(keyPresses(input, { ...none, ...key }).map(({ name }) => name)).toEqual(names);
});

test.each([
  { name: 'typing', keys: [{ name: 'x', text: 'x' }], text: 'abcx' },
  { name: 'backspace', keys: [{ name: 'backspace' }], text: 'ab' },
  { name: 'in the middle', keys: [{ name: 'left' }, { name: 'x', text: 'x' }], text: 'abxc' },
  { name: 'at the beginning', keys: [{ name: 'home' }, { name: 'delete' }], text: 'bc' },
  { name: 'emptying', keys: [{ name: 'ctrl-u' }], text: '' },
])('edits by $name', ({ keys, text }) => {
  expect(keys.reduce(edited, field('abc')).text).toBe(text);
});

test('a whole emoji goes at once, a word by Control-W, and what is pasted stays one line', () => {
  expect(edited(field('a👍'), { name: 'backspace' }).text).toBe('a');
  expect(edited(field('/var/log'), { name: 'ctrl-w' }).text).toBe('/var/');
  expect(inserted(field(), 'a\nb\u001b[2J').text).toBe('ab[2J');
  expect(inserted(field(), 'x'.repeat(10_000)).text).toHaveLength(4_096);
});

test.each([
  { name: 'short', raw: 'abc', shown: 'abc' },
  { name: 'long', raw: 'abcdefghij', shown: 'abcdefg…' },
  { name: 'wide letters', raw: '漢字漢字漢字', shown: '漢字漢…' },
])('cuts what is $name to 8 columns', ({ raw, shown }) => {
  expect(cut(raw, 8)).toBe(shown);
});

test('of a path the end is kept', () => {
  expect(cutStart('/var/netscaler/logon/x.php', 10)).toBe('…gon/x.php');
});

test('blanks before a text stay, and a very long word is broken', () => {
  expect(wrapped('  a b', 20).map(lineText)).toEqual(['  a b']);
  expect(wrapped('- aa bb cc', 8, 'plain', 2).map(lineText)).toEqual(['- aa bb', '  cc']);
  expect(wrapped('x'.repeat(25), 10).map(lineText)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
});

test.each([
  { language: undefined, env: { LANG: 'nl_NL.UTF-8' }, shown: 'Nederlands' },
  { language: undefined, env: { LANG: 'nl_NL.UTF-8', LC_ALL: 'C' }, shown: 'English' },
  { language: undefined, env: {}, shown: 'English' },
  { language: 'nl' as const, env: { LANG: 'en_GB' }, shown: 'Nederlands' },
])('speaks $shown with --lang $language in $env', ({ language, env, shown }) => {
  expect(textsFor(language, env).language).toBe(shown);
});

test.each([
  { name: 'UTF-8', env: { LANG: 'C.UTF-8' }, platform: 'linux', bar: '█' },
  { name: 'no UTF-8', env: { LANG: 'C' }, platform: 'linux', bar: '#' },
  { name: 'Windows Terminal', env: { WT_SESSION: 'x' }, platform: 'win32', bar: '█' },
  { name: 'the old Windows console', env: {}, platform: 'win32', bar: '#' },
])('draws with the signs of $name', ({ env, platform, bar }) => {
  expect(glyphsFor(env, platform).bars.at(-1)).toBe(bar);
});
