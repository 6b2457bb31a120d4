import { isIPv4 } from 'node:net';
import { addressKind } from '../addresses.ts';
import type { Observables } from '../observables.ts';

/** STIX patterns for what is worth looking for elsewhere: the file by hash or else by place, and the public addresses. */
export function patternsOf(
  one: Observables,
  hasFile: boolean,
): readonly { readonly name: string; readonly pattern: string }[] {
  const patterns = one.addresses
    .filter((value) => addressKind(value) === 'public')
    .map((value) => ({
      name: value,
      pattern: `[${isIPv4(value) ? 'ipv4-addr' : 'ipv6-addr'}:value = '${escapePattern(value)}']`,
    }));
  if (hasFile && one.file) patterns.push({ name: one.file.path, pattern: filePattern(one.file) });
  return patterns;
}

function filePattern({ sha256, name, folder }: NonNullable<Observables['file']>): string {
  if (sha256 !== undefined) return `[file:hashes.'SHA-256' = '${escapePattern(sha256)}']`;
  return `[file:name = '${escapePattern(name)}' AND file:parent_directory_ref.path = '${escapePattern(folder)}']`;
}

/** Escapes text for a string of a STIX pattern (STIX 2.1 section 9). */
export function escapePattern(raw: string): string {
  return raw.replace(/['\\]/g, '\\$&');
}
