import { expect, test } from 'vitest';
import { readArchive } from '../../../src/sources/ssh/archive-entries.ts';
import { tarBytes } from '../../fixtures/tar-bytes.ts';
import { bytesOf, inPieces } from '../../formats/read-all.ts';

test('a hard link in the stream of a live appliance has the content of the file it points to', async () => {
  const archive = tarBytes([
    { name: 'var/tmp/a', content: 'shared\n' },
    { name: 'var/netscaler/logon/b.php', flag: '1', linkTarget: 'var/tmp/a' },
    { name: 'var/netscaler/logon/c.php', flag: '1', linkTarget: 'var/tmp/missing' },
  ]);
  const told: unknown[] = [];
  for await (const item of readArchive(inPieces(archive))) {
    told.push(
      item.kind === 'gap'
        ? { path: item.path, reason: item.reason }
        : { path: item.path, type: item.type, text: (await bytesOf(item.content())).toString() },
    );
  }
  expect(told).toEqual([
    { path: '/var/tmp/a', type: 'file', text: 'shared\n' },
    { path: '/var/netscaler/logon/b.php', type: 'file', text: 'shared\n' },
    { path: '/var/netscaler/logon/c.php', type: 'other', text: '' },
    { path: '/var/netscaler/logon/c.php', reason: 'unreadable' },
  ]);
});
