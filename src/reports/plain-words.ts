import type { Finding } from '../findings/finding.ts';

/** A time as people read it, where UTC is said beside: `2025-06-20 02:11:43`. A date, and what is no time, stays. */
export function clock(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/, '$1 $2');
}

/** Two times; one where they are the same. */
export function span(from: string, to: string): string {
  return from === to ? clock(from) : `${clock(from)} to ${clock(to)}`;
}

/** `1.1 MB`; below a kilobyte in bytes. */
export function bytesWords(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  if (bytes < 1_000) return `${bytes} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(1)} ${units[power - 1]}`;
}

/** Where a finding is. The line of a listing that names a file is not a line of the file. */
export function placeOf({ path, line, second_hand, file }: Finding): string {
  return line === undefined || second_hand || file !== undefined ? path : `${path}:${line}`;
}

/** Groups things by what is said of them, in the order in which it is said first. */
export function grouped<T>(
  items: readonly T[],
  words: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(items, words)];
}
