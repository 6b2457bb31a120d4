import { open, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { OperatorError } from '../../evidence/errors.ts';
import type { FolderEntry, PathFacts } from '../../tui/ports.ts';

/** Of a folder with more, the rest is not shown. */
const ENTRIES_SHOWN = 10_000;
const EVIDENCE = /\.(?:tar|tgz|gz|bz2|xz|zst|zip|log|conf|img|raw|dd|core|vmdk|qcow2)$/i;
const REPORT = /^report.{0,200}\.json$|\.nsleuth\.json$/i;
const ORDER = { evidence: 0, report: 1, folder: 2, other: 3 };

/** What a folder holds: what looks like evidence by its name first; what is hidden is left out. */
export async function listFolder(folder: string): Promise<readonly FolderEntry[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => unreadable(folder, error));
  const shown = found.filter(({ name }) => !name.startsWith('.')).slice(0, ENTRIES_SHOWN);
  const entries = await Promise.all(
    shown.map(async ({ name }): Promise<FolderEntry> => {
      const facts = await stat(join(folder, name)).catch(() => undefined);
      if (facts?.isDirectory()) return { name, kind: 'folder' };
      const kind = EVIDENCE.test(name) ? 'evidence' : REPORT.test(name) ? 'report' : 'other';
      return { name, kind, ...(facts && { size: facts.size }) };
    }),
  );
  return entries.sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.name < b.name ? -1 : 1));
}

/** What lies at a path, which may begin with `~`. */
export async function inspect(typed: string): Promise<PathFacts> {
  const path = absolute(typed);
  const facts = await stat(path).catch((error: unknown) => unreadable(path, error));
  if (facts.isDirectory()) return { path, kind: 'folder', isReport: false };
  return { path, kind: 'file', isReport: facts.isFile() && (await looksLikeReport(path)) };
}

export function absolute(typed: string): string {
  return typed === '~' || typed.startsWith('~/') ? join(homedir(), typed.slice(1)) : resolve(typed);
}

/** By its first bytes. */
async function looksLikeReport(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch((error: unknown) => unreadable(path, error));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
    return /^\s*\{\s*"schema"\s*:\s*"nsleuth-report\//.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
  throw new OperatorError(`${path} ${reason}.`, 'Check the path and its permissions.');
}
