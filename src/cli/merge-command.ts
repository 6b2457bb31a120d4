import { stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { parseReport, readReport } from '../reports/read.ts';
import { type LeftOut, mergeReports } from '../sharing/merge.ts';
import { markLine, mergedCsv, mergedText } from '../sharing/merged-text.ts';
import { openPackage } from '../sharing/open-package.ts';
import { exits } from './exits.ts';
import { writeOut, writeOwn } from './write-output.ts';

const EXAMPLES = `
Examples:
  nsleuth merge reports/*.json                              the table on the screen
  nsleuth merge packages/* --format csv --out table.csv     indicator by organisation
  nsleuth merge reports/*.json --format json --out all.json

Each argument is a report.json, the folder of a package, or its decrypted .tar. Run "nsleuth verify" on each first: merge looks
at seals, not at manifests and signatures. The table has the strictest TLP mark of what went into it.
Exit status: 0 all were read; 3 some were not, and the table says which; 2 wrong use.`;

export function mergeCommand(): Command {
  return new Command('merge')
    .description('one table from the reports of many organisations')
    .argument('<report...>', 'reports or packages')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'csv', 'json']).default('text'))
    .option('--out <file>', 'write a file instead of printing')
    .addHelpText('after', EXAMPLES)
    .action(merge);
}

async function merge(
  paths: readonly string[],
  options: { readonly format: 'text' | 'csv' | 'json'; readonly out?: string },
): Promise<void> {
  const reports: Report[] = [];
  const leftOut: LeftOut[] = [];
  for (const path of paths) {
    try {
      reports.push(await readShared(path));
    } catch (error) {
      // One of two hundred must not keep the others from being compared.
      if (!(error instanceof OperatorError) || paths.length === 1) throw error;
      leftOut.push({ name: printable(path), why: error.message });
      process.stderr.write(`Not read: ${error.message}. ${error.remedy}\n`);
    }
  }
  if (reports.length === 0) throw new OperatorError('No report could be read', 'Give reports that nsleuth wrote.');
  const merged = mergeReports(reports, leftOut);
  const text =
    options.format === 'json'
      ? `${JSON.stringify(merged, undefined, 2)}\n`
      : options.format === 'csv'
        ? [...mergedCsv(merged)].join('')
        : mergedText(merged);
  if (options.out === undefined) await writeOut([text]);
  else await writeOwn(options.out, text);
  if (options.out !== undefined || options.format !== 'text') process.stderr.write(`${markLine(merged)}.\n`);
  if (merged.left_out !== undefined) process.exitCode = exits.incomplete;
}

async function readShared(path: string): Promise<Report> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder && !/\.(?:tar|gpg|pgp|asc)$/i.test(path)) return readReport(path);
  const { files } = await openPackage(path);
  const report = files.get('report.json');
  const encrypted = [...files.keys()].find((name) => name.endsWith('.gpg'));
  if (report === undefined && encrypted !== undefined)
    throw new OperatorError(
      `${printable(path)} holds ${printable(encrypted)}, which is encrypted`,
      'Decrypt it first, and give the .tar that comes out.',
    );
  if (report === undefined)
    throw new OperatorError(
      `${printable(path)} holds no report.json`,
      'Give a report.json, or a package that `nsleuth share` made.',
    );
  return parseReport(Buffer.from(report).toString('utf8'), `${path}/report.json`);
}
