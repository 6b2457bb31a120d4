import { type Account, cliProbe, remoteLine, shellForms } from './account.ts';
import { probeCommand } from './commands.ts';
import { type FetchOptions, placesBeyond, placesOf } from './paths.ts';
import { binaryScript } from './script.ts';
import { lineOf, type Step, stepId, stepsFor, typicalBytesOf, whyOf } from './steps.ts';

export interface LivePlan {
  /** Tried in this order until one is understood; tells how the account's shell is reached. */
  readonly probes: readonly PlannedCommand[];
  /** In the order in which they run, each once. */
  readonly commands: readonly PlannedCommand[];
  /** Trees that are fetched, absolute, and the size from which on a file is only listed; `**` begins names that are looked for in any folder. */
  readonly paths: readonly { readonly path: string; readonly fileBytes: number }[];
  /** Names of files that are listed but not fetched. */
  readonly leftOut: readonly string[];
  /** Places that rules name and that are not looked at, because there are too many. */
  readonly beyond: readonly string[];
  /** A rough estimate for an ordinary appliance; logs and web trees differ much. */
  readonly typicalBytes: number;
}

export interface PlannedCommand {
  readonly id: string;
  /** As it goes over the wire; the session's random word is written as `NSLEUTH-…`. */
  readonly line: string;
  /** Standard input, where the command is sent that way. */
  readonly input?: string;
  readonly why: string;
  readonly typicalBytes: number;
  readonly deadlineMs?: number;
}

/** Stands for the random word of a session. */
export const markerPlaceholder = 'NSLEUTH-…';

/** What a scan will do, without connecting. By default for an account that lands in the NetScaler command line, such as nsroot. */
export function plan(options: FetchOptions = {}, account: Account = shellForms[0]!): LivePlan {
  const steps = stepsFor(options);
  const commands = steps.map((step) => planned(step, account));
  return {
    probes: [
      ...shellForms.map((form) => {
        const { command, input } = remoteLine(form, binaryScript(markerPlaceholder, probeCommand.command));
        return { id: 'probe', line: command, ...(input && { input }), why: probeCommand.why, typicalBytes: 200 };
      }),
      { id: 'probe', line: cliProbe, why: 'whether the account has at least the command line', typicalBytes: 100 },
    ],
    commands,
    paths: steps.flatMap((step) =>
      step.kind === 'archive' ? placesOf(step.group).map((path) => ({ path, fileBytes: step.group.fileBytes })) : [],
    ),
    leftOut: steps.flatMap((step) => (step.kind === 'archive' ? [step.leaveOut] : []))[0] ?? [],
    beyond: placesBeyond(options),
    typicalBytes: commands.reduce((sum, { typicalBytes }) => sum + typicalBytes, 0),
  };
}

function planned(step: Step, account: Account): PlannedCommand {
  const { command, input } = lineOf(step, account, markerPlaceholder);
  return {
    id: stepId(step),
    line: command,
    ...(input && { input }),
    why: whyOf(step),
    typicalBytes: typicalBytesOf(step),
  };
}
