import { OperatorError } from '../../evidence/errors.ts';
import { limits } from '../../evidence/limits.ts';
import type { Account } from './account.ts';
import type { Connection } from './connect.ts';
import { fates } from './left-out.ts';
import { newListing } from './listing.ts';
import { unwrap } from './payload.ts';
import { run } from './run.ts';
import { deadlineOf, lineOf, type Step } from './steps.ts';

/** What a scan of this appliance would fetch, from one listing of its files. */
export interface Measurement {
  readonly account: Account;
  readonly groups: readonly MeasuredGroup[];
}
export interface MeasuredGroup {
  readonly id: string;
  readonly files: number;
  readonly bytes: number;
  /** Files above the size limit, or bulk that is skipped. */
  readonly tooLarge: number;
  readonly secrets: number;
  /** Roots that this release does not have, absolute. */
  readonly missing: readonly string[];
}

export interface MeasureRun {
  readonly connection: Connection;
  readonly account: Account;
  readonly marker: string;
  readonly steps: readonly Step[];
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** Runs the first listing of the plan and nothing else. Throws an `OperatorError` when the account cannot, or the listing comes short. */
export async function measure(live: MeasureRun): Promise<Measurement> {
  const step: Step = { kind: 'listing', time: 'modified' };
  if (live.account.mode !== 'shell') {
    throw new OperatorError(
      `Nothing can be measured: ${live.account.lack}.`,
      'Without the shell a scan sees only what show commands tell.',
      3,
    );
  }
  const running = run(live.connection, {
    ...lineOf(step, live.account, live.marker),
    deadlineMs: deadlineOf(step),
    silenceMs: live.silenceMs,
    maxBytes: limits.remoteListingBytes,
    signal: live.signal,
  });
  const listing = newListing();
  const { payload, trailer } = unwrap(running.output, live.marker);
  await listing.add(payload, step.time);
  if (!trailer().isComplete) throw new OperatorError('The listing of the files did not come whole.', 'Try again.', 3);
  const fateOf = fates(live.steps);
  const counts = new Map<Step, { files: number; bytes: number; tooLarge: number; secrets: number }>();
  for (const archive of live.steps) counts.set(archive, { files: 0, bytes: 0, tooLarge: 0, secrets: 0 });
  for (const [name, file] of listing.files) {
    const fate = fateOf(name, file);
    const count = fate.kind === 'elsewhere' ? undefined : counts.get(fate.step);
    if (!count) continue;
    if (fate.kind === 'too-large' || fate.kind === 'skipped') count.tooLarge++;
    else if (fate.kind === 'secret') count.secrets++;
    else {
      count.files++;
      count.bytes += file.size;
    }
  }
  const groups = live.steps.flatMap((archive) => {
    const count = counts.get(archive);
    if (archive.kind !== 'archive' || !count) return [];
    const missing = archive.group.patterns
      ? []
      : archive.group.roots.filter((root) => !listing.files.has(root)).map((root) => `/${root}`);
    return [{ id: archive.group.id, ...count, missing }];
  });
  return { account: live.account, groups };
}
