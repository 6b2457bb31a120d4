import { printable } from '../../evidence/printable.ts';
import type { Action } from '../actions.ts';
import { droppedPath } from '../dropped-path.ts';
import { type Command, type Context, commandFor, type KeyPress } from '../keys.ts';
import { bodyRows, pageColumns } from '../layout.ts';
import type { Line } from '../line.ts';
import type { ResultScreen, UiState } from '../state.ts';
import { moved, noticed, type Step, scrolled, show, stay } from '../step.ts';
import { edited, field, inserted } from '../text-field.ts';
import { confirmPage, donePage, leavesPage } from './pages.ts';
import type { DetailName, Details } from './port.ts';
import {
  askedDetails,
  choicesOf,
  doubtRows,
  draftFor,
  isReviewed,
  marks,
  missingDetail,
  neighbourStep,
  notFound,
  recipientOf,
  type ShareDraft,
  type ShareScreen,
  type ShareStep,
  shareStages,
  undecided,
  withDecision,
  withNamed,
  withProposals,
  withReview,
} from './state.ts';

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
  if (screen.field) return type(state, screen, key);
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

/** A step of the way, with the answers that were given there before. */
function toStep(state: UiState, screen: ShareScreen, step: ShareStep): Step {
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

function goOn(state: UiState, screen: ShareScreen): Step {
  return toStep(state, screen, neighbourStep(screen, 1) ?? screen.step);
}

/** The step before, and before the first one the result; answers stay. */
function goBack(state: UiState, screen: ShareScreen): Step {
  const before = neighbourStep(screen, -1);
  return before === undefined ? show(state, resultOf(screen)) : toStep(state, screen, before);
}

/** The package is being written; to leave now would not stop that. */
export function isWriting({ step, isWaiting }: ShareScreen): boolean {
  return step === 'confirm' && isWaiting;
}

/** The result that is handed over, which remembers the answers. */
export function resultOf({ result, draft }: ShareScreen): ResultScreen {
  return { ...result, draft };
}

function firstUndecided(draft: ShareDraft): number {
  return Math.max(
    0,
    doubtRows(draft).findIndex(({ decision }) => decision === undefined),
  );
}

function review(state: UiState, screen: ShareScreen): Step {
  const choices = choicesOf(screen.draft);
  return show(state, { ...screen, isWaiting: true }, { do: 'share-review', report: screen.result.report, choices });
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

function typingDetail(screen: ShareScreen, name: DetailName): ShareScreen {
  const selected = askedDetails(recipientOf(screen)).indexOf(name);
  return { ...screen, selected, field: field(screen.draft.details[name] ?? '') };
}

function atGoOn({ field: _typed, ...screen }: ShareScreen): ShareScreen {
  return { ...screen, selected: askedDetails(recipientOf(screen)).length };
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

/** On from the decisions: all must be made, and what they change must have been worked out. */
function decided(state: UiState, screen: ShareScreen): Step {
  const open = undecided(screen.draft).length;
  if (open > 0) {
    const text = state.setting.texts.share.undecided(open);
    return noticed(show(state, { ...screen, selected: firstUndecided(screen.draft) }), { text, tone: 'doubtful' });
  }
  return isReviewed(screen.draft) ? goOn(state, screen) : review(state, screen);
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

/** Keys while a line is typed: an answer, a value, the folder, or the path of a key. */
function type(state: UiState, screen: ShareScreen, key: KeyPress): Step {
  const typed = screen.field!;
  if (key.name === 'enter') return accept(state, screen, typed.text.trim());
  if (key.name === 'escape') return giveUp(state, screen, typed.text.trim());
  if (key.name === 'tab' && screen.step === 'key')
    return stay(state, { do: 'complete', text: typed.text, folder: state.setting.workFolder });
  return show(state, { ...screen, field: edited(typed, key) });
}

function giveUp(state: UiState, screen: ShareScreen, typed: string): Step {
  const { field: _typed, ...rest } = screen;
  switch (screen.step) {
    case 'folder':
      return goBack(state, { ...rest, draft: { ...screen.draft, folder: typed || screen.facts.folder } });
    case 'key':
      return goBack(state, { ...rest, draft: { ...screen.draft, keyPath: typed } });
    default:
      return show(state, rest);
  }
}

function accept(state: UiState, screen: ShareScreen, typed: string): Step {
  const { field: _typed, ...rest } = screen;
  switch (screen.step) {
    case 'details':
      return acceptDetail(state, rest, typed);
    case 'doubts':
      if (typed === '') return show(state, rest);
      return show(state, { ...screen, isWaiting: true }, { do: 'share-check-value', value: typed });
    case 'folder':
      if (typed === '') return stay(state);
      return show(state, { ...screen, isWaiting: true }, { do: 'share-check-folder', path: typed });
    case 'key': {
      if (typed !== '') return show(state, { ...screen, isWaiting: true }, { do: 'share-read-key', path: typed });
      return goOn(state, { ...rest, draft: { ...withoutKey(screen.draft), keyPath: '' } });
    }
    default:
      return stay(state);
  }
}

/** An answer for the form; then the next thing that nobody has said yet, needed or not. */
function acceptDetail(state: UiState, screen: ShareScreen, typed: string): Step {
  const { share } = state.setting.texts;
  const recipient = recipientOf(screen);
  const asked = askedDetails(recipient);
  const name = asked[screen.selected];
  if (name === undefined) return stay(state);
  const answer = printable(typed);
  if (answer.length > screen.facts.longestDetail)
    return noticed(stay(state), { text: share.tooLong(screen.facts.longestDetail), tone: 'doubtful' });
  if (answer === '' && recipient.asks.includes(name))
    return noticed(stay(state), { text: share.missing(share.details[name]), tone: 'doubtful' });
  const { [name]: _before, ...others } = screen.draft.details;
  const details: Details = answer === '' ? others : { ...others, [name]: answer };
  const answered = { ...screen, draft: { ...screen.draft, details } };
  const next = asked.slice(screen.selected + 1).find((one) => details[one] === undefined);
  return show(state, next === undefined ? atGoOn(answered) : typingDetail(answered, next));
}

function withoutKey({ key: _key, ...draft }: ShareDraft): ShareDraft {
  return draft;
}

function pressAboutKey(state: UiState, { askedKey, ...screen }: ShareScreen, key: KeyPress): Step {
  const command = commandFor('yes-no', key);
  if (command === 'yes' && askedKey)
    return goOn(state, { ...screen, draft: { ...screen.draft, key: askedKey, keyPath: askedKey.path } });
  if (command !== 'no') return stay(state);
  const refused = show(state, { ...screen, draft: withoutKey(screen.draft) });
  return noticed(refused, { text: state.setting.texts.share.keyRefused, tone: 'doubtful' });
}

/** A pasted text goes where one is typed; a file dropped on the window is a path. */
export function pasteInShare(state: UiState, screen: ShareScreen, raw: string): Step {
  if (!screen.field || screen.isWaiting || screen.askedKey) return stay(state);
  const isPath = screen.step === 'key' || screen.step === 'folder';
  const text = isPath ? droppedPath(raw, process.platform) : raw.trim();
  return show(state, { ...screen, field: inserted(screen.field, text) });
}

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
