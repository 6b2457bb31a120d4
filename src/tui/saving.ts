import { openText } from './prompts.ts';
import type { ResultScreen, UiState } from './state.ts';
import { type Step, show, stay } from './step.ts';

/** Where other files of the report go: beside it, once it lies somewhere. */
export function beside({ savedAt }: ResultScreen): { readonly beside?: string } {
  return savedAt === undefined ? {} : { beside: savedAt };
}

/** Into the file it came from or went to; else the user is asked where. */
export function save(state: UiState, screen: ResultScreen): Step {
  const { report, savedAt, suggestedPath } = screen;
  if (savedAt !== undefined) return stay(state, { do: 'save', report, path: savedAt, isReplacing: true });
  return show(state, { ...screen, prompt: openText('save', suggestedPath) });
}
