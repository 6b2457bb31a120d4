import { type Account, type RemoteLine, remoteLine } from './account.ts';
import { type RemoteCommand, remoteCommands } from './commands.ts';
import { type FetchGroup, type FetchOptions, groupsFor, keyMaterial, logGroup } from './paths.ts';
import { archiveCommand, binaryScript, type ListedTime, listingCommand, textScript } from './script.ts';

/** One thing done on the appliance; each is one command in one channel. */
export type Step =
  | { readonly kind: 'archive'; readonly group: FetchGroup; readonly leaveOut: readonly string[] }
  | { readonly kind: 'listing'; readonly time: ListedTime }
  | { readonly kind: 'shell'; readonly command: RemoteCommand }
  | { readonly kind: 'cli'; readonly command: RemoteCommand };

const LISTING = { deadlineMs: 20 * 60_000, typicalBytes: 7_000_000 };

/** Everything that will be done, in order: logs first, then what changes by itself, then the trees. */
export function stepsFor(options: FetchOptions): readonly Step[] {
  const leaveOut = options.include?.includes('keys') ? [] : keyMaterial;
  const archives = groupsFor(options).map((group): Step => ({ kind: 'archive', group, leaveOut }));
  const isLogs = (step: Step) => step.kind === 'archive' && step.group.id.startsWith(logGroup.id);
  const listings = (['modified', 'changed', 'born'] as const).map((time): Step => ({ kind: 'listing', time }));
  const commands = remoteCommands.map((command): Step => ({ kind: command.needs, command }));
  return [...archives.filter(isLogs), ...commands, ...listings, ...archives.filter((step) => !isLogs(step))];
}

/** The steps an account without shell can do; the version was asked for by the probe, under the same words. */
export function cliSteps(steps: readonly Step[]): readonly Step[] {
  return steps.filter((step) => step.kind === 'cli');
}

export function stepId(step: Step): string {
  switch (step.kind) {
    case 'archive':
      return `fetch-${step.group.id}`;
    case 'listing':
      return `list-${step.time}`;
    case 'shell':
    case 'cli':
      return step.command.id;
  }
}

/** What goes over the wire. */
export function lineOf(step: Step, account: Account, marker: string): RemoteLine {
  switch (step.kind) {
    case 'archive':
      return remoteLine(account, binaryScript(marker, archiveCommand(step.group, step.leaveOut)));
    case 'listing':
      return remoteLine(account, binaryScript(marker, listingCommand(step.time)));
    case 'shell':
      return remoteLine(account, textScript(marker, step.command.command));
    case 'cli':
      // A shell account without the command line interface in between reaches it through the appliance's own client.
      return account.mode === 'shell' && account.prefix === ''
        ? remoteLine(account, textScript(marker, `nscli -U %%:.:. "${step.command.command}"`))
        : { command: step.command.command };
  }
}

/** Whether `lineOf` puts markers round the output. */
export function hasMarkers(step: Step, account: Account): boolean {
  return step.kind !== 'cli' || (account.mode === 'shell' && account.prefix === '');
}

export function deadlineOf(step: Step): number {
  if (step.kind === 'archive') return step.group.deadlineMs;
  return step.kind === 'listing' ? LISTING.deadlineMs : step.command.deadlineMs;
}

export function typicalBytesOf(step: Step): number {
  if (step.kind === 'archive') return step.group.typicalBytes;
  return step.kind === 'listing' ? LISTING.typicalBytes : step.command.typicalBytes;
}

export function whyOf(step: Step): string {
  if (step.kind === 'archive') return step.group.why;
  return step.kind === 'listing' ? `names, owners and ${step.time} times of all files` : step.command.why;
}
