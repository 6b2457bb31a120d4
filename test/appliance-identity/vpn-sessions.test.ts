import { describe, expect, test } from 'vitest';
import { vpnSessions } from '../../src/appliance/vpn-sessions.ts';
import type { ParsedRecord } from '../../src/artifacts/artifact.ts';
import { limits } from '../../src/evidence/limits.ts';

const START = Date.UTC(2026, 10, 20);
const HOUR = 3600_000;
const at = (hours: number) => ({ ms: START + hours * HOUR, zone: 'utc' as const, year: 'stated' as const });
const place = { path: '/var/log/ns.log', original: 'ns.log', text: 'line' };

interface Use {
  readonly user?: string;
  readonly id?: string;
  readonly client?: string;
  readonly source?: string;
  readonly hours?: number;
}

function connection({
  user = 'alice',
  id = '5',
  client = '203.0.113.7',
  source = client,
  hours = 30,
}: Use): ParsedRecord {
  const fields = { module: 'SSLVPN', event: 'TCPCONNSTAT', session_id: id, user, client_ip: client, source_ip: source };
  return { category: 'ns', fields, time: at(hours) };
}

function logOn({ user = 'alice', id = '5', client = '203.0.113.7', hours = 29 }: Use): ParsedRecord {
  const fields = { module: 'SSLVPN', event: 'LOGIN', session_id: id, user, client_ip: client };
  return { category: 'ns', fields, time: at(hours) };
}

function concluded(records: readonly ParsedRecord[], oldest = at(0)) {
  const sessions = vpnSessions();
  for (const record of records) sessions.observe(record, place);
  return sessions.conclude(oldest).map(({ fields }) => fields);
}

describe('what is of interest', () => {
  test('a session used from a network where nobody logged on', () => {
    const [session, ...more] = concluded([logOn({}), connection({ source: '198.51.100.9' })]);
    expect(more).toEqual([]);
    expect(session).toMatchObject({
      user: 'alice',
      session_id: '5',
      client_ip: '203.0.113.7',
      addresses: ['203.0.113.7', '198.51.100.9'],
      strange_addresses: ['198.51.100.9'],
      networks: 2,
      users_of_address: 1,
      log_on: 'seen',
    });
  });

  test('one address with the sessions of several users', () => {
    const users = ['alice', 'bob', 'carol'];
    const records = users.flatMap((user) => [logOn({ user }), connection({ user, source: '198.51.100.9' })]);
    expect(concluded(records).map((fields) => fields['users_of_address'])).toEqual([3, 3, 3]);
  });

  test('a session without a log-on, where others have theirs and the log reaches back a day', () => {
    const others = ['bob', 'carol'].map((user) => logOn({ user, client: '203.0.113.20' }));
    expect(concluded([...others, connection({ user: 'eve', client: '198.51.100.9' })])).toMatchObject([
      { user: 'eve', log_on: 'missing', strange_addresses: [] },
    ]);
  });
});

test.each([
  ['the same client all the time', [logOn({}), connection({})], at(0)],
  ['another address of the same network', [logOn({}), connection({ source: '203.0.113.9' })], at(0)],
  [
    'a network where somebody else logged on',
    [logOn({}), logOn({ user: 'bob', client: '198.51.100.1' }), connection({ source: '198.51.100.9' })],
    at(0),
  ],
  ['an internal address', [logOn({}), connection({ source: '10.1.2.3' })], at(0)],
  ['a log that begins shortly before', [logOn({ user: 'bob' }), connection({ user: 'eve', hours: 20 })], at(0)],
  ['a log without any log-on', [connection({ user: 'eve' })], at(0)],
  [
    'records of another feature',
    [{ ...connection({ source: '198.51.100.9' }), fields: { module: 'TCP', session_id: '5' } }],
    at(0),
  ],
])('nothing is said of %s', (_, records, oldest) => {
  expect(concluded(records, oldest)).toEqual([]);
});

test('traces of several logs become one, in any order', () => {
  const [one, other] = [vpnSessions(), vpnSessions()];
  one.observe(connection({ source: '198.51.100.9', hours: 32 }), { ...place, text: 'later' });
  other.observe(logOn({}), place);
  other.observe(connection({ source: '198.51.100.9', hours: 31 }), { ...place, text: 'earlier' });
  const merged = [
    [one, other],
    [other, one],
  ].map((order) => {
    const all = vpnSessions();
    for (const part of order) all.merge(part.traces());
    return all.traces();
  });
  expect(merged[0]).toEqual(merged[1]);
  expect(merged[0]).toMatchObject([
    { hasLogOn: true, elsewhere: [{ address: '198.51.100.9', count: 2, text: 'earlier' }] },
  ]);
});

test('sessions beyond the limit are counted', () => {
  const sessions = vpnSessions();
  for (let id = 0; id < limits.vpnSessions + 3; id++) sessions.observe(connection({ id: String(id) }), place);
  expect(sessions.dropped()).toBe(3);
});
