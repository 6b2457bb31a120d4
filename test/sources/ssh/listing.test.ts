import { expect, test } from 'vitest';
import { bodyFileLines, newListing, parseListedFile } from '../../../src/sources/ssh/listing.ts';

const at = Date.UTC(2026, 10, 22, 23, 0, 5) / 1_000;

test.each([
  {
    name: 'a file',
    line: '1234 -rw-r--r--  1 0  0  102311 Nov 22 23:00:05 2026 ./var/log/bash.log',
    file: { name: 'var/log/bash.log', size: 102311, mode: '-rw-r--r--' },
  },
  {
    name: 'a set-uid program',
    line: '  99 -r-sr-xr-x  1 0  5  19000 Nov 22 23:00:05 2026 ./usr/bin/su',
    file: { name: 'usr/bin/su', mode: '-r-sr-xr-x', gid: 5 },
  },
  {
    name: 'a link',
    line: '7 lrwxr-xr-x  1 0  0  15 Nov 22 23:00:05 2026 ./nsconfig -> /flash/nsconfig',
    file: { name: 'nsconfig', linkTarget: '/flash/nsconfig' },
  },
  { name: 'a device', line: '3 crw-rw----  1 0  5  0, 27 Nov 22 23:00:05 2026 ./x', file: { name: 'x', size: 0 } },
  {
    name: 'a device of a newer release',
    line: '3 crw-rw----  1 0  5  0x1b Nov 22 23:00:05 2026 ./x',
    file: { name: 'x', size: 0 },
  },
  {
    name: 'a name with a line end and a backslash',
    line: '3 -rw-------  1 0  5  1 Nov 22 23:00:05 2026 var/tmp/a\\012b\\134c\\351',
    file: { name: 'var/tmp/a\nb\\cé' },
  },
  {
    name: 'a UTF-8 name',
    line: '3 -rw-------  1 0  5  1 Nov 22 23:00:05 2026 var/tmp/\\303\\251',
    file: { name: 'var/tmp/é' },
  },
  {
    name: 'a name with blanks',
    line: '3 -rw-------  1 0  5  1 Nov 22 23:00:05 2026 var/tmp/ a  b ',
    file: { name: 'var/tmp/ a  b ' },
  },
])('reads $name', ({ line, file: { name, ...facts } }) => {
  const parsed = parseListedFile(line);
  expect(parsed).toMatchObject({ name, seconds: at, file: facts });
});

test.each([
  '',
  'total 4',
  'ls: x: No such file',
  `1 -rw-r--r-- 1 0 0 1 Foo 22 23:00:05 2026 x`,
  `${'9'.repeat(100_000)} -rw`,
])('passes over what is no file', (line) => {
  expect(parseListedFile(line)).toBeUndefined();
});

test('brings three listings together in one body file', async () => {
  const listing = newListing();
  async function* lines(time: string) {
    yield Buffer.from(
      `5 -rw-r--r--  2 1  2  3 Nov 22 ${time} 2026 ./var/tmp/x\nnonsense\n1 drwxr-xr-x 2 0 0 512 Nov 22 ${time} 2026 .\n`,
    );
  }
  await listing.add(lines('00:00:01'), 'modified');
  await listing.add(lines('00:00:02'), 'changed');
  await listing.add(lines('00:00:03'), 'born');
  const midnight = Date.UTC(2026, 10, 22) / 1_000;
  expect([...bodyFileLines(listing.files)]).toEqual([
    `0|/var/tmp/x|5|-rw-r--r--|1|2|3|0|${midnight + 1}|${midnight + 2}|${midnight + 3}\n`,
  ]);
  expect(listing.unknownLines()).toBe(3);
});
