import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { contentUnlessDump } from '../assessment/core-dump.ts';
import type { Report } from '../assessment/report.ts';
import type { EvidenceSource } from '../evidence/entry.ts';
import { printable } from '../evidence/printable.ts';

/** The password that everybody uses for such archives, so that mail scanners leave them alone. It protects nothing. */
export const USUAL_PASSWORD = 'infected';

export const suspiciousFileLimits = { files: 200, fileBytes: 32 * 2 ** 20, bytes: 256 * 2 ** 20 } as const;

/** Places whose files hold secrets of the owner, whatever an intruder did to them; they are never included. */
const NEVER = [
  /^\/nsconfig\/(?!rc\.netscaler$|nsbefore\.sh$|nsafter\.sh$|httpd\.conf$|crontab$)/,
  /^\/etc\/(?:passwd|master\.passwd|shadow|ssh)/,
  /\/\.ssh\//,
  /^\/var\/(?:core|log|nslog|ns_sys_backup|nstrace|crash)\//,
];

export interface SuspiciousFiles {
  /** An AES-encrypted zip; undefined when no file qualified. */
  readonly archive?: Uint8Array;
  readonly included: readonly string[];
  /** Path, and why it is not in the archive. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

/**
 * The files that findings take for an intruder's, read again from the evidence, in a zip with the usual password. Their content goes as it is. Names in
 * the archive are numbers; `list.json` in it says which is which.
 */
export async function suspiciousFiles(
  report: Report,
  source: EvidenceSource,
  signal: AbortSignal,
): Promise<SuspiciousFiles> {
  const wanted = new Set<string>(
    report.findings
      .filter(
        (one) =>
          one.file !== undefined &&
          (one.rule.shows === 'compromise' || one.rule.shows === 'suspicious') &&
          one.triage.status !== 'benign',
      )
      .map((one) => one.subject['path'] ?? one.path),
  );
  const included: { readonly path: string; readonly name: string }[] = [];
  const leftOut: { path: string; why: string }[] = [];
  configure({ useWebWorkers: false });
  const zip = new ZipWriter(new Uint8ArrayWriter(), { password: USUAL_PASSWORD, encryptionStrength: 3 });
  let bytes = 0;
  for await (const entry of source.entries(signal)) {
    if (entry.kind === 'gap' || entry.type !== 'file' || !wanted.has(printable(entry.path))) continue;
    wanted.delete(printable(entry.path));
    const why = NEVER.some((place) => place.test(entry.path))
      ? 'it may hold secrets of the owner'
      : included.length >= suspiciousFileLimits.files
        ? 'there are too many'
        : undefined;
    const stream = why === undefined ? await contentUnlessDump(entry, entry.content()) : undefined;
    if (why === undefined && stream === undefined) {
      leftOut.push({ path: entry.path, why: 'it is a core dump' });
      continue;
    }
    const content = stream && (await contentOf(stream, suspiciousFileLimits.fileBytes));
    if (content === undefined || bytes + content.length > suspiciousFileLimits.bytes) {
      leftOut.push({ path: entry.path, why: why ?? 'it is too large' });
      continue;
    }
    bytes += content.length;
    const name = `file-${included.length + 1}.bin`;
    await zip.add(name, new Uint8ArrayReader(content), { lastModDate: new Date(Date.UTC(1980, 0, 1)) });
    included.push({ path: entry.path, name });
  }
  for (const path of wanted) leftOut.push({ path, why: 'it is not in this evidence' });
  if (included.length === 0) return { included: [], leftOut };
  await zip.add('list.json', new Uint8ArrayReader(Buffer.from(`${JSON.stringify(included, undefined, 2)}\n`)), {
    lastModDate: new Date(Date.UTC(1980, 0, 1)),
  });
  return { archive: await zip.close(), included: included.map((one) => one.path), leftOut };
}

async function contentOf(content: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    chunks.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(chunks);
}
