import { type Command, type Context, commandFor, type KeyPress } from '../keys.ts';
import { bodyRows, pageColumns } from '../layout.ts';
import type { Line } from '../line.ts';
import type { UiState } from '../state.ts';
import { moved, noticed, type Step, scrolled, show, stay } from '../step.ts';
import { field } from '../text-field.ts';
import { confirmPage, donePage, leavesPage } from './pages.ts';
import {
  askedDetails,
  choicesOf,
  doubtRows,
  isReviewed,
  marks,
  missingDetail,
  recipientOf,
  type ShareScreen,
  shareStages,
  withDecision,
  withProposals,
} from './state.ts';
import { giveUp, pressAboutKey, typeLine } from './typing.ts';
import { decided, goBack, goOn, isWriting, resultOf, review, typingDetail } from './way.ts';

/** Which keys hold on the way to a package; undefined while text is typed. */
export function shareContext({ step, field: typed, askedKey, isWaiting }: ShareScreen): Context | undefined {
  if (isWaiting) return step === 'confirm' ? 'share-writing' : 'share-wait';
  if (askedKey) return 'yes-no';
  if (typed) return undefined;
  switch (step) {
    case 'leaves':
      return 'share-leaves';
    case 'doubts':
      return 'share-doubts';
    case 'confirm':
      return 'share-confirm';
    case 'done':
      return 'share-done';
    default:
      return 'share-list';
  }
}

/** Keys on the way from a result to a package for a CERT. */
export function pressInShare(state: UiState, screen: ShareScreen, key: KeyPress): Step {
  if (screen.isWaiting) return pressWhileWaiting(state, screen, key);
  if (screen.askedKey) return pressAboutKey(state, screen, key);
  if (screen.field) return typeLine(state, screen, key);
  const command = commandFor(shareContext(screen)!, key);
  if (command === undefined) return stay(state);
  if (command === 'back' && screen.step !== 'done') return goBack(state, screen);
  switch (screen.step) {
    case 'recipient':
    case 'stage':
    case 'mark':
      return inList(state, screen, command);
    case 'details':
      return inDetails(state, screen, command);
    case 'leaves':
      return inLeaves(state, screen, command);
    case 'doubts':
      return inDoubts(state, screen, command);
    case 'confirm':
      return inConfirm(state, screen, command);
    case 'done':
      return inDone(state, screen, command);
    case 'folder':
    case 'key':
      return stay(state);
  }
}

/** What was asked for may take its time: only going back is possible, and not even that while the package is written. */
function pressWhileWaiting(state: UiState, screen: ShareScreen, key: KeyPress): Step {
  if (isWriting(screen) || commandFor('share-wait', key) !== 'back') return stay(state);
  if (screen.field) return giveUp(state, { ...screen, isWaiting: false }, screen.field.text.trim());
  return goBack(state, { ...screen, isWaiting: false });
}

function inList(state: UiState, screen: ShareScreen, command: Command): Step {
  const { facts, draft, selected } = screen;
  const counts = { recipient: facts.recipients.length, stage: shareStages.length, mark: marks.length };
  const step = screen.step as keyof typeof counts;
  const to = moved(command, selected, counts[step], 5);
  if (to !== undefined) return show(state, { ...screen, selected: to });
  if (command !== 'choose') return stay(state);
  switch (step) {
    case 'recipient':
      return goOn(state, { ...screen, draft: { ...draft, recipient: facts.recipients[selected]!.name } });
    case 'stage':
      return goOn(state, { ...screen, draft: { ...draft, stage: shareStages[selected]! } });
    case 'mark': {
      const mark = marks[selected]!;
      const hasKeptValues = choicesOf(draft).keep.length > 0;
      return show(state, { ...screen, isWaiting: true }, { do: 'share-check-mark', mark, hasKeptValues });
    }
  }
}

/** The rows of the form: each thing that is asked, then going on. */
function inDetails(state: UiState, screen: ShareScreen, command: Command): Step {
  const asked = askedDetails(recipientOf(screen));
  const selected = moved(command, screen.selected, asked.length + 1, 5);
  if (selected !== undefined) return show(state, { ...screen, selected });
  if (command !== 'choose') return stay(state);
  const name = asked[screen.selected];
  if (name !== undefined) return show(state, typingDetail(screen, name));
  const missing = missingDetail(recipientOf(screen), screen.draft.details);
  if (missing !== undefined) {
    const { share } = state.setting.texts;
    return noticed(show(state, typingDetail(screen, missing)), {
      text: share.missing(share.details[missing]),
      tone: 'doubtful',
    });
  }
  const { details } = screen.draft;
  const step = goOn(state, screen);
  if (JSON.stringify(details) === JSON.stringify(screen.facts.details)) return step;
  return { ...step, effects: [...step.effects, { do: 'share-remember', details }] };
}

function inLeaves(state: UiState, screen: ShareScreen, command: Command): Step {
  if (command === 'goOn') return isReviewed(screen.draft) ? goOn(state, screen) : review(state, screen);
  return scroll(state, screen, command, (width) => leavesPage(screen, state.setting.texts, width));
}

function inDoubts(state: UiState, screen: ShareScreen, command: Command): Step {
  const { draft } = screen;
  const rows = doubtRows(draft);
  const selected = moved(command, screen.selected, rows.length, 5);
  if (selected !== undefined) return show(state, { ...screen, selected });
  switch (command) {
    case 'stays':
    case 'replace': {
      const row = rows[screen.selected];
      if (!row) return stay(state);
      const decided = withDecision(draft, row.value, command === 'stays' ? 'stays' : 'replaced');
      const next = Math.min(screen.selected + 1, rows.length - 1);
      return show(state, { ...screen, draft: decided, selected: next });
    }
    case 'allProposed':
      return show(state, { ...screen, draft: withProposals(draft) });
    case 'nameValue':
      return show(state, { ...screen, field: field() });
    case 'goOn':
      return decided(state, screen);
    default:
      return stay(state);
  }
}

function inConfirm(state: UiState, screen: ShareScreen, command: Command): Step {
  const { draft, result } = screen;
  if (command !== 'yes')
    return scroll(state, screen, command, (width) => confirmPage(screen, state.setting.texts, width));
  const { recipient, stage, details, folder, key } = draft;
  const request = { ...choicesOf(draft), recipient, stage, details, folder, ...(key && { key }) };
  return show(state, { ...screen, isWaiting: true }, { do: 'share-make', report: result.report, request });
}

function inDone(state: UiState, screen: ShareScreen, command: Command): Step {
  const { made } = screen;
  // The next package needs another folder.
  if (command === 'back' || !made) return show(state, resultOf({ ...screen, draft: { ...screen.draft, folder: '' } }));
  return scroll(state, screen, command, (width) => donePage(screen, made, state.setting.texts, width));
}

function scroll(state: UiState, screen: ShareScreen, command: Command, page: (width: number) => readonly Line[]): Step {
  const count = page(pageColumns(state.size)).length;
  const top = scrolled(command, screen.top, count, bodyRows(state.size));
  return top === undefined ? stay(state) : show(state, { ...screen, top });
}
