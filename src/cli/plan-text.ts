import { printable } from '../evidence/printable.ts';
import type { Measurement } from '../sources/ssh/measure.ts';
import type { LivePlan } from '../sources/ssh/plan.ts';

/** The plan for people: what would run, what would be fetched, how much it may be. `unplaced` are rules that do not say where their files lie. */
export function planText(plan: LivePlan, unplaced: readonly string[]): string {
  const lines = [
    'Nothing is written on the appliance. One connection; one command after the other; NSLEUTH-… is a random word of the session.',
    '',
    'First, until one is understood:',
    ...plan.probes.map(
      ({ line, input }) => `  ${line}${input === undefined ? '' : `\n    with on standard input: ${input.trimEnd()}`}`,
    ),
    '',
    'Then:',
    ...plan.commands.flatMap(({ line, why }) => [`  # ${why}`, `  ${line}`]),
    '',
    'Fetched (files up to the size given; larger ones are only listed; **/ is any folder):',
    ...plan.paths.map(({ path, fileBytes }) => `  ${path.padEnd(28)} ${size(fileBytes)}`),
    '',
    `Listed, but not fetched: ${plan.leftOut.join(' ') || 'nothing'}`,
    ...(plan.beyond.length > 0
      ? [`Not looked for, because the rules name too many places: ${listed(plan.beyond)}`]
      : []),
    ...(unplaced.length > 0
      ? [`Rules that name no place, and see only the files that are fetched: ${listed(unplaced)}`]
      : []),
    `About ${size(plan.typicalBytes)} on an ordinary appliance; logs and web pages differ much.`,
  ];
  return `${lines.join('\n')}\n`;
}

function listed(names: readonly string[]): string {
  return names.map(printable).join(' ');
}

/** What this appliance has of what the plan names. */
export function measurementText({ account, groups }: Measurement): string {
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  const way = `${account.prefix}/bin/sh${account.encoding === 'argument' ? " -c '…'" : ', the script on standard input'}`;
  const lines = [
    '',
    `On this appliance commands are sent as: ${way}`,
    ...groups.map(
      ({ id, files, bytes: part, tooLarge, secrets, missing }) =>
        `  ${id.padEnd(16)} ${String(files).padStart(7)} files, ${size(part)}${tooLarge > 0 ? `; ${tooLarge} too large or bulk` : ''}${secrets > 0 ? `; ${secrets} with key material` : ''}${missing.length > 0 ? `; not there: ${missing.join(' ')}` : ''}`,
    ),
    `Together ${size(bytes)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`;
}
