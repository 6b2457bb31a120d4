import type { Effect } from './actions.ts';
import type { Command } from './keys.ts';
import type { Notice, Screen, UiState } from './state.ts';

/** What an action leads to: the next state, and what is asked of the world. */
export interface Step {
  readonly state: UiState;
  readonly effects: readonly Effect[];
}

export function stay(state: UiState, ...effects: readonly Effect[]): Step {
  return { state, effects };
}

/** Another screen, or the same one changed; an earlier notice goes. */
export function show(state: UiState, screen: Screen, ...effects: readonly Effect[]): Step {
  const { notice: _gone, ...rest } = state;
  return { state: { ...rest, screen }, effects };
}

export function noticed(step: Step, notice: Notice): Step {
  return { ...step, state: { ...step.state, notice } };
}

/** The chosen row after a moving key; undefined when the command does not move. */
export function moved(command: Command, selected: number, count: number, page: number): number | undefined {
  const to = target(command, selected, count, page);
  return to === undefined ? undefined : Math.max(0, Math.min(to, count - 1));
}

function target(command: Command, selected: number, count: number, page: number): number | undefined {
  switch (command) {
    case 'up':
      return selected - 1;
    case 'down':
      return selected + 1;
    case 'pageUp':
      return selected - page;
    case 'pageDown':
      return selected + page;
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    default:
      return undefined;
  }
}

/** The first line shown of `count` after a moving key. */
export function scrolled(command: Command, top: number, count: number, height: number): number | undefined {
  const last = Math.max(0, count - height);
  return moved(command === 'last' ? 'last' : command, Math.min(top, last), last + 1, Math.max(1, height - 1));
}

/** The first row of a window of `height` rows that holds `selected`, in the middle where there is room. */
export function windowTop(selected: number, count: number, height: number): number {
  return Math.max(0, Math.min(selected - Math.floor(height / 2), count - height));
}
