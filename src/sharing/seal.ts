import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Report } from '../assessment/report.ts';

/**
 * SHA-256 (hex) over the canonical JSON (RFC 8785) of what the scan wrote. Left out is what people add afterwards: triage with the verdict that follows
 * from it, and how it is shared; and the seal itself.
 */
export function sealOf(report: Report): string {
  const { custody: _seal, sharing: _sharing, assessment: _judged, ...scanned } = report;
  const findings = scanned.findings.map(({ triage: _triage, ...finding }) => finding);
  return createHash('sha256')
    .update(canonicalize({ ...scanned, findings }) ?? '')
    .digest('hex');
}

/** The report with its seal, as a scan should write it. */
export function sealed(report: Report): Report {
  return { ...report, custody: { seal: sealOf(report) } };
}

/** Whether the report is what the scan wrote; undefined when it has no seal. */
export function isSealIntact(report: Report): boolean | undefined {
  return report.custody === undefined ? undefined : report.custody.seal === sealOf(report);
}

/** A seal that only the owner of the key can check, so that it does not help to guess what was replaced. */
export function keyedSeal(seal: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(`seal\0${seal}`).digest('hex');
}
