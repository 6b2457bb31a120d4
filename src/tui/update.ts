import type { Action } from './actions.ts';
import { type Context, commandFor, type KeyPress } from './keys.ts';
import { bodyRows } from './layout.ts';
import { helpPage } from './pages/help-page.ts';
import { shareAnswer } from './share/answers.ts';
import { pasteInShare } from './share/typing.ts';
import { pressInShare, shareContext } from './share/update-share.ts';
import { isWriting, resultOf } from './share/way.ts';
import type { Screen, UiState } from './state.ts';
import { noticed, type Step, scrolled, show, stay } from './step.ts';
import { pasteIntoResult, pressInResult, resultAnswer } from './update-result.ts';
import { pressWhileScanning, scanAnswer } from './update-scan.ts';
import { pasteAtStart, pressAtStart, startAnswer } from './update-start.ts';

/** What an action does to the state, and what it asks of the world. Pure. */
export function update(state: UiState, action: Action): Step {
  switch (action.type) {
    case 'resize':
      return stay({ ...state, size: action.size });
    case 'press':
      return press(state, action.key);
    case 'paste':
      return paste(state, action.text);
    case 'refused': {
      const next = { ...state, screen: afterRefusal(state.screen) };
      return noticed(stay(next), { text: `${asSentence(action.message)} ${action.remedy}`, tone: 'bad' });
    }
    case 'failed':
      return show(state, {
        kind: 'failed',
        message: action.message,
        remedy: action.remedy,
        ...(action.retry && { retry: action.retry }),
      });
    case 'report-opened':
    case 'scan-ended':
    case 'saved':
    case 'save-met-file':
    case 'written':
      return resultAnswer(state, action);
    case 'asked-host-key':
    case 'asked-text':
    case 'scan-started':
    case 'outcomes':
      return scanAnswer(state, action);
    case 'share-begun':
    case 'share-mark-fits':
    case 'share-remembered':
    case 'share-reviewed':
    case 'share-value-fits':
    case 'share-folder-fits':
    case 'share-key-read':
    case 'share-made':
      return shareAnswer(state, action);
    case 'folder-listed':
    case 'inspected':
    case 'completed':
    case 'planned':
      return startAnswer(state, action);
  }
}

/** With its end: the remedy follows on the same line. */
function asSentence(said: string): string {
  return /[.!?:]$/.test(said) ? said : `${said}.`;
}

/** A folder that could not be read shows as an empty one, not as one still being read; on the way to a package nothing is waited for any more. */
function afterRefusal(screen: Screen): Screen {
  if (screen.kind === 'browse') return { ...screen, entries: screen.entries ?? [] };
  return screen.kind === 'share' ? { ...screen, isWaiting: false } : screen;
}

function press(state: UiState, key: KeyPress): Step {
  if (key.name === 'ctrl-c') return interrupt(state);
  if (state.helpTop !== undefined) return pressInHelp(state, state.helpTop, key);
  const context = contextOf(state.screen);
  if (context !== undefined && commandFor(context, key) === 'help') return stay({ ...state, helpTop: 0 });
  switch (state.screen.kind) {
    case 'start':
    case 'address':
    case 'browse':
    case 'samples':
    case 'plan':
      return pressAtStart(state, state.screen, key);
    case 'connecting':
    case 'running':
    case 'failed':
      return pressWhileScanning(state, state.screen, key);
    case 'result':
      return pressInResult(state, state.screen, key);
    case 'share':
      return pressInShare(state, state.screen, key);
  }
}

function paste(state: UiState, text: string): Step {
  switch (state.screen.kind) {
    case 'start':
    case 'address':
    case 'browse':
      return pasteAtStart(state, state.screen, text);
    case 'result':
      return pasteIntoResult(state, state.screen, text);
    case 'share':
      return pasteInShare(state, state.screen, text);
    default:
      return [...text.replace(/[\r\n]+$/, '')].reduce<Step>((step, character) => {
        const next = press(step.state, { name: character, text: character });
        return { state: next.state, effects: [...step.effects, ...next.effects] };
      }, stay(state));
  }
}

/** Control-C: ends a scan with what there is, asks once where marks would be lost, and leaves the second time. */
function interrupt(state: UiState): Step {
  const { screen } = state;
  if (screen.kind === 'running' && !screen.isStopping)
    return show(state, { ...screen, isStopping: true }, { do: 'stop' });
  if (screen.kind === 'running') return stay(state, { do: 'leave', status: 130 });
  if (screen.kind === 'share' && isWriting(screen) && !state.notice)
    return noticed(stay(state), { text: state.setting.texts.share.stillWriting, tone: 'doubtful' });
  const result = screen.kind === 'share' ? resultOf(screen) : screen;
  if (result.kind === 'result' && result.hasUnsavedMarks && result.prompt?.kind !== 'leave')
    return show(state, { ...result, prompt: { kind: 'leave', to: 'quit' } });
  return stay(state, { do: 'leave', status: screen.kind === 'connecting' ? 130 : 0 });
}

function pressInHelp(state: UiState, top: number, key: KeyPress): Step {
  const command = commandFor('help', key);
  if (command === undefined) return stay(state);
  const { helpTop: _closed, ...closed } = state;
  if (command === 'back') return stay(closed);
  const context = contextOf(state.screen) ?? 'help';
  const rows = helpPage(context, state.setting.texts).length;
  return stay({ ...state, helpTop: scrolled(command, top, rows, bodyRows(state.size)) ?? top });
}

/** Which keys hold; undefined while text is typed. */
export function contextOf(screen: Screen): Context | undefined {
  switch (screen.kind) {
    case 'address':
      return undefined;
    case 'browse':
      return screen.field ? undefined : 'browse';
    case 'connecting':
      if (screen.question === undefined) return 'connecting';
      return screen.question.kind === 'host-key' ? 'yes-no' : undefined;
    case 'result':
      if (screen.prompt) return { text: undefined, menu: 'menu' as const, leave: 'leave' as const }[screen.prompt.kind];
      return screen.view === 'findings' && screen.isDetailOpen ? 'finding' : screen.view;
    case 'share':
      return shareContext(screen);
    case 'start':
    case 'samples':
    case 'plan':
    case 'running':
    case 'failed':
      return screen.kind;
  }
}
