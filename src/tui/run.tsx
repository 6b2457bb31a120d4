import { render } from 'ink';
import type { Effect } from './actions.ts';
import { App } from './app.tsx';
import { createEffects } from './effects.ts';
import type { Ports } from './ports.ts';
import type { UiState } from './state.ts';
import { createStore } from './store.ts';

export interface Ending {
  /** What was on screen when the interface ended. */
  readonly state: UiState;
  readonly status: number;
}

/** Frames a second at most: what is read by people does not change faster. */
const FRAMES = 10;

/**
 * Runs the interface on the terminal until its user leaves. The screen is the alternate one and is restored, whatever ends it. `first` is asked for at
 * once, to open a report say. Rejects when drawing fails.
 */
export async function runScreens(initial: UiState, ports: Ports, first?: Effect): Promise<Ending> {
  let status = 0;
  let leave = (): void => {};
  const store = createStore(initial, (effect) => effects.carryOut(effect));
  const effects = createEffects(ports, initial.setting.texts, store.dispatch, (given) => {
    status = given;
    leave();
  });
  const app = render(<App store={store} />, {
    alternateScreen: true,
    exitOnCtrlC: false,
    interactive: true,
    incrementalRendering: true,
    maxFps: FRAMES,
    patchConsole: false,
  });
  leave = app.unmount;
  // A defect anywhere ends the drawing first, so that whoever catches it writes on the user's own screen.
  const defect = Promise.withResolvers<never>();
  process.once('uncaughtException', defect.reject);
  try {
    if (first) effects.carryOut(first);
    await Promise.race([app.waitUntilExit(), defect.promise]);
  } finally {
    process.off('uncaughtException', defect.reject);
    effects.end();
    app.cleanup();
  }
  return { state: store.state(), status };
}
