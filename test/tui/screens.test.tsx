import { describe, expect, test } from 'vitest';
import { verdicts } from '../../src/assessment/report.ts';
import { noScan } from '../../src/assessment/scan-state.ts';
import { text } from '../../src/evidence/printable.ts';
import { resultScreen } from '../../src/tui/result-screen.ts';
import type { Screen, UiState, WindowSize } from '../../src/tui/state.ts';
import { field } from '../../src/tui/text-field.ts';
import { type Catalogue, en } from '../../src/tui/texts/en.ts';
import { nl } from '../../src/tui/texts/nl.ts';
import {
  cleanReport,
  compromisedReport,
  emptyReport,
  finding,
  hostileReport,
  hostileTexts,
  manyFindings,
} from '../fixtures/report.ts';
import { drawn, expectFits } from './drawn.tsx';
import { press, setting, small, stateWith, wide } from './setting.ts';
import { approve } from './terminal.ts';

const origin = { suggestedPath: 'nsleuth-x/report.json', hasUnsavedMarks: false };
const opened = (report = compromisedReport()): Screen => resultScreen(report, origin);
const target = { kind: 'live' as const, address: 'ssh://nsroot@192.0.2.10' };
const plan = {
  account: 'nsroot@192.0.2.10',
  commands: [{ line: 'shell ps -auxww', why: 'what runs' }],
  paths: [{ path: '/var/log', fileBytes: 268_435_456 }],
  leftOut: ['*.key'],
  typicalBytes: 433e6,
};
const key = { host: '192.0.2.10', port: 22, keyType: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` };
const running = (over: object = {}): Screen => ({
  kind: 'running',
  target,
  scan: {
    ...noScan,
    progress: {
      phase: 'reading',
      entries: 1_204,
      bytes: 48_000_000,
      path: text`/var/log/ns.log.0.gz`,
      share: 0.42,
      elapsedMs: 3_000,
      remainingMs: 4_100,
      findings: { critical: 1, high: 2, medium: 0, low: 0, informational: 0 },
    },
    findings: [finding()],
    gaps: [{ kind: 'gap', path: text`/var/log/x.gz`, reason: 'truncated', detail: text`ends early` }],
    gapCount: 1,
  },
  isPaused: false,
  isStopping: false,
  isLeaving: false,
  ...over,
});
const browsing = (over: object = {}): Screen => ({
  kind: 'browse',
  purpose: 'evidence',
  folder: '/data/cases',
  selected: 0,
  ...over,
});
const entries = [
  { name: 'collector_P_192.0.2.10.tar.gz', kind: 'evidence' as const, size: 48_211_004 },
  { name: 'older', kind: 'folder' as const },
  { name: 'notes\u001b[2J.txt', kind: 'other' as const, size: 12 },
];
const typed = field('own theme');

interface Shown {
  readonly name: string;
  readonly state: UiState;
  readonly says: readonly string[];
}

const states: readonly Shown[] = [
  { name: 'start', state: stateWith(), says: ['A live appliance', 'A sample', 'quit'] },
  {
    name: 'start with recent targets',
    state: stateWith(undefined, { setting: setting({ recent: [{ kind: 'live', target: target.address }] }) }),
    says: ['Recent appliance', target.address],
  },
  {
    name: 'address',
    state: stateWith({ kind: 'address', field: field('nsroot@') }),
    says: ['Address: nsroot@', 'not kept'],
  },
  { name: 'folder being read', state: stateWith(browsing()), says: ['Reading the folder', '/data/cases'] },
  {
    name: 'empty folder',
    state: stateWith(browsing({ entries: [] })),
    says: ['Nothing here', 'examine this whole folder'],
  },
  { name: 'folder', state: stateWith(browsing({ entries })), says: ['collector_P', '48.2 MB', 'older/', '\\u{1b}[2J'] },
  {
    name: 'folder of reports',
    state: stateWith(browsing({ entries, purpose: 'report' })),
    says: ['An earlier report', 'older/'],
  },
  {
    name: 'path being typed',
    state: stateWith(browsing({ entries, field: field('/data/ca') })),
    says: ['Path: /data/ca', 'Esc cancels'],
  },
  {
    name: 'samples',
    state: stateWith({ kind: 'samples', selected: 1 }),
    says: ['> clean.appliance.tar.gz', 'a healthy appliance'],
  },
  {
    name: 'no samples',
    state: stateWith({ kind: 'samples', selected: 0 }, { setting: setting({ samples: [] }) }),
    says: ['has no samples'],
  },
  {
    name: 'plan being made',
    state: stateWith({ kind: 'plan', address: target.address, top: 0 }),
    says: ['Making the plan'],
  },
  {
    name: 'plan',
    state: stateWith({ kind: 'plan', address: target.address, plan, top: 0 }),
    says: ['Do not restart', 'the other node', 'Nothing has been sent', 'Connect and start?', '433 MB'],
  },
  {
    name: 'connecting',
    state: stateWith({ kind: 'connecting', target }),
    says: ['Connecting to ssh://nsroot@192.0.2.10'],
  },
  {
    name: 'host key',
    state: stateWith({ kind: 'connecting', target, question: { kind: 'host-key', key } }),
    says: [key.fingerprint, 'ssh-keygen -lf', 'Is it the same?'],
  },
  {
    name: 'password',
    state: stateWith({
      kind: 'connecting',
      target,
      question: { kind: 'text', words: 'Password of nsroot', isSecret: true, field: typed },
    }),
    says: ['Password of nsroot: •••••••••', 'not shown and not kept'],
  },
  {
    name: 'second factor',
    state: stateWith({
      kind: 'connecting',
      target,
      question: { kind: 'text', words: 'Token:', isSecret: false, field: typed },
    }),
    says: ['Token: own theme'],
  },
  {
    name: 'running',
    state: stateWith(running()),
    says: ['42 %', 'about 4 s left', '1,204 entries', '/var/log/ns.log.0.gz', '1 critical, 2 high', 'ends early'],
  },
  {
    name: 'running, nothing known yet',
    state: stateWith(running({ scan: noScan })),
    says: ['no estimate yet', 'none so far'],
  },
  { name: 'paused', state: stateWith(running({ isPaused: true })), says: ['PAUSED'] },
  { name: 'stopping', state: stateWith(running({ isStopping: true })), says: ['concluding with what there is'] },
  {
    name: 'failed',
    state: stateWith({
      kind: 'failed',
      message: 'nsroot refused the login.',
      remedy: 'Check the password.',
      retry: target,
    }),
    says: ['nsroot refused', 'Check the password.', 'r tries again'],
  },
  {
    name: 'failed for good',
    state: stateWith({ kind: 'failed', message: 'no report', remedy: 'Ask again.' }),
    says: ['Esc goes back'],
  },
  {
    name: 'verdict',
    state: stateWith(opened()),
    says: ['COMPROMISE INDICATED', 'Was a web shell placed?', 'not saved'],
  },
  {
    name: 'verdict without findings',
    state: stateWith(opened(cleanReport())),
    says: ['NO INDICATORS IN WHAT WAS EXAMINED', 'no proof'],
  },
  {
    name: 'verdict of nothing',
    state: stateWith(opened(emptyReport())),
    says: ['NOT ASSESSABLE', 'Incomplete: Interrupted by the operator.'],
  },
  {
    name: 'findings',
    state: press(stateWith(opened()), '2').state,
    says: ['4 findings', '> ', 'crit 2025-06-20 PHP or XHTML'],
  },
  {
    name: 'no findings',
    state: press(stateWith(opened(cleanReport())), '2').state,
    says: ['No findings. That does not prove'],
  },
  {
    name: 'findings filtered away',
    state: press(stateWith(opened()), '2', '/', '"zzz', 'enter').state,
    says: ['0 of 4', 'Press x to show all'],
  },
  {
    name: 'finding',
    state: press(stateWith(opened()), '2', 'enter').state,
    says: ['Where', 'Evidence', 'inert sample'],
  },
  { name: 'search', state: press(stateWith(opened()), '2', '/', '"set').state, says: ['Search: set', '1 of 4'] },
  {
    name: 'a reason',
    state: press(stateWith(opened()), '2', 'b', '"own theme').state,
    says: ['Why is it harmless?: own theme'],
  },
  {
    name: 'a reason that is missing',
    state: press(stateWith(opened()), '2', 'b', 'enter').state,
    says: ['A reason is needed'],
  },
  {
    name: 'filter by question',
    state: press(stateWith(opened()), '2', 'Q').state,
    says: ['> all', 'Was a web shell placed? (1)'],
  },
  { name: 'formats', state: press(stateWith(opened()), 'e').state, says: ['Export as', 'html: one page'] },
  { name: 'leaving', state: press(stateWith(opened()), 'q').state, says: ['The report is not saved'] },
  {
    name: 'timeline',
    state: press(stateWith(opened()), '3').state,
    says: ['2025-06-20 02:11:43', '14.1-47.46 first ran', '◆'],
  },
  {
    name: 'timeline without events',
    state: press(stateWith(opened(cleanReport({ timeline: [] }))), '3').state,
    says: ['No event has a time'],
  },
  {
    name: 'coverage',
    state: press(stateWith(opened()), '4').state,
    says: ['What was examined', '812,004', 'Europe/Amsterdam'],
  },
  {
    name: 'coverage of nothing',
    state: press(stateWith(opened(emptyReport())), '4').state,
    says: ['0 rules evaluated', 'No log was read'],
  },
  { name: 'help', state: press(stateWith(opened()), '2', '?').state, says: ['Keys', 'harmless', 'by campaign'] },
  {
    name: 'a hundred thousand findings',
    state: press(stateWith(opened(manyFindings(100_000))), '2', 'G').state,
    says: ['100000 findings'],
  },
];

describe('each screen says what it should', () => {
  test.each(states)('$name', ({ state, says }) => {
    const frame = drawn(state);
    for (const one of says) expect(frame).toContain(one);
  });
});

const sizes: readonly { readonly size: WindowSize; readonly texts: Catalogue }[] = [
  { size: { columns: 40, rows: 12 }, texts: en },
  { size: small, texts: nl },
  { size: { columns: 200, rows: 60 }, texts: en },
];

describe('each screen fits its window, in each language', () => {
  test.each(states)('$name', ({ state }) => {
    for (const { size, texts } of sizes) expectFits(state, size, texts);
  });
});

test('the running screen is the approved one', () => {
  approve(
    'running-80x24',
    drawn(stateWith(running({ target: { kind: 'evidence', address: '/data/collector_P_192.0.2.10.tar.gz' } }))),
  );
});

test('a window that is too small says so', () => {
  expect(drawn({ ...stateWith(), size: { columns: 30, rows: 8 } })).toContain('too small');
});

const lowest = { columns: 40, rows: 12 };

test('in the lowest window the ways to begin are all seen, one under the other', () => {
  const rows = drawn(stateWith(undefined, { size: lowest })).split('\n');
  const first = rows.findIndex((row) => row.startsWith('> A live appliance'));
  expect(first).toBeGreaterThan(0);
  expect(rows[first + 1]).toContain('Evidence on this computer');
  expect(rows[first + 3]).toContain('A sample');
});

test('a path that was written is shown whole, however long', () => {
  const path = `/home/jdoe/${'folder/'.repeat(20)}report.json`;
  const state = { ...stateWith(opened()), notice: { text: `Saved: ${path}`, tone: 'good' as const } };
  expect(drawn(state).replaceAll('\n', '')).toContain(path);
});

test('a page that goes on says how far; its end does not', () => {
  const state = stateWith(opened());
  const [, count = ''] = /(\d+) more lines below/.exec(drawn(state)) ?? [];
  expect(Number(count)).toBeGreaterThan(1);
  expect(drawn(press(state, 'G').state)).not.toContain('below');
});

test('no line is passed over from page to page', () => {
  const seen = new Set<string>();
  let state = stateWith(opened());
  for (let page = 0; page < 20; page++) {
    for (const row of drawn(state).split('\n').slice(1, -2)) seen.add(row.trim());
    state = press(state, 'pagedown').state;
  }
  const whole = drawn(stateWith(opened(), { size: { columns: 80, rows: 200 } }));
  expect(
    whole
      .split('\n')
      .slice(1, -2)
      .filter((row) => !seen.has(row.trim())),
  ).toEqual([]);
});

test('what to do next stands on the first screen: the key that hands over, or a command that names the report where it lies', () => {
  expect(drawn(stateWith(opened()))).toMatch(/Next +Do not restart.*\n.*tell your CERT: press r/);
  const calm = cleanReport();
  expect(drawn(stateWith(opened(calm)))).toMatch(
    /nsleuth report\s+REPORT\.json\s+--coverage\s+Save the report first: s\./,
  );
  const kept = resultScreen(calm, { ...origin, savedAt: '/kept/report.json' });
  expect(drawn(stateWith(kept))).toMatch(/nsleuth report\s+\/kept\/report\.json\s+--coverage/);
});

test.each([en, nl])('the bar of the verdict offers to hand over in a small terminal: $language', (texts) => {
  const bar = drawn(stateWith(opened(), { setting: setting({ texts }) }))
    .split('\n')
    .at(-1);
  expect(bar).toContain(`r ${texts.commands.share}`);
});

test.each([en, nl])('no verdict sends its reader to a command for what a key does here: $language', (texts) => {
  for (const verdict of verdicts) {
    const report = compromisedReport();
    const screen = opened({ ...report, assessment: { ...report.assessment, verdict } });
    const frame = drawn(stateWith(screen, { size: wide, setting: setting({ texts }) }));
    expect(frame).not.toContain('nsleuth share');
    expect(frame.includes(texts.share.key)).toBe(texts.next[verdict].includes('nsleuth share'));
  }
});

test('in Dutch the verdict and its reasons are Dutch; titles of rules stay as they are', () => {
  const dutch = { setting: setting({ texts: nl }), size: wide };
  const statement = text`This appliance shows traces that an intruder leaves behind: 2 findings that normal use does not explain, first of all “PHP file”. Treat it as broken into: keep the evidence, isolate the appliance, end all sessions, replace every secret it held, and report it to your CERT.`;
  const report = compromisedReport();
  const frame = drawn(stateWith(opened({ ...report, assessment: { ...report.assessment, statement } }), dutch));
  expect(frame).toContain('Dit apparaat toont sporen van een indringer: 2 bevindingen');
  expect(frame).toContain('“PHP file”');
  expect(frame).not.toContain('This appliance');
});

test('the bar of an open finding offers its marks in a small terminal', () => {
  const bar = drawn(press(stateWith(opened()), '2', 'enter').state)
    .split('\n')
    .at(-1);
  expect(bar).toMatch(/b harmless .*c confirmed/);
});

test('an event of the timeline says whether it lies before, during or after exposure', () => {
  const frame = drawn(press(stateWith(opened(), { size: wide }), '3').state);
  expect(frame).toMatch(/\d\d:\d\d:\d\d +(?:before|during|after) /);
});

test('line ends in the text of a file part it again', () => {
  const samples = [{ path: text`/x.php`, text: text`${'/x.php (file, 0644)\n<?php\n  exit;\n'}` }];
  const frame = drawn(
    press(stateWith(opened(compromisedReport({ findings: [finding({ samples })] }))), '2', 'enter').state,
  );
  expect(frame).toMatch(/\(file, 0644\)\n +<\?php\n +exit;/);
  expect(frame).not.toContain('u{a}');
});

test('list and detail stand side by side where there is room', () => {
  const state = press(stateWith(opened(), { size: wide }), '2', 'j').state;
  expect(drawn(state)).toMatch(/> .*Shell with the set-user-id bit.*│ Mark +open/);
});

test.each(hostileTexts)('text of evidence is shown inert: %j', (raw) => {
  for (const keys of [[], ['2'], ['2', 'enter'], ['3'], ['4']]) {
    const frame = drawn(
      press(stateWith(opened(hostileReport(raw)), { size: { columns: 200, rows: 60 } }), ...keys).state,
    );
    expect(frame.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u)).toBeNull();
  }
});

test('the lines beside the evidence in its log stand before and after it, cut short', () => {
  const one = finding({
    samples: [
      {
        path: text`/var/log/bash.log`,
        line: 11,
        text: text`the hit`,
        before: text`what came first`,
        after: text`${'then much '.repeat(100)}`,
      },
    ],
  });
  const frame = drawn(press(stateWith(opened(compromisedReport({ findings: [one] }))), '2', 'enter').state);
  expect(frame).toMatch(
    /bash\.log:11\n +\(line before\) what came first\n +the hit\n +\(line after\) then much .*\n.*then much.*\n(?:.*then much.*\n)?.*…/,
  );
  expect(frame.match(/then much/g)!.length).toBeLessThan(28);
});

test('what is encoded in a sample is shown decoded beside it', () => {
  const hidden = Buffer.from('cat /flash/nsconfig/ns.conf and send it away').toString('base64');
  const one = finding({
    samples: [{ path: text`/var/log/httpaccess.log`, text: text`GET /vpn/%252e%252e/x?c=${hidden}` }],
  });
  const frame = drawn(press(stateWith(opened(compromisedReport({ findings: [one] })), { size: wide }), '2').state);
  expect(frame).toMatch(/\(decoded, never run\) GET\s+.*│ +\/vpn\/\.\.\/x\?c=/);
  expect(frame).toContain('(decoded, never run) cat /flash/nsconfig/ns.conf');
});
