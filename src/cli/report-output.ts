import { join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { renderText } from '../reports/text.ts';
import { writeUsualFiles } from '../reports/write.ts';
import type { Level } from '../rules/rule.ts';

/** Prints the summary of a report on standard output. */
export function printSummary(
  report: Report,
  options: { readonly color: boolean; readonly coverage?: boolean; readonly level?: Level },
  savedAt: string | undefined,
): void {
  process.stdout.write(
    renderText(report, {
      ...screen(options),
      ...(options.level && { level: options.level }),
      ...(options.coverage && { coverage: true }),
      ...(savedAt && { savedAt }),
    }),
  );
}

/** What standard output can show. */
export function screen(options: { readonly color: boolean }): { readonly width: number; readonly color: boolean } {
  const { stdout, env } = process;
  return {
    width: Math.min(stdout.columns ?? 80, 120),
    color: options.color && stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  };
}

/** Writes the usual files of a report into a folder that exists. Returns the path of its JSON. */
export async function saveReport(report: Report, folder: string): Promise<string> {
  await writeUsualFiles(report, folder);
  return join(folder, 'report.json');
}
