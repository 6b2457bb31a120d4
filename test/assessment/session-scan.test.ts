import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vpnSessions } from '../../src/appliance/vpn-sessions.ts';
import { nsLog } from '../../src/artifacts/ns-log.ts';
import { scanLines } from '../../src/assessment/line-scan.ts';
import { scanSessions } from '../../src/assessment/session-scan.ts';
import { buildLiteralFilter } from '../../src/findings/literal-filter.ts';

const place = { path: '/var/log/ns.log', original: 'ns.log' };

interface Line {
  readonly user: string;
  readonly id: number;
  readonly client: string;
  readonly source: string;
  readonly isLogOn: boolean;
}

function written({ user, id, client, source, isLogOn }: Line, minute: number): string {
  const time = `09:${String(minute % 60).padStart(2, '0')}:01`;
  const start = `Nov 23 ${time} <local0.info> 192.0.2.10  11/23/2026:${time} GMT ns-a 0-PPE-0 : default SSLVPN`;
  const who = `Context ${user}@${client} - SessionId: ${id} - User ${user} - Client_ip ${client} - Nat_ip 192.0.2.20 - Vserver 192.0.2.5:443`;
  return isLogOn
    ? `${start} LOGIN ${minute} 0 :  ${who} - Browser_type "Mozilla/5.0" - SSLVPN_client_type ICA - Group(s) "N/A"`
    : `${start} TCPCONNSTAT ${minute} 0 :  ${who} - Source ${source}:51213 - Destination 192.0.2.80:443 - Access Allowed - Group(s) "N/A"`;
}

/** What every line says, each of them parsed. */
function plainly(lines: readonly string[]) {
  const sessions = vpnSessions();
  for (const line of lines)
    for (const record of nsLog.parse(line, { path: place.path }) ?? [])
      sessions.observe(record, { ...place, text: line });
  return sessions.traces();
}

function scanned(blocks: readonly string[]) {
  const scan = scanSessions(nsLog, place);
  for (const block of blocks) scan.push(Buffer.from(block), { path: place.path });
  return scan.finish();
}

/** What is the same however many lines were passed over: who, from where, and which other addresses. */
const told = (traces: ReturnType<typeof plainly>) =>
  traces.map(({ user, id, client, hasLogOn, elsewhere }) => ({
    user,
    id,
    client,
    hasLogOn,
    elsewhere: elsewhere.map(({ address, count, time }) => ({ address, count, time: time?.ms })),
  }));

const address = fc.constantFrom('203.0.113.7', '203.0.113.77', '198.51.100.9', '203.0.113.70');
const line = fc.record({
  user: fc.constantFrom('alice', 'bob', 'al ice', 'x - Client_ip 192.0.2.9'),
  id: fc.constantFrom(5, 50, 51),
  client: address,
  source: address,
  isLogOn: fc.boolean(),
});

test('lines that are passed over tell nothing new, wherever the blocks are cut', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(12), { maxLength: 3 }), (log, cuts) => {
      const lines = log.map(written);
      const borders = [0, ...cuts.map((cut) => cut % (lines.length + 1)).sort((a, b) => a - b), lines.length];
      const blocks = borders
        .slice(1)
        .map((end, index) =>
          lines
            .slice(borders[index], end)
            .map((text) => `${text}\n`)
            .join(''),
        )
        .filter((block) => block !== '');
      expect(told(scanned(blocks).sessions)).toEqual(told(plainly(lines)));
    }),
    { numRuns: 500 },
  );
});

/** As the log comes from its container: in chunks that end anywhere, within a line or a letter. */
function chunked(log: string, cuts: readonly number[]) {
  const sessions = scanSessions(nsLog, place);
  const lines = scanLines({
    reader: nsLog,
    context: { path: place.path },
    rules: {
      filter: buildLiteralFilter(['no-line-has-this']),
      wantsPercent: false,
      wantsEveryLine: false,
      hitBy: () => [],
    },
    isThorough: false,
    onBlock: sessions.push,
    onRecord: () => undefined,
  });
  const bytes = Buffer.from(log);
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, end] of borders.slice(1).entries()) {
    const chunk = bytes.subarray(borders[index], end);
    if (chunk.length > 0) lines.push(new Uint8Array(chunk));
  }
  lines.finish();
  return sessions.finish();
}

test.each([
  { name: 'with a line end at the end', ending: '\n', between: '\n' },
  { name: 'cut off at the end', ending: '', between: '\n' },
  { name: 'with line ends of two characters', ending: '\r\n', between: '\r\n' },
])('a log $name tells the same, wherever the chunks of its bytes are cut', ({ ending, between }) => {
  const others = { user: fc.constantFrom('alice', 'bøb', 'al ice', 'x - Client_ip 192.0.2.9') };
  const lineOf = fc.tuple(line, fc.record(others)).map(([one, other]) => ({ ...one, ...other }));
  fc.assert(
    fc.property(fc.array(lineOf, { maxLength: 12 }), fc.array(fc.nat(4_000), { maxLength: 8 }), (log, cuts) => {
      const lines = log.map(written);
      const whole = lines.length === 0 ? '' : lines.join(between) + ending;
      expect(told(chunked(whole, cuts).sessions)).toEqual(told(plainly(lines)));
    }),
    { numRuns: 300 },
  );
});

test('other lines are of no session, and a line cut off keeps what stands in it', () => {
  const log = [
    'Nov 23 09:00:01 <local0.info> 192.0.2.10  11/23/2026:09:00:01 GMT ns-a 0-PPE-0 : default EVENT DEVICEUP 1 0 : Device "x" - State UP',
    'something - SessionId: without any context',
    written({ user: 'alice', id: 5, client: '203.0.113.7', source: '198.51.100.9', isLogOn: false }, 3).slice(0, 280),
  ];
  const { sessions, dropped } = scanned([`${log.join('\n')}`]);
  expect(sessions.map(({ user, client }) => ({ user, client }))).toEqual([{ user: 'alice', client: '203.0.113.7' }]);
  expect(dropped).toBe(0);
});
