import { expect, test } from 'vitest';
import { fields as descriptions } from '../../src/artifacts/fields.ts';
import { fileRecord, magicOf } from '../../src/artifacts/file.ts';
import type { Entry } from '../../src/evidence/entry.ts';

const DAY = 86_400_000;
const MODIFIED = new Date('2026-11-01T00:00:00Z');

function entry(facts: Partial<Entry> = {}): Entry {
  return {
    kind: 'entry',
    path: '/var/netscaler/logon/LogonPoint/x.PHP',
    original: 'x',
    type: 'file',
    size: 12,
    async *content() {},
    ...facts,
  };
}

test('has every field that the category promises, but the content', () => {
  const record = fileRecord(entry(), {});
  expect(new Set(Object.keys(record.fields))).toEqual(
    new Set(['path', ...Object.keys(descriptions.file).filter((name) => name !== 'content')]),
  );
});

test('tells what the container says', () => {
  const record = fileRecord(
    entry({ mode: 0o6755, owner: 'nobody', group: 'wheel', uid: 65534, gid: 0, modified: MODIFIED }),
    { magic: 'php', sha256: 'ab' },
  );
  expect(record.fields).toMatchObject({
    name: 'x.PHP',
    extension: 'php',
    mode: '6755',
    setuid: true,
    setgid: true,
    executable: true,
    owner: 'nobody',
    uid: 65534,
    modified: MODIFIED.getTime(),
    magic: 'php',
    sha256: 'ab',
    in_web_root: true,
    second_hand: false,
  });
  expect(record.time).toEqual({ ms: MODIFIED.getTime(), zone: 'utc', year: 'stated' });
});

test('does not invent what the container does not record', () => {
  const { fields, time } = fileRecord(entry(), {});
  for (const name of ['mode', 'setuid', 'setgid', 'executable', 'owner', 'uid', 'modified', 'timestomped', 'sha256'])
    expect(fields[name]).toBeUndefined();
  expect(time).toBeUndefined();
});

test.each([
  { name: 'x', extension: '' },
  { name: '.htaccess', extension: 'htaccess' },
  { name: 'a.tar.GZ', extension: 'gz' },
  { name: 'a.', extension: '' },
])('$name has the extension "$extension"', ({ name, extension }) => {
  expect(fileRecord(entry({ path: `/x/${name}` }), {}).fields).toMatchObject({ name, extension });
});

test.each([
  ['/var/netscaler/gui/vpn/x', true],
  ['/var/vpn/bookmark/x.xml', true],
  ['/netscaler/portal/templates/x', true],
  ['/var/netscaler/gui', false],
  ['/var/netscaler/guide/x', false],
  ['/netscaler/websocketd/x.php', false],
  ['/var/log/ns.log', false],
])('%s lies in a web root: %s', (path, expected) => {
  expect(fileRecord(entry({ path }), {}).fields.in_web_root).toBe(expected);
});

test.each([
  { name: 'no change time, as in tar and zip', facts: {}, expected: undefined },
  {
    name: 'unpacked long after it was made',
    facts: { changed: new Date(MODIFIED.getTime() + 900 * DAY) },
    expected: false,
  },
  {
    name: 'a copy born after it was made',
    facts: { changed: new Date(MODIFIED.getTime() + DAY), born: new Date(MODIFIED.getTime() + DAY) },
    expected: false,
  },
  { name: 'a clock in another zone', facts: { changed: new Date(MODIFIED.getTime() - DAY / 2) }, expected: false },
  {
    name: 'a modification time in its own future',
    facts: { changed: new Date(MODIFIED.getTime() - 30 * DAY) },
    expected: true,
  },
])('timestomped: $name', ({ facts, expected }) => {
  expect(fileRecord(entry({ modified: MODIFIED, ...facts }), {}).fields.timestomped).toBe(expected);
});

const text = (content: string) => new TextEncoder().encode(content);
const hex = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'));

test.each([
  ['gzip', hex('1f8b0800')],
  ['zip', hex('504b0304')],
  ['bzip2', text('BZh9')],
  ['xz', hex('fd377a585a00')],
  ['zstd', hex('28b52ffd')],
  ['elf', hex('7f454c46020101')],
  ['mach-o', hex('cffaedfe')],
  ['pe', text('MZ\u0090')],
  ['pcap', hex('d4c3b2a1')],
  ['pcap', hex('a1b2c3d4')],
  ['pcapng', hex('0a0d0d0a')],
  ['nstrace', text('\u0001\u0001\u0000\u0010NetScaler V20 Performance Data')],
  ['nstrace', text('Netscaler V35 Performance Data')],
  ['tar', new Uint8Array([...new Uint8Array(257), ...text('ustar\u000000')])],
  ['deb', text('!<arch>\ndebian-binary')],
  ['salted', text('Salted__abcdefgh')],
  ['png', hex('89504e470d0a1a0a')],
  ['jpeg', hex('ffd8ffe0')],
  ['gif', text('GIF89a')],
  ['ico', hex('00000100')],
  ['pdf', text('%PDF-1.7')],
  ['php', text('<?php echo 1;')],
  ['php', text('\ufeff\n <?= 1 ?>')],
  ['php', text('<p>hello</p><?php echo 1; ?>')],
  ['php', text('#!/usr/bin/env php\n')],
  ['perl', text('#! /usr/bin/perl -w\n')],
  ['python', text('#!/var/python/bin/python3\n')],
  ['script', text('#!/bin/sh\n')],
  ['nsconf', text('#NS14.1 Build 51.80\n')],
  ['private-key', text('-----BEGIN RSA PRIVATE KEY-----\n')],
  ['private-key', text('-----BEGIN ENCRYPTED PRIVATE KEY-----\n')],
  ['certificate', text('-----BEGIN CERTIFICATE-----\n')],
  ['ssh-key', text('ssh-rsa AAAAB3NzaC1yc2E')],
  ['html', text('<!DOCTYPE html>')],
  ['xml', text('<?xml version="1.0"?>')],
  ['svg', text('<svg xmlns="x">')],
  ['json', text('{"a": 1}')],
  ['', text('hello <?xml')],
  ['', text('')],
  ['', text('var a = "<?=";')],
])('%s', (expected, head) => {
  expect(magicOf(head)).toBe(expected);
});

test('reads the head within a larger buffer', () => {
  const whole = hex('00001f8b0800');
  expect(magicOf(whole.subarray(2))).toBe('gzip');
});
