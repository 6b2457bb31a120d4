import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../evidence/errors.ts';
import type { Recent } from '../../tui/ports.ts';

const KEPT = 8;
const KINDS = ['live', 'evidence', 'report'] as const;

/** Where the targets of earlier runs are remembered: addresses and paths, never secrets. */
export function recentFile(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  const base =
    platform === 'win32'
      ? (env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'))
      : env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(base, 'nsleuth', 'recent.json');
}

/** The targets of earlier runs, latest first; none where the file is missing or is not ours. */
export async function readRecent(file: string): Promise<readonly Recent[]> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(value) ? value.flatMap(asRecent).slice(0, KEPT) : [];
  } catch (error) {
    // A list of conveniences: without it there is only more to type.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return [];
    throw error;
  }
}

/** Puts a target first in the list. */
export async function remember(file: string, recent: Recent): Promise<void> {
  const others = (await readRecent(file)).filter(({ target }) => target !== recent.target);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, `${JSON.stringify([recent, ...others].slice(0, KEPT), undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OperatorError(`Cannot remember this target in ${file} (${code}).`, 'It works all the same.');
  }
}

function asRecent(value: unknown): readonly Recent[] {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('target' in value)) return [];
  const kind = KINDS.find((one) => one === value.kind);
  if (kind === undefined || typeof value.target !== 'string' || value.target.length > 4_096) return [];
  const report = 'report' in value && typeof value.report === 'string' ? value.report : undefined;
  return [{ kind, target: value.target, ...(report !== undefined && { report }) }];
}
