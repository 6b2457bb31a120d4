import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import type { FilePlaces } from '../rules/file-places.ts';
import { collect } from '../sources/ssh/collect.ts';
import { plan } from '../sources/ssh/plan.ts';
import { parseTarget } from '../sources/ssh/target.ts';
import { exits } from './exits.ts';
import { interruption } from './interruption.ts';
import { loadKnowledge } from './knowledge.ts';
import { isLiveTarget, type LiveCliOptions, liveOptions } from './live-options.ts';
import { fetchOptions, inventoryRequests, type LiveRequest, openLiveTarget } from './live-target.ts';
import { measurementText, planText, size } from './plan-text.ts';
import { hasOwnRules, type RuleOptions, ruleOptions } from './rule-options.ts';
import { noPlaces, rulePlaces } from './rule-places.ts';
import { toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  nsleuth collect ssh://nsroot@192.0.2.10
  nsleuth collect ssh://nsroot@192.0.2.10 --out case-7/ns-a.tar.gz --include cores
  nsleuth collect ssh://nsroot@192.0.2.10 --plan               what would run; does not connect
  nsleuth collect ssh://nsroot@192.0.2.10 --plan --measure     and how much of it this appliance has
  nsleuth collect --inventory fleet.yaml --out case-7
  pass show ns-a | nsleuth collect ssh://nsroot@192.0.2.10 --password-stdin --host-key SHA256:…

Scan the file later, here or elsewhere: nsleuth scan FILE.
Exit status: 0 complete; 2 wrong use; 3 not reached, or only in part; 130 interrupted.`;

interface CollectOptions extends LiveCliOptions, Omit<RuleOptions, 'indicators'> {
  readonly out?: string;
  readonly inventory?: string;
  readonly plan?: boolean;
  readonly measure?: boolean;
  readonly quiet?: boolean;
}

/** Appliances fetched from at the same time. */
const AT_ONCE = 2;

export function collectCommand(): Command {
  const command = new Command('collect')
    .description("fetch a live appliance's evidence into one .tar.gz with a manifest; no verdict")
    .argument('[target...]', 'ssh://USER@HOST[:PORT]')
    .option('--inventory <file>', 'the appliances of this YAML file (see docs/live.md), two at a time')
    .option('--out <path>', 'file to write, or an existing folder; default NAME-UTC.tar.gz in this folder')
    .option('--plan', 'print the commands and paths, and do not connect')
    .option('--measure', 'with --plan: connect, list the files, and say what of it this appliance has')
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES);
  for (const option of [...liveOptions(), ...ruleOptions().filter(({ long }) => long !== '--indicators')])
    command.addOption(option);
  return command.action(async (targets: readonly string[], options: CollectOptions) => {
    process.exitCode = await run(targets, options);
  });
}

async function run(targets: readonly string[], options: CollectOptions): Promise<number> {
  const requests = [
    ...targets.map((target) => requestOf(target, options)),
    ...(options.inventory === undefined ? [] : await inventoryRequests(options.inventory, options)),
  ];
  if (requests.length === 0)
    throw new OperatorError('Name an appliance.', 'Give ssh://USER@HOST, or --inventory FILE.');
  const places = await placesFor(options);
  const interrupt = interruption();
  if (options.plan || options.measure) {
    process.stdout.write(planText(plan(fetchOptions(options, places)), places.elsewhere));
    if (options.measure) for (const request of requests) await showMeasurement(request, places, interrupt.signal);
    return exits.nothing;
  }
  const isFolder =
    options.out !== undefined && (await stat(options.out).catch(() => undefined))?.isDirectory() === true;
  if (requests.length > 1 && options.out !== undefined && !isFolder) {
    throw new OperatorError(`${options.out} is no folder.`, 'For several appliances give --out an existing folder.');
  }
  const fileOf = ({ name }: LiveRequest) =>
    options.out === undefined || isFolder ? join(options.out ?? '.', defaultName(name, new Date())) : options.out;
  const progress = progressOf(options.quiet !== true && process.stderr.isTTY === true && requests.length === 1);
  const statuses: number[] = [];
  const waiting = [...requests];
  const worker = async () => {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      statuses.push(
        await collectOne({ request, places }, fileOf(request), interrupt.signal, progress, requests.length > 1),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return interrupt.signal.aborted ? exits.interrupted : Math.max(...statuses);
}

interface Wanted {
  readonly request: LiveRequest;
  readonly places: FilePlaces;
}

/** Rules are not used here: they say what else is to be fetched for the scan that comes later. */
async function placesFor(options: CollectOptions): Promise<FilePlaces> {
  return hasOwnRules(options) ? rulePlaces(options, await loadKnowledge(options)) : noPlaces;
}

function requestOf(target: string, options: CollectOptions): LiveRequest {
  if (!isLiveTarget(target)) {
    throw new OperatorError(
      `${target} is no live appliance.`,
      'Give ssh://USER@HOST; files need no collecting, scan them.',
    );
  }
  return { name: parseTarget(target).host, address: target, options };
}

/** With several appliances one that fails must not end the others: its error is told, and becomes the status. */
async function collectOne(
  { request, places }: Wanted,
  file: string,
  signal: AbortSignal,
  progress: ProgressLine,
  isOneOfMany: boolean,
): Promise<number> {
  try {
    return await fetchInto({ request, places }, file, signal, progress);
  } catch (error) {
    if (!isOneOfMany || !(error instanceof OperatorError)) throw error;
    process.stderr.write(
      `nsleuth: ${printable(request.name)}: ${printable(error.message)}\n         ${printable(error.remedy)}\n`,
    );
    return error.status;
  }
}

async function fetchInto(
  { request: { name, address, options }, places }: Wanted,
  file: string,
  signal: AbortSignal,
  progress: ProgressLine,
): Promise<number> {
  const source = await openLiveTarget(address, options, places, signal, name);
  try {
    const { manifest, bytes, sha256 } = await collect(source, file, {
      toolVersion,
      signal,
      onItem: (item) => progress.show(item.path, source.progress?.() ?? 0),
    });
    progress.clear();
    const lost = manifest.gaps.filter(({ reason }) => reason !== 'unsupported');
    const { members, gaps } = manifest;
    process.stdout.write(`${printable(file)}: ${members.length} members, ${size(bytes)}\nSHA-256 ${sha256}\n`);
    if (gaps.length > lost.length) {
      process.stdout.write(
        `${gaps.length - lost.length} things were left out by plan or are not on this release; the manifest lists them.\n`,
      );
    }
    for (const { path, detail } of lost.slice(0, 10))
      process.stderr.write(`not in the collection: ${path}: ${detail}\n`);
    if (lost.length > 10) process.stderr.write(`and ${lost.length - 10} more; the manifest lists them\n`);
    return lost.length > 0 ? exits.incomplete : exits.nothing;
  } finally {
    progress.clear();
    source.close();
  }
}

async function showMeasurement(
  { name, address, options }: LiveRequest,
  places: FilePlaces,
  signal: AbortSignal,
): Promise<void> {
  const source = await openLiveTarget(address, options, places, signal, name);
  try {
    process.stdout.write(measurementText(await source.measure(signal)));
  } finally {
    source.close();
  }
}

/** `192.0.2.10-20261123T160502Z.tar.gz` */
function defaultName(name: string, now: Date): string {
  const clock = `${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  return `${name.replace(/[^A-Za-z0-9._-]/g, '_')}-${clock}.tar.gz`;
}

interface ProgressLine {
  show(path: string, share: number): void;
  clear(): void;
}

/** One line that is drawn over, at most ten times a second. */
function progressOf(isShown: boolean): ProgressLine {
  let last = 0;
  return {
    show: (path, share) => {
      if (!isShown || Date.now() - last < 100) return;
      last = Date.now();
      const width = Math.max(20, (process.stderr.columns ?? 80) - 8);
      process.stderr.write(
        `\r\u001b[K${String(Math.round(share * 100)).padStart(3)} % ${printable(path).slice(0, width)}`,
      );
    },
    clear: () => {
      if (isShown && last > 0) process.stderr.write('\r\u001b[K');
      last = 0;
    },
  };
}
