import type { Report, Tlp } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { escapeHtml } from '../reports/html/markup.ts';
import { formats, renderWhole } from '../reports/index.ts';
import { coveringText } from './covering-text.ts';
import { type Leak, leaksIn } from './leaks.ts';
import { manifestOf, manifestText } from './manifest.ts';
import { type Details, type ProfileName, profiles, type Stage } from './profiles.ts';
import type { Redaction, ReplacedValue } from './redact.ts';
import { sealed } from './seal.ts';

export interface PackageOptions {
  readonly profile: ProfileName;
  readonly stage: Stage;
  readonly details: Details;
  readonly tlp: Tlp;
  readonly created: Date;
  /** Suspicious files, already in an archive. */
  readonly suspiciousFiles?: Uint8Array;
  /** The owner chose that some values stay. */
  readonly hasKeptValues: boolean;
}

/**
 * All files of a package by name: the redacted report in three formats, the covering text, what the organisation says of itself, and last the manifest.
 * Throws an OperatorError where TLP:CLEAR is wanted for what is not redacted, and when a replaced value is still in a file, be it as a word of our own: then
 * nothing may be written.
 */
export function buildPackage(subject: Redaction | Report, options: PackageOptions): ReadonlyMap<string, Uint8Array> {
  const { report, replaced } = 'replaced' in subject ? subject : { report: subject, replaced: [] };
  refuseClear(options.tlp, {
    isRedacted: report.sharing.redacted,
    hasKeptValues: options.hasKeptValues,
    hasFiles: options.suspiciousFiles !== undefined,
  });
  const profile = profiles[options.profile];
  const shared = markedReport(report, options);
  const details = { recipient: profile.name, ...(profile.hasNis2 && { stage: options.stage }), ...options.details };
  const texts = new Map<string, string>([
    ['report.json', renderWhole(formats.json, shared)],
    ['report.html', renderWhole(formats.html, shared)],
    ['stix.json', renderWhole(formats.stix, shared)],
    ['covering-text.txt', coveringText(shared, { profile, details: options.details, stage: options.stage })],
    ['submission.json', `${JSON.stringify(details, undefined, 2)}\n`],
  ]);
  const files = new Map<string, Uint8Array>([...texts].map(([name, text]) => [name, Buffer.from(text)]));
  if (options.suspiciousFiles) files.set('suspicious-files.zip', options.suspiciousFiles);
  const manifest = manifestText(
    manifestOf({
      report: shared,
      files,
      replaced,
      recipient: profile.name,
      created: options.created,
      ...(profile.hasNis2 && { stage: options.stage }),
    }),
  );
  failOnLeaks(texts, manifest, replaced, options.details);
  files.set('manifest.json', Buffer.from(manifest));
  return files;
}

/** Throws an OperatorError where `TLP:CLEAR`, which everybody may read, is wanted for what may name its owner. */
export function refuseClear(
  tlp: Tlp,
  holds: { readonly isRedacted: boolean; readonly hasKeptValues: boolean; readonly hasFiles: boolean },
): void {
  if (tlp !== 'TLP:CLEAR') return;
  const reasons = [
    holds.isRedacted ? undefined : 'nothing was redacted',
    holds.hasKeptValues ? 'values are kept as they are' : undefined,
    holds.hasFiles ? 'files are included as they are' : undefined,
  ].filter((reason) => reason !== undefined);
  if (reasons.length > 0)
    throw new OperatorError(
      `TLP:CLEAR is for what everybody may read, and ${reasons.join(', and ')}`,
      'Choose another mark, for example TLP:AMBER.',
    );
}

function markedReport(report: Report, { tlp, details }: PackageOptions): Report {
  const contact = [details.contact_name, details.contact_email].filter((one) => one !== undefined).join(', ');
  const sharing = {
    ...report.sharing,
    tlp,
    ...(details.organisation !== undefined && { organisation: printable(details.organisation) }),
    ...(contact !== '' && { contact: printable(contact) }),
  };
  return report.custody === undefined ? { ...sealed(report), sharing } : { ...report, sharing };
}

function failOnLeaks(
  texts: ReadonlyMap<string, string>,
  manifest: string,
  replaced: readonly ReplacedValue[],
  details: Details,
): void {
  const allowed = Object.values(details).filter((value) => value !== undefined);
  const findings = [...texts].filter(([name]) => name !== 'submission.json');
  const leaks: readonly Leak[] = leaksIn(
    [...findings, ['manifest.json', manifest]],
    replaced,
    allowed.flatMap((value) => [value, JSON.stringify(value).slice(1, -1), escapeHtml(value)]),
  );
  if (leaks.length === 0) return;
  const places = leaks.map(({ file, valueClass, name }) => `${name ? `"${printable(name)}"` : valueClass} in ${file}`);
  throw new OperatorError(
    `What was replaced still stands elsewhere: ${places.join('; ')}`,
    'Nothing was written. If it is a word that harms nobody, let it stay; if it is not, please report this: nsleuth should have found it.',
  );
}
