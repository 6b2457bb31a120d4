import { limits } from '../evidence/limits.ts';
import type { ParsedRecord } from './artifact.ts';
import { buildIn } from './build-name.ts';
import { identityRecord } from './identity-record.ts';

/**
 * What the name of a kernel file tells of the appliance: `/flash/ns-14.1-73.37.gz` was written when that build was installed, which is not when it first
 * ran. Takes a `file` record, seen directly or listed; undefined for any other file. Source: https://github.com/martclau/netscaler-ir-collector.
 */
export function kernelIdentity({ category, fields, raw, line, time }: ParsedRecord): ParsedRecord | undefined {
  const path = fields.path;
  if (category !== 'file' || typeof path !== 'string' || !/^\/flash\/ns-[^/]{3,60}\.gz$/.test(path)) return undefined;
  const build = buildIn(path);
  return build && identityRecord('kernel-file', { text: raw ?? path, number: line ?? 1 }, { ...build }, time);
}

/** The records of a listing, each kernel file among them followed by what its name tells; at most `limits.applianceFacts` kernels. */
export function* withKernels(records: Iterable<ParsedRecord>): Generator<ParsedRecord> {
  let kernels = 0;
  for (const record of records) {
    yield record;
    const kernel = kernels < limits.applianceFacts ? kernelIdentity(record) : undefined;
    if (kernel === undefined) continue;
    kernels += 1;
    yield kernel;
  }
}
