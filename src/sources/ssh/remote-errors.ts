import type { Gap } from '../../evidence/entry.ts';
import { limits } from '../../evidence/limits.ts';
import { printableCut, text } from '../../evidence/printable.ts';

/**
 * Error lines of find, xargs, ls and tar become gaps:
 *
 *     tar: var/log/x: Couldn't open: Permission denied
 *     find: var/y: Permission denied
 *
 * A root of ours that this release does not have is none. Lines beyond the limit are counted.
 */
export function* errorGaps(errors: string, roots: readonly string[], where: string): Generator<Gap> {
  let told = 0;
  let untold = 0;
  for (const line of errors.split('\n')) {
    if (line.trim() === '' || isMissingRoot(line, roots) || isHarmless(line)) continue;
    if (told++ >= limits.remoteErrors) {
      untold++;
      continue;
    }
    const path = /^(?:tar|find|ls|bsdtar): ([^:]{1,1000}): /.exec(line)?.[1];
    yield {
      kind: 'gap',
      path: path === undefined ? text`${where}` : text`/${path.replace(/^\.?\//, '')}`,
      reason: 'unreadable',
      detail: text`the appliance could not read this: ${printableCut(line, 300)}`,
    };
  }
  if (untold > 0) {
    yield {
      kind: 'gap',
      path: text`${where}`,
      reason: 'unreadable',
      detail: text`${untold} further errors of this kind`,
    };
  }
}

function isMissingRoot(line: string, roots: readonly string[]): boolean {
  const missing = /^find: [‘'`]?([^:'’]{1,500})[’']?: No such file or directory$/.exec(line)?.[1];
  return missing !== undefined && roots.includes(missing);
}

/**
 * A file that went away between find and tar or ls, as logs do when they rotate, or grew meanwhile; a name that is not UTF-8, which is archived
 * all the same; and tar's summary of errors told above.
 */
function isHarmless(line: string): boolean {
  return (
    line.includes("Can't translate pathname '") ||
    line.includes('file may have grown while being archived') ||
    /^(?:tar|bsdtar|ls): .{1,1000}: (?:Cannot stat: )?No such file or directory$/.test(line) ||
    /^(?:tar|bsdtar): Error exit delayed from previous errors\.?$/.test(line)
  );
}
