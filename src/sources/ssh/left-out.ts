import picomatch from 'picomatch';
import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { Gap } from '../../evidence/entry.ts';
import { limits } from '../../evidence/limits.ts';
import { printable, text } from '../../evidence/printable.ts';
import type { Listing } from './listing.ts';
import type { FetchGroup } from './paths.ts';
import type { Step } from './steps.ts';

/** Files below the fetched roots that were listed but, by the limits of the plan, not fetched: their content was not examined. */
export function* leftOutGaps(listing: Listing, steps: readonly Step[], received: ReadonlySet<string>): Generator<Gap> {
  const archives = steps.filter((step) => step.kind === 'archive');
  const secrets: string[] = [];
  let large = 0;
  for (const [name, { mode, size }] of listing.files) {
    if (!mode.startsWith('-') || received.has(canonicalPath(name))) continue;
    const step = archives.find(({ group }) => isWanted(name, group));
    if (!step) continue;
    if (size > step.group.fileBytes) {
      if (large++ >= limits.remoteErrors) continue;
      yield {
        kind: 'gap',
        path: printable(canonicalPath(name)),
        reason: 'unsupported',
        detail: text`content not fetched: ${size} bytes are more than ${step.group.fileBytes}; use --include large to fetch it`,
      };
    } else if (isNamed(baseName(name), step.leaveOut)) secrets.push(name);
  }
  if (large > limits.remoteErrors) {
    yield {
      kind: 'gap',
      path: text`/`,
      reason: 'unsupported',
      detail: text`${large - limits.remoteErrors} further large files not fetched`,
    };
  }
  if (secrets.length > 0) {
    yield {
      kind: 'gap',
      path: printable(canonicalPath(secrets[0]!)),
      reason: 'unsupported',
      detail: text`content of ${secrets.length} files with key material not fetched, here and elsewhere; use --include keys to fetch them`,
    };
  }
}

function isWanted(name: string, { roots, skip }: FetchGroup): boolean {
  const root = roots.find((candidate) => name === candidate || name.startsWith(`${candidate}/`));
  if (root === undefined) return false;
  return !name
    .slice(root.length + 1)
    .split('/')
    .some((part) => isNamed(part, skip));
}

function isNamed(name: string, patterns: readonly string[]): boolean {
  return patterns.length > 0 && picomatch.isMatch(name, [...patterns], { dot: true, nobrace: true, noextglob: true });
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
