import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { renderText } from '../reports/text.ts';

/** Prints the summary of a report on standard output. */
export function printSummary(
  report: Report,
  options: { readonly color: boolean; readonly coverage?: boolean },
  savedAt: string | undefined,
): void {
  const { stdout } = process;
  const hasColor = options.color && stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  const width = Math.min(stdout.columns ?? 80, 120);
  stdout.write(
    renderText(report, {
      width,
      color: hasColor,
      ...(options.coverage && { coverage: true }),
      ...(savedAt && { savedAt }),
    }),
  );
}

/** Writes the report into a folder that exists. Returns the path of its JSON. */
export async function saveReport(report: Report, folder: string): Promise<string> {
  const path = join(folder, 'report.json');
  try {
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new OperatorError(
      `cannot write ${path}: ${error instanceof Error ? error.message : error}`,
      'Give --save a folder that you may write to.',
    );
  }
  return path;
}
