import { join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { renderText } from '../reports/text.ts';
import { writeUsualFiles } from '../reports/write.ts';

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

/** Writes the usual files of a report into a folder that exists. Returns the path of its JSON. */
export async function saveReport(report: Report, folder: string): Promise<string> {
  await writeUsualFiles(report, folder);
  return join(folder, 'report.json');
}
