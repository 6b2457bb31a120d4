import type { Action } from '../actions.ts';
import type { UiState } from '../state.ts';
import { noticed, type Step, show, stay } from '../step.ts';
import { doubtRows, draftFor, notFound, type ShareDraft, type ShareScreen, withNamed, withReview } from './state.ts';
import { decided, goOn, toStep } from './way.ts';

export type ShareAnswer = Extract<
  Action,
  {
    readonly type:
      | 'share-begun'
      | 'share-mark-fits'
      | 'share-remembered'
      | 'share-reviewed'
      | 'share-value-fits'
      | 'share-folder-fits'
      | 'share-key-read'
      | 'share-made';
  }
>;

/** Answers of the world; what comes after its user has gone elsewhere is passed over. */
export function shareAnswer(state: UiState, action: ShareAnswer): Step {
  const { screen } = state;
  if (action.type === 'share-begun') {
    if (screen.kind !== 'result') return stay(state);
    const { draft: earlier, ...result } = screen;
    const draft = draftFor(action.facts, state.setting.texts.share.firstRecipient, earlier);
    const first = { kind: 'share', result, facts: action.facts, draft, step: 'recipient' } as const;
    return toStep(state, { ...first, selected: 0, top: 0, isWaiting: false }, 'recipient');
  }
  if (screen.kind !== 'share') return stay(state);
  const { draft } = screen;
  switch (action.type) {
    case 'share-remembered':
      return stay({ ...state, screen: { ...screen, facts: { ...screen.facts, details: action.details } } });
    case 'share-reviewed':
      return reviewed(state, screen, withReview(draft, action.choices, action.found));
    case 'share-mark-fits':
      if (screen.step !== 'mark' || !screen.isWaiting) return stay(state);
      return goOn(state, { ...screen, draft: { ...draft, mark: action.mark } });
    case 'share-value-fits': {
      if (screen.step !== 'doubts' || !screen.field || !screen.isWaiting) return stay(state);
      const { field: _typed, ...rest } = screen;
      const named = withNamed(draft, action.value);
      const selected = doubtRows(named).findIndex(({ value }) => value === action.value);
      return show(state, { ...rest, isWaiting: false, draft: named, selected });
    }
    case 'share-folder-fits':
      if (screen.step !== 'folder' || !screen.isWaiting) return stay(state);
      return goOn(state, { ...screen, draft: { ...draft, folder: action.path } });
    case 'share-key-read':
      if (screen.step !== 'key' || !screen.isWaiting) return stay(state);
      return show(state, { ...screen, isWaiting: false, askedKey: action.key });
    case 'share-made':
      return toStep(state, { ...screen, made: action.made }, 'done');
  }
}

function reviewed(state: UiState, screen: ShareScreen, draft: ShareDraft): Step {
  const next = { ...screen, draft };
  if (!screen.isWaiting || screen.field) return stay({ ...state, screen: next });
  if (screen.step === 'doubts') {
    const step = decided(state, { ...next, isWaiting: false });
    const [missing] = notFound(draft);
    if (missing === undefined || step.state.notice) return step;
    return noticed(step, { text: state.setting.texts.share.notFound(missing), tone: 'doubtful' });
  }
  return screen.step === 'leaves' ? show(state, { ...next, isWaiting: false }) : stay({ ...state, screen: next });
}
