import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Report, Tlp } from '../assessment/report.ts';
import { reconcluded } from '../assessment/triage.ts';
import type { EvidenceSource } from '../evidence/entry.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { readReport } from '../reports/read.ts';
import { coverNote } from '../sharing/covering-text.ts';
import { defaultDetailsPath, readDetails, requireDetails, saveDetails } from '../sharing/details.ts';
import { sha256 } from '../sharing/manifest.ts';
import { encryptTo, type Recipient, readRecipient, readSigningKey, signDetached } from '../sharing/openpgp.ts';
import { buildPackage } from '../sharing/package.ts';
import { packTar } from '../sharing/package-archive.ts';
import { previewText } from '../sharing/preview.ts';
import {
  type DetailName,
  type Details,
  detailWords,
  type Profile,
  type ProfileName,
  profileNames,
  profiles,
  type Stage,
  stages,
} from '../sharing/profiles.ts';
import { isSealIntact } from '../sharing/seal.ts';
import { suspiciousFiles, USUAL_PASSWORD } from '../sharing/suspicious-files.ts';
import { ask, canAsk } from './ask.ts';
import { type RedactionChoices, redactionOptions, redactWithKey } from './redaction-options.ts';
import { askHidden } from './secret-input.ts';
import { writeOwn } from './write-output.ts';

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
  const { folder, isNew } = await emptyFolder(options.out);
  try {
    await fillFolder(folder, report, redacted, options);
  } catch (error) {
    // A refusal leaves nothing behind that could pass for a package.
    if (isNew) await rmdir(folder).catch(() => undefined);
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
  await writePackage(folder, files, recipient, report, profiles[options.for]);
  if (redacted)
    process.stderr.write(
      `Pseudonyms can be translated back with ${printable(redacted.keyPath)} and the .names file beside it: keep both, share neither.\n`,
    );
}

/** A package vouches for what is in it: what was changed by hand must not get a new seal. Marks and notes are outside the seal, the verdict follows from them. */
function refuseChanged(report: Report, path: string): void {
  const isTold = reconcluded(report, report.findings).assessment.verdict === report.assessment.verdict;
  if (isSealIntact(report) !== false && (isTold || report.custody === undefined)) return;
  throw new OperatorError(
    `${printable(path)} is not what the scan wrote: ${isTold ? 'its seal does not fit its content' : 'its verdict is not what its findings give'}`,
    'Share the report.json that the scan saved, or scan again. Marks and notes belong into it by nsleuth alone.',
  );
}

async function emptyFolder(out: string | undefined): Promise<{ readonly folder: string; readonly isNew: boolean }> {
  if (out === undefined)
    throw new OperatorError(
      'Where the package goes is not said',
      'Add --out DIR, or --preview to see what would leave.',
    );
  try {
    const made = await mkdir(out, { recursive: true, mode: 0o700 });
    if ((await readdir(out)).length === 0) return { folder: out, isNew: made !== undefined };
  } catch (error) {
    throw new OperatorError(
      `${printable(out)} cannot be used: ${error instanceof Error ? printable(error.message) : 'unknown error'}`,
      'Give --out a folder that you may write to.',
    );
  }
  throw new OperatorError(
    `${printable(out)} is not empty`,
    'Give --out a new folder, so that nothing else gets into the package.',
  );
}

/** A key file may be anybody's: it counts only when the user confirms its fingerprint. */
async function confirmedRecipient(path: string, expected: string | undefined): Promise<Recipient> {
  const recipient = await readRecipient(path);
  const plain = (fingerprint: string) => fingerprint.replace(/[\s:]/g, '').replace(/^0x/i, '').toUpperCase();
  const grouped = recipient.fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
  if (expected !== undefined) {
    if (plain(expected) === recipient.fingerprint) return recipient;
    throw new OperatorError(
      `The key in ${printable(path)} has the fingerprint ${grouped}, not the one given`,
      'Ask the recipient for its fingerprint by another way, and for its key again.',
    );
  }
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
  const { organisation, contact } = report.sharing;
  const known: Details = {
    ...(organisation !== undefined && { organisation }),
    ...(contact?.includes('@') && { contact_email: contact }),
    ...(await readDetails(path, options.details !== undefined)),
  };
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

async function writePackage(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  recipient: Recipient | undefined,
  report: Report,
  profile: Profile,
): Promise<void> {
  if (recipient === undefined) {
    for (const [name, content] of files) await writeOwn(join(folder, name), content);
    process.stderr.write(
      `The package is in ${printable(folder)}. Read covering-text.txt, check the recipient, and send it yourself.\n`,
    );
    return;
  }
  const name = `nsleuth-${report.scan.id.slice(0, 8)}.tar.gpg`;
  const encrypted = await encryptTo(await packTar(files), recipient);
  await writeOwn(join(folder, name), encrypted);
  await writeOwn(
    join(folder, 'cover-note.txt'),
    coverNote({ name, sha256: sha256(encrypted), recipient: profile, fingerprint: recipient.fingerprint }),
  );
  process.stderr.write(
    `${printable(join(folder, name))} is encrypted to ${recipient.fingerprint}. Read cover-note.txt, check the recipient, and send it yourself.\n`,
  );
}
