import { expect, test } from 'vitest';
import type { LineReader } from '../../src/artifacts/artifact.ts';
import { cronLogs, freeFormLogs, shellLogs, systemLogs } from '../../src/artifacts/system-logs.ts';
import { nsLine, shellLine } from '../fixtures/evidence.ts';
import { commandPayload, cronLine, rotationLine, systemLine } from '../fixtures/log-lines.ts';

function read(reader: LineReader, path: string, line: string) {
  return reader
    .parse(line, { path, modified: new Date('2026-11-24T00:00:00Z') })
    ?.map(({ category, fields }) => [
      category,
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ]);
}

const bash = (line: string) => read(shellLogs, '/var/log/bash.log.0.gz', line);

test.each([
  {
    name: 'a command',
    line: shellLine({ command: "find . -name '*x*'" }),
    fields: { user: 'nsroot', command: "find . -name '*x*'", tty: '/dev/pts/1', shell: 'bash', pid: 4021 },
  },
  {
    name: 'quotes inside',
    line: shellLine({ user: '(null)', command: 'debug "hello world"' }),
    fields: { user: '(null)', command: 'debug "hello world"', tty: '/dev/pts/1', shell: 'bash', pid: 4021 },
  },
  {
    name: 'no terminal, hour 24',
    line: 'Jan 19 24:23:56 <local7.notice> ns sh[1173]: root on (null) shell_command="kill -0 $pid >/dev/null 2>&1"',
    fields: { user: 'root', command: 'kill -0 $pid >/dev/null 2>&1', tty: '(null)', shell: 'sh', pid: 1173 },
  },
  {
    name: 'a result',
    line: 'Jan 19 23:39:59 <local7.notice> ns bash[1173]: nobody on (null) return_code="1"',
    fields: { user: 'nobody', tty: '(null)', shell: 'bash', pid: 1173, status: '1' },
  },
  {
    name: 'an empty command',
    line: 'Jan 19 23:39:59 <local7.notice> ns sh[1173]: root on (null) shell_command=""',
    fields: { user: 'root', command: '', tty: '(null)', shell: 'sh', pid: 1173 },
  },
  {
    name: 'another spelling of the key',
    line: 'Jan 19 23:39:59 <local7.notice> ns sh[1173]: root on (null) sh_command="id"',
    fields: { user: 'root', command: 'id', tty: '(null)', shell: 'sh', pid: 1173 },
  },
  {
    name: 'a command without its last quote, and an escape sequence',
    line: 'Jan 19 23:39:59 <local7.notice> ns sh[1173]: root on (null) shell_command="ls \u001b[2J',
    fields: { user: 'root', command: 'ls \u001b[2J', tty: '(null)', shell: 'sh', pid: 1173 },
  },
  {
    name: 'an export without header',
    line: 'root on (null) shell_command="id"',
    fields: { user: 'root', command: 'id', tty: '(null)' },
  },
  {
    name: 'a further line of a command',
    line: '/tmp/.x/httpd; chmod 744 /tmp/.x/httpd &"',
    fields: { command: '/tmp/.x/httpd; chmod 744 /tmp/.x/httpd &' },
  },
])('reads a line of a shell log: $name', ({ line, fields }) => {
  expect(bash(line)).toEqual([['shell', fields]]);
});

test.each([
  { name: 'a rotation header', line: rotationLine(), records: [] },
  { name: 'an empty line', line: '', records: [] },
  { name: 'a lone quote', line: '"', records: [] },
  { name: 'bytes', line: '\u0000\u0001\u0002', records: undefined },
])('takes $name in a shell log for what it is', ({ line, records }) => {
  expect(bash(line)).toEqual(records);
});

test('gives a shell command in notice.log as both records', () => {
  const message = 'nsroot on /dev/pts/1 shell_command="id"';
  expect(read(systemLogs, '/var/log/notice.log', shellLine())).toEqual([
    ['syslog', { log: 'notice', host: 'ns-a', program: 'bash', pid: 4021, severity: 'local7.notice', message }],
    ['shell', { user: 'nsroot', command: 'id', tty: '/dev/pts/1', shell: 'bash', pid: 4021 }],
  ]);
});

test('does not believe another program that quotes a shell', () => {
  const line = systemLine({
    program: 'sshd[9]',
    severity: 'auth.info',
    message: 'Invalid user root on (null) shell_command="id" from 203.0.113.9',
  });
  expect(read(systemLogs, '/var/log/auth.log', line)?.map(([category]) => category)).toEqual(['syslog']);
});

test.each([
  { name: 'a job of root', line: cronLine(), user: 'root', command: 'nsfsyncd -p' },
  {
    name: 'a job of nobody',
    line: cronLine({ user: 'nobody', command: 'echo (x) | true' }),
    user: 'nobody',
    command: 'echo (x) | true',
  },
])('gives $name as a syslog and as a cron record', ({ line, user, command }) => {
  const message = line.slice(line.indexOf(']: ') + 3);
  expect(read(cronLogs, '/var/log/cron.0.gz', line)).toEqual([
    [
      'syslog',
      { log: 'cron', host: 'ns-a', program: 'cron', pid: 14605, severity: 'cron.info', user, command, message },
    ],
    ['cron', { user, command }],
  ]);
});

test.each([
  { name: 'a table that was loaded again', message: '(root) RELOAD (tabs/root)', user: 'root' },
  { name: 'the start of cron', message: '(CRON) STARTUP (fork ok)', user: 'CRON' },
])('gives $name as a syslog record only', ({ message, user }) => {
  const line = systemLine({ program: '/usr/sbin/cron[1]', severity: 'cron.info', message });
  expect(read(cronLogs, '/var/log/cron', line)).toEqual([
    ['syslog', { log: 'cron', host: 'ns-a', program: 'cron', pid: 1, severity: 'cron.info', user, message }],
  ]);
});

test.each([
  {
    message: 'Accepted publickey for nsroot from 203.0.113.7 port 51515 ssh2: RSA SHA256:x',
    user: 'nsroot',
    source_ip: '203.0.113.7',
  },
  { message: 'Failed password for nsroot from 2001:db8::7 port 51515 ssh2', user: 'nsroot', source_ip: '2001:db8::7' },
  {
    message: 'Failed password for invalid user bob from 203.0.113.9 port 51515 ssh2',
    user: 'bob',
    source_ip: '203.0.113.9',
  },
  {
    message: 'Failed password for invalid user bob from 198.51.100.66 from 203.0.113.9 port 51515 ssh2',
    user: 'bob from 198.51.100.66',
    source_ip: '203.0.113.9',
  },
  { message: 'Invalid user bob from 203.0.113.9', user: 'bob', source_ip: '203.0.113.9' },
  {
    message: 'Disconnected from authenticating user bob 203.0.113.9 port 51515 [preauth]',
    user: 'bob',
    source_ip: '203.0.113.9',
  },
  { message: 'Connection closed by 203.0.113.9 port 51515 [preauth]', source_ip: '203.0.113.9' },
  { message: 'Received disconnect from 203.0.113.9 port 51515:11: bye', source_ip: '203.0.113.9' },
  { message: 'error: PAM: Authentication error for bob from 203.0.113.9', user: 'bob', source_ip: '203.0.113.9' },
  { message: 'Server listening on 0.0.0.0 port 22.', source_ip: '0.0.0.0' },
])('reads a line of sshd: $message', ({ message, user, source_ip }) => {
  const line = systemLine({ program: 'sshd[1234]', severity: 'auth.info', message });
  expect(read(systemLogs, '/var/log/auth.log', line)).toEqual([
    [
      'syslog',
      {
        log: 'auth',
        host: 'ns-a',
        program: 'sshd',
        pid: 1234,
        severity: 'auth.info',
        message,
        ...(user && { user }),
        ...(source_ip && { source_ip }),
      },
    ],
  ]);
});

test.each([
  { program: 'su[5]', message: 'BAD SU alice to root on /dev/pts/0', user: 'alice' },
  { program: 'login[5]', message: '1 LOGIN FAILURE FROM 203.0.113.9', source_ip: '203.0.113.9' },
  {
    program: 'nsaaad[1295]',
    message: 'process_kernel_socket: call to authenticate user :alice, vsid :1234, x',
    user: 'alice',
  },
  { program: 'kernel', message: 'MAC/veriexec: no fingerprint (file=/var/tmp/x fsid=1 fileid=2 gen=3 uid=0 pid=1234)' },
  { program: 'pitboss[24]', message: 'pitboss Mon Nov 23 09:15:01 2026  NOT restarting NSPPE-00 (1202)' },
])('reads a line of $program', ({ program, message, user, source_ip }) => {
  const [name = '', pid] = program.split(/[[\]]/);
  const line = systemLine({ program, message });
  expect(read(systemLogs, '/var/log/messages.2.gz', line)).toEqual([
    [
      'syslog',
      {
        log: 'messages',
        host: 'ns-a',
        program: name,
        ...(pid && { pid: Number(pid) }),
        severity: 'kern.info',
        message,
        ...(user && { user }),
        ...(source_ip && { source_ip }),
      },
    ],
  ]);
});

test('reads the audit records among the messages', () => {
  const line = nsLine({ payload: commandPayload({ command: 'shell id' }) });
  expect(read(systemLogs, '/var/log/messages', line)?.map(([category]) => category)).toEqual(['ns', 'shell']);
});

test.each([
  {
    name: 'a message without program',
    line: 'Nov 23 09:15:01 ns-a last message repeated 2 times',
    fields: { log: 'messages', host: 'ns-a', message: 'last message repeated 2 times' },
  },
  {
    name: 'RFC 5424',
    line: '<38>1 2026-11-23T09:15:01Z ns-a sshd 1234 - - Invalid user bob from 203.0.113.9',
    fields: {
      log: 'messages',
      host: 'ns-a',
      program: 'sshd',
      pid: 1234,
      user: 'bob',
      source_ip: '203.0.113.9',
      message: 'Invalid user bob from 203.0.113.9',
    },
  },
  {
    name: 'RFC 5424 with structured data',
    line: '<38>1 2026-11-23T09:15:01Z ns-a syslogd - - [meta seq="1"] exiting',
    fields: { log: 'messages', host: 'ns-a', program: 'syslogd', message: 'exiting' },
  },
  {
    name: 'an unnamed process in brackets',
    line: '<139>1 2026-11-23T09:15:01Z ns-a [993] - - -  (0-0) start_ldap_auth  Starting LDAP auth',
    fields: { log: 'messages', host: 'ns-a', program: '[993]', message: '(0-0) start_ldap_auth  Starting LDAP auth' },
  },
])('reads $name', ({ line, fields }) => {
  expect(read(systemLogs, '/var/log/messages', line)).toEqual([['syslog', fields]]);
});

test('reads Apache lines in a syslog export as requests and errors', () => {
  const request =
    '<173>1 2026-01-09T13:17:03Z ns-a httpd 22442 - - 203.0.113.7 "GET /x HTTP/1.1" 200 - "-" "UA" "Time: 343 microsecs"';
  const error =
    '<171>1 2026-01-08T13:30:00Z ns-a httpd::authz_core 38137 - - [client 203.0.113.7:36664] AH01630: client denied by server configuration: /netscaler/x ';
  expect(read(systemLogs, '/var/log/messages', request)).toEqual([
    ['webserver', expect.objectContaining({ 'cs-uri': '/x', 'c-ip': '203.0.113.7' })],
  ]);
  expect(read(systemLogs, '/var/log/messages', error)).toEqual([
    [
      'webserver',
      {
        'c-ip': '203.0.113.7',
        pid: 38137,
        message: 'AH01630: client denied by server configuration: /netscaler/x',
        log: 'error',
      },
    ],
  ]);
});

test.each([
  {
    name: 'a syslog line',
    path: '/var/log/nitro.log',
    line: systemLine({ program: 'nitro[5]', message: 'x' }),
    fields: { log: 'nitro', program: 'nitro', message: 'x' },
  },
  {
    name: 'a line of no known form',
    path: '/var/log/license.log',
    line: 'Checking the license',
    fields: { log: 'license', message: 'Checking the license' },
  },
  {
    name: 'a boot message',
    path: '/var/nslog/dmesg.boot',
    line: 'da0: <VMware Virtual disk 2.0>',
    fields: { log: 'dmesg', message: 'da0: <VMware Virtual disk 2.0>' },
  },
  {
    name: 'a start record',
    path: '/var/nslog/ns.log',
    line: 'Mon Nov 23 09:15:01 UTC 2026 nsstart: x',
    fields: { log: 'nslog', program: 'nsstart', message: 'x' },
  },
])('reads $name of a log of free form', ({ path, line, fields }) => {
  expect(read(freeFormLogs, path, line)).toEqual([['syslog', expect.objectContaining(fields)]]);
});

test('does not know bytes in a log of free form', () => {
  expect(read(freeFormLogs, '/var/log/nitro.log', '\u0000x')).toBeUndefined();
});
