import type { Report } from '../assessment/report.ts';
import { reconcluded } from '../assessment/triage.ts';
import { verdictWords } from '../assessment/words.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { formats, renderWhole } from '../reports/index.ts';
import { parseReport } from '../reports/read.ts';
import { type Manifest, parseManifest, sha256 } from './manifest.ts';
import type { OpenedPackage } from './open-package.ts';
import { signatureFault } from './openpgp.ts';
import { isSealIntact, sealOf } from './seal.ts';

export interface Check {
  readonly what: string;
  readonly result: 'good' | 'bad' | 'not checked';
  readonly detail: string;
}
export interface Verification {
  readonly checks: readonly Check[];
  readonly manifest?: Manifest;
  readonly report?: Report;
}

export interface VerifyOptions {
  /** Key file of whom the package should be signed by. */
  readonly signedBy?: string;
  /** SHA-256 of the rules that this copy of nsleuth ships; undefined when they could not be read. */
  readonly ownRules?: string;
  /** Version of this copy of nsleuth. */
  readonly ownVersion?: string;
}

/** Looks at all that can be checked of a package. Everything that is wrong is said; nothing stops the rest. */
export async function verifyPackage(
  { files, archiveDiffersAt }: OpenedPackage,
  options: VerifyOptions,
): Promise<Verification> {
  const archive: Check =
    archiveDiffersAt === undefined
      ? { what: 'archive', result: 'good', detail: 'nothing beside the files' }
      : { what: 'archive', result: 'bad', detail: `changed outside its files, at byte ${archiveDiffersAt}` };
  const text = textOf(files, 'manifest.json');
  const manifest = text === undefined ? 'manifest.json is missing' : parseManifest(text);
  if (typeof manifest === 'string')
    return { checks: [archive, { what: 'manifest', result: 'bad', detail: printable(manifest) }] };
  const report = readShared(files);
  return {
    manifest,
    ...(typeof report === 'object' && { report }),
    checks: [
      archive,
      { what: 'manifest', result: 'good', detail: `of ${manifest.created}, ${manifest.tlp}` },
      ...fileChecks(files, manifest),
      ...(typeof report === 'string'
        ? [{ what: 'report', result: 'bad' as const, detail: report }]
        : [
            ...reportChecks(report, manifest),
            verdictCheck(report, manifest, options),
            madeFromReport(report, files, options),
          ]),
      rulesCheck(manifest, options.ownRules),
      await signatureCheck(files, options.signedBy),
    ],
  };
}

/**
 * What can be checked of a report that came without its package: its seal, and that its verdict follows from its findings. What people add to a report lies
 * outside the seal; only a package covers that.
 */
export function verifyReport(report: Report, options: VerifyOptions): Verification {
  const intact = isSealIntact(report);
  const seal: Check =
    intact === undefined
      ? { what: 'seal', result: 'bad', detail: 'it has none: anybody may have changed it' }
      : intact
        ? { what: 'seal', result: 'good', detail: 'what the scan wrote, or what was redacted, is unchanged' }
        : { what: 'seal', result: 'bad', detail: 'the report is not what was sealed' };
  const rules = { version: report.rules.version, sha256: report.rules.sha256 };
  return {
    report,
    checks: [
      { what: 'report', result: 'good', detail: `has the form of ${report.schema}` },
      seal,
      verdictCheck(report, undefined, options),
      rulesCheck({ rules }, options.ownRules),
      {
        what: 'marks and notes',
        result: 'not checked',
        detail: 'no seal covers them, nor the mark and the sender; a package does',
      },
      {
        what: 'signature',
        result: 'not checked',
        detail: 'a report alone has none: the seal shows accidents, not forgery',
      },
    ],
  };
}

/** Whether nothing was found wrong; what could not be checked does not count. */
export function isGood({ checks }: Verification): boolean {
  return checks.every((check) => check.result !== 'bad');
}

/** One screen. */
export function verificationText(verification: Verification, name: string): string {
  const { checks, manifest, report } = verification;
  const lines = [`${isGood(verification) ? 'Good' : 'NOT GOOD'}: ${printable(name)}`, ''];
  for (const { what, result, detail } of checks) lines.push(`  ${result.padEnd(12)}${what.padEnd(22)}${detail}`);
  if (manifest) {
    lines.push(
      '',
      `From      ${printable(manifest.by.organisation ?? 'not said')}${manifest.by.contact === undefined ? '' : `, ${printable(manifest.by.contact)}`}`,
    );
    lines.push(
      `Withheld  ${manifest.redacted ? manifest.withheld.map((one) => `${one.values} ${printable(one.class)}`).join(', ') || 'nothing' : 'nothing was redacted'}`,
    );
    for (const one of manifest.evidence.slice(0, 3)) lines.push(`Evidence  ${evidenceText(one)}`);
  }
  if (report)
    lines.push(
      `Verdict   ${verdictWords[report.assessment.verdict]}; ${report.findings.length} findings; made with nsleuth ${report.tool.version}`,
    );
  return `${lines.join('\n')}\n`;
}

function evidenceText({ name, sha256, sha256_after }: Manifest['evidence'][number]): string {
  const again =
    sha256_after === undefined
      ? ''
      : sha256_after === sha256
        ? ', the same after the scan'
        : ', ANOTHER AFTER THE SCAN';
  return `${printable(name)}, SHA-256 ${sha256 ?? 'none'}${again}`;
}

function fileChecks(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): readonly Check[] {
  const wrong: Check[] = [];
  for (const { name, bytes, sha256: expected } of manifest.files) {
    const content = files.get(name);
    if (content === undefined) wrong.push({ what: name, result: 'bad', detail: 'missing' });
    else if (sha256(content) !== expected) {
      const size =
        content.length === bytes ? 'same size, other content' : `${content.length} bytes instead of ${bytes}`;
      wrong.push({ what: name, result: 'bad', detail: `changed: ${size}` });
    }
  }
  const known = new Set([...manifest.files.map((one) => one.name), 'manifest.json', 'manifest.json.sig']);
  for (const name of files.keys())
    if (!known.has(name)) wrong.push({ what: printable(name), result: 'bad', detail: 'not named in the manifest' });
  return wrong.length > 0
    ? wrong
    : [{ what: 'files', result: 'good', detail: `${manifest.files.length} files, each with its SHA-256` }];
}

function readShared(files: ReadonlyMap<string, Uint8Array>): Report | string {
  const text = textOf(files, 'report.json');
  if (text === undefined) return 'report.json is missing';
  try {
    return parseReport(text, 'report.json');
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
}

function reportChecks(report: Report, manifest: Manifest): readonly Check[] {
  const isMeant =
    manifest.report.seal === sealOf(report) &&
    isSealIntact(report) !== false &&
    manifest.report.scan === report.scan.id;
  const isMarked = manifest.tlp === report.sharing.tlp && manifest.redacted === report.sharing.redacted;
  return [
    { what: 'report', result: 'good', detail: `has the form of ${report.schema}` },
    isMeant
      ? { what: 'seal', result: 'good', detail: 'the report is what the manifest names' }
      : { what: 'seal', result: 'bad', detail: 'the report is not what was sealed' },
    isMarked
      ? { what: 'mark', result: 'good', detail: `${report.sharing.tlp} in manifest and report` }
      : { what: 'mark', result: 'bad', detail: 'manifest and report are marked differently' },
  ];
}

/** The seal leaves room for triage, and so for the verdict; therefore both must follow from the findings that are in the report. */
function verdictCheck(report: Report, manifest: Manifest | undefined, { ownVersion }: VerifyOptions): Check {
  const what = 'verdict';
  const said = report.assessment;
  const due = reconcluded(report, report.findings).assessment;
  const other =
    ownVersion === undefined || ownVersion === report.tool.version
      ? ''
      : ` (by version ${printable(ownVersion)}; the report is of ${report.tool.version})`;
  if (due.verdict !== said.verdict)
    return {
      what,
      result: 'bad',
      detail: `says “${verdictWords[said.verdict]}”; its findings give “${verdictWords[due.verdict]}”${other}`,
    };
  const wrong = due.questions.filter((one, index) => !isSameAnswer(one, said.questions[index]));
  if (wrong.length > 0)
    return {
      what,
      result: 'bad',
      detail: `its findings give other answers about ${wrong.map((one) => one.question).join(', ')}${other}`,
    };
  if (manifest && (manifest.report.verdict !== said.verdict || manifest.report.findings !== report.findings.length))
    return { what, result: 'bad', detail: 'manifest and report have different verdicts or numbers of findings' };
  return { what, result: 'good', detail: 'verdict and answers are what the findings give' };
}

type Answered = Report['assessment']['questions'][number];
function isSameAnswer(due: Answered, said: Answered | undefined): boolean {
  const about = ({ question, answer, findings }: Answered) => JSON.stringify([question, answer, findings]);
  return said !== undefined && about(due) === about(said);
}

/** A page that says something else than the report would be believed by whoever reads only the page. */
function madeFromReport(report: Report, files: ReadonlyMap<string, Uint8Array>, { ownVersion }: VerifyOptions): Check {
  const what = 'page and STIX';
  if (ownVersion !== report.tool.version)
    return { what, result: 'not checked', detail: `only nsleuth ${report.tool.version} makes the same of the report` };
  const differs = (['report.html', 'stix.json'] as const).filter((name) => {
    const made = renderWhole(name === 'stix.json' ? formats.stix : formats.html, report);
    return sha256(Buffer.from(made)) !== sha256(files.get(name) ?? new Uint8Array());
  });
  return differs.length === 0
    ? { what, result: 'good', detail: 'say what the report says' }
    : { what, result: 'bad', detail: `not what is made of this report: ${differs.join(', ')}` };
}

function rulesCheck(manifest: Pick<Manifest, 'rules'>, ownRules: string | undefined): Check {
  if (ownRules === undefined)
    return { what: 'rule set', result: 'not checked', detail: 'this copy of nsleuth has no rules to compare with' };
  return manifest.rules.sha256 === ownRules
    ? {
        what: 'rule set',
        result: 'good',
        detail: `version ${printable(manifest.rules.version)}, the same as in this copy of nsleuth`,
      }
    : {
        what: 'rule set',
        result: 'not checked',
        detail: `version ${printable(manifest.rules.version)} is not the one in this copy of nsleuth`,
      };
}

async function signatureCheck(files: ReadonlyMap<string, Uint8Array>, signedBy: string | undefined): Promise<Check> {
  const signature = files.get('manifest.json.sig');
  const manifest = files.get('manifest.json');
  if (signature === undefined || manifest === undefined) {
    return signedBy === undefined
      ? { what: 'signature', result: 'not checked', detail: 'there is none: the hashes show accidents, not forgery' }
      : { what: 'signature', result: 'bad', detail: 'there is none' };
  }
  if (signedBy === undefined)
    return {
      what: 'signature',
      result: 'not checked',
      detail: 'there is one; give the sender’s key: --signed-by FILE',
    };
  const fault = await signatureFault(manifest, signature, signedBy);
  return fault === undefined
    ? { what: 'signature', result: 'good', detail: `by the key in ${printable(signedBy)}` }
    : { what: 'signature', result: 'bad', detail: fault };
}

function textOf(files: ReadonlyMap<string, Uint8Array>, name: string): string | undefined {
  const content = files.get(name);
  return content === undefined ? undefined : Buffer.from(content).toString('utf8');
}
