import type { Action, Effect } from './actions.ts';
import type { UiState } from './state.ts';
import { update } from './update.ts';

/** Holds the state; the one place where something changes. */
export interface Store {
  state(): UiState;
  dispatch(action: Action): void;
  subscribe(listener: () => void): () => void;
}

/** `carryOut` starts what the state asks for; it may dispatch later, never at once. */
export function createStore(initial: UiState, carryOut: (effect: Effect) => void): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    dispatch(action) {
      const step = update(state, action);
      const isChanged = step.state !== state;
      state = step.state;
      if (isChanged) for (const listener of listeners) listener();
      for (const effect of step.effects) carryOut(effect);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
