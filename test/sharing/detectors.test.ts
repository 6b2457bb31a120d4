import { expect, test } from 'vitest';
import { detect } from '../../src/sharing/detectors.ts';
import { viewsOf } from '../../src/sharing/text-views.ts';

const seeds = [
  'a',
  'a.',
  'a.b-',
  'User ',
  'User a',
  '1.2.3.',
  ':',
  'ff:',
  'a@',
  'a@b.',
  '-----BEGIN A-----',
  '/nsconfig/ssl/',
  'CN=a',
  ' -pass',
  'password=',
  'login ',
  'for user ',
  '%41',
  '%2541',
  '\\x41',
  'QUJD',
  '41',
  'AB\\',
  'Context ',
  '"',
  '- ',
  'Cookie: a=',
  'http://',
  '://a',
  'https://a.',
  ' on ',
];

// Doubling the text may not cost much more than twice; the bound only has to be far below what a pattern that runs away takes.
test.each(seeds)('%j, 20,000 characters of it, is looked through at once', (seed) => {
  const text = seed.repeat(Math.ceil(20_000 / seed.length));
  const started = performance.now();
  detect(text);
  viewsOf(text);
  expect(performance.now() - started).toBeLessThan(3_000);
});

test.each([
  { name: 'percent encoding', text: '%6a%64%6f%65' },
  { name: 'percent encoding, twice', text: '%256a%2564%256f%2565' },
  { name: 'hex', text: 'x 6a646f6520697320 y' },
  { name: 'base64 after a slash', text: `/path/${Buffer.from('see jdoe there').toString('base64')}` },
  { name: 'base64 of UTF-16', text: Buffer.from('jdoe', 'utf16le').toString('base64') },
  { name: 'HTML references', text: '&#106;&#x64;oe' },
  { name: 'escapes of a script', text: '\\x6a\\u0064\\u{6f}e' },
])('$name is undone, and leads back to its place', ({ text }) => {
  const view = viewsOf(text).find((one) => one.bytes.includes('jdoe'));
  const at = view?.bytes.indexOf('jdoe') ?? -1;
  expect(at).toBeGreaterThanOrEqual(0);
  const [start, end] = [view?.from[at] ?? 0, view?.to[at + 3] ?? 0];
  expect(end - start).toBeGreaterThanOrEqual(4);
  expect(viewsOf(text.slice(0, start) + text.slice(end)).some((one) => one.bytes.includes('jdoe'))).toBe(false);
});

const named = (text: string) =>
  detect(text).map(({ start, end, valueClass }) => `${valueClass} ${text.slice(start, end)}`);

test.each([
  {
    name: 'a directory name in small letters, but not the end of its domain',
    text: 'ldapsearch -x -b ou=sales,dc=bigcorp,dc=org',
    found: ['certificate sales', 'certificate bigcorp'],
  },
  { name: 'a folder of a user', text: '/var/nstmp/jdoe/upload', found: ['user jdoe'] },
  { name: 'no hidden folder, where intruders keep programs', text: '/var/nstmp/.nscache/httpd', found: [] },
  { name: 'no option that a sentence names', text: 'a limit of login attempts (-maxLoginAttempts).', found: [] },
])('detects $name', ({ text, found }) => {
  expect(named(text)).toEqual(found);
});
