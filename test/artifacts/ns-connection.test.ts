import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionAddress } from '../../src/artifacts/ns-connection.ts';
import { nsLog } from '../../src/artifacts/ns-log.ts';

const header = 'Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default SSLVPN';
const connection = (middle: string) =>
  `${header} TCPCONNSTAT 104413 0 :  Context alice@203.0.113.7 - SessionId: 5 - User ${middle} - Destination 192.0.2.80:443 - Group(s) "N/A"`;
const ordinary = 'alice - Client_ip 203.0.113.7 - Nat_ip 192.0.2.20 - Source 203.0.113.7:51213';

test.each([
  ['a plain line', connection(ordinary), '203.0.113.7', '203.0.113.7'],
  [
    'another source',
    connection('alice - Client_ip 203.0.113.7 - Source 198.51.100.9:1'),
    '203.0.113.7',
    '198.51.100.9',
  ],
  ['a user name with an address in it', connection(`x - Client_ip 192.0.2.1 - ${ordinary}`), undefined, '203.0.113.7'],
  ['another key of the same field', connection(`x - ClientIP 192.0.2.1 - ${ordinary}`), undefined, '203.0.113.7'],
  ['a key behind a quote', connection(`"x - ${ordinary}`), undefined, undefined],
  ['a second source', connection(`${ordinary} - Source 192.0.2.1:1`), '203.0.113.7', undefined],
  ['a key without address', connection('alice - Client_ip  - Source none'), undefined, undefined],
  ['an IPv6 address', connection('a - Client_ip 2001:db8::1 - Source [2001:db8::1]:5'), undefined, undefined],
  ['a firewall record', `${header} : CEF:0|a|b - Client_ip 192.0.2.1 - Source 192.0.2.1:5`, undefined, undefined],
])('tells addresses at sight: %s', (_, line, client, source) => {
  expect(connectionAddress(line, 'client_ip')).toBe(client);
  expect(connectionAddress(line, 'source_ip')).toBe(source);
});

test('what is told at sight is what parsing tells', () => {
  const piece = fc.constantFrom(
    ' - ',
    '- ',
    'Client_ip ',
    'ClientIP ',
    'Client IP ',
    'Source ',
    'User ',
    'Remote_ip ',
    'Nat_ip ',
    'Browser_type ',
    'Context ',
    '192.0.2.1',
    '203.0.113.7',
    ':443',
    ' ',
    '"',
    'x@',
    'CEF:0|a|b|c|d|e|f|',
    'src=',
    ' - Client_ip 203.0.113.7 - ',
    ' - Source 203.0.113.7:51213 - ',
    'SessionId: ',
  );
  const event = fc.constantFrom(
    'TCPCONNSTAT 1 0 : ',
    'TCPCONNSTAT 1 0 :  Context a@192.0.2.9 - SessionId: 5 - User a',
    'TCPCONNSTAT 1 0 :  Context a@192.0.2.9 - SessionId: 5- User a - Client_ip 192.0.2.9 - Nat_ip 192.0.2.20 - Source 192.0.2.1:5 - ',
    'UDPFLOWSTAT 1 0 : Context ',
    'ICASTART 1 0 : ',
    'Message 1 0 :  Context a@192.0.2.9 - SessionId: 5 - User a',
    'CMD_EXECUTED 1 0 :  Context a@192.0.2.9 - SessionId: 5 - User a',
    'HTTPREQUEST 1 0 :  Context a@192.0.2.9 - SessionId: 5 - User a',
    'LOGOUT 1 0 : Context a@192.0.2.9 - ',
  );
  fc.assert(
    fc.property(event, fc.array(piece, { maxLength: 14 }), (start, pieces) => {
      const line = `${header} ${start}${pieces.join('')}`;
      for (const field of ['client_ip', 'source_ip']) {
        const told = connectionAddress(line, field);
        if (told === undefined) continue;
        for (const record of nsLog.parse(line, { path: '/var/log/ns.log' }) ?? [])
          expect(record.fields[field], line).toBe(told);
      }
    }),
    { numRuns: 50_000 },
  );
}, 120_000);
