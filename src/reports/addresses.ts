import ipaddr from 'ipaddr.js';

export type AddressKind = 'internal' | 'public' | 'nobody';

/** Ranges that tell something of the inside of a network. */
const INTERNAL: ReadonlySet<string> = new Set(['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat', 'as112']);
/** Ranges that belong to nobody: loopback, any, netmasks, groups. */
const NOBODY: ReadonlySet<string> = new Set(['loopback', 'unspecified', 'broadcast', 'multicast']);

/** Of whom an address tells. Undefined for what is no address. An IPv4 address within an IPv6 one counts as itself. */
export function addressKind(raw: string): AddressKind | undefined {
  const address = parsed(raw);
  if (address === undefined) return undefined;
  const range = address.range();
  if (NOBODY.has(range) || /^255\./.test(raw) || /^0\./.test(raw)) return 'nobody';
  return INTERNAL.has(range) ? 'internal' : 'public';
}

/** One spelling for each address, so that it has one pseudonym. */
export function plainAddress(raw: string): string {
  return parsed(raw)?.toString() ?? raw;
}

/** Most text that is asked about is no address; ipaddr.js tells that by an exception, which costs a hundred times more than this. */
const MAY_BE_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[0-9a-zA-Z]{1,32})?)$/;

function parsed(raw: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (raw.length > 80 || !MAY_BE_ADDRESS.test(raw)) return undefined;
  if (raw.includes(':') ? !ipaddr.IPv6.isValid(raw) : !ipaddr.IPv4.isValidFourPartDecimal(raw)) return undefined;
  return ipaddr.process(raw);
}
