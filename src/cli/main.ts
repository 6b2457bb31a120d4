import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { exits } from './exits.ts';
import { hasTerminal, type InterfaceOptions, interfaceOptions } from './interface-options.ts';
import { endOnOutputErrors } from './output-errors.ts';
import { ruleOptions } from './rule-options.ts';
import { toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  nsleuth                                              interactive, in a terminal
  nsleuth scan collector_P_192.0.2.10_7Nov2026_06_18.tar.gz
  nsleuth scan ssh://nsroot@192.0.2.10 --save report
  nsleuth scan /mnt/netscaler --format json > report.json
  nsleuth report report/report.json --format html > report.html
  nsleuth share report/report.json --for ncsc-nl --out package

Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong use; 3 evidence unreadable, wholly or in part; 130 interrupted.`;

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('nsleuth')
    .description(
      'Finds out whether a Citrix NetScaler ADC or Gateway was broken into, and says what could not be checked.',
    )
    .version(toolVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(message.replace(/^error: /, 'nsleuth: ')) });
  for (const option of [...interfaceOptions(), ...ruleOptions()]) program.addOption(option);
  program.enablePositionalOptions();
  for (const command of await commandsFor(argv)) program.addCommand(inherit(command));
  program.hook('preAction', refuseMisplaced);
  program.action(async (options: InterfaceOptions) => {
    if (hasTerminal()) {
      const { startInterface } = await import('./interface.ts');
      process.exitCode = await startInterface(options);
      return;
    }
    process.stderr.write(
      `${program.helpInformation()}${EXAMPLES}\n\nnsleuth: name what to examine: nsleuth scan TARGET\n`,
    );
    process.exitCode = exits.usage;
  });
  try {
    await program.parseAsync(['node', 'nsleuth', ...argv]);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** In the order of the help. Each sets `process.exitCode` itself where it is not 0. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./scan-command.ts')).scanCommand(),
  collect: async () => (await import('./collect-command.ts')).collectCommand(),
  view: async () => (await import('./view-command.ts')).viewCommand(),
  report: async () => (await import('./report-command.ts')).reportCommand(),
  share: async () => (await import('./share-command.ts')).shareCommand(),
  verify: async () => (await import('./verify-command.ts')).verifyCommand(),
  reveal: async () => (await import('./reveal-command.ts')).revealCommand(),
  compare: async () => (await import('./compare-command.ts')).compareCommand(),
  merge: async () => (await import('./merge-command.ts')).mergeCommand(),
  rules: async () => (await import('./rules-commands.ts')).rulesCommand(),
};

/** Only the command that is asked for is loaded, which halves the start; for the help, and where the first word is none of them, all are. */
async function commandsFor([first = '']: readonly string[]): Promise<readonly Command[]> {
  if (first === '--version') return [];
  const asked = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return Promise.all((asked ? [asked] : Object.values(commands)).map((load) => load()));
}

/** An option of the interactive interface before a command would have no effect: that must not go unnoticed. */
function refuseMisplaced(program: Command, acting: Command): void {
  const [misplaced] = Object.keys(program.opts());
  if (acting === program || misplaced === undefined) return;
  const option = program.options.find((one) => one.attributeName() === misplaced);
  throw new OperatorError(
    `${option?.long ?? misplaced} stands before "${acting.name()}" and would not be used.`,
    `Write it after the command: nsleuth ${acting.name()} … ${option?.long ?? ''}`,
  );
}

/** Sub-commands end by exception too, so that one place sets the exit status. */
function inherit(command: Command): Command {
  command
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(message.replace(/^error: /, 'nsleuth: ')) });
  for (const nested of command.commands) inherit(nested);
  return command;
}

/** One line for what the operator can put right; a stack trace only for our own mistakes. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exits.nothing : exits.usage;
  if (error instanceof OperatorError) {
    const lines = [...error.message.split('\n'), error.remedy].map(printable);
    process.stderr.write(`nsleuth: ${lines.join('\n         ')}\n`);
    return error.status;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `nsleuth: this is a defect of nsleuth, please report it:\n${stack.split('\n').map(printable).join('\n')}\n`,
  );
  return exits.defect;
}

endOnOutputErrors();
// The engine lets garbage grow to the size of what is in use, in each thread; this keeps it to little more than half, at no cost that could be measured.
setFlagsFromString('--heap-growing-percent=60');
await main(process.argv.slice(2));
