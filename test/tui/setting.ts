import { glyphsFor } from '../../src/tui/glyphs.ts';
import type { KeyPress } from '../../src/tui/keys.ts';
import { initialState, type Screen, type Setting, type UiState, type WindowSize } from '../../src/tui/state.ts';
import type { Step } from '../../src/tui/step.ts';
import { en } from '../../src/tui/texts/en.ts';
import { update } from '../../src/tui/update.ts';

export const small: WindowSize = { columns: 80, rows: 24 };
export const wide: WindowSize = { columns: 160, rows: 50 };

/** The setting of a test: English, all signs, a fixed clock. */
export function setting(over: Partial<Setting> = {}): Setting {
  return {
    texts: en,
    glyphs: glyphsFor({ LANG: 'C.UTF-8' }, 'linux'),
    version: '0.1.0',
    user: 'jdoe',
    workFolder: '/home/jdoe',
    samples: [
      { name: 'found.cve-2025-6543.tar.gz', path: '/samples/found.cve-2025-6543.tar.gz' },
      { name: 'clean.appliance.tar.gz', path: '/samples/clean.appliance.tar.gz' },
    ],
    recent: [],
    formats: [
      { name: 'html', description: 'one page to read and print' },
      { name: 'csv', description: 'findings for a spreadsheet' },
    ],
    now: () => new Date('2026-11-24T10:00:00Z'),
    ...over,
  };
}

export function stateWith(
  screen?: Screen,
  over: { readonly size?: WindowSize; readonly setting?: Setting } = {},
): UiState {
  return initialState(over.setting ?? setting(), over.size ?? small, screen);
}

/** Presses keys one after the other; a word of several letters is one key's name (`enter`), unless it begins with `"`: then it is typed. */
export function press(state: UiState, ...keys: readonly string[]): Step {
  const presses = keys.flatMap((key): readonly KeyPress[] =>
    key.startsWith('"')
      ? [...key.slice(1)].map((text) => ({ name: text === ' ' ? 'space' : text, text }))
      : [keyOf(key)],
  );
  return presses.reduce<Step>(
    (step, key) => {
      const next = update(step.state, { type: 'press', key });
      return { state: next.state, effects: [...step.effects, ...next.effects] };
    },
    { state, effects: [] },
  );
}

function keyOf(name: string): KeyPress {
  return name.length === 1 ? { name, text: name } : { name };
}
