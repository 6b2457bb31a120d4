import { Command, Option } from 'commander';
import { languages } from '../assessment/languages/language.ts';
import { OperatorError } from '../evidence/errors.ts';
import { hasTerminal, type InterfaceOptions, startInterface } from './interface.ts';

const EXAMPLES = `
Examples:
  nsleuth view report/report.json
  nsleuth view report/report.json --plain      asks and answers in lines, for screen readers`;

/** Options of everything that is interactive. */
export function interfaceOptions(): readonly Option[] {
  return [
    new Option('--plain', 'ask and answer in lines: for screen readers and simple terminals'),
    new Option('--lang <language>', 'language of the interface; default from the environment').choices(languages),
  ];
}

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
