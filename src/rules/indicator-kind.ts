import ipaddr from 'ipaddr.js';
import { canonicalPath } from '../evidence/canonical-path.ts';
import type { UserList } from './user-lists.ts';

/** What a value of a feed is, or why it is not used. */
export type IndicatorKind =
  | { readonly lists: readonly UserList[]; readonly value: string }
  | { readonly refused: string };

/** What a feed says its value is; `any`: it does not say. */
export type StatedKind =
  | 'address'
  | 'domain'
  | 'url'
  | 'hash'
  | 'path'
  | 'file-name'
  | 'account'
  | 'user-agent'
  | 'any';

/** Extensions that are no top-level domain, and those that are both. */
const FILE_ONLY =
  /\.(php\d?|phtml|xhtml|html?|js|css|xml|ico|png|gif|cgi|jsp|aspx?|elf|exe|dll|bin|deb|sig|tgz|gz|zip|txt|log|conf)$/i;
const FILE_OR_DOMAIN = /^[^/\s]+\.(sh|pl|py|so|rs|pub)$/i;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{1,62}$/i;
/** Folders and files of every appliance: as an indicator they would be met by all. */
const STOCK_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/var',
  '/var/tmp',
  '/tmp',
  '/var/log',
  '/nsconfig',
  '/etc',
  '/bin',
  '/bin/sh',
  '/bin/bash',
  '/root',
  '/flash',
  '/netscaler',
  '/var/netscaler',
  '/var/netscaler/logon',
  '/var/netscaler/gui',
  '/var/vpn',
  '/etc/passwd',
  '/etc/httpd.conf',
  '/nsconfig/ns.conf',
  '/nsconfig/rc.netscaler',
]);

/** Decides in which list of the user's indicators a value belongs. Understands defanged values: `hxxp`, `[.]`, `(.)`, `[:]`. */
export function indicatorKind(raw: string, stated: StatedKind = 'any'): IndicatorKind {
  const value = refang(raw.trim());
  if (value === '') return { refused: 'it is empty' };
  if (value.length > 2_000) return { refused: 'it is longer than 2000 characters' };
  if (/[\x00-\x1f\x7f]/.test(value)) return { refused: 'it contains control characters' };
  switch (stated) {
    case 'address':
      return asAddress(value) ?? { refused: 'it is no IPv4 or IPv6 address or network' };
    case 'domain':
      return DOMAIN.test(value) ? one('user_domains', value.toLowerCase()) : { refused: 'it is no domain name' };
    case 'url':
      return asUrl(value) ?? { refused: 'it is no URL' };
    case 'hash':
      return asHash(value) ?? { refused: 'it is no MD5, SHA-1 or SHA-256' };
    case 'path':
      return asPath(value) ?? { refused: 'it is no absolute path' };
    case 'file-name':
      return asFileName(value);
    case 'account':
      return /^(root|nsroot|nobody|admin|daemon)$/i.test(value)
        ? { refused: 'every appliance has this account' }
        : one('user_accounts', value);
    case 'user-agent':
      return value.length < 6 || /^mozilla\/\d\.0$/i.test(value)
        ? { refused: 'too many programs call themselves so' }
        : one('user_user_agents', value);
    case 'any':
      return guess(value);
  }
}

function guess(value: string): IndicatorKind {
  const sure = asAddress(value) ?? asHash(value) ?? asUrl(value) ?? asPath(value);
  if (sure) return sure;
  if (FILE_ONLY.test(value) && !/[/\s]/.test(value)) return asFileName(value);
  if (FILE_OR_DOMAIN.test(value)) return { lists: ['user_domains', 'user_file_names'], value: value.toLowerCase() };
  if (DOMAIN.test(value)) return one('user_domains', value.toLowerCase());
  if (/^(mozilla|curl|python|go-http-client|wget)\//i.test(value)) return indicatorKind(value, 'user-agent');
  return { refused: 'it is no address, domain, URL, hash, path or file name' };
}

function one(list: UserList, value: string): IndicatorKind {
  return { lists: [list], value };
}

function refang(value: string): string {
  return value
    .replace(/^h(?:xx|tt)p(s?)(?=\[?:)/i, 'http$1')
    .replace(/\[:\/\/\]/g, '://')
    .replace(/\[\.\]|\(\.\)|\{\.\}|\[dot\]/gi, '.')
    .replace(/\[:\]/g, ':');
}

function asAddress(value: string): IndicatorKind | undefined {
  const bare = value
    .replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1')
    .replace(/^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i, '$1');
  if (value.includes('/') && ipaddr.isValidCIDR(value)) {
    const [base, bits] = ipaddr.parseCIDR(value);
    const least = base.kind() === 'ipv4' ? 8 : 16;
    return bits < least
      ? { refused: `a network this large (/${bits}) would be met by everybody` }
      : one('user_addresses', value.toLowerCase());
  }
  const isFour = ipaddr.IPv4.isValidFourPartDecimal(bare);
  if (!isFour && !(bare.includes(':') && ipaddr.IPv6.isValid(bare))) return undefined;
  const range = ipaddr.parse(bare).range();
  if (range === 'loopback' || range === 'unspecified' || range === 'broadcast' || range === 'linkLocal') {
    return { refused: `a ${range} address is the appliance's own` };
  }
  return one('user_addresses', bare.toLowerCase());
}

function asHash(value: string): IndicatorKind | undefined {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)
    ? one('user_hashes', value.toLowerCase())
    : undefined;
}

function asUrl(value: string): IndicatorKind | undefined {
  const parts = /^(?:https?|ftp):\/\/([^\s/?#]+)(.*)$/i.exec(value);
  if (!parts) return undefined;
  // A URL that is no more than a host is that host.
  return parts[2] === '' || parts[2] === '/' ? guess(parts[1]!) : one('user_urls', value);
}

function asPath(value: string): IndicatorKind | undefined {
  if (!value.startsWith('/') || /[*?]/.test(value)) return undefined;
  const path = canonicalPath(value);
  return STOCK_PATHS.has(path) ? { refused: 'every appliance has this path' } : one('user_paths', path);
}

function asFileName(value: string): IndicatorKind {
  if (value.startsWith('/')) return asPath(value) ?? { refused: 'it is no absolute path' };
  if (/[/\\*?]/.test(value)) return { refused: 'it is neither a file name nor an absolute path' };
  if (value.length < 4 || /^(index\.(html?|php)|httpd\.conf|ns\.conf|sh|bash|python3?)$/i.test(value))
    return { refused: 'too many files have this name' };
  return one('user_file_names', value);
}
