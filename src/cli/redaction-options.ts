import { Option } from 'commander';
import type { Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { defaultKeyPath, readSecret, saveNames } from '../sharing/key-file.ts';
import { createPseudonyms } from '../sharing/pseudonyms.ts';
import { type Redaction, redactReport, refuseUnsearchable } from '../sharing/redact.ts';

/** Options of every command that redacts. */
export interface RedactionChoices {
  readonly key?: string;
  readonly keep?: readonly string[];
  readonly withhold?: readonly string[];
}

export function redactionOptions(): readonly Option[] {
  const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];
  return [
    new Option('--key <file>', 'key file of the pseudonyms; made when it is not there, and never shared'),
    new Option('--keep <value>', 'leave this value as it is (may be given again)').argParser(collect),
    new Option('--withhold <value>', 'replace this value too (may be given again)').argParser(collect),
  ];
}

/** Pseudonyms of pseudonyms could not be translated back by anybody. */
export function refuseRedacted(report: Report): void {
  if (!report.sharing.redacted) return;
  throw new OperatorError(
    'This report is redacted already',
    'Share the report that the scan wrote, or use nsleuth share --no-redact for one that somebody sent you.',
  );
}

/** Redacts a report; `commit` keeps what it needs to be translated back, and is called before anything is written. */
export async function redactWithKey(
  report: Report,
  choices: RedactionChoices,
): Promise<{ readonly redaction: Redaction; readonly keyPath: string; readonly commit: () => Promise<void> }> {
  refuseRedacted(report);
  for (const value of choices.withhold ?? []) refuseUnsearchable(value);
  const keyPath = choices.key ?? defaultKeyPath();
  const secret = await readSecret(keyPath, true);
  const pseudonyms = createPseudonyms(secret);
  const redaction = redactReport(report, {
    pseudonyms,
    secret,
    keep: choices.keep ?? [],
    withhold: choices.withhold ?? [],
  });
  return { redaction, keyPath, commit: () => saveNames(keyPath, pseudonyms.table) };
}
