import { readFile, stat } from 'node:fs/promises';
import { Command } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { limits } from '../evidence/limits.ts';
import { printable } from '../evidence/printable.ts';
import { defaultKeyPath, readNames, readSecret } from '../sharing/key-file.ts';
import { reveal } from '../sharing/reveal.ts';
import { writeOut, writeOwn } from './write-output.ts';

const EXAMPLES = `
Examples:
  nsleuth reveal package/report.json --out report.json   the report as the scan wrote it
  nsleuth reveal answer-of-the-cert.txt                  any text that names pseudonyms
  nsleuth reveal report.json --key /secure/ns.key

The names lie beside the key file, and nowhere else: without them nothing can be translated back.`;

export function revealCommand(): Command {
  return new Command('reveal')
    .description('translate pseudonyms back into what they stand for')
    .argument('<file>', 'a redacted report, or any text')
    .option('--key <file>', 'key file that it was redacted with')
    .option('--out <file>', 'write a file instead of printing')
    .addHelpText('after', EXAMPLES)
    .action(translate);
}

async function translate(path: string, options: { readonly key?: string; readonly out?: string }): Promise<void> {
  const keyPath = options.key ?? defaultKeyPath();
  const secret = await readSecret(keyPath, false);
  const names = await readNames(keyPath);
  const revealed = reveal(await readText(path), names, secret);
  if (options.out === undefined) await writeOut([revealed.text]);
  else await writeOwn(options.out, revealed.text);
  const notes = [`${revealed.translated} pseudonyms translated`];
  if (revealed.unknown.length > 0)
    notes.push(`${revealed.unknown.length} unknown to this key, for example ${revealed.unknown[0]}`);
  if (revealed.isOriginal === true) notes.push('its seal is that of the report that was redacted');
  if (revealed.isOriginal === false)
    notes.push('its seal is NOT that of the report that was redacted: it was changed, or the names are incomplete');
  if (revealed.lacksMemory) notes.push('what stood round words in core dumps was not shared, and is not in it');
  process.stderr.write(`nsleuth: ${notes.join('; ')}\n`);
  if (revealed.isOriginal === false || revealed.unknown.length > 0) process.exitCode = 1;
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > limits.reportBytes)
      throw new OperatorError(
        `${printable(path)} is too large`,
        `Files of up to ${limits.reportBytes} bytes are translated.`,
      );
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${printable(path)} cannot be read`, 'Check the path and its permissions.');
  }
}
