import { isIPv4 } from 'node:net';
import canonicalize from 'canonicalize';
import { v5 } from 'uuid';
import type { Observables } from '../observables.ts';
import { stableId } from '../stable-id.ts';

/** Namespace for the ids of cyber-observable objects, STIX 2.1 section 2.9. */
const STIX_SCO = '00abedb4-aa42-466c-9c01-fed23315a9b7';

export interface CyberObservable {
  readonly type: string;
  readonly spec_version: '2.1';
  readonly id: string;
  readonly [property: string]: unknown;
}

/** STIX cyber-observable objects of one finding; ids as the specification derives them, so that equal things of two organisations meet. */
export function cyberObservables(one: Observables): readonly CyberObservable[] {
  const objects: CyberObservable[] = one.addresses.map(addressObject);
  if (one.file) objects.push(...fileObjects(one.file));
  const account = one.account === undefined ? undefined : accountObject(one.account);
  if (account) objects.push(account);
  if (one.command !== undefined) objects.push(processObject(one.command, account?.id));
  if (one.socket?.remoteAddress !== undefined) {
    const { protocol, localPort, remotePort, remoteAddress } = one.socket;
    const remote = addressObject(remoteAddress);
    objects.push(
      sco('network-traffic', {
        dst_ref: remote.id,
        protocols: [isIPv4(remoteAddress) ? 'ipv4' : 'ipv6', protocol],
        ...(localPort !== undefined && { src_port: localPort }),
        ...(remotePort !== undefined && { dst_port: remotePort }),
      }),
    );
  }
  return objects;
}

/** The build as a software object. */
export function softwareObject(version: string): CyberObservable {
  return sco('software', { name: 'NetScaler ADC and Gateway', vendor: 'Citrix', version });
}

function addressObject(value: string): CyberObservable {
  return sco(isIPv4(value) ? 'ipv4-addr' : 'ipv6-addr', { value });
}

function fileObjects(file: NonNullable<Observables['file']>): readonly CyberObservable[] {
  const folder = sco('directory', { path: file.folder });
  const hashes = {
    ...(file.md5 !== undefined && { MD5: file.md5 }),
    ...(file.sha1 !== undefined && { 'SHA-1': file.sha1 }),
    ...(file.sha256 !== undefined && { 'SHA-256': file.sha256 }),
  };
  const identity = {
    ...(Object.keys(hashes).length > 0 && { hashes: Object.fromEntries(Object.entries(hashes).slice(0, 1)) }),
    name: file.name,
    parent_directory_ref: folder.id,
  };
  return [
    folder,
    {
      ...sco('file', identity),
      ...(Object.keys(hashes).length > 0 && { hashes }),
      ...(file.size !== undefined && { size: file.size }),
      ...(file.modified !== undefined && { mtime: stixTime(file.modified) }),
      ...(file.born !== undefined && { ctime: stixTime(file.born) }),
    },
  ];
}

function accountObject(login: string): CyberObservable {
  return sco('user-account', { account_login: login });
}

function processObject(command: string, account: string | undefined): CyberObservable {
  const properties = { command_line: command, ...(account !== undefined && { creator_user_ref: account }) };
  // The specification names no contributing properties for a process; ours are as stable as the finding.
  return {
    type: 'process',
    spec_version: '2.1',
    id: `process--${stableId('process', command, account ?? '')}`,
    ...properties,
  };
}

function sco(type: string, identity: Readonly<Record<string, unknown>>): CyberObservable {
  return { type, spec_version: '2.1', id: `${type}--${v5(canonicalize(identity) ?? '', STIX_SCO)}`, ...identity };
}

/** RFC 3339 in UTC with milliseconds, as STIX wants it. */
export function stixTime(time: string): string {
  return new Date(time).toISOString();
}
