import { printable } from '../evidence/printable.ts';
import type { Action } from './actions.ts';
import { type Command, commandFor, type KeyPress } from './keys.ts';
import { bodyRows, findingsLayout, pageColumns, timelineRows } from './layout.ts';
import { type Line, lineText } from './line.ts';
import { coveragePage } from './pages/coverage-page.ts';
import { verdictPage } from './pages/verdict-page.ts';
import { filterMenu, forCert, openText } from './prompts.ts';
import { noFilter } from './report-index.ts';
import { atFinding, detailPage, resultScreen, selectedFinding, withFilter } from './result-screen.ts';
import { beside, save } from './saving.ts';
import { type ResultScreen, startScreen, type UiState, views } from './state.ts';
import { moved, noticed, type Step, scrolled, show, stay } from './step.ts';
import { inserted } from './text-field.ts';
import { liveFilter, pressInPrompt } from './update-prompt.ts';

/** Keys while a report is read. */
export function pressInResult(state: UiState, screen: ResultScreen, key: KeyPress): Step {
  if (screen.prompt) return pressInPrompt(state, screen, screen.prompt, key);
  const isDetail = screen.view === 'findings' && screen.isDetailOpen;
  const command = commandFor(isDetail ? 'finding' : screen.view, key);
  if (command === undefined) return stay(state);
  const common = commonCommand(state, screen, command);
  if (common) return common;
  switch (screen.view) {
    case 'verdict':
      return scroll(state, screen, command, 'verdictTop', (width) =>
        verdictPage(screen.report, state.setting.texts, width, screen.savedAt),
      );
    case 'coverage':
      return scroll(state, screen, command, 'coverageTop', (width) =>
        coveragePage(screen.report, state.setting.texts, width),
      );
    case 'timeline':
      return inTimeline(state, screen, command);
    case 'findings':
      return isDetail ? inDetail(state, screen, command) : inList(state, screen, command);
  }
}

/** What means the same in every view. */
function commonCommand(state: UiState, screen: ResultScreen, command: Command): Step | undefined {
  const { texts, formats } = state.setting;
  switch (command) {
    case 'verdict':
    case 'findings':
    case 'timeline':
    case 'coverage':
      return show(state, { ...screen, view: command, isDetailOpen: false });
    case 'nextView':
      return show(state, {
        ...screen,
        view: views[(views.indexOf(screen.view) + 1) % views.length]!,
        isDetailOpen: false,
      });
    case 'save':
      return save(state, screen);
    case 'share':
      return stay(state, { do: 'share-begin', report: screen.report });
    case 'export': {
      const options = [
        { value: forCert, label: `${forCert}: ${texts.share.label}` },
        ...formats.map(({ name, description }) => ({
          value: name,
          label: `${name}: ${texts.prose(printable(description))}`,
        })),
      ];
      return show(state, { ...screen, prompt: { kind: 'menu', purpose: 'export', options, selected: 0 } });
    }
    case 'start':
    case 'quit':
      return leave(state, screen, command);
    case 'markBenign':
    case 'markConfirmed':
    case 'markOpen': {
      if (!selectedFinding(screen)) return stay(state);
      const purpose = { markBenign: 'benign', markConfirmed: 'confirmed', markOpen: 'open' } as const;
      return show(state, { ...screen, prompt: openText(purpose[command]) });
    }
    case 'copy': {
      const finding = selectedFinding(screen);
      if (!finding) return stay(state);
      const content = detailPage(screen, finding, texts, 100).map(lineText).join('\n');
      return stay(state, { do: 'write-finding', content: `${content}\n`, id: finding.id, ...beside(screen) });
    }
    default:
      return undefined;
  }
}

function leave(state: UiState, screen: ResultScreen, to: 'quit' | 'start'): Step {
  const wouldLose = screen.hasUnsavedMarks || (screen.savedAt === undefined && screen.target?.kind !== 'sample');
  if (wouldLose) return show(state, { ...screen, prompt: { kind: 'leave', to } });
  return to === 'start' ? show(state, startScreen) : stay(state, { do: 'leave', status: 0 });
}

function scroll(
  state: UiState,
  screen: ResultScreen,
  command: Command,
  which: 'verdictTop' | 'coverageTop',
  page: (width: number) => readonly Line[],
): Step {
  const count = page(pageColumns(state.size)).length;
  const top = scrolled(command, screen[which], count, bodyRows(state.size));
  return top === undefined ? stay(state) : show(state, { ...screen, [which]: top });
}

function inTimeline(state: UiState, screen: ResultScreen, command: Command): Step {
  const { events } = screen.index;
  const selectedEvent = moved(command, screen.selectedEvent, events.length, timelineRows(state.size));
  if (selectedEvent !== undefined) return show(state, { ...screen, selectedEvent });
  const id = command === 'choose' ? events[screen.selectedEvent]?.finding : undefined;
  return id === undefined ? stay(state) : show(state, atFinding(screen, id));
}

function inList(state: UiState, screen: ResultScreen, command: Command): Step {
  const layout = findingsLayout(state.size);
  const selected = moved(command, screen.selected, screen.visible.length, layout.listRows);
  if (selected !== undefined) return show(state, { ...screen, selected, detailTop: 0 });
  switch (command) {
    case 'choose':
      return selectedFinding(screen) ? show(state, { ...screen, isDetailOpen: true, detailTop: 0 }) : stay(state);
    case 'search':
    case 'path':
      return show(state, {
        ...screen,
        prompt: openText(command, screen.filter[command === 'path' ? 'path' : 'text'], screen.filter),
      });
    case 'level':
    case 'question':
    case 'campaign':
      return show(state, { ...screen, prompt: filterMenu(screen, command, state.setting.texts) });
    case 'showAll':
      return show(state, withFilter(screen, noFilter));
    case 'hideHarmless': {
      const { hidesHarmless, ...rest } = screen.filter;
      return show(state, withFilter(screen, hidesHarmless ? rest : { ...rest, hidesHarmless: true }));
    }
    case 'detailDown':
    case 'detailUp':
      return layout.isSideBySide
        ? scrollDetail(state, screen, command === 'detailDown' ? 'down' : 'up', 5)
        : stay(state);
    default:
      return stay(state);
  }
}

function inDetail(state: UiState, screen: ResultScreen, command: Command): Step {
  switch (command) {
    case 'back':
      return show(state, { ...screen, isDetailOpen: false, detailTop: 0 });
    case 'next':
    case 'previous': {
      const selected = moved(command === 'next' ? 'down' : 'up', screen.selected, screen.visible.length, 1)!;
      return show(state, { ...screen, selected, detailTop: 0 });
    }
    default:
      return scrollDetail(state, screen, command, 1);
  }
}

function scrollDetail(state: UiState, screen: ResultScreen, command: Command, times: number): Step {
  const finding = selectedFinding(screen);
  if (!finding) return stay(state);
  const layout = findingsLayout(state.size);
  const width = screen.isDetailOpen ? pageColumns(state.size) : layout.detailColumns;
  const count = detailPage(screen, finding, state.setting.texts, width).length;
  let top: number | undefined = screen.detailTop;
  for (let step = 0; step < times && top !== undefined; step++) top = scrolled(command, top, count, layout.detailRows);
  return top === undefined ? stay(state) : show(state, { ...screen, detailTop: top });
}

export function pasteIntoResult(state: UiState, screen: ResultScreen, raw: string): Step {
  const { prompt } = screen;
  if (prompt?.kind !== 'text') return stay(state);
  return show(state, liveFilter({ ...screen, prompt: { ...prompt, field: inserted(prompt.field, raw.trim()) } }));
}

/** A report arrived, or something was written. */
export function resultAnswer(
  state: UiState,
  action: Extract<Action, { readonly type: 'report-opened' | 'scan-ended' | 'saved' | 'save-met-file' | 'written' }>,
): Step {
  const { screen } = state;
  const { notices, prompts } = state.setting.texts;
  switch (action.type) {
    case 'report-opened': {
      const { report, path } = action;
      const origin = { savedAt: path, suggestedPath: path, hasUnsavedMarks: false };
      return show(state, resultScreen(report, origin), { do: 'remember', recent: { kind: 'report', target: path } });
    }
    case 'scan-ended': {
      if (screen.kind !== 'running' && screen.kind !== 'connecting') return stay(state);
      const { report, suggestedPath, target, carried } = action;
      const step = show(state, resultScreen(report, { suggestedPath, target, hasUnsavedMarks: carried > 0 }));
      return carried > 0 ? noticed(step, { text: notices.carried(carried), tone: 'good' }) : step;
    }
    case 'saved': {
      if (screen.kind !== 'result') return stay(state);
      const { prompt: _done, ...rest } = screen;
      const step = show(
        state,
        { ...rest, savedAt: action.path, hasUnsavedMarks: false },
        ...(screen.target && screen.target.kind !== 'sample'
          ? [
              {
                do: 'remember' as const,
                recent: { kind: screen.target.kind, target: screen.target.address, report: action.path },
              },
            ]
          : []),
      );
      return noticed(step, { text: notices.saved(action.path), tone: 'good' });
    }
    case 'save-met-file': {
      if (screen.kind !== 'result') return stay(state);
      const prompt = { ...openText('save', action.path), existing: action.path };
      return noticed(show(state, { ...screen, prompt }), { text: prompts.exists, tone: 'doubtful' });
    }
    case 'written': {
      const words = {
        export: notices.exported,
        finding: notices.findingWritten,
        suppression: notices.suppressionAdded,
      }[action.what];
      return noticed(stay(state), { text: words(action.path), tone: 'good' });
    }
  }
}
