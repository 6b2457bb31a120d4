import type { EvidenceSource, LiveSession } from '../../evidence/entry.ts';
import { printable, text } from '../../evidence/printable.ts';
import { type Account, newMarker } from './account.ts';
import { type Connection, type ConnectOptions, connect } from './connect.ts';
import { type LiveState, liveEntries } from './live-entries.ts';
import { type Measurement, measure } from './measure.ts';
import { type FetchOptions, placesBeyond } from './paths.ts';
import { probeAccount } from './probe-account.ts';
import { cliSteps, stepsFor } from './steps.ts';
import { type LiveTarget, targetLabel } from './target.ts';
import { newTranscript } from './transcript.ts';

export interface LiveOptions extends ConnectOptions, FetchOptions {
  /** Ends a command that says nothing for so long. Default 120 s. */
  readonly silenceMs?: number;
  /** Replaces every command's own deadline. For tests. */
  readonly deadlineMs?: number;
  /** Asked before each command: undefined when it may run, else it waits. */
  readonly mayContinue?: () => Promise<void> | undefined;
}

export interface LiveSource extends EvidenceSource {
  readonly account: Account;
  /** Instead of reading `entries`: what they would fetch, from one listing of the appliance's files. Leaves the connection open. */
  measure(signal: AbortSignal): Promise<Measurement>;
  /** Ends the connection; `entries` does so by itself when it is read to its end or left. */
  close(): void;
}

/**
 * Connects, logs in and finds out what the account may do. Reading `entries` then runs the published commands one after the other
 * over the one connection. Throws an `OperatorError` when nothing can be read at all; later failures are gaps.
 */
export async function openLive(target: LiveTarget, options: LiveOptions): Promise<LiveSource> {
  const started = new Date();
  const connection = await connect(target, options);
  try {
    return await openAccount(target, options, connection, started);
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function openAccount(
  target: LiveTarget,
  options: LiveOptions,
  connection: Connection,
  started: Date,
): Promise<LiveSource> {
  const marker = newMarker();
  const transcript = newTranscript();
  const signal = options.signal ?? new AbortController().signal;
  const { account } = await probeAccount(connection, target, marker, signal, ({ line, ...facts }) => {
    const { status, ...rest } = facts;
    transcript.add(line, { ...rest, ...(status !== undefined && { exitStatus: status }) });
  });
  const steps = stepsFor(options);
  const silenceMs = options.silenceMs ?? 120_000;
  const state: LiveState = { entries: 0, receivedBytes: 0, share: 0 };
  let finished: Date | undefined;
  const session = (): LiveSession => ({
    started,
    finished: finished ?? new Date(),
    account: printable(target.user),
    ...(connection.sourceAddress !== undefined && { sourceAddress: printable(connection.sourceAddress) }),
    hostKey: printable(connection.hostKey),
    sessions: transcript.lines().length,
    marker: printable(marker),
  });
  return {
    label: printable(targetLabel(target)),
    account,
    close: connection.close,
    measure: (measureSignal) =>
      measure({ connection, account, marker, steps, silenceMs, signal: AbortSignal.any([measureSignal, signal]) }),
    async *entries(entriesSignal) {
      try {
        yield* liveEntries({
          connection,
          account,
          marker,
          steps: account.mode === 'shell' ? steps : cliSteps(steps),
          notRun: account.mode === 'shell' ? [] : steps.filter(({ kind }) => kind !== 'cli'),
          placesBeyond: placesBeyond(options),
          transcript,
          session,
          state,
          silenceMs,
          deadlineMs: options.deadlineMs,
          mayContinue: options.mayContinue ?? (() => undefined),
          signal: AbortSignal.any([entriesSignal, signal]),
        });
      } finally {
        finished = new Date();
        connection.close();
      }
    },
    readOnce: text`a live appliance goes on changing; the transcript says what was read, and when`,
    describe: () => ({
      kind: 'live-appliance',
      name: printable(target.name === undefined ? targetLabel(target) : `${target.name} (${targetLabel(target)})`),
      entries: state.entries,
      collected: started,
      transcript: transcript.lines(),
      session: session(),
    }),
    progress: () => state.share,
  };
}
