import { isIPv6 } from 'node:net';
import { parse as parseDomain } from 'tldts';
import type { FindingIndicator } from '../findings/finding.ts';
import { addressKind } from './addresses.ts';

/** Where an indicator of a list comes from and what it is worth, in words. */
export function indicatorWords({ list, role, confidence, source, date }: FindingIndicator): string {
  const what = role === undefined ? '' : `${role}, `;
  const when = date === undefined ? '' : ` of ${date}`;
  return `${what}${confidence} confidence, list ${list}, from ${source}${when}`;
}

export type IndicatorType = 'ipv4' | 'ipv6' | 'md5' | 'sha1' | 'sha256' | 'domain' | 'text';

const HASHES: Readonly<Record<number, IndicatorType>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

/** What the value of an indicator is: an address or network of the internet, a hash, a domain; anything else is text. */
export function indicatorType(value: string): IndicatorType {
  const address = value.replace(/\/\d{1,3}$/, '');
  if (addressKind(address) === 'public') return isIPv6(address) ? 'ipv6' : 'ipv4';
  const hash = /^[0-9a-f]+$/i.test(value) ? HASHES[value.length] : undefined;
  if (hash !== undefined) return hash;
  return /^(?:[a-z0-9_-]{1,63}\.){1,20}[a-z]{2,63}$/i.test(value) && parseDomain(value).isIcann ? 'domain' : 'text';
}
