import { expect, test } from 'vitest';
import { isOwnTrace, type TraceRecord } from '../../src/evidence/own-trace.ts';
import { text } from '../../src/evidence/printable.ts';

const session = {
  started: new Date('2026-11-23T15:00:00Z'),
  finished: new Date('2026-11-23T15:05:00Z'),
  account: text`nsroot`,
  sourceAddress: text`203.0.113.7`,
  hostKey: text`ssh-ed25519 SHA256:x`,
  sessions: 30,
  marker: text`NSLEUTH-0123456789abcdef`,
};
const during = Date.parse('2026-11-23T15:02:00Z');
const login: TraceRecord = { ms: during, account: 'nsroot', sourceAddress: '203.0.113.7', text: 'login' };

test.each([
  {
    name: 'a command with the marker',
    record: { text: 'shell /bin/sh -c echo NSLEUTH-0123456789abcdef-BEGIN; date' },
    own: true,
  },
  { name: 'a login of ours', record: login, own: true },
  {
    name: 'an sshd line of ours',
    record: { ...login, text: 'Accepted keyboard-interactive/pam for nsroot from 203.0.113.7' },
    own: true,
  },
  {
    name: 'a command with the marker of another session',
    record: { ...login, text: 'echo NSLEUTH-ffffffffffffffff-BEGIN' },
    own: false,
  },
  {
    name: 'a command by our account, from our address, meanwhile',
    record: { ...login, text: 'shell cat /nsconfig/ssl/www.key' },
    own: false,
  },
  { name: 'a login from elsewhere', record: { ...login, sourceAddress: '198.51.100.66' }, own: false },
  { name: 'a login of another account', record: { ...login, account: 'alice' }, own: false },
  { name: 'a login an hour before', record: { ...login, ms: during - 3_600_000 }, own: false },
  { name: 'a line without time', record: { text: 'login' }, own: false },
])('$name: $own', ({ record, own }) => {
  expect(isOwnTrace(session, record)).toBe(own);
});
