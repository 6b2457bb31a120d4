import type { ResultScreen, UiState } from '../state.ts';
import { noticed, type Step, show } from '../step.ts';
import { field } from '../text-field.ts';
import type { DetailName } from './port.ts';
import {
  askedDetails,
  choicesOf,
  doubtRows,
  isReviewed,
  marks,
  missingDetail,
  neighbourStep,
  recipientOf,
  type ShareDraft,
  type ShareScreen,
  type ShareStep,
  shareStages,
  undecided,
} from './state.ts';

/** A step of the way, with the answers that were given there before. */
export function toStep(state: UiState, screen: ShareScreen, step: ShareStep): Step {
  const { field: _typed, askedKey: _asked, ...rest } = screen;
  const { draft } = screen;
  const next: ShareScreen = { ...rest, step, selected: 0, top: 0, isWaiting: false };
  switch (step) {
    case 'recipient':
      return show(state, { ...next, selected: screen.facts.recipients.indexOf(recipientOf(screen)) });
    case 'stage':
      return show(state, { ...next, selected: shareStages.indexOf(draft.stage) });
    case 'mark':
      return show(state, { ...next, selected: marks.indexOf(draft.mark) });
    case 'details': {
      const missing = missingDetail(recipientOf(screen), draft.details);
      return show(state, missing === undefined ? atGoOn(next) : typingDetail(next, missing));
    }
    case 'leaves':
      return isReviewed(draft) ? show(state, next) : review(state, next);
    case 'doubts':
      return show(state, { ...next, selected: firstUndecided(draft) });
    case 'folder':
      return show(state, { ...next, field: field(draft.folder) });
    case 'key':
      return show(state, { ...next, field: field(draft.keyPath) });
    case 'confirm':
    case 'done':
      return show(state, next);
  }
}

export function goOn(state: UiState, screen: ShareScreen): Step {
  return toStep(state, screen, neighbourStep(screen, 1) ?? screen.step);
}

/** The step before, and before the first one the result; answers stay. */
export function goBack(state: UiState, screen: ShareScreen): Step {
  const before = neighbourStep(screen, -1);
  return before === undefined ? show(state, resultOf(screen)) : toStep(state, screen, before);
}

/** The result that is handed over, which remembers the answers. */
export function resultOf({ result, draft }: ShareScreen): ResultScreen {
  return { ...result, draft };
}

/** The package is being written; to leave now would not stop that. */
export function isWriting({ step, isWaiting }: ShareScreen): boolean {
  return step === 'confirm' && isWaiting;
}

export function firstUndecided(draft: ShareDraft): number {
  return Math.max(
    0,
    doubtRows(draft).findIndex(({ decision }) => decision === undefined),
  );
}

export function review(state: UiState, screen: ShareScreen): Step {
  const choices = choicesOf(screen.draft);
  return show(state, { ...screen, isWaiting: true }, { do: 'share-review', report: screen.result.report, choices });
}

/** On from the decisions: all must be made, and what they change must have been worked out. */
export function decided(state: UiState, screen: ShareScreen): Step {
  const open = undecided(screen.draft).length;
  if (open > 0) {
    const text = state.setting.texts.share.undecided(open);
    return noticed(show(state, { ...screen, selected: firstUndecided(screen.draft) }), { text, tone: 'doubtful' });
  }
  return isReviewed(screen.draft) ? goOn(state, screen) : review(state, screen);
}

export function typingDetail(screen: ShareScreen, name: DetailName): ShareScreen {
  const selected = askedDetails(recipientOf(screen)).indexOf(name);
  return { ...screen, selected, field: field(screen.draft.details[name] ?? '') };
}

export function atGoOn({ field: _typed, ...screen }: ShareScreen): ShareScreen {
  return { ...screen, selected: askedDetails(recipientOf(screen)).length };
}
