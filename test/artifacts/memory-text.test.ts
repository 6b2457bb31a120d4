import { describe, expect, test } from 'vitest';
import { memoryText } from '../../src/artifacts/memory-text.ts';

/** The text of a stretch of memory round `WORD`. */
function shown(bytes: string) {
  const at = bytes.indexOf('WORD');
  return memoryText(bytes, at, at + 4);
}

const wide = (text: string) => [...text].map((character) => `${character}\0`).join('');

describe('what is shown of a place in memory', () => {
  test.each([
    { name: 'text on both sides', bytes: 'before WORD after', before: 'before ', after: ' after' },
    { name: 'other bytes as one sign', bytes: 'a\0\0\xff\x01WORD\x7f\0b', before: 'a·', after: '·b' },
    { name: 'line ends as one sign', bytes: 'Host: x\r\n\r\nWORD\nb', before: 'Host: x¶', after: '¶b' },
    { name: 'escape codes as no more than a sign', bytes: '\x1b[2JWORD\x9b31m', before: '·[2J', after: '·31m' },
    { name: 'UTF-16 as its letters', bytes: `${wide('wide text ')}WORD`, before: 'wide text ·', after: '' },
    { name: 'a sign that could be taken for ours as a foreign byte', bytes: 'a\xb6bWORD', before: 'a·b', after: '' },
  ])('$name', ({ bytes, before, after }) => {
    expect(shown(bytes)).toEqual({ text: 'WORD', before, after });
  });

  test('is narrow', () => {
    const { before, after } = shown(`${'x y '.repeat(500)}WORD${'x y '.repeat(500)}`);
    expect(before.length).toBeLessThanOrEqual(48);
    expect(after.length).toBeLessThanOrEqual(96);
  });

  test('a long hit is cut', () => {
    expect(memoryText('a'.repeat(5_000), 0, 5_000).text).toHaveLength(201);
  });
});

const SECRETS = [
  { name: 'a password of a form', bytes: 'login=jan&passwd=Hunter-2-Secret&x=WORD' },
  { name: 'a password behind', bytes: 'WORD&passwd1=Hunter-2-Secret&login=jan' },
  { name: 'a password round it', bytes: 'passwd=Hunter-2-WORD-2-Secret&x=1', alsoNot: 'Secret' },
  { name: 'a password whose name lies before what is shown', bytes: `password=${'Hunter-2-Secret'.repeat(9)}WORD` },
  { name: 'a cookie', bytes: 'Cookie: NSC_AAAC=Hunter-2-Secret; NSC_TASS=x\r\nWORD' },
  { name: 'a cookie without its header', bytes: 'NSC_AAAC=Hunter-2-Secret WORD' },
  { name: 'a log-on of HTTP', bytes: 'WORD\r\nAuthorization: Basic Hunter-2-Secret\r\n' },
  { name: 'a password in JSON', bytes: '{"password": "Hunter-2-Secret", "WORD' },
  { name: 'a password in UTF-16', bytes: `${wide('passwd=Hunter-2-Secret&')}WORD` },
  { name: 'a session id', bytes: 'sessionid=Hunter-2-Secret WORD' },
  { name: 'an assertion of SAML', bytes: 'WORD&SAMLResponse=Hunter-2-Secret' },
  { name: 'a hexadecimal key', bytes: '0f1e2d3c4b5a69788796a5b4c3d2e1f0 WORD', not: '0f1e2d3c' },
  { name: 'a base64 key', bytes: 'WORD MIIEvQIBADANBgkqhkiG9w0BAQEFAASC1234', not: 'MIIEvQ' },
];

describe('what is not shown', () => {
  test.each(SECRETS)('$name', ({ bytes, not = 'Hunter', alsoNot }) => {
    const { before, after } = shown(bytes);
    expect(before + after).not.toContain(not);
    if (alsoNot) expect(before + after).not.toContain(alsoNot);
  });
});

test('hostile bytes take a moment', () => {
  const before = performance.now();
  for (const part of ['passwd', 'a=', '"', 'Cookie: ', 'a\0', '0123456789abcdef', 'nscli -U a:', '¶', 'pass="'])
    shown(`${part.repeat(4_000)}WORD${part.repeat(4_000)}`);
  expect(performance.now() - before).toBeLessThan(1_000);
});
