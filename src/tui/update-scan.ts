import { foldOutcome, noScan } from '../assessment/scan-state.ts';
import type { Action } from './actions.ts';
import { commandFor, type KeyPress } from './keys.ts';
import { type ConnectingScreen, type FailedScreen, type RunningScreen, startScreen, type UiState } from './state.ts';
import { noticed, type Step, show, stay } from './step.ts';
import { edited, field } from './text-field.ts';

/** Keys while something is connected to or examined, and when that failed. */
export function pressWhileScanning(
  state: UiState,
  screen: ConnectingScreen | RunningScreen | FailedScreen,
  key: KeyPress,
): Step {
  switch (screen.kind) {
    case 'connecting':
      return screen.question ? answer(state, screen, key) : wait(state, key);
    case 'running':
      return steer(state, screen, key);
    case 'failed':
      return afterFailure(state, screen, key);
  }
}

function wait(state: UiState, key: KeyPress): Step {
  const command = commandFor('connecting', key);
  if (command === 'back') return show(state, startScreen, { do: 'abandon' });
  return command === 'quit' ? stay(state, { do: 'leave', status: 130 }) : stay(state);
}

function answer(state: UiState, { question, ...screen }: ConnectingScreen, key: KeyPress): Step {
  if (question?.kind === 'host-key') {
    const command = commandFor('yes-no', key);
    if (command === 'yes') return show(state, screen, { do: 'answer', value: true });
    return command === 'no' ? show(state, startScreen, { do: 'abandon' }) : stay(state);
  }
  if (question?.kind !== 'text') return stay(state);
  if (key.name === 'escape') return show(state, startScreen, { do: 'abandon' });
  if (key.name === 'enter') return show(state, screen, { do: 'answer', value: question.field.text });
  return show(state, { ...screen, question: { ...question, field: edited(question.field, key) } });
}

function steer(state: UiState, screen: RunningScreen, key: KeyPress): Step {
  const command = commandFor('running', key);
  switch (command) {
    case 'stop':
      return screen.isStopping ? stay(state) : show(state, { ...screen, isStopping: true }, { do: 'stop' });
    case 'pause':
      return screen.isStopping ? stay(state) : show(state, { ...screen, isPaused: true }, { do: 'pause' });
    case 'resume':
      return show(state, { ...screen, isPaused: false }, { do: 'resume' });
    case 'quit':
      if (screen.isLeaving) return stay(state, { do: 'leave', status: 130 });
      return noticed(show(state, { ...screen, isLeaving: true }), {
        text: state.setting.texts.prompts.leaveScan,
        tone: 'doubtful',
      });
    default:
      return stay(state);
  }
}

function afterFailure(state: UiState, screen: FailedScreen, key: KeyPress): Step {
  const command = commandFor('failed', key);
  if (command === 'quit') return stay(state, { do: 'leave', status: 0 });
  if (command === 'back') return show(state, startScreen);
  if (command === 'again' && screen.retry)
    return show(state, { kind: 'connecting', target: screen.retry }, { do: 'scan', target: screen.retry });
  return stay(state);
}

/** What a scan asks and tells. */
export function scanAnswer(
  state: UiState,
  action: Extract<Action, { readonly type: 'asked-host-key' | 'asked-text' | 'scan-started' | 'outcomes' }>,
): Step {
  const { screen } = state;
  switch (action.type) {
    case 'asked-host-key':
      if (screen.kind !== 'connecting') return stay(state);
      return show(state, { ...screen, question: { kind: 'host-key', key: action.question } });
    case 'asked-text': {
      if (screen.kind !== 'connecting') return stay(state);
      const { words, isSecret } = action;
      return show(state, { ...screen, question: { kind: 'text', words, isSecret, field: field() } });
    }
    case 'scan-started':
      if (screen.kind !== 'connecting') return stay(state);
      return show(state, {
        kind: 'running',
        target: action.target,
        scan: noScan,
        isPaused: false,
        isStopping: false,
        isLeaving: false,
      });
    case 'outcomes':
      if (screen.kind !== 'running') return stay(state);
      return stay({ ...state, screen: { ...screen, scan: action.outcomes.reduce(foldOutcome, screen.scan) } });
  }
}
