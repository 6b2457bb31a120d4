import { render } from 'ink-testing-library';
import stringWidth from 'string-width';
import { expect } from 'vitest';
import { StateView } from '../../src/tui/app.tsx';
import type { UiState, WindowSize } from '../../src/tui/state.ts';
import type { Catalogue } from '../../src/tui/texts/en.ts';

/** The screen of a state, as text. */
export function drawn(state: UiState): string {
  const { lastFrame, unmount } = render(<StateView state={state} />);
  const frame = lastFrame() ?? '';
  unmount();
  return frame;
}

/** Fails where a screen is larger than its window, or shows a value that is none. */
export function expectFits(state: UiState, size: WindowSize, texts: Catalogue): void {
  const rows = drawn({ ...state, size, setting: { ...state.setting, texts } }).split('\n');
  expect(rows.length).toBeLessThanOrEqual(size.rows);
  for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(size.columns);
  expect(rows.join('\n')).not.toMatch(/undefined|NaN|\[object/);
}
