import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import canonicalize from 'canonicalize';
import type { Report, Tlp } from '../assessment/report.ts';
import schema from './manifest.schema.json' with { type: 'json' };
import type { Stage } from './profiles.ts';
import type { ReplacedValue } from './redact.ts';
import { sealOf } from './seal.ts';
import { classWords, valueClasses } from './value-class.ts';

/** What a package holds, from whom, and what was withheld; `manifest.schema.json` is its schema. Times are UTC. */
export interface Manifest {
  readonly schema: 'nsleuth-package/1';
  readonly created: string;
  readonly tool: { readonly name: 'nsleuth'; readonly version: string };
  readonly by: { readonly organisation?: string; readonly contact?: string };
  readonly recipient: string;
  readonly stage?: Stage;
  readonly tlp: Tlp;
  readonly report: {
    readonly scan: string;
    readonly verdict: string;
    readonly findings: number;
    readonly seal: string;
  };
  readonly evidence: readonly {
    readonly kind: string;
    readonly name: string;
    readonly sha256?: string;
    readonly sha256_after?: string;
    readonly bytes?: number;
  }[];
  readonly rules: { readonly version: string; readonly sha256: string };
  readonly redacted: boolean;
  readonly withheld: readonly { readonly class: string; readonly values: number; readonly places: number }[];
  readonly files: readonly PackageFileEntry[];
  readonly seal: string;
}
export interface PackageFileEntry {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ManifestSource {
  readonly report: Report;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly replaced: readonly ReplacedValue[];
  readonly recipient: string;
  readonly stage?: Stage;
  readonly created: Date;
}

/** The manifest of a package's other files. */
export function manifestOf({ report, files, replaced, recipient, stage, created }: ManifestSource): Manifest {
  const { organisation, contact } = report.sharing;
  const unsealed = {
    schema: 'nsleuth-package/1' as const,
    created: created.toISOString(),
    tool: report.tool,
    by: { ...(organisation !== undefined && { organisation }), ...(contact !== undefined && { contact }) },
    recipient,
    ...(stage !== undefined && { stage }),
    tlp: report.sharing.tlp,
    report: {
      scan: report.scan.id,
      verdict: report.assessment.verdict,
      findings: report.findings.length,
      seal: sealOf(report),
    },
    evidence: report.evidence.map(({ kind, name, sha256, sha256_after, bytes }) => ({
      kind,
      name,
      ...(sha256 !== undefined && { sha256 }),
      ...(sha256_after !== undefined && { sha256_after }),
      ...(bytes !== undefined && { bytes }),
    })),
    rules: { version: report.rules.version, sha256: report.rules.sha256 },
    redacted: report.sharing.redacted,
    withheld: withheldCounts(replaced),
    files: [...files].map(([name, content]) => ({ name, bytes: content.length, sha256: sha256(content) })),
  };
  return { ...unsealed, seal: manifestSeal(unsealed) };
}

/** How a manifest is written; any other spelling of the same facts is a change. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The manifest in a text, or what is wrong with it in one sentence. */
export function parseManifest(text: string): Manifest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'manifest.json is not JSON';
  }
  if (!isManifest(value))
    return `manifest.json does not have its form: ${validate.errors?.[0]?.instancePath ?? ''} ${validate.errors?.[0]?.message ?? ''}`;
  const { seal, ...unsealed } = value;
  if (manifestSeal(unsealed) !== seal || manifestText(value) !== text)
    return 'manifest.json was changed after it was written';
  return value;
}

const validate = new Ajv2020({ strict: true })
  .addFormat('date-time', ajvFormats.default.get('date-time'))
  .compile<Manifest>(schema);
function isManifest(value: unknown): value is Manifest {
  return validate(value);
}

function manifestSeal(unsealed: object): string {
  return sha256(Buffer.from(canonicalize(unsealed) ?? ''));
}

/** SHA-256 in hex. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What was replaced, by class; classes without any are left out. */
export function withheldCounts(replaced: readonly ReplacedValue[]): Manifest['withheld'] {
  return valueClasses
    .map((valueClass) => {
      const values = replaced.filter((one) => one.valueClass === valueClass);
      return {
        class: classWords[valueClass],
        values: values.length,
        places: values.reduce((sum, one) => sum + one.occurrences, 0),
      };
    })
    .filter((one) => one.values > 0);
}
