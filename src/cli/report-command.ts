import { Command, Option } from 'commander';
import { type Language, languageOf } from '../assessment/languages/language.ts';
import { printable } from '../evidence/printable.ts';
import { type FormatName, formatNames, formats } from '../reports/index.ts';
import { readReport } from '../reports/read.ts';
import { renderText } from '../reports/text.ts';
import { piecesOf, writeReport } from '../reports/write.ts';
import { isSealIntact } from '../sharing/seal.ts';
import { type RedactionChoices, redactionOptions, redactWithKey } from './redaction-options.ts';
import { languageOption } from './report-output.ts';
import { writeOut } from './write-output.ts';

const EXAMPLES = `
Formats:
${formatNames.map((name) => `  ${name.padEnd(16)} ${formats[name].description}`).join('\n')}

Examples:
  nsleuth report report.json                            the summary, as the scan printed it
  nsleuth report report.json --coverage                 and everything that could not be checked
  nsleuth report report.json --format html --out report.html
  nsleuth report report.json --format timeline > timeline.csv
  nsleuth report report.json --format markdown --redact`;

interface ReportOptions extends RedactionChoices {
  readonly format: FormatName;
  readonly out?: string;
  readonly redact?: boolean;
  readonly coverage?: boolean;
  readonly color: boolean;
  readonly lang?: Language;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description('print a saved report in another format')
    .argument('<report.json>', 'a report that a scan saved')
    .addOption(new Option('--format <format>', 'what to make of it').choices([...formatNames]).default('text'))
    .option('--out <file>', 'write a file instead of printing')
    .option('--coverage', 'text: list everything that could not be checked, and every log')
    .option('--redact', 'replace names, internal addresses and secrets first')
    .addOption(languageOption())
    .option('--no-color', 'no colours (also: NO_COLOR=1)')
    .addHelpText('after', EXAMPLES);
  for (const option of redactionOptions()) command.addOption(option);
  return command.action(convert);
}

async function convert(path: string, options: ReportOptions): Promise<void> {
  const saved = await readReport(path);
  if (isSealIntact(saved) === false)
    process.stderr.write(`Beware: ${printable(path)} is not what the scan wrote; its seal does not fit its content.\n`);
  const redacted = options.redact ? await redactWithKey(saved, options) : undefined;
  await redacted?.commit();
  const report = redacted?.redaction.report ?? saved;
  if (options.out !== undefined) {
    await writeReport(report, options.format, options.out);
    return;
  }
  if (options.format !== 'text') {
    await writeOut(piecesOf(report, options.format));
    return;
  }
  const { isTTY, columns } = process.stdout;
  const color = options.color && isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  const width = Math.min(columns ?? 80, 120);
  const language = languageOf(options.lang, process.env);
  const coverage = options.coverage ? { coverage: true } : {};
  await writeOut([renderText(report, { width, color, savedAt: path, language, ...coverage })]);
}
