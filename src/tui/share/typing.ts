import { printable } from '../../evidence/printable.ts';
import { droppedPath } from '../dropped-path.ts';
import { commandFor, type KeyPress } from '../keys.ts';
import type { UiState } from '../state.ts';
import { noticed, type Step, show, stay } from '../step.ts';
import { edited, inserted } from '../text-field.ts';
import type { Details } from './port.ts';
import { askedDetails, recipientOf, type ShareDraft, type ShareScreen } from './state.ts';
import { atGoOn, goBack, goOn, typingDetail } from './way.ts';

export function pressAboutKey(state: UiState, { askedKey, ...screen }: ShareScreen, key: KeyPress): Step {
  const command = commandFor('yes-no', key);
  if (command === 'yes' && askedKey)
    return goOn(state, { ...screen, draft: { ...screen.draft, key: askedKey, keyPath: askedKey.path } });
  if (command !== 'no') return stay(state);
  const refused = show(state, { ...screen, draft: withoutKey(screen.draft) });
  return noticed(refused, { text: state.setting.texts.share.keyRefused, tone: 'doubtful' });
}

/** Keys while a line is typed: an answer, a value, the folder, or the path of a key. */
export function typeLine(state: UiState, screen: ShareScreen, key: KeyPress): Step {
  const typed = screen.field!;
  if (key.name === 'enter') return accept(state, screen, typed.text.trim());
  if (key.name === 'escape') return giveUp(state, screen, typed.text.trim());
  if (key.name === 'tab' && screen.step === 'key')
    return stay(state, { do: 'complete', text: typed.text, folder: state.setting.workFolder });
  return show(state, { ...screen, field: edited(typed, key) });
}

export function giveUp(state: UiState, screen: ShareScreen, typed: string): Step {
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

/** A pasted text goes where one is typed; a file dropped on the window is a path. */
export function pasteInShare(state: UiState, screen: ShareScreen, raw: string): Step {
  if (!screen.field || screen.isWaiting || screen.askedKey) return stay(state);
  const isPath = screen.step === 'key' || screen.step === 'folder';
  const text = isPath ? droppedPath(raw, process.platform) : raw.trim();
  return show(state, { ...screen, field: inserted(screen.field, text) });
}
