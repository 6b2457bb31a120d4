import { access, constants, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { counts } from '../assessment/conclude.ts';
import type { Language } from '../assessment/languages/language.ts';
import type { Outcome } from '../assessment/outcome.ts';
import type { Report, Tlp } from '../assessment/report.ts';
import type { Suppression } from '../assessment/suppressions.ts';
import type { EvidenceSource } from '../evidence/entry.ts';
import { OperatorError } from '../evidence/errors.ts';
import { type Level, levels } from '../rules/rule.ts';
import { openEvidence } from '../sources/index.ts';
import { examine } from './examine.ts';
import { exits } from './exits.ts';
import { readIgnoreFile } from './ignore-file.ts';
import { interruption } from './interruption.ts';
import { loadKnowledge } from './knowledge.ts';
import { isLiveTarget, type LiveCliOptions, liveOptions } from './live-options.ts';
import { progressLine } from './progress-line.ts';
import { languageOption, printSummary, saveReport, screen } from './report-output.ts';
import { type RuleOptions, ruleOptions } from './rule-options.ts';
import { expandTargets } from './scan-many/targets.ts';
import type { Knowledge } from './shipped-rules.ts';
import { refuseDifferent } from './together.ts';

const EXAMPLES = `
Examples:
  nsleuth scan collector_P_192.0.2.10_7Nov2026_06_18.tar.gz
  nsleuth scan /mnt/netscaler --save report --organisation "Example BV"
  nsleuth scan bundle.tgz --format json --fail-on high > report.json
  ssh backup@192.0.2.99 cat evidence.tar | nsleuth scan -
  nsleuth scan bundle.tgz varlog.zip --together        two pieces of one appliance
  nsleuth scan 'cases/**' --save reports               many appliances, one report each; again: only what is left
  nsleuth scan ssh://nsroot@192.0.2.10 --save report   a live appliance; --plan shows what would run on it

TARGET: ssh://USER@HOST[:PORT], a directory (of an appliance, or of evidences), a quoted pattern, .tar .tgz .tar.gz .zip .gz, a log file, ns.conf, a core dump, a raw disk image, or - for a tar on standard input; recognised by content.
Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong use; 3 evidence unreadable, wholly or in part; 130 interrupted.`;

export interface ScanOptions extends RuleOptions, LiveCliOptions {
  readonly inventory?: string;
  readonly plan?: boolean;
  readonly format: 'text' | 'json' | 'ndjson';
  readonly save?: string;
  readonly level: Level;
  readonly failOn: Level;
  readonly since?: Date;
  readonly organisation?: string;
  readonly tlp?: Tlp;
  readonly jobs?: number;
  readonly lang?: Language;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly coverage?: boolean;
  readonly ignoreFile?: string;
  readonly together?: boolean;
  readonly force?: boolean;
}

export function scanCommand(): Command {
  const command = new Command('scan')
    .description('examine evidence; summary on standard output, progress on standard error')
    .argument('[target...]', 'what to examine')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json', 'ndjson']).default('text'))
    .option('--save <dir>', 'write the report files into this folder')
    .addOption(new Option('--level <level>', 'least level shown').choices(levels).default('low'))
    .addOption(
      new Option('--fail-on <level>', 'exit 1 for findings of this level or above').choices(levels).default('medium'),
    )
    .option('--since <date>', 'leave out what happened before this date (2026-09-01, UTC)', parseDate)
    .option('--organisation <name>', 'whose appliance this is, for the report')
    .addOption(
      new Option('--tlp <mark>', 'traffic light mark').choices([
        'TLP:CLEAR',
        'TLP:GREEN',
        'TLP:AMBER',
        'TLP:AMBER+STRICT',
        'TLP:RED',
      ]),
    )
    .option('--together', 'all targets are of one appliance: one report')
    .option('--force', 'with --together: even if they name different appliances')
    .option('--jobs <n>', 'examining threads; of several targets, how many at a time (2)', parseJobs)
    .option('--inventory <file>', 'the appliances of this YAML file as well (see docs/live.md), one report each')
    .option('--plan', 'of ssh:// targets: print the commands and paths, and do not connect')
    .option('--coverage', 'list everything that could not be checked, and every log')
    .option('--ignore-file <file>', 'what is explained already; default ./nsleuth.ignore.yml where it exists')
    .addOption(languageOption())
    .option('--quiet', 'no progress')
    .option('--no-color', 'no colours (also: NO_COLOR=1)')
    .addHelpText('after', EXAMPLES);
  for (const option of [...ruleOptions(), ...liveOptions()]) command.addOption(option);
  return command.action(async (targets: readonly string[], options: ScanOptions) => {
    process.exitCode = await scan(targets, options);
  });
}

async function scan(named: readonly string[], options: ScanOptions): Promise<number> {
  const knowledge = await loadKnowledge(options);
  const isLive = options.plan || options.inventory !== undefined || named.some(isLiveTarget);
  const live = isLive ? await (await import('./live-scan.ts')).liveScan(options, knowledge) : undefined;
  if (live && options.plan) {
    process.stdout.write(live.plan());
    return exits.nothing;
  }
  const suppressions = await readIgnoreFile(options.ignoreFile);
  if (options.save) await prepareFolder(options.save);
  const open = (target: string) => (live && isLiveTarget(target) ? live.open(target) : openEvidence(target, {}));
  const wanted = [...named, ...(live?.addresses ?? [])];
  if (wanted.length === 0)
    throw new OperatorError('nothing to examine is named', 'Give a file, a folder or ssh://USER@HOST.');
  const { targets, isMany } = await expandTargets(wanted, options.save);
  if ((isMany || targets.length > 1) && !options.together)
    return scanEach(targets, open, knowledge, suppressions, options);
  const sources = await Promise.all(targets.map(open));
  const abort = interruption();
  const progress = progressLine(process.stderr, options.quiet === true);
  const { jobs: threads } = options;
  const settings = {
    ...options,
    suppressions,
    ...(threads !== undefined && { threads }),
    hashAgain: options.save !== undefined,
  };
  const scanned = await examine(sources, knowledge, settings, abort.signal, (outcome) => {
    if (outcome.kind === 'progress') progress.show(outcome.progress);
    else if (options.format === 'ndjson' && isShown(outcome, options.level))
      process.stdout.write(`${JSON.stringify(outcome)}\n`);
  });
  progress.clear();
  if (!options.force) refuseDifferent(scanned);
  const report = options.save ? await marked(scanned, options.save) : scanned;
  const saved = options.save ? await trySave(report, options.save) : {};
  switch (options.format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
      break;
    case 'ndjson':
      process.stdout.write(`${JSON.stringify({ kind: 'report', report })}\n`);
      break;
    case 'text':
      await printSummary(report, options, saved.at);
  }
  if (saved.failure) throw saved.failure;
  return exitStatus(report, options.failOn, abort.signal.aborted);
}

async function marked(report: Report, folder: string): Promise<Report> {
  const { withEarlierMarks } = await import('./earlier-marks.ts');
  return withEarlierMarks(report, folder);
}

/** A report that cannot be saved is shown all the same before the failure ends the run: what was found must not be lost. */
async function trySave(
  report: Report,
  folder: string,
): Promise<{ readonly at?: string; readonly failure?: OperatorError }> {
  try {
    return { at: await saveReport(report, folder) };
  } catch (error) {
    if (error instanceof OperatorError) return { failure: error };
    throw error;
  }
}

/** Findings below `--level` are left out of the stream; the report at its end holds them all. */
function isShown(outcome: Outcome, level: Level): boolean {
  return outcome.kind !== 'finding' || levels.indexOf(outcome.finding.rule.level) >= levels.indexOf(level);
}

/** Each target is an appliance of its own. */
async function scanEach(
  targets: readonly string[],
  open: (target: string) => Promise<EvidenceSource>,
  knowledge: Knowledge,
  suppressions: readonly Suppression[],
  options: ScanOptions,
): Promise<number> {
  const { signal } = interruption();
  const { scanMany } = await import('./scan-many.ts');
  const many = { ...options, ...screen(options), suppressions, isQuiet: options.quiet === true };
  const { items, hasFindings } = await scanMany(targets, open, knowledge, many, signal, (report) =>
    hasFindingsFrom(report, options.failOn),
  );
  if (signal.aborted) return exits.interrupted;
  // Of many one is often damaged; the table and `summary.json` name it.
  if (hasFindings) return exits.findings;
  return items.every(({ status }) => status === 'complete') ? exits.nothing : exits.incomplete;
}

/** Incomplete outranks findings: a script must not take a part for the whole. */
export function exitStatus(report: Report, failOn: Level, isInterrupted: boolean): number {
  if (isInterrupted) return exits.interrupted;
  if (!report.scan.complete) return exits.incomplete;
  return hasFindingsFrom(report, failOn) ? exits.findings : exits.nothing;
}

function hasFindingsFrom(report: Report, level: Level): boolean {
  const least = levels.indexOf(level);
  return report.findings.some((finding) => counts(finding) && levels.indexOf(finding.rule.level) >= least);
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    // Told before hours of reading, not after.
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new OperatorError(
      `cannot write into ${resolve(folder)}: ${error instanceof Error ? error.message : error}`,
      'Give --save a folder that you may write to.',
    );
  }
}

function parseDate(value: string): Date {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('Give a date such as 2026-09-01.');
  if (date.getTime() > Date.now())
    throw new InvalidArgumentError('It lies in the future: everything would be left out. Give an earlier date.');
  return date;
}

function parseJobs(value: string): number {
  const jobs = Number(value);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) throw new InvalidArgumentError('Give a number from 1 to 64.');
  return jobs;
}
