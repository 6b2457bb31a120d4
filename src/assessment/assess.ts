import { randomUUID } from 'node:crypto';
import type { Entry, EvidenceSource, Gap } from '../evidence/entry.ts';
import { MalformedError } from '../evidence/errors.ts';
import { limits } from '../evidence/limits.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { Advisories } from '../rules/advisory.ts';
import type { RuleSet } from '../rules/rule.ts';
import { hashAgain } from './hash-again.ts';
import { type Ledger, openLedger } from './ledger.ts';
import type { Outcome, Progress } from './outcome.ts';
import { createPool } from './pool.ts';
import type { Tlp } from './report.ts';

export interface AssessOptions {
  /** Examining threads; 0 examines in the caller's thread. */
  readonly threads: number;
  readonly toolVersion: string;
  readonly advisories: Advisories;
  /** Events before this time are left out of findings. */
  readonly since?: Date;
  readonly organisation?: string;
  readonly tlp?: Tlp;
  /** Whether the evidence is read once more at the end, to see that it is still what was examined. */
  readonly hashAgain?: boolean;
  /** The clock, for tests; also what “today” means for the expiry of indicators. */
  readonly now?: () => Date;
}

/** Reading an entry up to this size is not broken off. Bytes. */
const LARGE_ENTRY = 1024 * 1024;
/** How often progress is told, in milliseconds. */
const PROGRESS_EVERY_MS = 100;

/**
 * Evidence in; findings and gaps out as they arise, and the report last. Several sources are one appliance's evidence. Aborting `signal` ends the reading:
 * what was found so far is still concluded, and the report says that it is incomplete.
 */
export async function* assess(
  sources: readonly EvidenceSource[],
  ruleSet: RuleSet,
  options: AssessOptions,
  signal: AbortSignal,
): AsyncGenerator<Outcome> {
  const now = options.now ?? (() => new Date());
  const started = now();
  const queue: Outcome[] = [];
  let wake: (() => void) | undefined;
  const tell = (outcome: Outcome): void => {
    queue.push(outcome);
    wake?.();
  };
  const ledger = openLedger(
    { ruleSet, advisories: options.advisories, started, scanId: randomUUID(), ...settings(options) },
    tell,
  );
  const pool = createPool(ruleSet, options.threads, ledger);
  let isDone = false;
  let failure: unknown;

  const progress = progressMeter(sources, ledger, started, now);
  const timer = setInterval(() => tell({ kind: 'progress', progress: progress('reading') }), PROGRESS_EVERY_MS);
  const work = readAll()
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      isDone = true;
      wake?.();
    });

  async function readAll(): Promise<void> {
    for (const [index, source] of sources.entries()) {
      try {
        for await (const item of source.entries(signal)) {
          if (signal.aborted) break;
          if (item.kind === 'gap') ledger.gap(item);
          else await submit(sources.length > 1 ? { ...item, source: index } : item);
          const excess = excessOf(source, ledger);
          if (excess) {
            ledger.gap({ kind: 'gap', path: source.label, reason: 'over-limit', detail: excess });
            break;
          }
        }
      } catch (error) {
        if (!signal.aborted) ledger.gap(gapOf(source.label, error));
      }
    }
    await pool.drain();
    await ledger.drain();
  }

  async function submit(entry: Entry): Promise<void> {
    progress.at(entry.path);
    ledger.entry(entry);
    try {
      await pool.submit(entry.size > LARGE_ENTRY ? { ...entry, content: () => untilAborted(entry.content()) } : entry);
    } catch (error) {
      if (!signal.aborted) ledger.gap(gapOf(printable(entry.path), error));
    }
  }

  async function* untilAborted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      if (signal.aborted) return;
      yield chunk;
    }
  }

  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift()!;
      if (isDone) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    await work;
    if (failure) throw failure;
    // Concluding needs memory of its own: that of the threads is given back first.
    await pool.close();
    await ledger.close();
    const interrupted = signal.aborted ? reasonOf(signal) : undefined;
    const hashed = hashAgain(sources, options.hashAgain === true, signal);
    for await (const share of hashed.run()) yield { kind: 'progress', progress: { ...progress('hashing'), share } };
    for (const gap of hashed.gaps()) ledger.gap(gap);
    yield { kind: 'progress', progress: progress('concluding') };
    const report = await ledger.report(hashed.described(), now(), interrupted);
    while (queue.length > 0) yield queue.shift()!;
    yield { kind: 'report', report };
  } finally {
    clearInterval(timer);
    await pool.close();
    await ledger.close();
  }
}

function settings({ toolVersion, since, organisation, tlp }: AssessOptions) {
  return {
    toolVersion,
    ...(since && { since }),
    ...(organisation && { organisation: printable(organisation) }),
    ...(tlp && { tlp }),
  };
}

function reasonOf(signal: AbortSignal): Printable {
  return signal.reason instanceof Error && signal.reason.name !== 'AbortError'
    ? printable(signal.reason.message)
    : text`interrupted by the user`;
}

/** What of the evidence as a whole is more than we read; archives in archives, each within its own bounds, are a bomb together. */
function excessOf(source: EvidenceSource, ledger: Ledger): Printable | undefined {
  if (ledger.entries() > limits.entries) return text`more than ${limits.entries} entries: the rest was not read`;
  const unpacked = ledger.bytes();
  if (unpacked <= limits.evidenceRatioGrace) return undefined;
  if (unpacked > limits.evidenceBytes)
    return text`more than ${limits.evidenceBytes} bytes unpacked: the rest was not read`;
  const { bytes } = source.describe();
  return bytes !== undefined && unpacked > bytes * limits.evidenceRatio
    ? text`it unpacks to more than ${limits.evidenceRatio} times its size: stopped after ${unpacked} bytes`
    : undefined;
}

/** A failure of a source: evidence that could not be read, or a defect of ours; both are gaps, so that what was found is kept. */
function gapOf(path: Printable, error: unknown): Gap {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof MalformedError) return { kind: 'gap', path, reason: 'malformed', detail: printable(message) };
  const isSystem = /^E[A-Z]+$/.test(code);
  return { kind: 'gap', path, reason: isSystem ? 'unreadable' : 'defect', detail: printable(message) };
}

function progressMeter(sources: readonly EvidenceSource[], ledger: Ledger, started: Date, now: () => Date) {
  let path: Printable | undefined;
  const measure = (phase: Progress['phase']): Progress => {
    const elapsedMs = now().getTime() - started.getTime();
    const shares = sources.map((source) => source.progress?.());
    const share = shares.every((value) => value !== undefined)
      ? shares.reduce<number>((sum, value) => sum + value!, 0) / sources.length
      : undefined;
    const remainingMs = share && share > 0.02 ? (elapsedMs / share) * (1 - share) : undefined;
    return {
      phase,
      entries: ledger.entries(),
      bytes: ledger.bytes(),
      elapsedMs,
      findings: ledger.findingCounts(),
      ...(path && { path }),
      ...(share !== undefined && { share }),
      ...(remainingMs !== undefined && { remainingMs }),
    };
  };
  return Object.assign(measure, {
    at(raw: string) {
      path = printable(raw.slice(0, 200));
    },
  });
}
