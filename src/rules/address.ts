import ipaddr from 'ipaddr.js';

/** Whether an indicator is an address or a network. */
export function isAddress(value: string): boolean {
  return ipaddr.isValid(value) ? /[.:]/.test(value) && !/^\d+$/.test(value) : ipaddr.isValidCIDR(value);
}
