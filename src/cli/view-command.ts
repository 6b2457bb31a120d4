import { Command } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { startInterface } from './interface.ts';
import { hasTerminal, type InterfaceOptions, interfaceOptions } from './interface-options.ts';

const EXAMPLES = `
Examples:
  nsleuth view report/report.json
  nsleuth view report/report.json --plain      asks and answers in lines, for screen readers`;

export function viewCommand(): Command {
  const command = new Command('view')
    .description('browse a saved report in the terminal: filter, read, mark, export')
    .argument('<report>', 'a report.json that nsleuth wrote')
    .addHelpText('after', EXAMPLES);
  for (const option of interfaceOptions()) command.addOption(option);
  return command.action(async (report: string, options: InterfaceOptions) => {
    if (!hasTerminal())
      throw new OperatorError(
        'view needs a terminal to draw on.',
        'For a pipe or a file: nsleuth report REPORT.json --format text',
      );
    process.exitCode = await startInterface({ ...options, report });
  });
}
