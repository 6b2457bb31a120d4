import type { Finding } from '../findings/finding.ts';
import { addressKind } from './addresses.ts';

/** What a finding says of things that other organisations can look for; the same for every exchange format. */
export interface Observables {
  /** Present when the finding is about a file, and not about a line in one. */
  readonly file?: {
    readonly path: string;
    readonly folder: string;
    readonly name: string;
  } & NonNullable<Finding['file']>;
  /** Addresses of the other side, without duplicates; never loopback, nor what has been replaced by a pseudonym. */
  readonly addresses: readonly string[];
  readonly request?: { readonly uri: string; readonly method?: string; readonly userAgent?: string };
  readonly socket?: {
    readonly protocol: string;
    readonly localPort?: number;
    readonly remoteAddress?: string;
    readonly remotePort?: number;
  };
  readonly account?: string;
  readonly command?: string;
}

/** Fields of a subject that name the other side (see `artifacts/fields.ts`). */
export const REMOTE_ADDRESS_FIELDS: readonly string[] = ['c-ip', 'client_ip', 'source_ip', 'remote_ip', 'addresses'];

/** Reads a finding's subject. Never throws; a field that does not hold what it should is left out. */
export function observablesOf(finding: Finding): Observables {
  const { subject } = finding;
  const file = fileOf(finding);
  const uri = subject['cs-uri'] ?? subject['cs-uri-stem'] ?? subject.url;
  const socket = socketOf(finding);
  const account = subject.user ?? (subject.origin === undefined ? undefined : subject.name);
  const command = subject.command;
  return {
    ...(file && { file }),
    addresses: addressesOf(finding),
    ...(uri !== undefined && {
      request: {
        uri,
        ...(subject['cs-method'] !== undefined && { method: subject['cs-method'] }),
        ...(subject['cs-user-agent'] !== undefined && { userAgent: subject['cs-user-agent'] }),
      },
    }),
    ...(socket && { socket }),
    ...(account !== undefined && account !== '(null)' && { account }),
    ...(command !== undefined && { command }),
  };
}

function fileOf({ file, subject, path }: Finding): Observables['file'] {
  const isLine = subject.text !== undefined || subject.content !== undefined;
  if (file === undefined && (subject.path === undefined || isLine)) return undefined;
  const whole = subject.path ?? path;
  const slash = whole.lastIndexOf('/');
  const name = whole.slice(slash + 1);
  return name === '' ? undefined : { ...file, path: whole, folder: whole.slice(0, Math.max(slash, 1)), name };
}

function addressesOf({ subject }: Finding): readonly string[] {
  const values = REMOTE_ADDRESS_FIELDS.flatMap((field) => (subject[field] ?? '').split(/[\s,;]+/));
  return [...new Set(values.filter((value) => isOfSomebody(value)))].sort();
}

function socketOf({ subject }: Finding): Observables['socket'] {
  const { protocol } = subject;
  if (protocol === undefined) return undefined;
  const localPort = portOf(subject.local_port);
  const remotePort = portOf(subject.remote_port);
  const remote = subject.remote_ip;
  return {
    protocol: protocol.startsWith('udp') ? 'udp' : 'tcp',
    ...(localPort !== undefined && { localPort }),
    ...(remotePort !== undefined && { remotePort }),
    ...(remote !== undefined && isOfSomebody(remote) && { remoteAddress: remote }),
  };
}

function portOf(raw: string | undefined): number | undefined {
  return raw !== undefined && /^\d{1,5}$/.test(raw) && Number(raw) <= 65_535 ? Number(raw) : undefined;
}

function isOfSomebody(value: string): boolean {
  const kind = addressKind(value);
  return kind !== undefined && kind !== 'nobody';
}
