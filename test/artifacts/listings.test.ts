import { expect, test } from 'vitest';
import { bodyFile, timelineTable } from '../../src/artifacts/body-file.ts';
import { parseMode } from '../../src/artifacts/file-mode.ts';
import { lsListing } from '../../src/artifacts/ls-listing.ts';
import { hashList, setIdList } from '../../src/artifacts/path-lists.ts';
import { fieldsOf, readWhole } from './read-whole.ts';

test.each([
  ['-rw-r--r--', 0o644, 'file'],
  ['-rwsr-xr-x', 0o4755, 'file'],
  ['-rwSr-Sr-T', 0o7644, 'file'],
  ['drwxrwxrwt', 0o1777, 'directory'],
  ['lrwxr-xr-x+', 0o755, 'symlink'],
  ['prw-------', 0o600, 'other'],
  ['-/rrwxr-xr-x', 0o755, 'file'],
  ['r/rrwxr-xr-x', 0o755, 'file'],
  ['0755', 0o755, undefined],
  ['100755', 0o755, 'file'],
  ['40755', 0o755, 'directory'],
])('%s', (text, bits, type) => {
  expect(parseMode(text)).toEqual(type === undefined ? { bits } : { bits, type });
});
test.each(['', 'rw-r--r--', '-rw-r--r-', '0999', 'hello'])('%j is no mode', (text) => {
  expect(parseMode(text)).toBeUndefined();
});

const LISTING = `/var/log:
total 4242
-rw-r--r--  1 root  wheel    102311 Nov 22 23:00 bash.log.0.gz
drwxr-xr-x  2 root  wheel       512 Jul 12  2025 db/
lrwxr-xr-x  1 root  wheel        15 Jul 27 06:10 nsconfig -> /flash/nsconfig
prw-------  1 root  wheel         0 Dec 27 06:11 NSPPE-0.log
crw-rw-rw-  1 root  wheel   0,   12 Nov 22 23:00 null
crw-rw-rw-  1 root  wheel      0x1e Nov 22 23:00 zero

/var/netscaler/ns_gui/vpn:
total 8
-rwsr-xr-x  1 nobody  wheel  512 Nov 22 23:05 two words.php

/flash:
total 8
-r--r--r--  1 root  wheel  140000000 Sep  2  2026 ns-14.1-73.37.gz
ls: /var/x: Permission denied
`;
const COLLECTED = new Date('2026-11-23T10:00:00Z');

test('reads a recursive listing', () => {
  const { records, unknownLines } = readWhole(lsListing, LISTING, { path: '/shell/ls_lRtrp.out', modified: COLLECTED });
  expect(unknownLines).toBe(0);
  const files = fieldsOf(records, 'file');
  expect(files.map(({ path, type, mode, size }) => [path, type, mode, size])).toEqual([
    ['/var/log/bash.log.0.gz', 'file', '0644', 102311],
    ['/var/log/db', 'directory', '0755', 512],
    ['/var/log/nsconfig', 'symlink', '0755', 15],
    ['/var/log/NSPPE-0.log', 'other', '0600', 0],
    ['/var/log/null', 'other', '0666', undefined],
    ['/var/log/zero', 'other', '0666', undefined],
    ['/var/netscaler/gui/vpn/two words.php', 'file', '4755', 512],
    ['/flash/ns-14.1-73.37.gz', 'file', '0444', 140000000],
  ]);
  expect(files[2]?.linktarget).toBe('/flash/nsconfig');
  expect(files[6]).toMatchObject({
    setuid: true,
    executable: true,
    owner: 'nobody',
    group: 'wheel',
    extension: 'php',
    in_web_root: true,
    second_hand: true,
    timestomped: undefined,
  });
});

test('places a time without a year before the collection, and says that it did', () => {
  const { records } = readWhole(lsListing, LISTING, { path: '/shell/ls_lRtrp.out', modified: COLLECTED });
  const times = records.filter(({ category }) => category === 'file').map(({ time }) => time);
  expect(times[0]).toEqual({ ms: Date.UTC(2026, 10, 22, 23, 0), zone: 'local', year: 'inferred' });
  expect(times[1]).toEqual({ ms: Date.UTC(2025, 6, 12), zone: 'local', year: 'stated', isDayOnly: true });
  expect(times[3]).toEqual({ ms: Date.UTC(2025, 11, 27, 6, 11), zone: 'local', year: 'inferred' });
  expect(records[0]?.fields.modified).toBe(times[0]?.ms);
});

test('without a date of collection a time without a year stays unknown', () => {
  const { records } = readWhole(lsListing, LISTING, { path: '/shell/ls_lRtrp.out' });
  expect(records[0]?.time).toBeUndefined();
  expect(records[0]?.fields.modified).toBeUndefined();
});

test('a listed kernel tells a build', () => {
  const { records } = readWhole(lsListing, LISTING, { path: '/shell/ls_lRtrp.out', modified: COLLECTED });
  expect(fieldsOf(records, 'appliance')).toEqual([{ version: '14.1', build: '73.37', told_by: 'kernel-file' }]);
});

test.each([
  {
    name: 'full dates and absolute names',
    row: '-rw-r--r--  1 root  wheel  24 May  7 12:22:28 2022 /flash/.version',
    path: '/flash/.version',
    ms: Date.UTC(2022, 4, 7, 12, 22, 28),
  },
  {
    name: 'find -ls',
    row: '  1234        8 -rwsr-xr-x    1 root     wheel         512 Jan  2  2026 /var/tmp/sh',
    path: '/var/tmp/sh',
    ms: Date.UTC(2026, 0, 2),
  },
  {
    name: 'file flags',
    row: '-r-xr-xr-x  1 root  wheel  schg  512 Jan  2  2026 x',
    path: '/var/x',
    ms: Date.UTC(2026, 0, 2),
  },
])('reads $name', ({ row, path, ms }) => {
  const { records } = readWhole(lsListing, row, { path: '/shell/ls_lRtrp_var.out', modified: COLLECTED });
  expect(records[0]).toMatchObject({ fields: { path }, time: { ms } });
});

test('a name with a line break counts as a line of another kind', () => {
  const { records, unknownLines } = readWhole(lsListing, '/x:\n-rw-r--r--  1 a  b  1 Jan  2  2026 one\ntwo\n');
  expect(records).toHaveLength(1);
  expect(unknownLines).toBe(1);
});

test.each([
  {
    name: '11 columns',
    line: '0|/var/tmp/a|b|1234|-rwsr-xr-x|65534|0|512|1790000000|1790000001|1790000002|1790000003',
    text: '0|/var/x|1|-rw-r--r--|0|0|1|1|1|1|1\n0|/var/y|1|-rw-r--r--|0|0|1|1|1|1|1\n',
    expected: { path: '/var/tmp/a|b', uid: 65534, gid: 0, setuid: true, size: 512 },
  },
  {
    name: '12 columns',
    line: 'd41d8cd98f00b204e9800998ecf8427e|/flash/nsconfig/x|1234|1|-rw-r--r--|0|0|512|1790000000|1790000001|1790000002|1790000003',
    text: '0|/var/x|1|1|-rw-r--r--|0|0|1|1|1|1|1\n',
    expected: { path: '/nsconfig/x', uid: 0, size: 512, md5: 'd41d8cd98f00b204e9800998ecf8427e' },
  },
])('reads body files of $name', ({ line, text, expected }) => {
  const { records, unknownLines } = readWhole(bodyFile, `${text}${line}\n`);
  expect(unknownLines).toBe(0);
  expect(records.at(-1)).toMatchObject({
    fields: { ...expected, modified: 1790000001000, changed: 1790000002000, born: 1790000003000 },
    time: { ms: 1790000001000, zone: 'utc', year: 'stated' },
  });
});

test('reads a link of a body file, and leaves out times of 0', () => {
  const { records } = readWhole(bodyFile, '0|/nsconfig -> /flash/nsconfig|1|lrwxr-xr-x|0|0|1|0|0|0|0\n');
  expect(records[0]?.fields).toMatchObject({ path: '/nsconfig', linktarget: '/flash/nsconfig', type: 'symlink' });
  expect(records[0]?.fields.modified).toBeUndefined();
  expect(records[0]?.time).toBeUndefined();
});

test('reads a timeline table', () => {
  const { records, unknownLines } = readWhole(
    timelineTable,
    `filename,size,user,group,type_and_perms,inode,hardlinks,access,modification,change,birth
/var/tmp/a,b,512,root,wheel,-rw-r--r--,12,1,1790000000,1790000001,1790000002,1790000003
"/var/tmp/c,d",512,root,wheel,-rw-r--r--,12,1,2026-09-21 13:33:20,2026-09-21 13:33:21,2026-09-21 13:33:22,
`,
  );
  expect(unknownLines).toBe(0);
  expect(records[0]).toMatchObject({
    fields: { path: '/var/tmp/a,b', owner: 'root' },
    time: { ms: 1790000001000, zone: 'utc' },
  });
  expect(records[1]).toMatchObject({
    fields: { path: '/var/tmp/c,d', changed: Date.UTC(2026, 8, 21, 13, 33, 22) },
    time: { ms: Date.UTC(2026, 8, 21, 13, 33, 21), zone: 'local' },
  });
});

test.each([
  {
    path: '/shell/suid.txt',
    text: '/usr/bin/su\n',
    expected: { path: '/usr/bin/su', setuid: true, setgid: undefined },
  },
  {
    path: '/shell/sgid.txt',
    text: '/usr/bin/wall\n',
    expected: { path: '/usr/bin/wall', setuid: undefined, setgid: true },
  },
  {
    path: '/shell/file_suid_sgid.txt',
    text: '/usr/bin/su\n',
    expected: { path: '/usr/bin/su', setuid: undefined, setgid: undefined },
  },
  {
    path: '/shell/file_suid_sgid.txt',
    text: '-r-sr-xr-x  1 root  wheel  512 Jan  2  2026 /usr/bin/su\n',
    expected: { path: '/usr/bin/su', setuid: true, setgid: false, mode: '4555' },
  },
])('$path: $text', ({ path, text, expected }) => {
  const { records, unknownLines } = readWhole(setIdList, text, { path });
  expect(unknownLines).toBe(0);
  expect(records.map(({ fields }) => fields)).toEqual([expect.objectContaining(expected)]);
});

test('reads hash lists', () => {
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
  const sha1 = 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709';
  const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const { records, unknownLines } = readWhole(
    hashList,
    `${md5}  /bin/sh\n${sha1} */bin/a b\nSHA256 (/flash/nsconfig/x) = ${sha256}\n${md5}0 /x\nhello\n`,
  );
  expect(unknownLines).toBe(2);
  expect(records.map(({ fields }) => [fields.path, fields.md5, fields.sha1, fields.sha256])).toEqual([
    ['/bin/sh', md5, undefined, undefined],
    ['/bin/a b', undefined, sha1.toLowerCase(), undefined],
    ['/nsconfig/x', undefined, undefined, sha256],
  ]);
});
