import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { judgeHostKey, parseKnownHosts, recordedKeyTypes } from '../../../src/sources/ssh/known-hosts.ts';

const wire = (type: string, body: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, type.length]), Buffer.from(type), Buffer.from(body)]);
const key = wire('ssh-ed25519', 'one');
const other = wire('ssh-ed25519', 'two');
const rsa = wire('ssh-rsa', 'three');
const line = (hosts: string, recorded: Buffer, marker = '') =>
  `${marker}${hosts} ${recorded.toString('latin1', 4, 4 + recorded[3]!)} ${recorded.toString('base64')} comment`;
const hashed = (name: string): string => {
  const salt = Buffer.from('0123456789abcdef0123');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};

test.each([
  { name: 'a plain name', lines: [line('192.0.2.10', key)], verdict: 'known' },
  { name: 'one of several names', lines: [line('ns-a,192.0.2.10', key)], verdict: 'known' },
  { name: 'a hashed name', lines: [line(hashed('192.0.2.10'), key)], verdict: 'known' },
  { name: 'a pattern', lines: [line('192.0.2.*', key)], verdict: 'known' },
  { name: 'a pattern with an exception', lines: [line('192.0.2.*,!192.0.2.10', key)], verdict: 'unknown' },
  { name: 'another port', lines: [line('[192.0.2.10]:2222', key)], verdict: 'unknown' },
  { name: 'another host', lines: [line('192.0.2.11', key), line(hashed('192.0.2.11'), key)], verdict: 'unknown' },
  { name: 'another key', lines: [line('192.0.2.10', other)], verdict: 'changed' },
  { name: 'only a key of another type', lines: [line('192.0.2.10', rsa)], verdict: 'changed' },
  { name: 'another key and this one', lines: [line('192.0.2.10', other), line('192.0.2.10', key)], verdict: 'known' },
  { name: 'this key, revoked', lines: [line('192.0.2.10', key), line('*', key, '@revoked ')], verdict: 'revoked' },
  { name: 'a certificate authority only', lines: [line('192.0.2.10', key, '@cert-authority ')], verdict: 'unknown' },
  { name: 'rubbish and comments', lines: ['# x', '', 'nonsense', '|1|x'], verdict: 'unknown' },
])('$name: $verdict', ({ lines, verdict }) => {
  expect(judgeHostKey(parseKnownHosts(lines.join('\n'), 'known_hosts'), '192.0.2.10', 22, key).kind).toBe(verdict);
});

test('a port other than 22 stands in brackets, hashed or not', () => {
  const known = parseKnownHosts(`${line('[ns-a]:2222', key)}\n${line(hashed('[ns-b]:2222'), rsa)}`, 'known_hosts');
  expect(judgeHostKey(known, 'NS-A', 2222, key).kind).toBe('known');
  expect(recordedKeyTypes(known, 'ns-b', 2222)).toEqual(['ssh-rsa']);
});

test('a changed key says where the recorded one stands', () => {
  const known = parseKnownHosts(`# x\n${line('192.0.2.10', other)}`, 'known_hosts');
  expect(judgeHostKey(known, '192.0.2.10', 22, key)).toEqual({ kind: 'changed', file: 'known_hosts', line: 2 });
});

test('a pattern cannot run away', () => {
  const started = performance.now();
  judgeHostKey(parseKnownHosts(line('*a'.repeat(200), key), 'known_hosts'), 'a'.repeat(200), 22, key);
  expect(performance.now() - started).toBeLessThan(500);
});
