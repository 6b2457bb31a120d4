import { suppressionFor } from '../assessment/suppressions.ts';
import { markFindings, type TriageStatus } from '../assessment/triage.ts';
import { printable, text } from '../evidence/printable.ts';
import { type Level, levels, type Question, questions } from '../rules/rule.ts';
import type { Effect } from './actions.ts';
import { parseEndDate } from './end-date.ts';
import { commandFor, type KeyPress } from './keys.ts';
import { forCert, type MenuPrompt, openText, type TextPrompt } from './prompts.ts';
import { selectedFinding, withFilter, withReport } from './result-screen.ts';
import { beside, save } from './saving.ts';
import {
  type MenuOption,
  type MenuPurpose,
  type Prompt,
  type ResultScreen,
  startScreen,
  type UiState,
} from './state.ts';
import { moved, noticed, type Step, show, stay } from './step.ts';
import { edited } from './text-field.ts';

/** Keys while the screen asks for something. */
export function pressInPrompt(state: UiState, screen: ResultScreen, prompt: Prompt, key: KeyPress): Step {
  switch (prompt.kind) {
    case 'text':
      return pressInText(state, screen, prompt, key);
    case 'menu':
      return pressInMenu(state, screen, prompt, key);
    case 'leave':
      return pressInLeave(state, screen, prompt.to, key);
  }
}

function closed({ prompt: _closed, ...screen }: ResultScreen): ResultScreen {
  return screen;
}

function pressInText(state: UiState, screen: ResultScreen, prompt: TextPrompt, key: KeyPress): Step {
  if (key.name === 'escape') {
    const back = closed(screen);
    return show(state, prompt.before ? withFilter(back, prompt.before) : back);
  }
  if (key.name === 'enter') return accept(state, screen, prompt);
  const { existing: _changed, ...rest } = prompt;
  return show(state, liveFilter({ ...screen, prompt: { ...rest, field: edited(prompt.field, key) } }));
}

/** A search takes effect at every letter. */
export function liveFilter(screen: ResultScreen): ResultScreen {
  const { prompt } = screen;
  if (prompt?.kind !== 'text' || (prompt.purpose !== 'search' && prompt.purpose !== 'path')) return screen;
  const { text: oldText, path: oldPath, ...rest } = screen.filter;
  const typed = prompt.field.text;
  const texts = prompt.purpose === 'search' ? { text: typed, path: oldPath } : { text: oldText, path: typed };
  return withFilter(screen, {
    ...rest,
    ...(texts.text && { text: texts.text }),
    ...(texts.path && { path: texts.path }),
  });
}

function accept(state: UiState, screen: ResultScreen, prompt: TextPrompt): Step {
  const typed = prompt.field.text.trim();
  switch (prompt.purpose) {
    case 'search':
    case 'path':
      return show(state, closed(screen));
    case 'save': {
      if (typed === '') return show(state, closed(screen));
      const isReplacing = prompt.existing === typed;
      return stay(state, { do: 'save', report: screen.report, path: typed, isReplacing });
    }
    case 'benign':
      if (typed === '')
        return noticed(stay(state), { text: state.setting.texts.prompts.reasonNeeded, tone: 'doubtful' });
      return show(state, { ...screen, prompt: { ...openText('until'), reason: typed } });
    case 'until':
      return acceptUntil(state, screen, prompt.reason ?? '', typed);
    case 'confirmed':
    case 'open':
      return mark(state, screen, prompt.purpose, typed);
  }
}

function acceptUntil(state: UiState, screen: ResultScreen, reason: string, typed: string): Step {
  const end = parseEndDate(typed);
  if (!end) return noticed(stay(state), { text: state.setting.texts.prompts.badDay, tone: 'doubtful' });
  if (end.kind === 'none') return mark(state, screen, 'benign', reason);
  const until = end.kind === 'day' ? end.until : undefined;
  const suppression = suppressionFor(selectedFinding(screen)!, printable(reason), state.setting.user, until);
  return mark(state, screen, 'benign', reason, { do: 'suppress', suppression });
}

function mark(
  state: UiState,
  screen: ResultScreen,
  status: TriageStatus,
  note: string,
  ...effects: readonly Effect[]
): Step {
  const finding = selectedFinding(screen);
  if (!finding) return show(state, closed(screen));
  const marks = new Map([
    [finding.id, { status, note: printable(note), by: text`${state.setting.user}`, at: state.setting.now() }],
  ]);
  const { findings, notices } = state.setting.texts;
  const step = show(state, withReport(closed(screen), markFindings(screen.report, marks)), ...effects);
  return noticed(step, { text: notices.marked(findings.mark[status]), tone: 'good' });
}

function pressInMenu(state: UiState, screen: ResultScreen, prompt: MenuPrompt, key: KeyPress): Step {
  const command = commandFor('menu', key);
  if (command === undefined) return stay(state);
  const selected = moved(command, prompt.selected, prompt.options.length, 10);
  if (selected !== undefined) return show(state, { ...screen, prompt: { ...prompt, selected } });
  if (command === 'back') return show(state, closed(screen));
  const option = prompt.options[prompt.selected];
  return command === 'choose' && option ? choose(state, closed(screen), prompt.purpose, option) : stay(state);
}

function choose(state: UiState, screen: ResultScreen, purpose: MenuPurpose, { value }: MenuOption): Step {
  const { level: oldLevel, question: oldQuestion, campaign: oldCampaign, ...rest } = screen.filter;
  const kept = {
    level: {
      ...(oldQuestion && { question: oldQuestion }),
      ...(oldCampaign !== undefined && { campaign: oldCampaign }),
    },
    question: { ...(oldLevel && { level: oldLevel }), ...(oldCampaign !== undefined && { campaign: oldCampaign }) },
    campaign: { ...(oldLevel && { level: oldLevel }), ...(oldQuestion && { question: oldQuestion }) },
  };
  switch (purpose) {
    case 'export':
      if (value === undefined) return show(state, screen);
      if (value === forCert) return show(state, screen, { do: 'share-begin', report: screen.report });
      return show(state, screen, { do: 'export', report: screen.report, format: value, ...beside(screen) });
    case 'level':
      return show(state, withFilter(screen, { ...rest, ...kept.level, ...(isLevel(value) && { level: value }) }));
    case 'question':
      return show(
        state,
        withFilter(screen, { ...rest, ...kept.question, ...(isQuestion(value) && { question: value }) }),
      );
    case 'campaign':
      return show(
        state,
        withFilter(screen, { ...rest, ...kept.campaign, ...(value !== undefined && { campaign: value }) }),
      );
  }
}

function isLevel(value: string | undefined): value is Level {
  return levels.some((level) => level === value);
}

function isQuestion(value: string | undefined): value is Question {
  return questions.some((question) => question === value);
}

function pressInLeave(state: UiState, screen: ResultScreen, to: 'quit' | 'start', key: KeyPress): Step {
  const command = commandFor('leave', key);
  if (command === 'back') return show(state, closed(screen));
  if (command === 'save') return save(state, closed(screen));
  if (command !== 'quit') return stay(state);
  return to === 'start' ? show(state, startScreen) : stay(state, { do: 'leave', status: 0 });
}
