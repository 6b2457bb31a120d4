import { anyOne, anyRun, parseSigmaText } from '../rules/sigma-text.ts';

/**
 * Compiles a Sigma wildcard pattern (`*`, `?`, escapes with `\`) for whole texts. The time is at most the length of the text
 * times that of the pattern: greedy from left to right, since a later place of an earlier part never helps.
 */
export function compileWildcard(pattern: string): (text: string) => boolean {
  /** Runs between `*`; in each, `undefined` stands for `?`. */
  const runs: (string | undefined)[][] = [[]];
  for (const part of parseSigmaText(pattern)) {
    if (part === anyRun) runs.push([]);
    else if (part === anyOne) runs.at(-1)!.push(undefined);
    else runs.at(-1)!.push(...part);
  }
  const first = runs[0]!;
  const last = runs.at(-1)!;
  const middle = runs.slice(1, -1).filter((run) => run.length > 0);
  if (runs.length === 1) return (text) => text.length === first.length && isAt(text, 0, first);
  return (text) => {
    if (
      text.length < first.length + last.length ||
      !isAt(text, 0, first) ||
      !isAt(text, text.length - last.length, last)
    )
      return false;
    const end = text.length - last.length;
    let from = first.length;
    for (const run of middle) {
      const at = find(text, from, end, run);
      if (at < 0) return false;
      from = at + run.length;
    }
    return true;
  };
}

function find(text: string, from: number, end: number, run: readonly (string | undefined)[]): number {
  for (let at = from; at + run.length <= end; at += 1) if (isAt(text, at, run)) return at;
  return -1;
}

function isAt(text: string, at: number, run: readonly (string | undefined)[]): boolean {
  for (let index = 0; index < run.length; index += 1) {
    const wanted = run[index];
    if (wanted !== undefined && text[at + index] !== wanted) return false;
  }
  return true;
}
