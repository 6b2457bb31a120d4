import { expect, test } from 'vitest';
import { webAccessLogs } from '../../src/artifacts/web-access.ts';
import { accessLine } from '../fixtures/evidence.ts';
import { rotationLine } from '../fixtures/log-lines.ts';

const context = { path: '/var/log/httpaccess.log.0.gz' };

function read(line: string, path = context.path) {
  const records = webAccessLogs.parse(line, { path, modified: new Date('2026-11-24T00:00:00Z') });
  const record = records?.[0];
  return {
    count: records?.length,
    fields: record?.fields,
    time: record?.time && new Date(record.time.ms).toISOString(),
  };
}

test.each([
  {
    name: 'of old releases',
    line: '203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "GET /vpn/index.html HTTP/1.1" 200 71875 "-" "Mozilla/5.0"',
    time: '2026-01-18T00:15:29.000Z',
    fields: { 'c-ip': '203.0.113.7', 'sc-bytes': 71875, 'cs-user-agent': 'Mozilla/5.0', 'cs-uri': '/vpn/index.html' },
  },
  {
    name: 'of 13.0, with a duration',
    line: '203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "GET / HTTP/1.1" 200 71875 "-" "Mozilla/5.0" "Time: 6809 microsecs"',
    time: '2026-01-18T00:15:29.000Z',
    fields: { 'cs-user-agent': 'Mozilla/5.0', duration_microseconds: 6809 },
  },
  {
    name: 'of 13.1, with a process',
    line: '127.0.0.1 - - [11/Aug/2026:08:30:00 +0000] [82775] "GET / HTTP/1.1" 200 18705 "-" "curl/7.78.0" "Time: 39770 microsecs"',
    time: '2026-08-11T08:30:00.000Z',
    fields: { 'c-ip': '127.0.0.1', pid: 82775, 'cs-user-agent': 'curl/7.78.0', duration_microseconds: 39770 },
  },
  {
    name: 'of 14.1, with the address connected to',
    line: '203.0.113.7 -> 198.51.100.20 - - [19/Dec/2026:17:25:48 +0100] [69420] "POST /a/b?c=d HTTP/1.1" 404 - "https://www.example.org/" "Mozilla/5.0 (X11)" "Time: 58774 microsecs"',
    time: '2026-12-19T16:25:48.000Z',
    fields: {
      'c-ip': '203.0.113.7',
      's-ip': '198.51.100.20',
      date: '19/Dec/2026:17:25:48 +0100',
      'cs-method': 'POST',
      'cs-uri': '/a/b?c=d',
      'cs-uri-stem': '/a/b',
      'cs-uri-query': 'c=d',
      'cs-version': 'HTTP/1.1',
      'sc-status': 404,
      'cs-referer': 'https://www.example.org/',
      log: 'access',
    },
  },
  {
    name: 'of an export, without a date',
    line: '203.0.113.7 -> 198.51.100.20 "GET /x HTTP/1.1" 200 14794 "-" "UA" "Time: 65590 microsecs"',
    time: undefined,
    fields: { 'c-ip': '203.0.113.7', 's-ip': '198.51.100.20', 'cs-uri': '/x', 'sc-status': 200 },
  },
  {
    name: 'of an export with one address',
    line: '203.0.113.7 "HEAD /logon/LogonPoint/tmindex.html HTTP/1.1" 200 - "-" "axios/1.7.7" "Time: 343 microsecs" ',
    time: undefined,
    fields: { 'c-ip': '203.0.113.7', 'cs-method': 'HEAD', duration_microseconds: 343 },
  },
  {
    name: 'behind a syslog header',
    line: '<173>1 2026-01-09T13:17:03Z ns-a httpd 22442 - - 203.0.113.7 "GET /x HTTP/1.1" 200 5 "-" "UA" "Time: 343 microsecs"',
    time: '2026-01-09T13:17:03.000Z',
    fields: { 'cs-uri': '/x' },
  },
  {
    name: 'copied by grep',
    line: '/var/log/httpaccess.log.4:127.0.0.2 - - [13/Jan/2026:07:35:02 +0000] "POST /x HTTP/1.1" 404 231 "-" "UA"',
    time: '2026-01-13T07:35:02.000Z',
    fields: { 'c-ip': '127.0.0.2', 'cs-uri': '/x', 'sc-bytes': 231 },
  },
  {
    name: 'of an IPv6 client',
    line: accessLine({ client: '2001:db8::7' }),
    time: '2026-11-23T09:15:01.000Z',
    fields: { 'c-ip': '2001:db8::7' },
  },
  {
    name: 'without addresses',
    line: '- -> - - - [19/Dec/2026:17:25:48 +0100] [69420] "GET / HTTP/1.1" 200 1 "-" "-" "Time: 1 microsecs"',
    time: '2026-12-19T16:25:48.000Z',
    fields: { 'c-ip': undefined, 's-ip': undefined, 'cs-user-agent': '-' },
  },
  {
    name: 'of a user whose name has spaces and brackets',
    line: '203.0.113.7 - a [b] c [18/Jan/2026:00:15:29 +0000] "GET / HTTP/1.1" 401 1 "-" "UA"',
    time: '2026-01-18T00:15:29.000Z',
    fields: { date: '18/Jan/2026:00:15:29 +0000', 'sc-status': 401 },
  },
  {
    name: 'in the common log format',
    line: '203.0.113.7 - - [18/Jan/2026:00:15:29 +0000] "GET / HTTP/1.1" 200 12',
    time: '2026-01-18T00:15:29.000Z',
    fields: { 'sc-bytes': 12, 'cs-user-agent': undefined },
  },
])('reads a request $name', ({ line, time, fields }) => {
  expect(read(line)).toMatchObject({ count: 1, fields, ...(time && { time }) });
  expect(read(line).time).toBe(time);
});

test.each([
  {
    name: 'a user agent with quotes',
    request: 'GET / HTTP/1.1',
    agent: 'a "b" 200 5 c',
    fields: { 'cs-user-agent': 'a "b" 200 5 c', 'sc-status': 200 },
  },
  {
    name: 'a user agent that forges a duration',
    request: 'GET / HTTP/1.1',
    agent: 'a" "Time: 1 microsecs',
    fields: { duration_microseconds: 58774 },
  },
  {
    name: 'an escaped quote in the request',
    request: 'GET /\\" 404 9 x HTTP/1.1',
    fields: { 'cs-uri': '/\\" 404 9 x', 'sc-status': 200 },
  },
  { name: 'a URI with spaces', request: 'GET /a b HTTP/1.1', fields: { 'cs-uri': '/a b', 'cs-version': 'HTTP/1.1' } },
  { name: 'an empty request', request: '', fields: { 'cs-method': undefined, 'cs-uri': undefined } },
  { name: 'a dash for a request', request: '-', fields: { 'cs-method': undefined, 'cs-uri': undefined } },
  {
    name: 'TLS sent to a plain port',
    request: '\\x16\\x03\\x01\\x02',
    fields: { 'cs-method': undefined, 'cs-uri': '\\x16\\x03\\x01\\x02' },
  },
  { name: 'HTTP/0.9', request: 'GET /', fields: { 'cs-method': 'GET', 'cs-uri': '/', 'cs-version': undefined } },
  { name: 'an absolute URI', request: 'GET http://192.0.2.1/x HTTP/1.1', fields: { 'cs-uri': 'http://192.0.2.1/x' } },
  {
    name: 'a masked secret',
    request: 'GET /nitro/v1/config/x?sessionid=[FILTERED] HTTP/1.1',
    fields: { 'cs-uri-query': 'sessionid=[FILTERED]' },
  },
  { name: 'a query without a path', request: 'GET ?a HTTP/1.1', fields: { 'cs-uri-stem': '', 'cs-uri-query': 'a' } },
])('reads $name', ({ request, agent, fields }) => {
  expect(read(accessLine({ request, ...(agent && { agent }) })).fields).toMatchObject(fields);
});

test.each([
  { name: 'one round', uri: '/vpn/%2e%2e/vpns', decoded: '/vpn/../vpns' },
  { name: 'two rounds', uri: '/%252e%252e/', decoded: '/../' },
  { name: 'no third round', uri: '/%25252e', decoded: '/%2e' },
  { name: 'malformed escapes, kept', uri: '/%zz%2', decoded: '/%zz%2' },
  { name: 'UTF-8', uri: '/%e2%82%ac', decoded: '/€' },
  { name: 'bytes that are no UTF-8, as Latin-1', uri: '/%ff', decoded: '/ÿ' },
  { name: 'a zero byte', uri: '/x.php%00.png', decoded: '/x.php\u0000.png' },
  { name: 'a plus, left alone', uri: '/a+b', decoded: '/a+b' },
])('decodes a URI: $name', ({ uri, decoded }) => {
  expect(read(accessLine({ request: `GET ${uri} HTTP/1.1` })).fields).toMatchObject({
    'cs-uri': uri,
    'cs-uri-decoded': decoded,
  });
});

test('tells the gateway log from the management log', () => {
  expect(read(accessLine(), '/var/log/httpaccess-vpn.log').fields).toMatchObject({ log: 'access-vpn' });
});

test.each([
  { name: 'a rotation header', line: rotationLine(), count: 0 },
  { name: 'an empty line', line: '', count: 0 },
  { name: 'prose', line: 'these words are no request', count: undefined },
  { name: 'a request cut in the middle', line: accessLine().slice(0, 90), count: undefined },
])('takes $name for what it is', ({ line, count }) => {
  expect(read(line).count).toBe(count);
});
