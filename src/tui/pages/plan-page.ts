import { printable } from '../../evidence/printable.ts';
import { bytesText } from '../amounts.ts';
import { blank, type Line, labelled, line, wrapped } from '../line.ts';
import type { PlanView } from '../ports.ts';
import type { Catalogue } from '../texts/en.ts';

/** Slow enough for a management network and an appliance that serves users meanwhile. */
const BYTES_PER_MINUTE = 240e6;

/** What matters before anything is sent, then what will be run and read. */
export function planPage(plan: PlanView | undefined, texts: Catalogue, width: number): readonly Line[] {
  if (!plan) return [line(texts.plan.reading, 'quiet')];
  return [...planInShort(plan, texts, width), blank, ...plannedCommands(plan, texts, width)];
}

/** The reminders, the account, how much, and which folders. */
export function planInShort(plan: PlanView, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.plan;
  const minutes = Math.max(1, Math.ceil(plan.typicalBytes / BYTES_PER_MINUTE));
  const item = (raw: string) => wrapped(`- ${raw}`, width, 'plain', 2);
  return [
    line(words.first, 'strong'),
    ...words.reminders.flatMap(item),
    blank,
    ...labelled(words.account, plan.account, width, 12),
    ...labelled(words.amountLabel, words.amount(bytesText(plan.typicalBytes), minutes), width, 12),
    ...wrapped(words.nothingYet, width, 'good'),
    blank,
    ...wrapped(words.paths, width, 'strong'),
    ...plan.paths.flatMap(({ path, fileBytes }) => labelled(`  ${path}`, bytesText(fileBytes), width, 32)),
    ...labelled(words.leftOut, plan.leftOut.join(' ') || '-', width, 24),
  ];
}

/** Every command, word for word, with why it is run. */
export function plannedCommands(plan: PlanView, texts: Catalogue, width: number): readonly Line[] {
  return [
    ...wrapped(texts.plan.readOnly, width, 'strong'),
    ...plan.commands.flatMap(({ line: command, why }) => [
      ...wrapped(`# ${texts.prose(printable(why))}`, width, 'quiet'),
      ...wrapped(`  ${command}`, width, 'plain', 4),
    ]),
  ];
}
