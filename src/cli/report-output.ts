import { join } from 'node:path';
import { Option } from 'commander';
import { type Language, languageOf, languages } from '../assessment/languages/language.ts';
import type { Report } from '../assessment/report.ts';
import type { Level } from '../rules/rule.ts';

/** For people only: what is saved, and what programs read, is English. */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of the summary; default from the environment').choices(languages);
}

/** Prints the summary of a report on standard output. */
export async function printSummary(
  report: Report,
  options: { readonly color: boolean; readonly coverage?: boolean; readonly level?: Level; readonly lang?: Language },
  savedAt: string | undefined,
): Promise<void> {
  const { renderText } = await import('../reports/text.ts');
  process.stdout.write(
    renderText(report, {
      ...screen(options),
      ...(options.level && { level: options.level }),
      ...(options.coverage && { coverage: true }),
      ...(savedAt && { savedAt }),
      language: languageOf(options.lang, process.env),
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
  // Loaded only where it is used: the formats bring a good many libraries.
  const { writeUsualFiles } = await import('../reports/write.ts');
  await writeUsualFiles(report, folder);
  return join(folder, 'report.json');
}
