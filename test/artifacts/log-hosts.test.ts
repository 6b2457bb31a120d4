import { expect, test } from 'vitest';
import { hostsOfLine } from '../../src/artifacts/log-hosts.ts';

test.each([
  {
    name: 'sender and own name of an event',
    line: 'Nov 23 01:00:12 <local0.info> 192.0.2.10  11/23/2026:00:00:12 GMT ns-a 0-PPE-0 : default SNMP TRAP_SENT 1 0 :  x',
    hosts: { sender: '192.0.2.10', own: 'ns-a' },
  },
  {
    name: 'the same behind the time of a syslog server',
    line: '2026-11-20T21:30:12.285+00:00 192.0.2.11  11/20/2026:21:30:12 GMT ns-b 0-PPE-0 : default EVENT MONITORUP 72410 0 :  x',
    hosts: { sender: '192.0.2.11', own: 'ns-b' },
  },
  {
    name: 'the name of a daemon’s host',
    line: 'Nov 23 06:00:00 <cron.info> ns-a /usr/sbin/cron[70000]: (root) CMD (newsyslog)',
    hosts: { sender: 'ns-a' },
  },
  {
    name: 'no name where the event states none',
    line: 'Nov 23 01:00:12 <local0.info> 192.0.2.10  11/23/2026:00:00:12 GMT  0-PPE-0 : default SNMP TRAP_SENT 1 0 :  x',
    hosts: { sender: '192.0.2.10' },
  },
  {
    name: 'no sender where it is the appliance’s own loopback',
    line: 'Nov 23 01:00:12 <local0.info> 127.0.0.2  11/23/2026:00:00:12 GMT ns-a 0-PPE-0 : default SNMP TRAP_SENT 1 0 :  x',
    hosts: { own: 'ns-a' },
  },
  {
    name: 'the own name where there is no clock but the device’s',
    line: '"2026/11/23:09:15:01  ns-a 0-PPE-0 : default SSLVPN Message 1 0 :  ""text"""',
    hosts: { own: 'ns-a' },
  },
  {
    name: 'the sender of RFC 5424',
    line: '<134>1 2026-11-23T09:15:01Z ns-a EVENT 0-PPE-0 - - DEVICEUP 7 0 :  Device "x" - State UP',
    hosts: { sender: 'ns-a' },
  },
  { name: 'nothing in other text', line: 'PHP Warning: x 0-PPE-0', hosts: {} },
])('tells $name', ({ line, hosts }) => {
  expect(hostsOfLine(line, { path: '/var/log/ns.log' })).toEqual(hosts);
});
