import { dirname, join } from 'node:path';
import type { Action } from './actions.ts';
import { droppedPath } from './dropped-path.ts';
import { commandFor, type KeyPress } from './keys.ts';
import { bodyRows, pageColumns } from './layout.ts';
import { planPage } from './pages/plan-page.ts';
import type { FolderEntry } from './ports.ts';
import {
  type AddressScreen,
  type BrowseScreen,
  type PlanScreen,
  type SamplesScreen,
  type StartScreen,
  startScreen,
  type UiState,
} from './state.ts';
import { moved, type Step, scrolled, show, stay } from './step.ts';
import { edited, field, inserted } from './text-field.ts';

type Choosing = StartScreen | AddressScreen | BrowseScreen | SamplesScreen | PlanScreen;

/** Keys before anything is examined. */
export function pressAtStart(state: UiState, screen: Choosing, key: KeyPress): Step {
  switch (screen.kind) {
    case 'start':
      return pressInMenu(state, screen, key);
    case 'address':
      return typeAddress(state, screen, key);
    case 'browse':
      return screen.field ? typePath(state, screen, key) : pressInFolder(state, screen, key);
    case 'samples':
      return pressInSamples(state, screen, key);
    case 'plan':
      return pressInPlan(state, screen, key);
  }
}

/** The rows of the start screen: four ways to begin, then recent targets. */
export const startChoices = ['live', 'evidence', 'report', 'sample'] as const;

function pressInMenu(state: UiState, screen: StartScreen, key: KeyPress): Step {
  const { recent, workFolder } = state.setting;
  const command = commandFor('start', key);
  if (command === undefined) return stay(state);
  const count = startChoices.length + recent.length;
  const selected = moved(command, screen.selected, count, 5);
  if (selected !== undefined) return show(state, { ...screen, selected });
  if (command === 'quit') return stay(state, { do: 'leave', status: 0 });
  if (command !== 'choose') return stay(state);
  const past = recent[screen.selected - startChoices.length];
  if (past) {
    if (past.kind === 'live') return toPlan(state, past.target);
    return stay(state, { do: 'inspect', path: past.target, purpose: past.kind });
  }
  switch (startChoices[screen.selected]) {
    case 'live':
      return show(state, { kind: 'address', field: field('nsroot@') });
    case 'evidence':
    case 'report': {
      const purpose = startChoices[screen.selected] === 'report' ? 'report' : 'evidence';
      return show(
        state,
        { kind: 'browse', purpose, folder: workFolder, selected: 0 },
        { do: 'list', folder: workFolder },
      );
    }
    default:
      return show(state, { kind: 'samples', selected: 0 });
  }
}

function typeAddress(state: UiState, screen: AddressScreen, key: KeyPress): Step {
  if (key.name === 'escape') return show(state, startScreen);
  if (key.name !== 'enter') return show(state, { ...screen, field: edited(screen.field, key) });
  const typed = screen.field.text.trim();
  return typed === '' ? stay(state) : toPlan(state, typed.startsWith('ssh://') ? typed : `ssh://${typed}`);
}

function toPlan(state: UiState, address: string): Step {
  return show(state, { kind: 'plan', address, top: 0 }, { do: 'plan', address });
}

function pressInPlan(state: UiState, screen: PlanScreen, key: KeyPress): Step {
  const command = commandFor('plan', key);
  if (command === undefined) return stay(state);
  if (command === 'quit') return stay(state, { do: 'leave', status: 0 });
  if (command === 'no') return show(state, startScreen);
  if (command === 'yes') {
    if (!screen.plan) return stay(state);
    const earlier = state.setting.recent.find(({ target }) => target === screen.address)?.report;
    const target = { kind: 'live' as const, address: screen.address, ...(earlier !== undefined && { earlier }) };
    return show(state, { kind: 'connecting', target }, { do: 'scan', target });
  }
  const count = planPage(screen.plan, state.setting.texts, pageColumns(state.size)).length;
  const top = scrolled(command, screen.top, count, bodyRows(state.size));
  return top === undefined ? stay(state) : show(state, { ...screen, top });
}

/** The rows of a folder: the one above, the folder itself where it can be examined, then what is in it. */
export function browseRows({ entries = [], purpose }: BrowseScreen): readonly BrowseRow[] {
  const shown = purpose === 'report' ? entries.filter(({ kind }) => kind === 'folder' || kind === 'report') : entries;
  return [
    { kind: 'parent' },
    ...(purpose === 'evidence' ? [{ kind: 'itself' as const }] : []),
    ...shown.map((entry) => ({ kind: 'entry' as const, entry })),
  ];
}
export type BrowseRow =
  | { readonly kind: 'parent' }
  | { readonly kind: 'itself' }
  | { readonly kind: 'entry'; readonly entry: FolderEntry };

function pressInFolder(state: UiState, screen: BrowseScreen, key: KeyPress): Step {
  const command = commandFor('browse', key);
  const { purpose, folder } = screen;
  if (command === undefined) return stay(state);
  const rows = browseRows(screen);
  const selected = moved(command, screen.selected, rows.length, bodyRows(state.size) - 3);
  if (selected !== undefined) return show(state, { ...screen, selected });
  switch (command) {
    case 'quit':
      return stay(state, { do: 'leave', status: 0 });
    case 'back':
      return show(state, startScreen);
    case 'type':
      return show(state, { ...screen, field: field(folder.endsWith('/') ? folder : `${folder}/`) });
    case 'parent':
      return enter(state, screen, dirname(folder));
    case 'choose': {
      const row = rows[screen.selected];
      if (!row) return stay(state);
      if (row.kind === 'parent') return enter(state, screen, dirname(folder));
      if (row.kind === 'itself') return examine(state, folder);
      const path = join(folder, row.entry.name);
      return row.entry.kind === 'folder'
        ? enter(state, screen, path)
        : stay(state, { do: 'inspect', path, purpose: row.entry.kind === 'report' ? 'report' : purpose });
    }
    default:
      return stay(state);
  }
}

function enter(state: UiState, { purpose }: BrowseScreen, folder: string): Step {
  return show(state, { kind: 'browse', purpose, folder, selected: 0 }, { do: 'list', folder });
}

function typePath(state: UiState, screen: BrowseScreen, key: KeyPress): Step {
  const { field: typed, ...listing } = screen;
  if (key.name === 'escape') return show(state, listing);
  const path = typed!.text.trim();
  if (key.name === 'tab') return stay(state, { do: 'complete', text: typed!.text, folder: screen.folder });
  if (key.name === 'enter')
    return path === '' ? show(state, listing) : stay(state, { do: 'inspect', path, purpose: screen.purpose });
  return show(state, { ...screen, field: edited(typed!, key) });
}

/** A pasted or dropped path is opened at once; elsewhere paste is typing. */
export function pasteAtStart(state: UiState, screen: StartScreen | AddressScreen | BrowseScreen, raw: string): Step {
  if (screen.kind === 'address') return show(state, { ...screen, field: inserted(screen.field, raw.trim()) });
  const path = droppedPath(raw, process.platform);
  if (path === '') return stay(state);
  if (screen.kind === 'browse' && screen.field) return show(state, { ...screen, field: inserted(screen.field, path) });
  if (screen.kind === 'start' && /^ssh:\/\//.test(path)) return toPlan(state, path);
  return stay(state, { do: 'inspect', path, purpose: screen.kind === 'browse' ? screen.purpose : 'evidence' });
}

function pressInSamples(state: UiState, screen: SamplesScreen, key: KeyPress): Step {
  const { samples } = state.setting;
  const command = commandFor('samples', key);
  if (command === undefined) return stay(state);
  const selected = moved(command, screen.selected, samples.length, 5);
  if (selected !== undefined) return show(state, { ...screen, selected });
  if (command === 'quit') return stay(state, { do: 'leave', status: 0 });
  if (command === 'back') return show(state, startScreen);
  const sample = samples[screen.selected];
  if (command !== 'choose' || !sample) return stay(state);
  const target = { kind: 'sample' as const, address: sample.path };
  return show(state, { kind: 'connecting', target }, { do: 'scan', target });
}

function examine(state: UiState, path: string): Step {
  const earlier = state.setting.recent.find(({ target }) => target === path)?.report;
  const target = { kind: 'evidence' as const, address: path, ...(earlier !== undefined && { earlier }) };
  return show(state, { kind: 'connecting', target }, { do: 'scan', target });
}

/** Answers of the world to what these screens ask. */
export function startAnswer(
  state: UiState,
  action: Extract<Action, { readonly type: 'folder-listed' | 'inspected' | 'completed' | 'planned' }>,
): Step {
  const { screen } = state;
  switch (action.type) {
    case 'folder-listed':
      if (screen.kind !== 'browse' || screen.folder !== action.folder) return stay(state);
      return stay({ ...state, screen: { ...screen, entries: action.entries } });
    case 'completed':
      if ((screen.kind !== 'browse' && screen.kind !== 'share') || !screen.field) return stay(state);
      return stay({ ...state, screen: { ...screen, field: field(action.text) } });
    case 'planned':
      return screen.kind === 'plan' ? stay({ ...state, screen: { ...screen, plan: action.plan } }) : stay(state);
    case 'inspected': {
      if (screen.kind !== 'browse' && screen.kind !== 'start') return stay(state);
      const { facts, purpose } = action;
      if (facts.kind === 'file' && (facts.isReport || purpose === 'report'))
        return stay(state, { do: 'open', path: facts.path });
      if (facts.kind === 'file') return examine(state, facts.path);
      // A recent folder was examined before; a folder that is typed is looked into.
      if (screen.kind === 'start') return examine(state, facts.path);
      return show(
        state,
        { kind: 'browse', purpose, folder: facts.path, selected: purpose === 'evidence' ? 1 : 0 },
        { do: 'list', folder: facts.path },
      );
    }
  }
}
