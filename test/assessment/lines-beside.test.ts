import { expect, test } from 'vitest';
import type { LineReader } from '../../src/artifacts/artifact.ts';
import { nsLog } from '../../src/artifacts/ns-log.ts';
import { shellLogs } from '../../src/artifacts/system-logs.ts';
import { scanLines } from '../../src/assessment/line-scan.ts';
import { limits } from '../../src/evidence/limits.ts';
import { buildLiteralFilter } from '../../src/findings/literal-filter.ts';
import type { LinesBeside } from '../../src/findings/sighting.ts';

interface Options {
  readonly chunk?: number;
  readonly reader?: LineReader;
}

/** What stands beside each line with `needle-in-hay`, by line number. */
function beside(text: string, { chunk = 1 << 20, reader = shellLogs }: Options = {}) {
  const told = new Map<number, LinesBeside>();
  let asked = 0;
  const scan = scanLines({
    reader,
    context: { path: '/var/log/bash.log', modified: new Date('2026-11-24T00:00:00Z') },
    rules: {
      filter: buildLiteralFilter(['needle-in-hay']),
      wantsPercent: false,
      wantsEveryLine: false,
      hitBy: (_line, found): readonly unknown[] => found,
    },
    isThorough: true,
    onRecord(_record, line, _text, hit, askBeside) {
      if (hit.length === 0) return;
      asked++;
      askBeside((lines) => told.set(line, lines));
    },
  });
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += chunk)
    scan.push(new Uint8Array(bytes.subarray(start, start + chunk)));
  scan.finish();
  expect(told.size).toBeLessThanOrEqual(asked);
  return Object.fromEntries(told);
}

const shell = (second: number, command: string) =>
  `Nov 20 10:00:${String(second).padStart(2, '0')} <local7.notice> ns bash[4021]: nsroot on /dev/pts/1 shell_command="${command}"`;
const audit = (second: number, payload: string) =>
  `Nov 20 10:00:${String(second).padStart(2, '0')} <local0.info> 192.0.2.10 11/20/2026:10:00:${String(second).padStart(2, '0')} GMT ns-a 0-PPE-0 : default ${payload}`;
const executed = (second: number, command: string) =>
  audit(
    second,
    `CMD_EXECUTED ${100 + second} 0 :  User nsroot - Remote_ip 198.51.100.7 - Command "${command}" - Status "Success"`,
  );

const CHUNKS = [1 << 20, 4096, 300, 97, 11, 1];

test.each(CHUNKS)('the line before and the line after, whatever the blocks: chunks of %d bytes', (chunk) => {
  const lines = [
    shell(0, 'needle-in-hay first'),
    shell(1, 'id'),
    shell(2, 'needle-in-hay'),
    shell(3, 'needle-in-hay again'),
    shell(4, 'ls'),
    '',
    shell(6, 'needle-in-hay last'),
  ];
  const expected = {
    1: { after: lines[1] },
    3: { before: lines[1], after: lines[3] },
    4: { before: lines[2], after: lines[4] },
    // An empty line stands before it, and nothing after.
    7: {},
  };
  expect(beside(lines.join('\n'), { chunk })).toEqual(expected);
  expect(beside(`${lines.join('\n')}\n`, { chunk })).toEqual(expected);
  expect(beside(lines.join('\r\n'), { chunk })).toEqual(expected);
});

test('one line alone has nothing beside it', () => {
  expect(beside(shell(0, 'needle-in-hay'))).toEqual({ 1: {} });
  expect(beside('')).toEqual({});
});

test.each([1 << 20, 5000])('a line of 100 KB beside a hit is kept short: chunks of %d bytes', (chunk) => {
  const long = shell(0, 'x'.repeat(100_000));
  const told = beside(`${long}\n${shell(1, 'needle-in-hay')}\n${long}\n`, { chunk });
  expect(told).toEqual({ 2: { before: long.slice(0, 4096), after: long.slice(0, 4096) } });
  expect(long.length).toBeGreaterThan(limits.lineBytes);
});

test.each([
  {
    name: 'the password of an executed command',
    reader: nsLog,
    line: executed(1, 'set system user nsroot Hunter2secret'),
    shown: executed(1, 'set system user nsroot [secret]'),
  },
  {
    name: 'an option of an executed command',
    reader: nsLog,
    line: executed(1, 'add authentication ldapAction ad -ldapBindDnPassword Hunter2secret -encrypted'),
    shown: executed(1, 'add authentication ldapAction ad -ldapBindDnPassword [secret] -encrypted'),
  },
  {
    name: 'an assignment in a shell command',
    reader: shellLogs,
    line: shell(1, 'mount -o user=backup,password=Hunter2secret /mnt'),
    shown: shell(1, 'mount -o user=backup,password=[secret] /mnt'),
  },
  {
    name: 'a login of nscli',
    reader: shellLogs,
    line: shell(1, 'nscli -U 127.0.0.1:nsroot:Hunter2secret show version'),
    shown: shell(1, 'nscli -U 127.0.0.1:nsroot:[secret] show version'),
  },
  {
    name: 'a configuration command that the reader of the line does not take for one',
    reader: shellLogs,
    line: shell(1, "nscli -U %:nsroot:. 'set system user nsroot Hunter2secret'"),
    shown: undefined,
  },
  {
    name: 'an option of one',
    reader: shellLogs,
    line: shell(1, 'echo add authentication ldapAction ad -ldapBindDnPassword Hunter2secret | nscli'),
    shown: undefined,
  },
  {
    name: 'a line that the reader does not know',
    reader: nsLog,
    line: 'Hunter2secret" - Status "Success"',
    shown: undefined,
  },
])('a line beside is shown without its secret: $name', ({ reader, line, shown }) => {
  const hit = reader === nsLog ? executed(5, 'shell needle-in-hay') : shell(5, 'needle-in-hay');
  for (const chunk of [1 << 20, 200]) {
    const told = beside([line, hit, line].join('\n'), { reader, chunk });
    expect(JSON.stringify(told)).not.toContain('Hunter2secret');
    expect(told).toEqual({ 2: shown === undefined ? {} : { before: shown, after: shown } });
  }
});
