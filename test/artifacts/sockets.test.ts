import { expect, test } from 'vitest';
import { parseEndpoint } from '../../src/artifacts/endpoint.ts';
import { sockets } from '../../src/artifacts/sockets.ts';
import { readWhole } from './read-whole.ts';

test.each([
  ['192.0.2.4.443', { ip: '192.0.2.4', port: 443 }],
  ['192.0.2.4:443', { ip: '192.0.2.4', port: 443 }],
  ['*.22', { ip: '*', port: 22 }],
  ['*:22', { ip: '*', port: 22 }],
  ['*.*', { ip: '*' }],
  ['*:*', { ip: '*' }],
  ['2001:db8::1.443', { ip: '2001:db8::1', port: 443 }],
  ['[2001:db8::1]:443', { ip: '2001:db8::1', port: 443 }],
  ['2001:db8::1:443', { ip: '2001:db8::1', port: 443 }],
  ['fe80::1%lo0.22', { ip: 'fe80::1', port: 22 }],
  ['localhost.http', { ip: 'localhost' }],
  ['192.0.2.4.70000', { ip: '192.0.2.4' }],
  ['(state)', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(parseEndpoint(text)).toEqual(expected);
});

test.each([
  {
    name: 'netstat -an',
    text: `Active Internet connections (including servers)
Proto Recv-Q Send-Q Local Address          Foreign Address        (state)
tcp4       0      0 192.0.2.10.22          203.0.113.7.51515      ESTABLISHED
tcp4       0      0 *.3010                 *.*                    LISTEN
udp4       0      0 127.0.0.1.514          *.*
icm4       0      0 *.*                    *.*
Active UNIX domain sockets
Address  Type   Recv-Q Send-Q    Inode     Conn     Refs  Nextref Addr
fffff800 stream      0      0 fffff801        0        0        0 /var/run/x
`,
    expected: [
      ['tcp4', '192.0.2.10', 22, '203.0.113.7', 51515, 'ESTABLISHED', undefined],
      ['tcp4', '*', 3010, '*', undefined, 'LISTEN', undefined],
      ['udp4', '127.0.0.1', 514, '*', undefined, undefined, undefined],
    ],
  },
  {
    name: 'sockstat',
    text: `USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS
nobody   httpd      43544 10 tcp4   127.0.0.1:80          192.0.2.4:29138
nobody   httpd      43545 4  udp4   *:18634               *:*
root     sshd       900   3  tcp6   *:22                  *:*
root     syslogd    700   6  dgram  /var/run/log
root     two words  701   6  tcp4   *:80                  *:*
`,
    expected: [
      ['tcp4', '127.0.0.1', 80, '192.0.2.4', 29138, undefined, 'httpd'],
      ['udp4', '*', 18634, '*', undefined, undefined, 'httpd'],
      ['tcp6', '*', 22, '*', undefined, 'LISTEN', 'sshd'],
      ['tcp4', '*', 80, '*', undefined, 'LISTEN', 'two words'],
    ],
  },
  {
    name: 'lsof',
    text: `COMMAND    PID   USER   FD   TYPE             DEVICE SIZE/OFF NODE NAME
httpd    43544 nobody   10u  IPv4 0xfffff80001234567      0t0  TCP 127.0.0.1:80->192.0.2.4:29138 (ESTABLISHED)
sshd       900   root    3u  IPv6 0xfffff80001234568      0t0  TCP *:22 (LISTEN)
cron       901   root  cwd   VDIR                 0,5      512    2 /
`,
    expected: [
      ['tcp4', '127.0.0.1', 80, '192.0.2.4', 29138, 'ESTABLISHED', 'httpd'],
      ['tcp6', '*', 22, '*', undefined, 'LISTEN', 'sshd'],
    ],
  },
  {
    name: 'fstat, which has no addresses',
    text: `USER     CMD          PID   FD MOUNT      INUM MODE         SZ|DV R/W
nobody   httpd      43544 text /         12345 -r-xr-xr-x  500000  r
nobody   httpd      43544   10* internet stream tcp fffff80001234567
`,
    expected: [['tcp', undefined, undefined, undefined, undefined, undefined, 'httpd']],
  },
])('reads $name', ({ text, expected }) => {
  const { records, unknownLines } = readWhole(sockets, text);
  expect(unknownLines).toBe(0);
  const columns = records.map(({ fields }) =>
    ['protocol', 'local_ip', 'local_port', 'remote_ip', 'remote_port', 'state', 'process'].map((name) => fields[name]),
  );
  expect(columns).toEqual(expected);
});

test('counts what it does not know', () => {
  expect(readWhole(sockets, 'netstat: not found\n').unknownLines).toBe(1);
});
