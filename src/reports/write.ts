import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { type FormatName, formats } from './index.ts';

/** What a scan keeps unless it is told otherwise. */
export const usualFormats: readonly FormatName[] = ['json', 'html', 'csv', 'timeline'];

/** Writes a report in one format, readable by its owner alone; whole or not at all. Throws an OperatorError. */
export async function writeReport(report: Report, format: FormatName, path: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(piecesOf(report, format), createWriteStream(unfinished, { mode: 0o600 }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (reason === 'unknown error') throw error;
    throw new OperatorError(
      `${printable(path)} cannot be written (${reason})`,
      'Choose a place that you may write to and that has room.',
    );
  }
}

/** Writes the usual formats into a folder as `report.*`. Returns their paths, that of the JSON first. */
export async function writeUsualFiles(report: Report, folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of usualFormats) {
    const path = join(folder, `report.${formats[name].extension}`);
    await writeReport(report, name, path);
    paths.push(path);
  }
  return paths;
}

/** A report in one format, piece by piece. */
export function piecesOf(report: Report, format: FormatName): Readable {
  const rendered = formats[format].render(report);
  return Readable.from(typeof rendered === 'string' ? [rendered] : rendered);
}
