import { expect, test } from 'vitest';
import { leftOutGaps } from '../../../src/sources/ssh/left-out.ts';
import { newListing } from '../../../src/sources/ssh/listing.ts';
import { stepsFor } from '../../../src/sources/ssh/steps.ts';
import { appliance, open } from './scene.ts';

const steps = stepsFor({});

async function gaps(lines: readonly string[], received: readonly string[] = [], whole = steps) {
  const listing = newListing();
  async function* text(clock: string) {
    yield Buffer.from(lines.map((line) => line.replace('TIME', `Nov 22 ${clock} 2026`)).join('\n'));
  }
  await listing.add(text('23:00:05'), 'modified');
  await listing.add(text('10:00:00'), 'changed');
  async function* newest() {
    yield Buffer.from('9 -rw-r--r--  1 0  0  1 Nov 22 23:00:00 2026 ./var/log/ns.log\n');
  }
  await listing.add(newest(), 'changed');
  const found = [...leftOutGaps(listing, steps, new Set(whole), new Set(received))];
  return found.map(({ path, reason, detail }) => `${path} ${reason}: ${detail}`);
}

const line = (name: string, size = 100) => `1 -rw-r--r--  1 0  0  ${size} TIME ./${name}`;

test.each([
  {
    name: 'a large file',
    lines: [line('var/tmp/loot.tgz', 99_000_000)],
    gap: '/var/tmp/loot.tgz unsupported: content not fetched: 99000000 bytes are more than 16777216; use --include large to fetch it',
  },
  {
    name: 'a key',
    lines: [line('flash/nsconfig/ssl/www.key')],
    gap: '/nsconfig/ssl/www.key unsupported: content of 1 files with key material not fetched, here and elsewhere; use --include keys to fetch them',
  },
  {
    name: 'a file that tar did not send',
    lines: [line('var/tmp/x.sh')],
    gap: '/var/tmp/x.sh unreadable: listed, but it did not come with the archive',
  },
  {
    name: 'bulk',
    lines: [line('var/nslog/newnslog.5/x'), line('var/nslog/newnslog.6/x')],
    gap: '/var/nslog/newnslog* unsupported: content of 2 files here not fetched; use --include large to fetch them',
  },
])('names $name', async ({ lines, gap }) => {
  expect(await gaps(lines)).toEqual([gap]);
});

test.each([
  { name: 'what came', lines: [line('var/tmp/x.sh')], received: ['/var/tmp/x.sh'] },
  {
    name: 'folders, links and FIFOs',
    lines: ['1 drwxr-xr-x  1 0  0  1 TIME ./var/tmp/d', '1 prw-r--r--  1 0  0  1 TIME ./tmp/aaad.debug'],
  },
  {
    name: 'trees that are not fetched',
    lines: [line('bin/sh'), line('var/core/1/NSPPE-00-1', 9e9)],
  },
])('does not name $name', async ({ lines, received = [] }) => {
  expect(await gaps(lines, received)).toEqual([]);
});

test('does not name the files of an archive that was cut: that is told already', async () => {
  expect(await gaps([line('var/tmp/x.sh')], [], [])).toEqual([]);
});

test('names fifty and counts the rest', async () => {
  const found = await gaps(Array.from({ length: 80 }, (_, at) => line(`var/tmp/f${at}`)));
  expect(found).toHaveLength(51);
  expect(found.at(-1)).toBe('/ unreadable: 30 further files were listed but did not come with the archive');
});

test('measures what would be fetched, by one listing', async () => {
  const emulator = await appliance();
  const live = await open(emulator);
  const { groups } = await live.measure(new AbortController().signal);
  live.close();
  expect(groups.find(({ id }) => id === 'configuration')).toMatchObject({
    files: 7,
    secrets: 3,
    missing: expect.arrayContaining(['/.nscli_history']),
  });
  expect(groups.find(({ id }) => id === 'temporary')).toMatchObject({ files: 6, tooLarge: 0 });
  expect(emulator.seen).toHaveLength(2);
});
