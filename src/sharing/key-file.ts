import { randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';

/** Bytes of names that a key file may have beside it. */
const LARGEST_TABLE = 512 * 2 ** 20;

/** Where the secret lies unless the user says otherwise: in the user's configuration folder, out of every report's way. */
export function defaultKeyPath(environment: NodeJS.ProcessEnv = process.env): string {
  const folder =
    environment.XDG_CONFIG_HOME || (process.platform === 'win32' && environment.APPDATA) || join(homedir(), '.config');
  return join(folder, 'nsleuth', 'pseudonyms.key');
}

/**
 * Reads the secret of a key file; with `create`, makes it when it is not there, readable by its owner alone. A file that others may read is refused.
 * Throws an OperatorError.
 */
export async function readSecret(path: string, create: boolean): Promise<Uint8Array> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new OperatorError(
        `${printable(path)} can be read by others`,
        `Put it right with: chmod 600 ${printable(path)}`,
      );
    }
    const text = (await readFile(path, 'utf8')).trim();
    if (!/^[0-9a-f]{64}$/.test(text))
      throw new OperatorError(
        `${printable(path)} is not a key file of nsleuth`,
        'Give the file that nsleuth share made, or move this one away.',
      );
    return Buffer.from(text, 'hex');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    if (!isMissing(error))
      throw new OperatorError(`${printable(path)} cannot be read`, 'Check the path and its permissions.');
    if (!create)
      throw new OperatorError(
        `${printable(path)} is not there`,
        'Give the key file that the report was redacted with: --key FILE.',
      );
  }
  const secret = randomBytes(32);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

/** The names beside a key file: what each pseudonym stands for. They stay with the owner, as the key does. */
export function namesPath(keyPath: string): string {
  return `${keyPath}.names`;
}

/** Adds what a redaction replaced; lines already there are not repeated. */
export async function saveNames(keyPath: string, table: ReadonlyMap<string, string>): Promise<void> {
  const known = await readNames(keyPath);
  const lines = [...table].filter(([pseudonym]) => !known.has(pseudonym)).map((pair) => `${JSON.stringify(pair)}\n`);
  if (lines.length === 0) return;
  await appendFile(namesPath(keyPath), lines.join(''), { mode: 0o600 });
  await chmod(namesPath(keyPath), 0o600);
}

/** Pseudonym to what it stands for; empty when nothing was redacted with this key yet. */
export async function readNames(keyPath: string): Promise<ReadonlyMap<string, string>> {
  const path = namesPath(keyPath);
  try {
    if ((await stat(path)).size > LARGEST_TABLE)
      throw new OperatorError(`${printable(path)} is too large`, 'Begin a new key file: nsleuth share --key FILE.');
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => asPair(line, path)));
  } catch (error) {
    if (isMissing(error)) return new Map();
    throw error;
  }
}

function asPair(line: string, path: string): readonly [string, string] {
  try {
    const pair: unknown = JSON.parse(line);
    if (Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && typeof pair[1] === 'string')
      return [pair[0], pair[1]];
  } catch {
    // Said below, as for any other line that is not one.
  }
  throw new OperatorError(
    `${printable(path)} is damaged`,
    'Restore it from a backup: without it nothing can be translated back.',
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
