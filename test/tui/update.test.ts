import { describe, expect, test } from 'vitest';
import type { Action, Effect } from '../../src/tui/actions.ts';
import { bindings, type Context } from '../../src/tui/keys.ts';
import { resultScreen } from '../../src/tui/result-screen.ts';
import { shareCommand } from '../../src/tui/share-command.ts';
import type { ResultScreen, UiState } from '../../src/tui/state.ts';
import { contextOf, update } from '../../src/tui/update.ts';
import { cleanReport, compromisedReport, finding, manyFindings, report } from '../fixtures/report.ts';
import { press, setting, stateWith, wide } from './setting.ts';

const opened = (over: Partial<ResultScreen> = {}): UiState =>
  stateWith({
    ...resultScreen(compromisedReport(), { suggestedPath: 'nsleuth-x/report.json', hasUnsavedMarks: false }),
    ...over,
  });
const kept = () => opened({ savedAt: '/home/jdoe/kept/report.json' });
const result = ({ screen }: UiState): ResultScreen => {
  if (screen.kind !== 'result') throw new Error(`the screen is ${screen.kind}`);
  return screen;
};
const dispatch = (state: UiState, action: Action) => update(state, action);
const titles = (screen: ResultScreen) => screen.visible.map((place) => screen.index.findings[place]!.rule.title);

describe('the start', () => {
  test.each([
    { keys: ['enter'], kind: 'address' },
    { keys: ['j', 'enter'], kind: 'browse' },
    { keys: ['down', 'down', 'l'], kind: 'browse' },
    { keys: ['G', 'enter'], kind: 'samples' },
    { keys: ['k', 'enter'], kind: 'address' },
  ])('$keys leads to $kind', ({ keys, kind }) => {
    expect(press(stateWith(), ...keys).state.screen.kind).toBe(kind);
  });

  test.each([
    {
      name: 'a live one asks for the plan again',
      kind: 'live',
      target: 'ssh://nsroot@192.0.2.10',
      effect: { do: 'plan', address: 'ssh://nsroot@192.0.2.10' },
    },
    {
      name: 'evidence is looked up',
      kind: 'evidence',
      target: '/x.tgz',
      effect: { do: 'inspect', path: '/x.tgz', purpose: 'evidence' },
    },
  ] as const)('recent: $name', ({ kind, target, effect }) => {
    const state = stateWith(undefined, { setting: setting({ recent: [{ kind, target }] }) });
    expect(press(state, 'G', 'enter').effects).toEqual([effect]);
  });

  test.each([
    { name: 'quoted', raw: "'/data/my bundle.tgz'\n", path: '/data/my bundle.tgz' },
    { name: 'with backslashes', raw: '/data/my\\ bundle.tgz ', path: '/data/my bundle.tgz' },
    { name: 'as an address', raw: 'file:///data/my%20bundle.tgz', path: '/data/my bundle.tgz' },
  ])('a dropped path is opened: $name', ({ raw, path }) => {
    expect(dispatch(stateWith(), { type: 'paste', text: raw }).effects).toEqual([
      { do: 'inspect', path, purpose: 'evidence' },
    ]);
  });
});

describe('before connecting', () => {
  const planned = (): UiState => {
    const asked = press(stateWith(), 'enter', 'ctrl-u', '"nsroot@192.0.2.10', 'enter');
    expect(asked.effects).toEqual([{ do: 'plan', address: 'ssh://nsroot@192.0.2.10' }]);
    const plan = { account: 'nsroot@192.0.2.10', commands: [], paths: [], leftOut: [], typicalBytes: 1 };
    return dispatch(asked.state, { type: 'planned', plan }).state;
  };

  test.each(['enter', 'space', 'j', 'q', 'n', 'escape', 'x', 'l'])('%s does not start it', (key) => {
    expect(press(planned(), key).effects.filter((effect) => effect.do === 'scan')).toEqual([]);
  });

  test('y before there is a plan does not start it, and y after it does', () => {
    const early = press(stateWith(), 'enter', 'ctrl-u', '"a@b', 'enter', 'y');
    expect(early.effects).toEqual([{ do: 'plan', address: 'ssh://a@b' }]);
    expect(press(planned(), 'y').effects).toEqual([
      { do: 'scan', target: { kind: 'live', address: 'ssh://nsroot@192.0.2.10' } },
    ]);
  });

  test('host key and password are answered, and the password leaves the state with the answer', () => {
    const connecting = press(planned(), 'y').state;
    const key = { host: '192.0.2.10', port: 22, keyType: 'ssh-ed25519', fingerprint: 'SHA256:x' };
    const asked = dispatch(connecting, { type: 'asked-host-key', question: key }).state;
    expect(press(asked, 'enter').effects).toEqual([]);
    const trusted = press(asked, 'y');
    expect(trusted.effects).toEqual([{ do: 'answer', value: true }]);
    const secret = dispatch(trusted.state, { type: 'asked-text', words: 'Password', isSecret: true }).state;
    const answered = press(secret, '"q?y s3cret', 'enter');
    expect(answered.effects).toEqual([{ do: 'answer', value: 'q?y s3cret' }]);
    expect(JSON.stringify(answered.state)).not.toContain('s3cret');
    expect(press(asked, 'n').effects).toEqual([{ do: 'abandon' }]);
  });
});

describe('while it runs', () => {
  const running = (kind: 'live' | 'evidence'): UiState =>
    dispatch(stateWith({ kind: 'connecting', target: { kind, address: '/x' } }), {
      type: 'scan-started',
      target: { kind, address: '/x' },
    }).state;

  test.each([
    { keys: ['s'], effects: [{ do: 'stop' }] },
    { keys: ['s', 's'], effects: [{ do: 'stop' }] },
    { keys: ['ctrl-c'], effects: [{ do: 'stop' }] },
    { keys: ['ctrl-c', 'ctrl-c'], effects: [{ do: 'stop' }, { do: 'leave', status: 130 }] },
    { keys: ['p', 'c'], effects: [{ do: 'pause' }, { do: 'resume' }] },
    { keys: ['q'], effects: [] },
    { keys: ['q', 'q'], effects: [{ do: 'leave', status: 130 }] },
  ] as const)('$keys', ({ keys, effects }) => {
    expect(press(running('evidence'), ...keys).effects).toEqual(effects);
  });

  test('a live appliance is paused too, with a warning that it may end a silent session', () => {
    const step = press(running('live'), 'p');
    expect(step.effects).toEqual([{ do: 'pause' }]);
    expect(step.state.screen).toMatchObject({ isPaused: true });
    expect(press(step.state, 'c').effects).toEqual([{ do: 'resume' }]);
  });

  test('outcomes are folded, and the report takes over', () => {
    const target = { kind: 'evidence' as const, address: '/x' };
    const told = dispatch(running('evidence'), {
      type: 'outcomes',
      outcomes: [{ kind: 'finding', finding: finding() }],
    });
    expect(told.state.screen).toMatchObject({ scan: { findings: [{ id: finding().id }] } });
    const ended = dispatch(told.state, {
      type: 'scan-ended',
      target,
      report: report(),
      carried: 2,
      suggestedPath: 'x',
    });
    expect(result(ended.state)).toMatchObject({ view: 'verdict', hasUnsavedMarks: true });
    expect(ended.state.notice?.text).toContain('2 marks');
  });

  test('a report that comes after its user has left the screen is passed over', () => {
    const target = { kind: 'evidence' as const, address: '/x' };
    const step = dispatch(stateWith(), {
      type: 'scan-ended',
      target,
      report: report(),
      carried: 0,
      suggestedPath: 'x',
    });
    expect(step.state.screen.kind).toBe('start');
  });
});

describe('the findings', () => {
  const list = () => press(kept(), '2').state;

  test.each([
    { name: 'by text', keys: ['/', '"CURL', 'enter'], count: 2 },
    { name: 'by text, given up', keys: ['/', '"curl', 'escape'], count: 4 },
    { name: 'by path', keys: ['P', '"/var/tmp', 'enter'], count: 1 },
    { name: 'by level', keys: ['L', 'j', 'j', 'enter'], count: 3 },
    { name: 'by level, all', keys: ['L', 'j', 'enter', 'L', 'g', 'enter'], count: 4 },
    { name: 'by question', keys: ['Q', 'j', 'enter'], count: 1 },
    { name: 'by campaign', keys: ['C', 'j', 'enter'], count: 2 },
    { name: 'by two things, then all', keys: ['C', 'j', 'enter', '/', '"setuid', 'enter', 'x'], count: 4 },
    { name: 'by two things', keys: ['C', 'j', 'enter', '/', '"set-user', 'enter'], count: 1 },
    { name: 'by what is nowhere', keys: ['/', '"nowhere', 'enter'], count: 0 },
  ])('are filtered $name', ({ keys, count }) => {
    expect(result(press(list(), ...keys).state).visible).toHaveLength(count);
  });

  test('a search that gets shorter finds again what it had lost', () => {
    const narrow = press(list(), '/', '"curlx').state;
    expect(result(narrow).visible).toHaveLength(0);
    expect(result(press(narrow, 'backspace').state).visible).toHaveLength(2);
  });

  test('the chosen finding stays chosen when the filter changes', () => {
    const chosen = press(list(), 'G').state;
    const id = (state: UiState) => result(state).index.findings[result(state).visible[result(state).selected]!]!.id;
    expect(id(press(chosen, '/', '"newbm').state)).toBe(id(chosen));
  });

  test('moving stays within the list', () => {
    expect(result(press(list(), 'k').state).selected).toBe(0);
    expect(result(press(list(), ...Array(9).fill('j')).state).selected).toBe(3);
    expect(result(press(list(), 'pagedown', 'pageup').state).selected).toBe(0);
  });

  test('on an empty report nothing can be chosen or marked', () => {
    const screen = resultScreen(cleanReport(), { suggestedPath: 'x', hasUnsavedMarks: false });
    const { state, effects } = press(stateWith(screen), '2', 'j', 'enter', 'b', 'y', 'G');
    expect(result(state)).toMatchObject({ isDetailOpen: false, selected: 0 });
    expect(result(state).prompt).toBeUndefined();
    expect(effects).toEqual([]);
  });

  test('an event of the timeline leads to its finding, through any filter', () => {
    const { state } = press(list(), '/', '"set-user', 'enter', '3', 'enter');
    const screen = result(state);
    expect(screen).toMatchObject({ view: 'findings', isDetailOpen: true });
    expect(titles(screen)[screen.selected]).toBe('Request that climbs out of the VPN folder');
  });
});

describe('marks', () => {
  test('harmless needs a reason', () => {
    const { state } = press(kept(), '2', 'b', 'enter');
    expect(state.notice?.text).toContain('reason is needed');
    expect(result(state).prompt).toMatchObject({ purpose: 'benign' });
  });

  test('harmless with a reason is kept with who and when, and the verdict is given anew', () => {
    const { state, effects } = press(kept(), '2', 'b', '"ours', 'enter', 'enter');
    const screen = result(state);
    expect(effects).toEqual([]);
    expect(screen.hasUnsavedMarks).toBe(true);
    expect(screen.index.findings[0]!.triage).toEqual({
      status: 'benign',
      note: 'ours',
      by: 'jdoe',
      at: '2026-11-24T10:00:00.000Z',
    });
    expect(screen.report.findings.find(({ id }) => id === screen.index.findings[0]!.id)?.triage.status).toBe('benign');
    expect(screen.report.assessment.questions.find(({ question }) => question === 'webshell')?.answer).not.toBe(
      'found',
    );
  });

  test.each([
    { name: 'until a day', typed: '2027-01-31', until: '2027-01-31' },
    { name: 'always', typed: 'always', until: undefined },
  ])('harmless and suppressed $name', ({ typed, until }) => {
    const { effects } = press(kept(), '2', 'b', '"ours', 'enter', `"${typed}`, 'enter');
    const suppression = {
      rule: 'php_outside_admin_ui',
      path: finding().path,
      reason: 'ours',
      who: 'jdoe',
      ...(until !== undefined && { until }),
    };
    expect(effects).toEqual([{ do: 'suppress', suppression }]);
  });

  test('a day that is none is asked for again', () => {
    const { state, effects } = press(kept(), '2', 'b', '"ours', 'enter', '"soon', 'enter');
    expect(effects).toEqual([]);
    expect(state.notice?.text).toContain('no day');
  });

  test('what is marked harmless can be hidden, and confirmed needs no note', () => {
    const { state } = press(kept(), '2', 'H', 'b', '"ours', 'enter', 'enter', 'c', 'enter');
    expect(result(state).visible).toHaveLength(3);
    expect(result(state).index.findings.map(({ triage }) => triage.status)).toEqual([
      'benign',
      'confirmed',
      'open',
      'open',
    ]);
  });
});

describe('saving and leaving', () => {
  const quit = (effects: readonly Effect[]) => effects.some((effect) => effect.do === 'leave');

  test('a report that lies somewhere is saved there', () => {
    const { state, effects } = press(kept(), 's');
    expect(effects).toMatchObject([{ do: 'save', path: '/home/jdoe/kept/report.json', isReplacing: true }]);
    const saved = dispatch(state, { type: 'saved', path: '/home/jdoe/kept/report.json' });
    expect(saved.state.notice?.text).toContain('/home/jdoe/kept/report.json');
  });

  test('a new one is asked for its place, and a file that is there is replaced only when that was said', () => {
    const asked = press(opened(), 's', 'enter');
    expect(asked.effects).toMatchObject([{ do: 'save', path: 'nsleuth-x/report.json', isReplacing: false }]);
    const met = dispatch(asked.state, { type: 'save-met-file', path: '/home/jdoe/nsleuth-x/report.json' });
    expect(press(met.state, 'enter').effects).toMatchObject([{ do: 'save', isReplacing: true }]);
    expect(press(met.state, '"2', 'enter').effects).toMatchObject([{ do: 'save', isReplacing: false }]);
  });

  test('leaving asks when something would be lost, and only then', () => {
    expect(quit(press(kept(), 'q').effects)).toBe(true);
    expect(quit(press(opened(), 'q').effects)).toBe(false);
    expect(quit(press(opened(), 'q', 'q').effects)).toBe(true);
    expect(quit(press(opened(), 'q', 'escape').effects)).toBe(false);
    const marked = press(kept(), '2', 'c', 'enter').state;
    expect(quit(press(marked, 'q').effects)).toBe(false);
    expect(quit(press(marked, 'ctrl-c').effects)).toBe(false);
    expect(quit(press(marked, 'ctrl-c', 'ctrl-c').effects)).toBe(true);
  });

  test('an export goes beside the report, and a finding can be written as text', () => {
    const exported = press(kept(), 'e', 'j', 'j', 'enter');
    expect(exported.effects).toMatchObject([{ do: 'export', format: 'csv', beside: '/home/jdoe/kept/report.json' }]);
    const [effect] = press(opened(), '2', 'y').effects;
    expect(effect).toMatchObject({ do: 'write-finding', id: finding().id });
    expect(effect?.do === 'write-finding' && effect.content).toContain('What to do now');
  });

  test('a command names the report where it lies, in quotes where a shell would read it otherwise', () => {
    expect(shareCommand('nsleuth report REPORT.json', '/a/r.json')).toBe('nsleuth report /a/r.json');
    expect(shareCommand('nsleuth report REPORT.json', "/a b/$x's.json")).toBe(`nsleuth report '/a b/$x'\\''s.json'`);
  });

  test('what did not work is said on the screen where it was asked for', () => {
    const step = dispatch(press(opened(), 's').state, { type: 'refused', message: 'No room.', remedy: 'Make some.' });
    expect(step.state.notice).toEqual({ text: 'No room. Make some.', tone: 'bad' });
    expect(step.state.screen.kind).toBe('result');
  });
});

describe('all keys', () => {
  test.each(Object.entries(bindings))('no key means two things in %s', (_context, entries) => {
    const keys = entries.flatMap((binding) => binding.keys);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  test('help opens over every screen that has keys, and closes', () => {
    for (const state of [
      stateWith(),
      kept(),
      press(kept(), '2').state,
      press(kept(), '2', 'enter').state,
      press(kept(), '3').state,
    ]) {
      const open = press(state, '?').state;
      expect(open.helpTop).toBe(0);
      expect(press(open, 'escape').state).toEqual(state);
    }
  });

  test('any key on any screen leaves a state that has keys or a line being typed', () => {
    const contexts = new Set<Context | undefined>();
    const all = [...new Set(Object.values(bindings).flatMap((entries) => entries.flatMap(({ keys }) => keys)))];
    for (const start of [stateWith(), opened(), kept(), { ...kept(), size: wide }]) {
      for (const first of all) {
        for (const second of all) contexts.add(contextOf(press(start, first, second).state.screen));
      }
    }
    expect(contexts.size).toBeGreaterThan(8);
  });
});

test('with 100,000 findings the same keys do the same', () => {
  const screen = resultScreen(manyFindings(100_000), { suggestedPath: 'x', hasUnsavedMarks: false });
  const { state } = press(stateWith(screen), '2', '/', '"part-13', 'enter', 'G');
  expect(result(state).visible.length).toBe(1030 + 1);
  expect(result(state).selected).toBe(1030);
});
