import { levels } from '../rules/rule.ts';
import type { Filter } from './report-index.ts';
import type { MenuOption, Prompt, ResultScreen, TextPurpose } from './state.ts';
import { field } from './text-field.ts';
import type { Catalogue } from './texts/en.ts';

export type TextPrompt = Extract<Prompt, { readonly kind: 'text' }>;
export type MenuPrompt = Extract<Prompt, { readonly kind: 'menu' }>;

/** Among the formats to export: the package for a CERT. */
export const forCert = 'cert';

/** Asks for a line of text. */
export function openText(purpose: TextPurpose, initial = '', before?: Filter): TextPrompt {
  return { kind: 'text', purpose, field: field(initial), ...(before && { before }) };
}

/** The choices of a filter, with how many findings each has. */
export function filterMenu(
  screen: ResultScreen,
  purpose: 'level' | 'question' | 'campaign',
  texts: Catalogue,
): MenuPrompt {
  const { byLevel, byQuestion, campaigns } = screen.index;
  const all: MenuOption = { label: texts.prompts.all };
  const choices: Readonly<Record<typeof purpose, readonly MenuOption[]>> = {
    level: levels.toReversed().map((level) => ({ value: level, label: `${texts.levels[level]} (${byLevel[level]})` })),
    question: byQuestion.map(([question, count]) => ({
      value: question,
      label: `${texts.questions[question]} (${count})`,
    })),
    campaign: campaigns.map(([name, count]) => ({ value: name, label: `${name} (${count})` })),
  };
  const options = [all, ...choices[purpose]];
  const chosen = options.findIndex(({ value }) => value !== undefined && value === screen.filter[purpose]);
  return { kind: 'menu', purpose, options, selected: Math.max(0, chosen) };
}
