import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { Entry, Gap, GapReason, LiveSession } from '../../evidence/entry.ts';
import { limits } from '../../evidence/limits.ts';
import { type Printable, printable, printableCut, text } from '../../evidence/printable.ts';
import type { Account } from './account.ts';
import { readArchive } from './archive-entries.ts';
import type { Connection } from './connect.ts';
import { leftOutGaps } from './left-out.ts';
import { bodyFileLines, type Listing, newListing } from './listing.ts';
import { outputEntry } from './output-entry.ts';
import { placesOf } from './paths.ts';
import { type Trailer, unframe, unwrap } from './payload.ts';
import { errorGaps } from './remote-errors.ts';
import { type Ending, type Running, readAll, run } from './run.ts';
import { deadlineOf, hasMarkers, lineOf, type Step, stepId, typicalBytesOf } from './steps.ts';
import type { Transcript } from './transcript.ts';

export interface LiveState {
  entries: number;
  receivedBytes: number;
  /** 0..1 */
  share: number;
}

export interface LiveRun {
  readonly connection: Connection;
  readonly account: Account;
  readonly marker: string;
  readonly steps: readonly Step[];
  /** Steps the account has no right to. */
  readonly notRun: readonly Step[];
  /** Places that rules name, beyond the bound. */
  readonly placesBeyond: readonly string[];
  readonly transcript: Transcript;
  /** As far as it has come. */
  readonly session: () => LiveSession;
  readonly state: LiveState;
  readonly silenceMs: number;
  readonly deadlineMs: number | undefined;
  /** See `LiveOptions`. */
  readonly mayContinue: () => Promise<void> | undefined;
  readonly signal: AbortSignal;
}

/** Commands that ended by their deadline or in silence before the appliance is given up as hung. */
const PATIENCE = 3;

/** Runs the steps in order and yields what they bring. A step that fails is a gap; what it brought until then is kept. */
export async function* liveEntries(live: LiveRun): AsyncGenerator<Entry | Gap> {
  const { steps, state, transcript, connection, signal } = live;
  const listing = newListing();
  const received = new Set<string>();
  const whole = new Set<Step>();
  const sections: string[] = [];
  const expected = steps.reduce((sum, step) => sum + typicalBytesOf(step), 0);
  let done = 0;
  let expired = 0;

  if (live.placesBeyond.length > 0) {
    yield {
      kind: 'gap',
      path: printable(live.placesBeyond[0]!),
      reason: 'over-limit',
      detail: text`the rules name more than ${limits.rulePlaces} places outside those fetched in any case: ${live.placesBeyond.length} were not looked at, this is the first`,
    };
  }
  for (const step of live.notRun) yield* gapsFor(step, 'unreadable', text`not examined: ${live.account.lack}`);
  for (const step of steps) {
    await live.mayContinue();
    if (signal.aborted || connection.lost() !== undefined || expired >= PATIENCE) {
      const why = signal.aborted
        ? 'the scan was stopped'
        : connection.lost() === undefined
          ? 'the appliance no longer answers'
          : 'the connection was lost';
      yield* gapsFor(step, 'unreadable', text`not examined: ${why} before this was reached`);
      continue;
    }
    const line = lineOf(step, live.account, live.marker);
    const started = new Date();
    const running = run(connection, {
      ...line,
      deadlineMs: live.deadlineMs ?? deadlineOf(step),
      silenceMs: live.silenceMs,
      maxBytes: maxBytesOf(step),
      signal,
    });
    let outcome: StepOutcome | undefined;
    try {
      outcome = yield* read(step, running);
    } finally {
      running.stop();
      const ending = running.ended();
      const status = outcome?.status;
      transcript.add(line, {
        started,
        finished: new Date(),
        bytes: running.bytes(),
        ...(status !== undefined && { exitStatus: status }),
        outcome: outcome?.words ?? endingWords[ending],
      });
      if (ending === 'deadline' || ending === 'silent') expired++;
      state.receivedBytes += running.bytes();
      done += typicalBytesOf(step);
      state.share = expected === 0 ? 1 : done / expected;
    }
  }
  if (sections.length > 0) yield counted(outputEntry('/shell/showcmds.txt', Buffer.from(sections.join(''))));
  yield* unfetched(listing);

  async function* read(step: Step, running: Running): AsyncGenerator<Entry | Gap, StepOutcome> {
    if (!hasMarkers(step, live.account)) return yield* readFramed(step, running);
    const { payload, trailer } = unwrap(running.output, live.marker);
    switch (step.kind) {
      case 'archive':
        for await (const item of readArchive(payload)) {
          if (item.kind === 'entry') {
            // Found by its name in a tree that was fetched as a whole.
            if (step.group.patterns && received.has(item.path)) continue;
            received.add(item.path);
          }
          yield item.kind === 'entry' ? counted(withBirth(item, listing)) : item;
        }
        yield* errorGaps(trailer().errors, step.group.roots, placesOf(step.group)[0] ?? '/');
        break;
      case 'listing':
        await listing.add(payload, step.time);
        yield* errorGaps(trailer().errors, [], '/shell/bodyfile.txt');
        break;
      case 'shell':
        yield* output(step, await readAll(payload), trailer().status);
        break;
      case 'cli':
        yield* output(step, unframe(await readAll(payload)).text, trailer().status);
        break;
    }
    return yield* judge(step, running, trailer());
  }

  /** A command of the NetScaler command language, without markers. */
  async function* readFramed(step: Step, running: Running): AsyncGenerator<Entry | Gap, StepOutcome> {
    const { text: bytes, isComplete } = unframe(await readAll(running.output));
    const status = running.channelStatus();
    yield* output(step, bytes, status);
    const refusal = /^ERROR: ?(.{0,200})/m.exec(bytes.toString('latin1', 0, 2_000))?.[1];
    if (refusal !== undefined || status === 1) {
      const words = refusal ?? 'not available on this appliance';
      const isForbidden = /not authorized/i.test(words);
      yield* gapsFor(
        step,
        isForbidden ? 'unreadable' : 'unsupported',
        text`the appliance refuses ${nameOf(step)}: ${printableCut(words, 200)}`,
      );
      return { words: `refused: ${words}`, ...(status !== undefined && { status }) };
    }
    if (running.ended() === 'finished' && isComplete)
      return { words: 'complete', ...(status !== undefined && { status }) };
    const words = running.ended() === 'finished' ? 'the closing frame is missing' : endingWords[running.ended()];
    yield* gapsFor(step, 'truncated', text`${nameOf(step)}: ${words}; what was received is kept`);
    return { words };
  }

  function* output(step: Step, bytes: Buffer, status: number | undefined): Generator<Entry> {
    if (bytes.length === 0 || status === 127 || (step.kind !== 'cli' && step.kind !== 'shell')) return;
    const { command, output: path, needs } = step.command;
    if (needs === 'cli' && path === '/shell/showcmds.txt')
      sections.push(`exec: ${command}\n${bytes.toString('latin1').replace(/\n?$/, '\n')} Done\n`);
    else yield counted(outputEntry(path, bytes));
  }

  function* judge(step: Step, running: Running, trailer: Trailer): Generator<Gap, StepOutcome> {
    const { status, isComplete, hasBegun } = trailer;
    if (isComplete) {
      whole.add(step);
      if (status === 127) {
        // Without tar or ls nothing of a tree was seen; without `procstat` a scan is no worse than one of a support bundle.
        yield* gapsFor(
          step,
          step.kind === 'shell' || step.kind === 'cli' ? 'unsupported' : 'unreadable',
          text`this release has no command for ${nameOf(step)}`,
        );
        return { words: 'not on this release', status };
      }
      // A failed `crontab -l` means that there is none; tar and find tell their errors one by one.
      return { words: status === 0 ? 'complete' : 'complete, with errors', ...(status !== undefined && { status }) };
    }
    const ending = running.ended();
    const words = ending === 'finished' ? (hasBegun ? 'the output was cut' : 'no usable answer') : endingWords[ending];
    yield* gapsFor(
      step,
      ending === 'too much' ? 'over-limit' : 'truncated',
      text`${nameOf(step)}: ${words}; what was received is kept`,
    );
    return { words };
  }

  /** What the listing shows and no archive brought: the rest of the disks, and why files of the fetched trees are missing. */
  async function* unfetched(known: Listing): AsyncGenerator<Entry | Gap> {
    if (known.files.size === 0) return;
    yield* leftOutGaps(known, steps, whole, received);
    const rest = [...known.files].filter(([name]) => !received.has(canonicalPath(name)));
    yield counted(outputEntry('/shell/bodyfile.txt', Buffer.from([...bodyFileLines(rest)].join(''))));
    if (known.isFull()) {
      yield {
        kind: 'gap',
        path: text`/`,
        reason: 'over-limit',
        detail: text`more than ${limits.listedFiles} files: the listing holds only the first`,
      };
    }
    if (known.unknownLines() > 0) {
      yield {
        kind: 'gap',
        path: text`/shell/bodyfile.txt`,
        reason: 'malformed',
        detail: text`${known.unknownLines()} lines of the listing were not understood`,
      };
    }
  }

  function counted(entry: Entry): Entry {
    state.entries++;
    return { ...entry, session: live.session() };
  }
}

function maxBytesOf(step: Step): number {
  if (step.kind === 'archive') return step.group.groupBytes ?? limits.remoteStreamBytes;
  return step.kind === 'listing' ? limits.remoteListingBytes : limits.remoteTextBytes;
}

/** The name find printed, as the listing has it. */
function listedName(original: string): string {
  return original.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '');
}

/** Full pax archives have the birth time only where it is before the modification time; the listing has it always. */
function withBirth(entry: Entry, listing: Listing): Entry {
  const born = listing.files.get(listedName(entry.original))?.born;
  return entry.born === undefined && born !== undefined ? { ...entry, born: new Date(born * 1_000) } : entry;
}

function* gapsFor(step: Step, reason: GapReason, detail: Printable): Generator<Gap> {
  const paths =
    step.kind === 'archive'
      ? placesOf(step.group)
      : [step.kind === 'listing' ? '/shell/bodyfile.txt' : step.command.output];
  for (const path of paths) yield { kind: 'gap', path: printable(path), reason, detail };
}

function nameOf(step: Step): string {
  return step.kind === 'shell' || step.kind === 'cli' ? step.command.command : stepId(step);
}

interface StepOutcome {
  readonly words: string;
  readonly status?: number;
}

const endingWords: Readonly<Record<Ending, string>> = {
  open: 'left unread',
  finished: 'complete',
  deadline: 'took too long and was ended',
  silent: 'fell silent and was ended',
  'connection lost': 'the connection was lost',
  stopped: 'stopped',
  refused: 'the appliance refused to open a channel',
  'too much': 'sent more than the limit and was ended',
};
