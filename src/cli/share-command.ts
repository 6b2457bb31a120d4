import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Report, Tlp } from '../assessment/report.ts';
import type { EvidenceSource } from '../evidence/entry.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { readReport } from '../reports/read.ts';
import { defaultDetailsPath, knownDetails, requireDetails, saveDetails } from '../sharing/details.ts';
import { type Recipient, readRecipient, readSigningKey, signDetached } from '../sharing/openpgp.ts';
import { buildPackage } from '../sharing/package.ts';
import { previewText } from '../sharing/preview.ts';
import {
  type DetailName,
  type Details,
  detailWords,
  type ProfileName,
  profileNames,
  profiles,
  type Stage,
  stages,
} from '../sharing/profiles.ts';
import { suspiciousFiles, USUAL_PASSWORD } from '../sharing/suspicious-files.ts';
import { ask, canAsk } from './ask.ts';
import { type RedactionChoices, redactionOptions, redactWithKey } from './redaction-options.ts';
import { askHidden } from './secret-input.ts';
import { emptyFolder, inGroups, leaveNothing, recipientWith, refuseChanged, writePackage } from './share-package.ts';

const EXAMPLES = `
Examples:
  nsleuth share report.json --preview                       what would leave; nothing is written
  nsleuth share report.json --for ncsc-nl --out package
  nsleuth share report.json --for ncsc-nl --out package --encrypt-to ncsc.asc --fingerprint 1234...ABCD --sign our.key
  nsleuth share report.json --out package --evidence bundle.tgz --include-files

Nothing is ever sent: the package is written on this computer, and you send it. Pseudonyms are made with a key file that stays
here (~/.config/nsleuth/pseudonyms.key, or --key); "nsleuth reveal" translates back.`;

interface ShareOptions extends RedactionChoices {
  readonly out?: string;
  readonly for: ProfileName;
  readonly stage: Stage;
  readonly tlp: Tlp;
  readonly details?: string;
  readonly redact: boolean;
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly encryptTo?: string;
  readonly fingerprint?: string;
  readonly sign?: string;
  readonly evidence?: string;
  readonly includeFiles?: boolean;
}

export function shareCommand(): Command {
  const command = new Command('share')
    .description('make a package for a CERT: redacted, marked, hashed, and encrypted if you wish')
    .argument('<report.json>', 'a report that a scan saved')
    .option('--out <dir>', 'folder for the package; must be new or empty')
    .addOption(new Option('--for <recipient>', 'whose form to fill').choices([...profileNames]).default('generic'))
    .addOption(
      new Option('--stage <stage>', 'stage of a notification under NIS2').choices([...stages]).default('notification'),
    )
    .addOption(
      new Option('--tlp <mark>', 'traffic light mark (TLP 2.0)')
        .choices(['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'])
        .default('TLP:AMBER'),
    )
    .option('--details <file>', 'JSON file with what the form asks of you; otherwise you are asked once')
    .option('--no-redact', 'replace nothing')
    .option('--preview', 'show what would be replaced, what stays and what is doubtful; write nothing')
    .option('--yes', 'do not ask whether to go on')
    .option('--encrypt-to <file>', 'OpenPGP public key of the recipient')
    .option('--fingerprint <hex>', 'fingerprint of that key, from another source than the key file')
    .option('--sign <file>', 'OpenPGP private key to sign the manifest with')
    .option('--evidence <path>', 'the evidence that was scanned, for --include-files')
    .option('--include-files', `add the suspicious files, as they are, in a zip with the password "${USUAL_PASSWORD}"`)
    .addHelpText('after', EXAMPLES);
  for (const option of redactionOptions()) command.addOption(option);
  return command.action(share);
}

async function share(path: string, options: ShareOptions): Promise<void> {
  const report = await readReport(path);
  refuseChanged(report, path);
  const redacted = options.redact ? await redactWithKey(report, options) : undefined;
  process.stderr.write(
    redacted
      ? previewText(redacted.redaction)
      : 'Nothing is redacted: the package holds names and addresses as they are.\n',
  );
  if (options.preview) return;
  if (options.out === undefined)
    throw new OperatorError(
      'Where the package goes is not said',
      'Add --out DIR, or --preview to see what would leave.',
    );
  const folder = await emptyFolder(options.out);
  try {
    await fillFolder(folder.path, report, redacted, options);
  } catch (error) {
    // A refusal leaves nothing behind that could pass for a package.
    await leaveNothing(folder);
    throw error;
  }
}

async function fillFolder(
  folder: string,
  report: Report,
  redacted: Awaited<ReturnType<typeof redactWithKey>> | undefined,
  options: ShareOptions,
): Promise<void> {
  const recipient =
    options.encryptTo === undefined ? undefined : await confirmedRecipient(options.encryptTo, options.fingerprint);
  const signingKey = options.sign === undefined ? undefined : await readSigningKey(options.sign, askPassphrase);
  const details = await completeDetails(options, report);
  await goOn(options);
  const archive = options.includeFiles ? await filesFrom(options.evidence, report) : undefined;
  const files = new Map(
    buildPackage(redacted?.redaction ?? report, {
      profile: options.for,
      stage: options.stage,
      details,
      tlp: options.tlp,
      created: new Date(),
      hasKeptValues: (options.keep ?? []).length > 0,
      ...(archive && { suspiciousFiles: archive }),
    }),
  );
  const manifest = files.get('manifest.json');
  if (signingKey && manifest) files.set('manifest.json.sig', await signDetached(manifest, signingKey));
  await redacted?.commit();
  const { encrypted } = await writePackage(folder, files, report, profiles[options.for], recipient);
  process.stderr.write(
    encrypted === undefined
      ? `The package is in ${printable(folder)}. Read covering-text.txt, check the recipient, and send it yourself.\n`
      : `${printable(join(folder, encrypted))} is encrypted to ${recipient?.fingerprint}. Read cover-note.txt, check the recipient, and send it yourself.\n`,
  );
  if (redacted)
    process.stderr.write(
      `Pseudonyms can be translated back with ${printable(redacted.keyPath)} and the .names file beside it: keep both, share neither.\n`,
    );
}

/** A key file may be anybody's: it counts only when the user confirms its fingerprint. */
async function confirmedRecipient(path: string, expected: string | undefined): Promise<Recipient> {
  if (expected !== undefined) return recipientWith(path, expected);
  const recipient = await readRecipient(path);
  const grouped = inGroups(recipient.fingerprint);
  if (!canAsk())
    throw new OperatorError(
      'Nobody confirmed whose key this is',
      `Compare ${grouped} with what the recipient publishes, then add --fingerprint ${recipient.fingerprint}`,
    );
  process.stderr.write(`Key of ${recipient.userIds.join(', ') || 'nobody named'}\nFingerprint ${grouped}\n`);
  if ((await ask('Does the recipient publish this fingerprint? Type yes: ')) !== 'yes')
    throw new OperatorError('The fingerprint was not confirmed', 'Nothing was written.');
  return recipient;
}

async function askPassphrase(): Promise<string> {
  if (!canAsk())
    throw new OperatorError(
      'The signing key has a passphrase, and there is no terminal to ask it on',
      'Run the command in a terminal.',
    );
  const passphrase = await askHidden('Passphrase of the signing key: ');
  if (passphrase === undefined) throw new OperatorError('No passphrase was given', 'Nothing was written.');
  return passphrase;
}

async function completeDetails(options: ShareOptions, report: Report): Promise<Details> {
  const { asks, asksToo, name } = profiles[options.for];
  const path = options.details ?? defaultDetailsPath();
  const known = await knownDetails(report, path, options.details !== undefined);
  const missing = [...asks, ...asksToo].filter((one) => !known[one]);
  if (missing.length === 0 || !canAsk()) {
    requireDetails(known, asks, name);
    return known;
  }
  process.stderr.write(`${name} asks (an answer is kept in ${printable(path)} for the next time):\n`);
  const answers: Partial<Record<DetailName, string>> = {};
  for (const one of missing) {
    const answer = await ask(`  ${detailWords[one]}${asks.includes(one) ? '' : ' (Enter: later)'}: `);
    if (answer !== '') answers[one] = answer;
  }
  const details = { ...known, ...answers };
  requireDetails(details, asks, name);
  if (options.details === undefined) await saveDetails(path, details);
  return details;
}

async function goOn(options: ShareOptions): Promise<void> {
  if (options.yes || !canAsk()) return;
  if ((await ask('Write the package? Type yes: ')) !== 'yes')
    throw new OperatorError(
      'The package was not wanted',
      'Nothing was written. --keep and --withhold change what is replaced.',
    );
}

async function filesFrom(evidence: string | undefined, report: Report): Promise<Uint8Array | undefined> {
  if (evidence === undefined)
    throw new OperatorError(
      '--include-files needs the evidence to take the files from',
      'Add --evidence PATH, the target of the scan.',
    );
  const { openEvidence } = await import('../sources/index.ts');
  const source = await openEvidence(evidence, {});
  const { signal } = new AbortController();
  await refuseOtherEvidence(source, evidence, report, signal);
  const { archive, included, leftOut } = await suspiciousFiles(report, source, signal);
  process.stderr.write(`Included as they are: ${included.join(', ') || 'no file'}\n`);
  for (const { path, why } of leftOut) process.stderr.write(`Not included: ${path}, because ${why}\n`);
  return archive;
}

/** Files of another appliance must not go out as this one's. What has no hash, such as a folder, cannot be told apart. */
async function refuseOtherEvidence(
  source: EvidenceSource,
  path: string,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const known = report.evidence.flatMap(({ sha256: hash }) => hash ?? []);
  const here = await source.hashAgain?.(signal, () => {});
  if (here === undefined || known.length === 0 || known.includes(here)) return;
  throw new OperatorError(
    `${printable(path)} is not the evidence of this report: its SHA-256 is ${here}`,
    `The report is of ${known.join(', ')}. Give that file with --evidence, or scan this one.`,
  );
}
