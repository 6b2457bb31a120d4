import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Outcome } from '../assessment/outcome.ts';
import type { Report } from '../assessment/report.ts';
import type { EvidenceSource } from '../evidence/entry.ts';
import { OperatorError } from '../evidence/errors.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import { readReport } from '../reports/read.ts';
import type { Level } from '../rules/rule.ts';
import { withEarlierMarks } from './earlier-marks.ts';
import { type ExamineOptions, examine } from './examine.ts';
import { saveReport } from './report-output.ts';
import { evidenceNames } from './scan-many/evidence-names.ts';
import { fingerprintOf } from './scan-many/fingerprint.ts';
import { folderNames } from './scan-many/folder-names.ts';
import { manyProgress } from './scan-many/many-progress.ts';
import { itemOf, readSummary, type Summary, type SummaryItem, writeSummary } from './scan-many/summary.ts';
import { itemLines, table } from './scan-many/table.ts';
import type { Knowledge } from './shipped-rules.ts';
import { toolVersion } from './tool-version.ts';
import { writeOut } from './write-output.ts';

/** Evidences examined at a time. */
const AT_A_TIME = 2;

export interface ManyOptions extends ExamineOptions {
  readonly format: 'text' | 'json' | 'ndjson';
  /** Folder of the reports; it exists. With it, a run can be taken up again. */
  readonly save?: string;
  readonly failOn: Level;
  /** Evidences examined at the same time, each by one thread. */
  readonly jobs?: number;
  readonly isQuiet: boolean;
  readonly width: number;
  readonly color: boolean;
}

export interface ManyResult {
  readonly items: readonly SummaryItem[];
  /** Whether some report has findings at or above the level asked about. */
  readonly hasFindings: boolean;
}

/** One evidence and what is known of it before it is opened. */
interface Job {
  readonly target: string;
  readonly evidence: Printable;
  readonly folder?: string;
  readonly earlier?: SummaryItem;
}

/**
 * Examines evidences of different appliances, some at a time, each with its own report; tells of each when it is finished and of all at the end. One
 * that cannot be read does not end the others. What an earlier run in the same folder finished and nothing changed since, is not examined again.
 * When `signal` aborts, what is finished is kept. `open` may throw an OperatorError.
 */
export async function scanMany(
  targets: readonly string[],
  open: (target: string) => Promise<EvidenceSource>,
  knowledge: Knowledge,
  options: ManyOptions,
  signal: AbortSignal,
  hasFindings: (report: Report) => boolean,
): Promise<ManyResult> {
  const { save, format, width, color } = options;
  const earlier = save === undefined ? undefined : await readSummary(save);
  const settings = settingsDigest(knowledge, options);
  const jobs = jobsFor(targets, save, earlier);
  const items: (SummaryItem | undefined)[] = jobs.map(() => undefined);
  const names = evidenceNames(jobs.map(({ evidence }) => evidence));
  const progress = manyProgress(process.stderr, options.isQuiet, jobs.length);
  const screen = new PassThrough();
  const shown = writeOut(screen);
  const output = inOrder(format, screen);
  let isFound = false;
  let finished = 0;
  let unchanged = 0;
  let saving = Promise.resolve();

  async function run(index: number): Promise<void> {
    const job = jobs[index]!;
    const { report, item, note } = await examineOne(job, index);
    items[index] = item;
    if (report && hasFindings(report)) isFound = true;
    const lines = itemLines(
      item,
      {
        number: ++finished,
        of: jobs.length,
        name: names.get(item.evidence) ?? item.evidence,
        ...(note !== undefined && { note }),
      },
      { width, color },
    );
    progress.finish(index);
    if (format === 'text') screen.write(lines);
    else if (!options.isQuiet) process.stderr.write(lines);
    output.put(index, report);
    saving = saving.then(() => keep());
    await saving;
  }

  async function examineOne(
    job: Job,
    index: number,
  ): Promise<{ readonly report?: Report; readonly item: SummaryItem; readonly note?: string }> {
    const identity = {
      evidence: job.evidence,
      settings,
      ...(job.folder !== undefined && { folder: job.folder }),
    };
    try {
      const before = await finishedBefore(job, settings, save, signal);
      if (before) {
        const { report, fingerprint } = before;
        unchanged++;
        return {
          report,
          item: { ...itemOf(report, identity, false), fingerprint },
          note: 'unchanged',
        };
      }
      // A folder is looked at before it is read: what changes meanwhile is examined again next time.
      const tree = job.target === '-' ? undefined : await treeFingerprint(job.target, signal);
      const source = await open(job.target);
      const onOutcome = (outcome: Outcome): void => {
        if (outcome.kind === 'progress') progress.show(index, job.evidence, outcome.progress.share);
      };
      const scanned = await examine(
        [source],
        knowledge,
        { ...options, threads: 1, hashAgain: save !== undefined },
        signal,
        onOutcome,
      );
      const { report, failure } = await keepReport(scanned, job.folder);
      // What was found must not be lost with the room for it; without a fingerprint it is examined again next time.
      if (failure) {
        const { folder, ...place } = identity;
        const told = itemOf(report, place, false);
        return {
          report,
          item: { ...told, ...(folder !== undefined && { folder }), status: 'incomplete', reason: failure },
        };
      }
      const sha256 = report.evidence[0]?.sha256;
      const fingerprint = tree ?? (sha256 === undefined ? undefined : `sha256:${sha256}`);
      const isInterrupted = signal.aborted && !report.scan.complete;
      return {
        report,
        item: { ...itemOf(report, identity, isInterrupted), ...(fingerprint !== undefined && { fingerprint }) },
      };
    } catch (error) {
      if (signal.aborted && !(error instanceof OperatorError))
        return { item: { ...identity, status: 'interrupted', reason: text`interrupted by the user` } };
      return { item: { ...identity, status: 'unreadable', reason: reasonOf(error) } };
    }
  }

  async function keepReport(
    report: Report,
    folder: string | undefined,
  ): Promise<{ readonly report: Report; readonly failure?: Printable }> {
    if (save === undefined || folder === undefined) return { report };
    const path = join(save, folder);
    await mkdir(path, { recursive: true });
    const marked = await withEarlierMarks(report, path);
    try {
      await saveReport(marked, path);
    } catch (error) {
      if (error instanceof OperatorError) return { report: marked, failure: reasonOf(error) };
      throw error;
    }
    return { report: marked };
  }

  /** Evidences of earlier runs that were not named this time stay in the summary. */
  async function keep(): Promise<void> {
    if (save === undefined) return;
    const own = new Set<string>(jobs.map(({ evidence }) => evidence));
    const others = (earlier?.evidences ?? []).filter(({ evidence }) => !own.has(evidence));
    await writeSummary(save, summaryOf([...others, ...known()], knowledge));
  }

  /** A job that was not begun is told as such; what an earlier run knows of it stays. */
  function known(): readonly SummaryItem[] {
    return jobs.map(
      ({ evidence, folder, earlier: before }, index) =>
        items[index] ??
        before ?? { evidence, settings, status: 'not-examined', ...(folder !== undefined && { folder }) },
    );
  }

  const waiting = jobs.map((_, index) => index);
  const worker = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined && !signal.aborted; index = waiting.shift()) await run(index);
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs ?? AT_A_TIME) }, worker));
  progress.clear();
  output.end();
  await keep();
  const all = jobs.map(
    ({ evidence }, index): SummaryItem => items[index] ?? { evidence, settings, status: 'not-examined' },
  );
  if (format === 'text') {
    const savedAt = save === undefined ? undefined : join(save, 'summary.json');
    screen.write(table(all, { unchanged, ...(savedAt !== undefined && { savedAt }) }, { width, color }));
  }
  screen.end();
  await shown;
  return { items: all, hasFindings: isFound };
}

function jobsFor(targets: readonly string[], save: string | undefined, earlier: Summary | undefined): readonly Job[] {
  const before = new Map((earlier?.evidences ?? []).map((item) => [item.evidence as string, item]));
  const taken = new Set([...before.values()].flatMap(({ folder }) => folder?.toLowerCase() ?? []));
  const nameFor = folderNames((name) => taken.has(name.toLowerCase()) || existsSync(join(save ?? '.', name)));
  return targets.map((target) => {
    const evidence = printable(target === '-' ? 'standard input' : isAddress(target) ? target : resolve(target));
    const known = before.get(evidence);
    if (save === undefined) return { target, evidence };
    return { target, evidence, folder: known?.folder ?? nameFor(target), ...(known && { earlier: known }) };
  });
}

function isAddress(target: string): boolean {
  return target.startsWith('ssh://');
}

/** The report of an earlier run, where that was finished and neither the evidence nor what it is examined with has changed. */
async function finishedBefore(
  { target, earlier }: Job,
  settings: string,
  save: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly report: Report; readonly fingerprint: string } | undefined> {
  if (save === undefined || earlier?.folder === undefined || earlier.fingerprint === undefined) return undefined;
  if (earlier.settings !== settings || (earlier.status !== 'complete' && earlier.status !== 'incomplete'))
    return undefined;
  const path = join(save, earlier.folder, 'report.json');
  if (!existsSync(path) || (await fingerprintOf(target, signal)) !== earlier.fingerprint) return undefined;
  try {
    return { report: await readReport(path), fingerprint: earlier.fingerprint };
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

async function treeFingerprint(target: string, signal: AbortSignal): Promise<string | undefined> {
  const facts = await stat(target).catch(() => undefined);
  return facts?.isDirectory() ? fingerprintOf(target, signal) : undefined;
}

/** Whatever else than the evidence shapes a report. */
function settingsDigest({ ruleSet }: Knowledge, options: ManyOptions): string {
  const { since, organisation, tlp, suppressions } = options;
  const shaping = [toolVersion, ruleSet.sha256, ruleSet.lists, since ?? null, organisation ?? null, tlp ?? null];
  return createHash('sha256')
    .update(JSON.stringify([...shaping, suppressions ?? []]))
    .digest('hex');
}

function summaryOf(evidences: readonly SummaryItem[], { ruleSet }: Knowledge): Summary {
  return {
    schema: 'nsleuth-summary/1',
    tool: { name: 'nsleuth', version: toolVersion },
    rules: { version: ruleSet.version, sha256: ruleSet.sha256 },
    written: new Date().toISOString(),
    evidences,
  };
}

/** What ended one evidence: the operator's to put right, or a mistake of ours, which is told as one and does not end the others. */
function reasonOf(error: unknown): Printable {
  if (error instanceof OperatorError) return text`${error.message}. ${error.remedy}`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `nsleuth: this is a defect of nsleuth, please report it:\n${stack.split('\n').map(printable).join('\n')}\n`,
  );
  return text`a defect of nsleuth: ${error instanceof Error ? error.message : String(error)}`;
}

/** Reports in the order of the evidences, each as soon as those before it are there. */
function inOrder(format: ManyOptions['format'], screen: PassThrough) {
  const held = new Map<number, Report | undefined>();
  let next = 0;
  let isFirst = true;

  function write(report: Report | undefined): void {
    if (!report) return;
    if (format === 'ndjson') screen.write(`${JSON.stringify(report)}\n`);
    else screen.write((isFirst ? '[\n' : ',\n') + JSON.stringify(report, undefined, 2));
    isFirst = false;
  }

  return {
    put(index: number, report: Report | undefined): void {
      if (format === 'text') return;
      held.set(index, report);
      for (; held.has(next); next++) {
        write(held.get(next));
        held.delete(next);
      }
    },
    /** After an interruption some were never begun; those behind them are written all the same. */
    end(): void {
      for (const index of [...held.keys()].sort((one, other) => one - other)) write(held.get(index));
      if (format === 'json') screen.write(isFirst ? '[]\n' : '\n]\n');
    },
  };
}
