import { expect, test } from 'vitest';
import { importIndicators, importSummary } from '../../src/rules/indicator-import.ts';

/** Values by list, sorted. */
function loaded(text: string): Record<string, string[]> {
  const { indicators } = importIndicators('feed', text);
  return Object.fromEntries(Object.entries(indicators).map(([name, list]) => [name, list.map(({ value }) => value)]));
}

const sha256 = 'a'.repeat(64);

test('a plain list, defanged, with comments', () => {
  const text = `# from a report
192.0.2.66
198.51.100[.]7   # C2
2001:db8::7
203.0.113.0/24
203.0.113.9:8443
hxxps://attacker[.]example/stage
http://attacker.example/
bad.example
${sha256.toUpperCase()}
/flash/nsconfig/x.sh
shell.php
payload.sh
bad.example
`;
  expect(loaded(text)).toEqual({
    user_addresses: ['192.0.2.66', '198.51.100.7', '2001:db8::7', '203.0.113.0/24', '203.0.113.9'],
    user_urls: ['https://attacker.example/stage'],
    user_domains: ['attacker.example', 'bad.example', 'payload.sh'],
    user_hashes: [sha256],
    user_paths: ['/nsconfig/x.sh'],
    user_file_names: ['shell.php', 'payload.sh'],
  });
});

test.each([
  ['127.0.0.1', 'own'],
  ['0.0.0.0/0', 'too large|this large'],
  ['/etc/passwd', 'every appliance has this path'],
  ['index.html', 'too many files'],
  ['just some words', 'no address, domain'],
  ['a'.repeat(50), 'no address, domain'],
])('says why %s is not used', (value, why) => {
  const { indicators, unread } = importIndicators('feed', `${value}\n`);
  expect(indicators).toEqual({});
  expect(unread).toEqual([{ where: 'line 1', why: expect.stringMatching(why) }]);
});

test('CSV with a heading, quoted cells and an expiry', () => {
  const text = `type;indicator;confidence;description;valid_until
ip;192.0.2.66;90;"C2; second ""stage""";2026-12-31
sha256;${sha256};low;;
mutex;abc;;;
path;relative/x;;;
ip;192.0.2.67;;;soon
`;
  const { indicators, unread, format } = importIndicators('feed.csv', text);
  expect(format).toBe('CSV');
  expect(indicators.user_addresses).toEqual([
    {
      value: '192.0.2.66',
      confidence: 'high',
      tier: 'user',
      source: 'feed.csv',
      role: 'C2; second "stage"',
      expires: '2026-12-31',
    },
    { value: '192.0.2.67', confidence: 'medium', tier: 'user', source: 'feed.csv' },
  ]);
  expect(indicators.user_hashes).toMatchObject([{ confidence: 'low' }]);
  expect(unread.map(({ where, why }) => `${where}: ${why}`)).toEqual(
    [
      'line 4: the type "mutex" is not searched for',
      expect.stringContaining('line 5: "relative/x": it is no absolute path'),
      expect.stringContaining('line 6: "soon" is no date'),
    ].sort((a, b) => String(a).localeCompare(String(b))),
  );
});

function stix(...indicators: object[]): string {
  const objects = indicators.map((one, index) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${index}`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    ...one,
  }));
  return JSON.stringify({
    type: 'bundle',
    id: 'bundle--1',
    objects: [{ type: 'identity', id: 'identity--1' }, ...objects],
  });
}

test.each([
  ['one address', "[ipv4-addr:value = '192.0.2.66']", { user_addresses: ['192.0.2.66'] }],
  ['a network', "[ipv4-addr:value ISSUBSET '203.0.113.0/24']", { user_addresses: ['203.0.113.0/24'] }],
  [
    'one of several',
    "[domain-name:value = 'a.example' OR url:value = 'https://a.example/x'] OR [ipv6-addr:value = '2001:db8::7']",
    { user_domains: ['a.example'], user_urls: ['https://a.example/x'], user_addresses: ['2001:db8::7'] },
  ],
  ['a set', "[ipv4-addr:value IN ('192.0.2.66', '192.0.2.67')]", { user_addresses: ['192.0.2.66', '192.0.2.67'] }],
  [
    'a hash and a name: the hash',
    `[file:name = 'x.php' AND file:hashes.'SHA-256' = '${sha256}']`,
    { user_hashes: [sha256] },
  ],
  ['a name', "[file:name = 'x-shell.php']", { user_file_names: ['x-shell.php'] }],
  ['a quoted quote', "[url:value = 'https://a.example/it\\'s']", { user_urls: ["https://a.example/it's"] }],
])('STIX: %s', (_, pattern, expected) => {
  expect(loaded(stix({ pattern }))).toEqual(expected);
});

test.each([
  [
    'two values together',
    { pattern: "[ipv4-addr:value = '192.0.2.66' AND network-traffic:dst_port = 443]" },
    'does not show',
  ],
  [
    'two addresses together',
    { pattern: "[ipv4-addr:value = '192.0.2.66' AND domain-name:value = 'a.example']" },
    'seen together',
  ],
  [
    'two observations',
    { pattern: "[ipv4-addr:value = '192.0.2.66'] AND [domain-name:value = 'a.example']" },
    'made together',
  ],
  [
    'a sequence',
    { pattern: "[ipv4-addr:value = '192.0.2.66'] FOLLOWEDBY [domain-name:value = 'a.example']" },
    '"FOLLOWEDBY"',
  ],
  ['a negation', { pattern: "[ipv4-addr:value != '192.0.2.66']" }, '"!="'],
  ['what evidence does not show', { pattern: "[windows-registry-key:key = 'x']" }, 'does not show'],
  ['another language', { pattern: 'rule x { condition: true }', pattern_type: 'yara' }, '"yara"'],
  ['one that was revoked', { pattern: "[ipv4-addr:value = '192.0.2.66']", revoked: true }, 'revoked'],
  ['no STIX at all', { pattern: 'ipv4-addr:value ~ 3' }, 'not STIX'],
])('STIX, not understood: %s', (_, indicator, why) => {
  const { indicators, unread } = importIndicators('feed.json', stix(indicator));
  expect(indicators).toEqual({});
  expect(unread).toEqual([{ where: 'indicator--0', why: expect.stringContaining(why) }]);
});

test('STIX says how sure it is, since when and until when', () => {
  const text = stix({
    pattern: "[ipv4-addr:value = '192.0.2.66']",
    confidence: 85,
    name: 'C2',
    valid_until: '2026-06-30T00:00:00Z',
    external_references: [{ source_name: 'x', url: 'https://example.com/r' }],
  });
  expect(importIndicators('feed.json', text).indicators.user_addresses).toEqual([
    {
      value: '192.0.2.66',
      confidence: 'high',
      tier: 'user',
      role: 'C2',
      source: 'https://example.com/r',
      date: '2026-01-01',
      expires: '2026-06-30',
    },
  ]);
});

test('a MISP event, its objects, and what it does not mark for detection', () => {
  const event = {
    Event: {
      info: 'Campaign',
      date: '2026-01-02',
      Attribute: [
        { type: 'ip-dst|port', value: '192.0.2.66|443', to_ids: true, uuid: 'u1' },
        { type: 'filename|sha256', value: `x.php|${sha256}`, to_ids: true, uuid: 'u2' },
        { type: 'domain', value: 'benign.example', to_ids: false, uuid: 'u3' },
        { type: 'btc', value: '1abc', to_ids: true, uuid: 'u4' },
        { type: 'md5', value: 'b'.repeat(32), to_ids: true, deleted: true, uuid: 'u5' },
      ],
      Object: [
        {
          name: 'domain-ip',
          Attribute: [{ type: 'domain|ip', value: 'a.example|198.51.100.7', to_ids: true, uuid: 'u6' }],
        },
      ],
    },
  };
  const expected = {
    user_addresses: ['192.0.2.66', '198.51.100.7'],
    user_hashes: [sha256],
    user_domains: ['a.example'],
  };
  expect(loaded(JSON.stringify(event))).toEqual(expected);
  expect(loaded(JSON.stringify({ response: [event] }))).toEqual(expected);
  const { unread, indicators } = importIndicators('event.json', JSON.stringify(event));
  expect(unread.map(({ where }) => where)).toEqual(['domain u3', 'btc u4']);
  expect(indicators.user_hashes?.[0]).toMatchObject({ role: 'Campaign', date: '2026-01-02' });
});

test('the summary counts what was loaded and names what was not', () => {
  expect(importSummary(importIndicators('feed.txt', '192.0.2.66\nbad.example\nnonsense here\n'))).toEqual([
    'feed.txt (plain list): 1 address, 1 domain loaded; 1 not understood or not used:',
    '  line 3: "nonsense here": it is no address, domain, URL, hash, path or file name',
  ]);
});

test('broken JSON is not taken for a list of indicators silently', () => {
  const { indicators, unread } = importIndicators('x.json', '{"type": "bundle", "objects": [');
  expect(indicators).toEqual({});
  expect(unread).not.toEqual([]);
});
