import { stat } from 'node:fs/promises';
import { OperatorError } from '../../evidence/errors.ts';
import type { Limits } from '../../evidence/limits.ts';

/** The files of an image that was split: `da0.001`, `da0.002` and so on, from the one that is given. Of any other name, that file alone. */
export async function piecesOf(target: string, limits: Limits): Promise<readonly string[]> {
  const [, stem, number] = /^(.*\.)(0+[01]?)$/s.exec(target) ?? [];
  if (stem === undefined || number === undefined || number.length < 2) return [target];
  const pieces = [target];
  for (let next = Number(number) + 1; ; next++) {
    const path = `${stem}${String(next).padStart(number.length, '0')}`;
    const facts = await stat(path).catch(() => undefined);
    if (!facts?.isFile()) return pieces;
    if (pieces.length >= limits.imagePieces)
      throw new OperatorError(
        `${target} is split into more than ${limits.imagePieces} pieces`,
        'Join them into one file, and give that.',
        3,
      );
    pieces.push(path);
  }
}
