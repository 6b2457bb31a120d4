import { Command, Option } from 'commander';
import { readReport } from '../reports/read.ts';
import { compareReports, comparisonText } from '../sharing/compare.ts';
import { writeOut } from './write-output.ts';

const EXAMPLES = `
Examples:
  nsleuth compare node-1/report.json node-2/report.json     the nodes of an HA pair
  nsleuth compare before.json after.json --format json      one appliance, twice

Findings are the same when rule and subject are. Exit status: 0 the same findings; 1 they differ.`;

export function compareCommand(): Command {
  return new Command('compare')
    .description('what differs between two reports')
    .argument('<a.json>', 'a saved report')
    .argument('<b.json>', 'another')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLES)
    .action(compare);
}

async function compare(a: string, b: string, options: { readonly format: 'text' | 'json' }): Promise<void> {
  const comparison = compareReports(await readReport(a), await readReport(b));
  await writeOut([
    options.format === 'json' ? `${JSON.stringify(comparison, undefined, 2)}\n` : comparisonText(comparison, { a, b }),
  ]);
  if (comparison.onlyInA.length + comparison.onlyInB.length > 0) process.exitCode = 1;
}
