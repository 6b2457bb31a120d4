import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { carryOverMarks } from '../assessment/triage.ts';
import { readReport } from '../reports/read.ts';

/**
 * The report with the marks of the one that lies in the folder already, where that is of the same evidence. Throws an OperatorError where there is a
 * file that cannot be read as a report: marks must not be lost by writing over it.
 */
export async function withEarlierMarks(report: Report, folder: string): Promise<Report> {
  const file = join(folder, 'report.json');
  if (!existsSync(file)) return report;
  const { report: marked, count } = carryOverMarks(report, await readReport(file));
  if (count > 0) process.stderr.write(`nsleuth: ${count} ${count === 1 ? 'mark' : 'marks'} taken over from ${file}\n`);
  return marked;
}
