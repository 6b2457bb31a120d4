import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { carryOverMarks } from '../assessment/triage.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { readReport } from '../reports/read.ts';

/**
 * The report with the marks of the one that lies in the folder already, where that is of the same evidence. A file there that cannot be read as a report is
 * set aside under another name, and said: its marks must not be lost by writing over it, nor the new report for its sake.
 */
export async function withEarlierMarks(report: Report, folder: string): Promise<Report> {
  const file = join(folder, 'report.json');
  if (!existsSync(file)) return report;
  let earlier: Report;
  try {
    earlier = await readReport(file);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    await setAside(file, error.message);
    return report;
  }
  const { report: marked, count } = carryOverMarks(report, earlier);
  if (count > 0) process.stderr.write(`nsleuth: ${count} ${count === 1 ? 'mark' : 'marks'} taken over from ${file}\n`);
  return marked;
}

async function setAside(file: string, why: string): Promise<void> {
  const aside = nameAside(file);
  try {
    await rename(file, aside);
    process.stderr.write(
      `nsleuth: ${printable(why)}; it is kept as ${printable(aside)}, its marks are not taken over\n`,
    );
  } catch {
    // The folder may not be written to: saving says so.
  }
}

function nameAside(file: string): string {
  for (let number = 1; ; number++) {
    const name = file.replace(/\.json$/, `.earlier-${number}.json`);
    if (!existsSync(name)) return name;
  }
}
