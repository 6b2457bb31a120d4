import { expect, test } from 'vitest';
import { crontab } from '../../src/artifacts/crontab.ts';
import { readWhole } from './read-whole.ts';

const STOCK = `SHELL=/bin/sh
PATH=/netscaler:/etc:/bin:/sbin:/usr/bin:/usr/sbin
HOME=/var/log
#minute hour mday month wday who command
0       *    *    *     *    root newsyslog
0       0    *    *     *    root purge_tickets.sh
1,31    0-5  *    *     *    root adjkerntz -a
*       *    *    *     *    root nsfsyncd -p
28      0-23 *    *     *    root nslog.sh dozip
*/30 * * * * root curl http://localhost -o /dev/null 2>&1 > /dev/null
* * * * * root lockf -t 0 -k -s /tmp/.nsfsyncd_lock /netscaler/nsfsyncd -p
`;

test('reads the stock table of the system', () => {
  const { records, unknownLines } = readWhole(crontab, STOCK, { path: '/etc/crontab' });
  expect(unknownLines).toBe(0);
  expect(records).toHaveLength(7);
  expect(records[2]?.fields).toEqual({ user: 'root', schedule: '1,31 0-5 * * *', command: 'adjkerntz -a' });
  expect(records[2]?.line).toBe(7);
});

test.each([
  {
    name: 'a user table',
    path: '/var/cron/tabs/nobody',
    line: '* * * * * /var/nstmp/.x/httpd',
    user: 'nobody',
    command: '/var/nstmp/.x/httpd',
  },
  {
    name: 'an output of crontab -l',
    path: '/shell/crontab-l.out',
    line: '@reboot /var/tmp/x y',
    user: 'root',
    command: '/var/tmp/x y',
  },
  { name: "another user's output", path: '/shell/crontab_nobody.txt', line: '@daily x', user: 'nobody', command: 'x' },
  {
    name: 'a system table as output',
    path: '/shell/etc_crontab.txt',
    line: '*/5 * * * * root x',
    user: 'root',
    command: 'x',
  },
  { name: 'the override', path: '/nsconfig/crontab', line: '0 1 * * mon root x', user: 'root', command: 'x' },
])('reads $name', ({ path, line, user, command }) => {
  expect(readWhole(crontab, line, { path }).records.map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ user, command }),
  ]);
});

test('an empty table is known, anything else is counted', () => {
  expect(readWhole(crontab, 'crontab: no crontab for root\n', { path: '/shell/crontab-l.out' })).toEqual({
    records: [],
    unknownLines: 0,
    isCut: false,
  });
  expect(readWhole(crontab, 'what is this\n* * *\n', { path: '/etc/crontab' }).unknownLines).toBe(2);
});
