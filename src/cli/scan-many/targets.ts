import { glob, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { OperatorError } from '../../evidence/errors.ts';
import { limits } from '../../evidence/limits.ts';
import { printable } from '../../evidence/printable.ts';
import { evidenceIn } from '../../sources/index.ts';
import { isLiveTarget } from '../live-options.ts';

/** What the operator wants examined, one evidence each. */
export interface Targets {
  readonly targets: readonly string[];
  /** A pattern or a folder of evidences was among what was named: it stands for many, even where it holds only one. */
  readonly isMany: boolean;
}

/**
 * The evidences that the arguments stand for: a pattern (`cases/**`) stands for what it matches, a folder of evidences for each of them, anything else
 * for itself. An evidence named twice is examined once; `reports`, where the reports are saved, is none. Throws an OperatorError where a pattern matches nothing.
 */
export async function expandTargets(named: readonly string[], reports?: string): Promise<Targets> {
  const found: string[] = [];
  let isMany = false;
  for (const target of named) {
    if (target === '-' || isLiveTarget(target)) {
      found.push(target);
      continue;
    }
    const matches = (await isThere(target)) ? [target] : await matchesOf(target);
    const evidences = await evidencesOf(matches);
    isMany ||= evidences.length !== 1 || evidences[0] !== target;
    found.push(...evidences.filter((path) => reports === undefined || !isWithin(path, reports)));
    if (found.length > limits.evidences)
      throw new OperatorError(
        `there are more than ${limits.evidences} evidences`,
        'Give fewer at a time; what is saved in one folder with --save can be scanned in parts.',
      );
  }
  return { targets: unique(found), isMany };
}

/** A name with the characters of a pattern that is no file is a pattern. One without them is left: opening it says what is wrong. */
async function matchesOf(target: string): Promise<readonly string[]> {
  if (!/[*?[{]/.test(target)) return [target];
  const matches: string[] = [];
  for await (const match of glob(target, { exclude: isHidden })) {
    matches.push(match);
    if (matches.length > limits.patternMatches)
      throw new OperatorError(
        `${printable(target)} matches more than ${limits.patternMatches} names`,
        'Use a narrower pattern, or name the folder.',
      );
  }
  if (matches.length === 0)
    throw new OperatorError(`${printable(target)} matches nothing`, 'Check the pattern and the folder you are in.', 3);
  return outermost(matches.sort());
}

function isHidden(path: string): boolean {
  return /^\.[^.]/.test(basename(path));
}

/** `cases/**` matches a folder and everything in it: what lies in a folder that matches belongs to that folder. */
function outermost(matches: readonly string[]): readonly string[] {
  const kept: string[] = [];
  const all = new Set(matches.map((match) => resolve(match)));
  for (const match of matches) if (!isBelowAny(resolve(match), all)) kept.push(match);
  return kept;
}

function isBelowAny(path: string, folders: ReadonlySet<string>): boolean {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1))
    if (folders.has(path.slice(0, cut))) return true;
  return false;
}

function isWithin(path: string, folder: string): boolean {
  return `${resolve(path)}/`.startsWith(`${resolve(folder)}/`);
}

async function evidencesOf(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...((await isFolder(path)) ? await evidenceIn(path) : [path]));
  return found;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

function unique(targets: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return targets.filter((target) => {
    const key = isLiveTarget(target) || target === '-' ? target : resolve(target);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
