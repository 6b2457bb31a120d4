import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/tui/actions.ts';
import { bindings, type Context } from '../../../src/tui/keys.ts';
import { choicesOf, doubtRows, shareSteps } from '../../../src/tui/share/state.ts';
import { contextOf, update } from '../../../src/tui/update.ts';
import { press } from '../setting.ts';
import { at, begun, facts, key, known, made, opened, review, share } from './setting.ts';

const did = (effects: readonly Effect[]) => effects.map((effect) => effect.do);
const refuse = (state: ReturnType<typeof opened>) =>
  update(state, { type: 'refused', message: 'It cannot be.', remedy: 'Try another.' }).state;

describe('the beginning', () => {
  test.each(['1', '2', '3', '4'])('r hands over from view %s', (view) => {
    expect(did(press(opened(), view, 'r').effects)).toEqual(['share-begin']);
  });

  test('r hands over from an open finding, and so does the first of the formats', () => {
    expect(did(press(opened(), '2', 'enter', 'r').effects)).toEqual(['share-begin']);
    expect(did(press(opened(), 'e', 'enter').effects)).toEqual(['share-begin']);
  });

  test('a report that is refused leaves the result as it was, with one line', () => {
    const state = refuse(press(opened(), 'r').state);
    expect(state.screen.kind).toBe('result');
    expect(state.notice?.text).toBe('It cannot be. Try another.');
  });

  test('what is handed over is the report with the marks made here', () => {
    const marked = press(opened(), '2', 'b', '"ours', 'enter', 'enter').state;
    const [effect] = press(marked, 'r').effects;
    expect(
      effect?.do === 'share-begin' && effect.report.findings.filter((one) => one.triage.note === 'ours'),
    ).toHaveLength(1);
    const asked = update(press(marked, 'r').state, { type: 'share-begun', facts: known }).state;
    expect(share(asked).result.report.findings.filter((one) => one.triage.note === 'ours')).toHaveLength(1);
  });
});

describe('step by step', () => {
  test('every step comes in turn, and nothing is made before yes', () => {
    for (const step of shareSteps) expect(share(at(step)).step).toBe(step);
    const before = at('confirm');
    for (const other of ['enter', 'space', 'j', 'x', 'l']) expect(did(press(before, other).effects)).toEqual([]);
    const [effect] = press(before, 'y').effects;
    expect(effect).toMatchObject({
      do: 'share-make',
      request: {
        recipient: 'generic',
        stage: 'notification',
        mark: 'TLP:AMBER',
        details: known.details,
        keep: [],
        withhold: [],
        folder: '/home/jdoe/package',
      },
    });
    expect(did(press(before, 'y', 'y', 'y').effects)).toEqual(['share-make']);
  });

  test('a recipient without notifications under NIS2 has no stage', () => {
    expect(share(press(begun(), 'G', 'enter').state)).toMatchObject({ step: 'mark', draft: { recipient: 'cisa' } });
  });

  test('Esc goes back through all steps to the result, and the answers are there again', () => {
    let state = press(begun(), 'j', 'enter', 'k', 'enter', 'g').state;
    const chosen = press(state, 'enter');
    expect(chosen.effects).toEqual([{ do: 'share-check-mark', mark: 'TLP:RED', hasKeptValues: false }]);
    state = update(chosen.state, { type: 'share-mark-fits', mark: 'TLP:RED' }).state;
    state = press(state, 'escape', 'escape', 'escape', 'escape').state;
    expect(state.screen.kind).toBe('result');
    const again = begun(known, state);
    expect(share(again).draft).toMatchObject({ recipient: 'ncsc-nl', stage: 'early-warning', mark: 'TLP:RED' });
    expect(share(again).selected).toBe(1);
  });

  test.each(shareSteps.filter((step) => step !== 'done'))(
    'Esc at %s asks nothing of the world but what is to be seen',
    (step) => {
      const { state, effects } = press(at(step), 'escape');
      expect(did(effects).filter((effect) => effect !== 'share-review')).toEqual([]);
      expect(['share', 'result']).toContain(state.screen.kind);
    },
  );

  test.each(shareSteps)('? names the keys of %s, where no line is typed', (step) => {
    const state = at(step);
    const context = contextOf(state.screen);
    if (context === undefined) return;
    expect(bindings[context].some(({ command }) => command === 'help')).toBe(true);
    expect(press(press(state, '?').state, 'escape').state).toEqual(state);
  });

  test.each(shareSteps)('what is refused at %s is one line, and the answers stay', (step) => {
    const before = at(step);
    const state = refuse(before);
    expect(state.notice).toEqual({ text: 'It cannot be. Try another.', tone: 'bad' });
    expect(share(state).draft).toEqual(share(before).draft);
    expect(share(state).isWaiting).toBe(false);
  });
});

describe('what the form asks', () => {
  const form = () => press(begun(facts), 'j', 'enter', 'enter', 'enter').state;
  const asked = () => update(form(), { type: 'share-mark-fits', mark: 'TLP:AMBER' }).state;

  test('is asked one after the other, kept, and not asked again', () => {
    const filled = press(asked(), '"Example BV', 'enter', '"soc@example.org', 'enter', 'enter');
    expect(share(filled.state).field).toBeUndefined();
    const { state, effects } = press(filled.state, 'enter');
    const details = { organisation: 'Example BV', contact_email: 'soc@example.org' };
    expect(effects).toMatchObject([{ do: 'share-review' }, { do: 'share-remember', details }]);
    const remembered = update(state, { type: 'share-remembered', details }).state;
    expect(did(press(remembered, 'escape', 'enter').effects)).toEqual(['share-review']);
  });

  test('an answer that cannot be kept is no reason to stop', () => {
    const filled = press(asked(), '"Example BV', 'enter', '"soc@example.org', 'enter', 'enter', 'enter').state;
    const refused = refuse(filled);
    const reviewed = update(refused, {
      type: 'share-reviewed',
      choices: choicesOf(share(refused).draft),
      found: review(),
    });
    expect(share(press(reviewed.state, 'enter').state).step).toBe('doubts');
  });

  test('what is needed is asked until it is said', () => {
    const { state } = press(asked(), 'enter');
    expect(state.notice?.text).toContain('cannot do without this: Name of the organisation');
    const passed = press(asked(), 'escape', 'G', 'enter');
    expect(passed.effects).toEqual([]);
    expect(share(passed.state)).toMatchObject({ step: 'details', selected: 0, field: { text: '' } });
  });

  test('an answer that is too long is told so', () => {
    const { state } = press(asked(), `"${'x'.repeat(2_001)}`, 'enter');
    expect(state.notice?.text).toContain('more than 2000 characters');
    expect(share(state).field?.text).toHaveLength(2_001);
  });

  test('an answer is changed, and taken away again', () => {
    const state = press(at('details'), 'g', 'enter', 'ctrl-u', '"Other', 'enter').state;
    expect(share(state).draft.details.organisation).toBe('Other');
    const optional = press(begun(known), 'j', 'enter', 'enter', 'enter').state;
    const told = update(optional, { type: 'share-mark-fits', mark: 'TLP:AMBER' }).state;
    const given = press(told, 'k', 'enter', '"123', 'enter').state;
    expect(share(given).draft.details.registration).toBe('123');
    expect(share(press(given, 'k', 'enter', 'ctrl-u', 'enter').state).draft.details).not.toHaveProperty('registration');
  });
});

describe('doubtful values', () => {
  test('each needs a decision', () => {
    const one = press(at('doubts'), 'r', 'enter');
    expect(one.effects).toEqual([]);
    expect(one.state.notice?.text).toContain('1 value is not decided');
    expect(share(one.state)).toMatchObject({ step: 'doubts', selected: 1 });
  });

  test('what differs from the proposal is worked out before it goes on', () => {
    const { state, effects } = press(at('doubts'), 'r', 's', 'enter');
    const choices = { mark: 'TLP:AMBER', keep: ['backup'], withhold: ['198.51.100.77'] } as const;
    expect(effects).toMatchObject([{ do: 'share-review', choices }]);
    const found = review({ doubts: [], places: new Map([['198.51.100.77', 4]]) });
    const next = update(state, { type: 'share-reviewed', choices, found }).state;
    expect(share(next).step).toBe('folder');
    // What was decided stays in the list, to be changed.
    const rows = doubtRows(share(press(next, 'escape').state).draft);
    expect(rows.map(({ decision }) => decision)).toEqual(['replaced', 'stays']);
  });

  test('as proposed nothing has to be worked out again', () => {
    const { state, effects } = press(at('doubts'), 'a', 'enter');
    expect(effects).toEqual([]);
    expect(share(state).step).toBe('folder');
  });

  test('a new doubt that a decision brings is asked about', () => {
    const { state } = press(at('doubts'), 'r', 'r', 'enter');
    const found = review({ doubts: [{ value: 'later', proposal: 'replaced', reason: 'common-word' }] });
    const next = update(state, { type: 'share-reviewed', choices: choicesOf(share(state).draft), found }).state;
    expect(share(next)).toMatchObject({ step: 'doubts', selected: 2 });
    expect(next.notice?.text).toContain('1 value is not decided');
  });

  test('another value is named, and one that stands nowhere is told', () => {
    const typed = press(at('doubts'), 'a', 'w', '"Jansen en Zn', 'enter');
    expect(typed.effects).toEqual([{ do: 'share-check-value', value: 'Jansen en Zn' }]);
    expect(share(refuse(typed.state)).field?.text).toBe('Jansen en Zn');
    const named = update(typed.state, { type: 'share-value-fits', value: 'Jansen en Zn' }).state;
    expect(choicesOf(share(named).draft).withhold).toEqual(['Jansen en Zn']);
    const { state } = press(named, 'enter');
    const found = review({ places: new Map([['Jansen en Zn', 0]]) });
    const next = update(state, { type: 'share-reviewed', choices: choicesOf(share(state).draft), found }).state;
    expect(next.notice?.text).toContain('Jansen en Zn stands nowhere');
    expect(share(next).step).toBe('folder');
  });

  test('with TLP:CLEAR a value that stays is refused by what works it out, and the decisions are there to be changed', () => {
    const clear = press(at('mark'), 'G', 'enter');
    expect(clear.effects).toEqual([{ do: 'share-check-mark', mark: 'TLP:CLEAR', hasKeptValues: false }]);
    const kept = press(at('doubts'), 's', 's', 'enter');
    const back = update(kept.state, {
      type: 'share-reviewed',
      choices: choicesOf(share(kept.state).draft),
      found: review(),
    }).state;
    const marking = press(back, 'escape', 'escape', 'escape', 'escape', 'G', 'enter');
    expect(marking.effects).toEqual([{ do: 'share-check-mark', mark: 'TLP:CLEAR', hasKeptValues: true }]);
    expect(share(refuse(marking.state)).draft.mark).toBe('TLP:AMBER');
  });
});

describe('the folder, the key and the package', () => {
  test('a folder that holds something is asked again, as it was typed', () => {
    const state = refuse(press(at('folder'), '"-new', 'enter').state);
    expect(share(state)).toMatchObject({ step: 'folder', field: { text: 'package-new' } });
    expect(share(press(press(state, 'escape').state, 'enter').state).field?.text).toBe('package-new');
  });

  test('a key is confirmed by its fingerprint, or not used', () => {
    const typed = press(at('key'), '"cert.asc', 'enter');
    expect(typed.effects).toEqual([{ do: 'share-read-key', path: 'cert.asc' }]);
    const asked = update(typed.state, { type: 'share-key-read', key }).state;
    expect(share(press(asked, 'enter').state).draft.key).toBeUndefined();
    expect(share(press(asked, 'n').state)).toMatchObject({ step: 'key', field: { text: 'cert.asc' } });
    const agreed = press(asked, 'y').state;
    expect(share(agreed)).toMatchObject({ step: 'confirm', draft: { key } });
    // Taking the path away takes the key away.
    expect(share(press(agreed, 'escape', 'ctrl-u', 'enter').state).draft.key).toBeUndefined();
  });

  test('Tab completes the path of the key', () => {
    expect(press(at('key'), '"ce', 'tab').effects).toEqual([{ do: 'complete', text: 'ce', folder: '/home/jdoe' }]);
    const state = update(press(at('key'), '"ce').state, { type: 'completed', text: 'cert.asc' }).state;
    expect(share(state).field?.text).toBe('cert.asc');
  });

  test('while it is written no key does anything; a failure leaves the last question', () => {
    const writing = press(at('confirm'), 'y').state;
    expect(press(writing, 'escape', 'q', 'y').state).toEqual(writing);
    expect(share(refuse(writing))).toMatchObject({ step: 'confirm', isWaiting: false });
  });

  test('Control-C while it is written tells so, and leaves the second time', () => {
    const writing = press(at('confirm'), 'y').state;
    const first = press(writing, 'ctrl-c');
    expect(first.effects).toEqual([]);
    expect(first.state.notice?.text).toContain('is being written');
    expect(did(press(first.state, 'ctrl-c').effects)).toEqual(['leave']);
  });

  test.each([
    { name: 'quoted', raw: "'/media/my key.asc'\n", path: '/media/my key.asc' },
    { name: 'as an address', raw: 'file:///media/my%20key.asc', path: '/media/my key.asc' },
  ])('a key file that is dropped on the window is a path: $name', ({ raw, path }) => {
    const state = update(at('key'), { type: 'paste', text: raw }).state;
    expect(share(state).field?.text).toBe(path);
  });

  test('then it leads back to the result, and the next package gets a folder of its own', () => {
    const done = update(press(at('confirm'), 'y').state, { type: 'share-made', made }).state;
    const back = press(done, 'enter').state;
    expect(back.screen.kind).toBe('result');
    expect(share(begun({ ...known, folder: 'package-2' }, back)).draft.folder).toBe('package-2');
  });

  test('answers that come after their user has gone back change nothing that is seen', () => {
    const state = press(press(at('folder'), 'enter').state, 'escape').state;
    expect(update(state, { type: 'share-folder-fits', path: '/x' }).state).toEqual(state);
    expect(update(state, { type: 'share-key-read', key }).state).toEqual(state);
    const gone = opened();
    expect(update(gone, { type: 'share-made', made }).state).toEqual(gone);
  });
});

test('Control-C leaves, and asks first where marks would be lost', () => {
  expect(did(press(begun(), 'ctrl-c').effects)).toEqual(['leave']);
  const marked = press(begun(known, opened({ hasUnsavedMarks: true })), 'ctrl-c');
  expect(marked.effects).toEqual([]);
  expect(marked.state.screen).toMatchObject({ kind: 'result', prompt: { kind: 'leave' } });
});

test('any key on any step leaves a state that has keys or a line being typed', () => {
  const contexts = new Set<Context | undefined>();
  const all = [...new Set(Object.values(bindings).flatMap((entries) => entries.flatMap(({ keys }) => keys)))];
  for (const step of shareSteps) {
    for (const first of all) {
      const { state } = press(at(step), first);
      for (const second of all) contexts.add(contextOf(press(state, second).state.screen));
    }
  }
  expect(contexts).toContain('share-doubts');
});
