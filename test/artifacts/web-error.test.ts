import { expect, test } from 'vitest';
import { webErrorLogs } from '../../src/artifacts/web-error.ts';
import { errorLine, rotationLine } from '../fixtures/log-lines.ts';

function read(line: string, path = '/var/log/httperror.log') {
  const records = webErrorLogs.parse(line, { path });
  const [record] = records ?? [];
  const fields = record && Object.fromEntries(Object.entries(record.fields).filter(([, value]) => value !== undefined));
  return {
    count: records?.length,
    fields,
    time: record?.time && `${new Date(record.time.ms).toISOString()} ${record.time.zone}`,
  };
}

test.each([
  {
    name: 'Apache 2.4',
    line: errorLine(),
    time: '2026-10-14T14:32:52.000Z local',
    fields: {
      date: 'Wed Oct 14 14:32:52.123456 2026',
      severity: 'core:error',
      pid: 1234,
      'c-ip': '203.0.113.7',
      message: 'AH00126: Invalid URI in request GET /x HTTP/1.1',
      log: 'error',
    },
  },
  {
    name: 'Apache 2.4 with a thread and a referer',
    line: '[Wed Oct 14 14:32:52 2026] [proxy:error] [pid 1234:tid 5678] [client 203.0.113.7:51000] AH1: x, referer: https://www.example.org/',
    time: '2026-10-14T14:32:52.000Z local',
    fields: {
      date: 'Wed Oct 14 14:32:52 2026',
      severity: 'proxy:error',
      pid: 1234,
      'c-ip': '203.0.113.7',
      'cs-referer': 'https://www.example.org/',
      message: 'AH1: x, referer: https://www.example.org/',
      log: 'error',
    },
  },
  {
    name: 'Apache 2.2',
    line: '[Wed Jan 14 15:09:05 2026] [error] [client 203.0.113.7] File does not exist: /netscaler/x',
    time: '2026-01-14T15:09:05.000Z local',
    fields: {
      date: 'Wed Jan 14 15:09:05 2026',
      severity: 'error',
      'c-ip': '203.0.113.7',
      message: 'File does not exist: /netscaler/x',
      log: 'error',
    },
  },
  {
    name: 'a module of Apache 2.2',
    line: '[Wed Jan 14 15:09:05 2026] [debug] mod_headers.c(756): headers: ap_headers_output_filter()',
    time: '2026-01-14T15:09:05.000Z local',
    fields: {
      date: 'Wed Jan 14 15:09:05 2026',
      severity: 'debug',
      message: 'mod_headers.c(756): headers: ap_headers_output_filter()',
      log: 'error',
    },
  },
  {
    name: 'an IPv6 client',
    line: errorLine({ client: '[2001:db8::7]:51000' }),
    time: '2026-10-14T14:32:52.000Z local',
    fields: expect.objectContaining({ 'c-ip': '2001:db8::7' }),
  },
  {
    name: "PHP's own error log",
    line: '[14-Oct-2026 14:32:52 UTC] PHP Parse error:  syntax error in /var/netscaler/logon/x.css on line 3',
    time: '2026-10-14T14:32:52.000Z utc',
    fields: {
      date: '14-Oct-2026 14:32:52 UTC',
      message: 'PHP Parse error:  syntax error in /var/netscaler/logon/x.css on line 3',
      log: 'error',
    },
  },
])('reads a line of $name', ({ line, time, fields }) => {
  expect(read(line)).toEqual({ count: 1, time, fields });
});

test.each([
  'curl: (7) Failed to connect to 198.51.100.66 port 443: Operation timed out',
  'chmod: /tmp/.x/httpd: No such file or directory',
  'bash: line 1: /tmp/.x/httpd: No such file or directory',
  'wget: not found',
  'Syntax error: word unexpected (expecting ")")',
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
  '[ not a date ] text',
])('keeps what a child process wrote: %s', (line) => {
  expect(read(line)).toEqual({ count: 1, fields: { message: line, log: 'error' }, time: undefined });
});

test.each(['', '   ', rotationLine()])('knows a line that tells nothing: %j', (line) => {
  expect(read(line).count).toBe(0);
});

test('tells the gateway log from the management log', () => {
  expect(read('wget: not found', '/var/log/httperror-vpn.log.1.gz').fields).toEqual({
    message: 'wget: not found',
    log: 'error-vpn',
  });
});
