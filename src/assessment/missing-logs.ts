import picomatch from 'picomatch';
import { readers } from '../artifacts/index.ts';
import type { LogFile } from './log-coverage.ts';
import { logParts, type Part } from './parts.ts';

const logReaders = readers.flatMap((reader) => {
  const part = logParts[reader.name];
  return reader.form === 'lines' && part ? [{ part, isMatch: picomatch([...reader.paths], { dot: true }) }] : [];
});

/** Logs that a listing of the appliance names and that were not read, by what they are: a support bundle leaves some rotations out. */
export function missingLogs(
  listed: ReadonlySet<string>,
  read: readonly LogFile[],
): ReadonlyMap<Part, { readonly count: number; readonly example: string }> {
  const known = new Set(read.map(({ path }) => path));
  const missing = new Map<Part, { count: number; example: string }>();
  for (const path of [...listed].sort()) {
    if (known.has(path)) continue;
    const part = logReaders.find(({ isMatch }) => isMatch(path))?.part;
    if (part === undefined) continue;
    const before = missing.get(part);
    if (before) before.count++;
    else missing.set(part, { count: 1, example: path });
  }
  return missing;
}
