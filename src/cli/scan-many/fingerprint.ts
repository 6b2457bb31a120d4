import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, opendir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../evidence/limits.ts';

/**
 * What tells whether evidence changed: SHA-256 of a file's bytes; of a directory, over the names, types, sizes and times in it. Undefined for what has
 * none: a live appliance, standard input, what cannot be read.
 */
export async function fingerprintOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const facts = await stat(path);
    if (facts.isFile()) return `sha256:${await hashOf(path, signal)}`;
    return facts.isDirectory() ? `tree:${await hashOfTree(path, signal)}` : undefined;
  } catch {
    // Then it is examined again, and that says what is wrong with it.
    return undefined;
  }
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024, signal })) hash.update(chunk);
  return hash.digest('hex');
}

async function hashOfTree(root: string, signal: AbortSignal): Promise<string> {
  const lines: string[] = [];
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for await (const { name } of await opendir(join(root, folder))) {
      signal.throwIfAborted();
      if (lines.length >= limits.entries) throw new Error('too many entries to tell whether they changed');
      const path = folder === '' ? name : `${folder}/${name}`;
      const facts = await lstat(join(root, path));
      const link = facts.isSymbolicLink() ? await readlink(join(root, path)) : '';
      const size = facts.isDirectory() ? 0 : facts.size;
      lines.push(JSON.stringify([path, facts.mode, facts.uid, facts.gid, size, facts.mtimeMs, link]));
      if (facts.isDirectory()) folders.push(path);
    }
  }
  const hash = createHash('sha256');
  for (const line of lines.sort()) hash.update(line);
  return hash.digest('hex');
}
