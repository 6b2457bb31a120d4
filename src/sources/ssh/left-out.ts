import picomatch from 'picomatch';
import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { Gap } from '../../evidence/entry.ts';
import { limits } from '../../evidence/limits.ts';
import { printable, text } from '../../evidence/printable.ts';
import type { Listed, Listing } from './listing.ts';
import type { NamePattern } from './paths.ts';
import type { Step } from './steps.ts';

/** What becomes of a listed file: fetched by a step, too large for it, a secret or bulk it leaves out, or in no fetched tree. */
export type Fate =
  | { readonly kind: 'fetched' | 'too-large' | 'secret'; readonly step: ArchiveStep }
  /** `bulk` is the entry of the step's list. */
  | { readonly kind: 'skipped'; readonly step: ArchiveStep; readonly bulk: string }
  | { readonly kind: 'elsewhere' };
export type ArchiveStep = Extract<Step, { kind: 'archive' }>;

/** Decides by the same roots, sizes and names that the commands of the steps use. */
export function fates(steps: readonly Step[]): (name: string, file: Listed) => Fate {
  const archives = steps
    .filter((step) => step.kind === 'archive')
    .map((step) => ({ step, isSecret: names(step.leaveOut) }));
  return (name, { mode, size }) => {
    for (const { step, isSecret } of archives) {
      if (!isOf(name, step.group)) continue;
      if (!mode.startsWith('-')) return { kind: 'elsewhere' };
      if (step.group.elsewhere?.some((path) => isBelow(name, path))) continue;
      const bulk = step.group.skip.find((path) => isBelow(name, path));
      if (bulk !== undefined) return { kind: 'skipped', step, bulk };
      if (size > step.group.fileBytes) return { kind: 'too-large', step };
      return { kind: isSecret(name.slice(name.lastIndexOf('/') + 1)) ? 'secret' : 'fetched', step };
    }
    return { kind: 'elsewhere' };
  };
}

/** A file whose metadata changed later than this before the listing may have come, gone or been renamed meanwhile. */
const SETTLED_SECONDS = 15 * 60;

/**
 * Files below the fetched trees that were listed but did not come: by the limits of the plan, or for no reason that we were told. `whole` are
 * the steps whose archive came whole; of the others there is a gap already.
 */
export function* leftOutGaps(
  listing: Listing,
  steps: readonly Step[],
  whole: ReadonlySet<Step>,
  received: ReadonlySet<string>,
): Generator<Gap> {
  const fateOf = fates(steps);
  const secrets: string[] = [];
  const bulk = new Map<string, number>();
  const large = bounded('unsupported', 'further large files were not fetched');
  const missing = bounded('unreadable', 'further files were listed but did not come with the archive');
  let newest = 0;
  for (const { changed = 0 } of listing.files.values()) newest = Math.max(newest, changed);
  for (const [name, file] of listing.files) {
    const path = canonicalPath(name);
    if (received.has(path)) continue;
    const fate = fateOf(name, file);
    if (fate.kind === 'elsewhere') continue;
    if (fate.kind === 'secret') secrets.push(path);
    else if (fate.kind === 'skipped') bulk.set(fate.bulk, (bulk.get(fate.bulk) ?? 0) + 1);
    else if (fate.kind === 'too-large') {
      const { fileBytes } = fate.step.group;
      yield* large.gap(
        path,
        text`content not fetched: ${file.size} bytes are more than ${fileBytes}; use --include large to fetch it`,
      );
    } else if (whole.has(fate.step) && file.changed !== undefined && file.changed < newest - SETTLED_SECONDS) {
      yield* missing.gap(path, text`listed, but it did not come with the archive`);
    }
  }
  yield* large.rest();
  yield* missing.rest();
  for (const [path, count] of bulk) {
    yield {
      kind: 'gap',
      path: text`/${path}`,
      reason: 'unsupported',
      detail: text`content of ${count} files here not fetched; use --include large to fetch them`,
    };
  }
  if (secrets.length > 0) {
    yield {
      kind: 'gap',
      path: printable(secrets[0]!),
      reason: 'unsupported',
      detail: text`content of ${secrets.length} files with key material not fetched, here and elsewhere; use --include keys to fetch them`,
    };
  }
}

function bounded(reason: Gap['reason'], words: string) {
  let count = 0;
  return {
    *gap(path: string, detail: Gap['detail']): Generator<Gap> {
      if (count++ < limits.remoteErrors) yield { kind: 'gap', path: printable(path), reason, detail };
    },
    *rest(): Generator<Gap> {
      const untold = count - limits.remoteErrors;
      if (untold > 0) yield { kind: 'gap', path: text`/`, reason, detail: text`${untold} ${words}` };
    },
  };
}

function isOf(name: string, { roots, patterns }: ArchiveStep['group']): boolean {
  return patterns
    ? patterns.some((pattern) => isMet(pattern, name))
    : roots.some((root) => name === root || name.startsWith(`${root}/`));
}

/** As `find -iname` or `-ipath` matches: the parts between the wildcards one after the other, in time linear in the name. */
export function isMet({ of, text }: NamePattern, name: string): boolean {
  const whole = (of === 'name' ? name.slice(name.lastIndexOf('/') + 1) : `/${name}`).toLowerCase();
  const parts = text.toLowerCase().split('*');
  const first = parts.shift() ?? '';
  const last = parts.pop();
  if (last === undefined) return whole === first;
  if (!whole.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = whole.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return whole.length - last.length >= at && whole.endsWith(last);
}

/** As `find -path … -prune`: the path itself and everything below it. */
function isBelow(name: string, path: string): boolean {
  return path.endsWith('*') ? name.startsWith(path.slice(0, -1)) : name === path || name.startsWith(`${path}/`);
}

/** As `find -name` matches: `*` and `?` within one name, leading dots included. */
function names(patterns: readonly string[]): (name: string) => boolean {
  return patterns.length === 0 ? () => false : picomatch([...patterns], { dot: true, nobrace: true, noextglob: true });
}
