import { expect, test } from 'vitest';
import { authorizedKeys, passwordFile } from '../../src/artifacts/accounts.ts';
import { readWhole } from './read-whole.ts';

test('reads the stock accounts and an added one', () => {
  const { records, unknownLines } = readWhole(
    passwordFile,
    `# $FreeBSD: releng/11.4/etc/master.passwd $
#
root:*:0:0:Charlie &:/root:/usr/bin/bash
nsroot:*:0:0:Netscaler Root:/root:/netscaler/nssh
nobody:*:65534:65534:Unprivileged user:/nonexistent:/usr/sbin/nologin
helper:*:0:0::/root:/bin/sh
`,
  );
  expect(unknownLines).toBe(0);
  expect(records.map(({ fields }) => [fields.name, fields.uid, fields.home, fields.shell])).toEqual([
    ['root', 0, '/root', '/usr/bin/bash'],
    ['nsroot', 0, '/root', '/netscaler/nssh'],
    ['nobody', 65534, '/nonexistent', '/usr/sbin/nologin'],
    ['helper', 0, '/root', '/bin/sh'],
  ]);
  expect(records[3]).toMatchObject({ line: 6, fields: { origin: 'system', text: 'helper:*:0:0::/root:/bin/sh' } });
});

test('keeps password hashes out and shows an empty one', () => {
  const { records } = readWhole(
    passwordFile,
    'nsroot:$6$salt$KEEPOUT:0:0::0:0:Netscaler Root:/root:/netscaler/nssh\nopen::1:1::0:0::/:/bin/sh\n',
  );
  expect(JSON.stringify(records)).not.toContain('KEEPOUT');
  expect(records.map(({ fields }) => fields.text)).toEqual([
    'nsroot:[secret]:0:0::0:0:Netscaler Root:/root:/netscaler/nssh',
    'open::1:1::0:0::/:/bin/sh',
  ]);
});

test('counts lines that are no accounts', () => {
  expect(readWhole(passwordFile, 'a:b\nroot:*:x:0::/:/\n+::::::\n').unknownLines).toBe(3);
});

// Made for this test, the private half thrown away; the fingerprint is what ssh-keygen says.
const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIJSSOP/5kV9GCsNlo0T6QE8q7uwJEI6GkQVxmM+OeBPk';
const FINGERPRINT = 'SHA256:YJXlQ6wLTH7haQCQHSz07fUHMHTtutzoXJ/4HugmIKk';

test.each([
  { name: 'a plain key', line: `ssh-ed25519 ${KEY} admin@example.org`, account: 'admin@example.org' },
  { name: 'a key without a comment', line: `ssh-ed25519 ${KEY}`, account: 'ssh-ed25519' },
  { name: 'options before it', line: `from="192.0.2.0/24",no-pty ssh-ed25519 ${KEY} bob x`, account: 'bob x' },
  {
    name: 'a quoted option that holds another key',
    line: `command="ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB x" ssh-ed25519 ${KEY} c`,
    account: 'c',
  },
])('reads $name', ({ line, account }) => {
  const { records, unknownLines } = readWhole(authorizedKeys, `# keys\n\n${line}\n`);
  expect(unknownLines).toBe(0);
  expect(records).toEqual([
    {
      category: 'account',
      fields: { name: account, origin: 'ssh-key', fingerprint: FINGERPRINT, text: line },
      raw: line,
      line: 3,
    },
  ]);
});

test('counts what is no key', () => {
  expect(readWhole(authorizedKeys, 'ssh-rsa short\nhello\n').unknownLines).toBe(2);
});
