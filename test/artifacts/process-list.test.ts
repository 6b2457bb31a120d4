import { expect, test } from 'vitest';
import { processExecutables } from '../../src/artifacts/process-executables.ts';
import { processList } from '../../src/artifacts/process-list.ts';
import { readWhole } from './read-whole.ts';

const AUXWR = `USER        PID %CPU %MEM    VSZ    RSS TT  STAT STARTED        TIME COMMAND
root       1204 100.0 12.6 529744 524288 ??  R    27Jul26  1820:10.12 nsppe (NSPPE-00)
root         11  98.0  0.0      0     16 ??  RL   27Jul26   900:00.00 [idle]
root       1301   0.0  0.1  12345   2345 ??  Ss   Mon08AM     0:00.12 /usr/sbin/syslogd -b 127.0.0.1 -n -v -v -8 -C
nobody     1410   0.0  0.2  40000   8000 ??  I     7:59PM     0:01.00 /bin/httpd
nsmonitor  1500   0.0  0.1  20000   4000 ??  S     7:59PM     0:00.30 /usr/bin/perl -w /netscaler/monitors/nsldap.pl base=dc=x;bdn=cn=x;password=hunter2;filter=y
root       1600   0.0  0.1  20000   4000  0  Is    9:15AM     0:00.03 sshd: nsroot@pts/0 (sshd)
root       1700   0.0  0.0  10000   1000  0  R+    9:15AM     0:00.00 ps -auxwr
`;

test('reads the list of a support bundle', () => {
  const { records, unknownLines } = readWhole(processList, AUXWR);
  expect(unknownLines).toBe(0);
  expect(records.map(({ fields }) => [fields.user, fields.pid, fields.executable, fields.started])).toEqual([
    ['root', 1204, 'nsppe', '27Jul26'],
    ['root', 11, '[idle]', '27Jul26'],
    ['root', 1301, '/usr/sbin/syslogd', 'Mon08AM'],
    ['nobody', 1410, '/bin/httpd', '7:59PM'],
    ['nsmonitor', 1500, '/usr/bin/perl', '7:59PM'],
    ['root', 1600, 'sshd', '9:15AM'],
    ['root', 1700, 'ps', '9:15AM'],
  ]);
  expect(records[0]?.fields).toMatchObject({ cpu: 100, state: 'R', command: 'nsppe (NSPPE-00)' });
});

test('keeps the bind password of a monitor out', () => {
  const { records } = readWhole(processList, AUXWR);
  expect(JSON.stringify(records)).not.toContain('hunter2');
  expect(records[4]?.fields.command).toBe(
    '/usr/bin/perl -w /netscaler/monitors/nsldap.pl base=dc=x;bdn=cn=x;password=[secret];filter=y',
  );
});

test.each([
  {
    name: 'lstart, and the parent by its id',
    text: `  PID  PPID USER    STARTED                      COMMAND
 1400     1 root    Mon Nov 23 09:15:01 2026     /bin/httpd
 1410  1400 nobody  Mon Nov 23 09:15:02 2026     sh -c id`,
    last: {
      pid: 1410,
      ppid: 1400,
      parent: '/bin/httpd',
      user: 'nobody',
      command: 'sh -c id',
      started: 'Mon Nov 23 09:15:02 2026',
    },
  },
  {
    name: 'the columns of the live reader',
    text: `USER   PID  PPID %CPU STAT STARTED                      COMMAND
nobody 1410  1400  0.0 I    Mon Nov 23 09:15:02 2026     /bin/httpd`,
    last: { user: 'nobody', pid: 1410, ppid: 1400, cpu: 0, state: 'I', executable: '/bin/httpd' },
  },
  {
    name: 'elapsed time',
    text: `  PID USER      ELAPSED COMMAND
 1410 nobody 1-02:03:04 /var/tmp/netscalerd -d`,
    last: { user: 'nobody', pid: 1410, executable: '/var/tmp/netscalerd', started: undefined },
  },
  {
    name: '-efl of FreeBSD',
    text: ` UID   PID  PPID CPU PRI NI    VSZ   RSS MWCHAN STAT TT        TIME COMMAND
   0  1301     1   0  20  0  12345  2345 select Ss   ??     0:00.12 /usr/sbin/cron -s`,
    last: { user: '0', pid: 1301, ppid: 1, state: 'Ss', command: '/usr/sbin/cron -s' },
  },
  {
    name: 'a tree, whose marks tell the parent',
    text: `USER     PID %CPU %MEM    VSZ    RSS TT  STAT STARTED      TIME COMMAND
root    1400  0.0  0.1  40000   8000 ??  Ss   Mon08AM   0:00.12 /bin/httpd
nobody  1410  0.0  0.1  40000   8000 ??  I    Mon08AM   0:00.12 |-- /bin/httpd
nobody  1420  0.0  0.1  40000   8000 ??  I    Mon08AM   0:00.12 |   \`-- /bin/sh`,
    last: { pid: 1420, command: '/bin/sh', parent: '/bin/httpd' },
  },
  {
    name: 'a list without a head line',
    text: 'nobody  1410 /bin/httpd -k start',
    last: { user: 'nobody', pid: 1410, command: '/bin/httpd -k start' },
  },
  {
    name: 'a login shell, whose dash is no tree',
    text: `USER     PID %CPU %MEM    VSZ    RSS TT  STAT STARTED      TIME COMMAND
root    1400  0.0  0.1  40000   8000  0  Ss   Mon08AM   0:00.12 -bash (bash)`,
    last: { command: '-bash (bash)', parent: undefined },
  },
])('reads $name', ({ text, last }) => {
  const { records, unknownLines } = readWhole(processList, `${text}\n Done\n`);
  expect(unknownLines).toBe(0);
  expect(records.at(-1)?.fields).toMatchObject(last);
});

test('counts lines of another kind', () => {
  const { records, unknownLines } = readWhole(processList, `${AUXWR}ps: cannot open\nxyz\n`);
  expect(records).toHaveLength(7);
  expect(unknownLines).toBe(2);
});

test('reads which file a process runs', () => {
  const { records, unknownLines } = readWhole(
    processExecutables,
    `  PID COMM                OSREL PATH
 1410 httpd             1104001 /bin/httpd
 1420 sh                1104001 /flash/nsconfig/x
    0 kernel                  0 -
lr--r--r--  1 root  wheel  0 Nov 23 09:15 /proc/1430/file -> /var/tmp/x y
`,
  );
  expect(unknownLines).toBe(0);
  expect(records.map(({ fields }) => [fields.pid, fields.command, fields.executable])).toEqual([
    [1410, 'httpd', '/bin/httpd'],
    [1420, 'sh', '/nsconfig/x'],
    [0, 'kernel', '-'],
    [1430, '/var/tmp/x y', '/var/tmp/x y'],
  ]);
});
