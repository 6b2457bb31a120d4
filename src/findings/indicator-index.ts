import ipaddr from 'ipaddr.js';
import type { Indicator, IndicatorList } from '../rules/rule.ts';

export type ListLookup = 'equals' | 'contains' | 'startswith' | 'endswith' | 'cidr';

/** A list made ready for lookups: exact values and addresses by hash, networks as ranges. */
export interface IndicatorIndex {
  /**
   * The indicators that a text is, or with `contains` holds as whole words: `192.0.2.1` is not found in `192.0.2.10`, nor
   * `/var/tmp/sh` in `/var/tmp/share`. Addresses are compared as addresses, networks hold theirs. Case does not matter.
   */
  find(text: string, how: ListLookup): readonly Indicator[];
}

/** Characters by which the values of a list are looked up inside a text. */
const BEGINNING = 6;
const NONE: readonly Indicator[] = [];
const indexes = new WeakMap<IndicatorList, IndicatorIndex>();

/** The index of a list, made once. */
export function indicatorIndex(list: IndicatorList): IndicatorIndex {
  let index = indexes.get(list);
  if (!index) {
    index = build(list);
    indexes.set(list, index);
  }
  return index;
}

interface Text {
  readonly value: string;
  readonly indicator: Indicator;
}

interface Network {
  readonly indicator: Indicator;
  readonly contains: (address: ipaddr.IPv4 | ipaddr.IPv6) => boolean;
}

function build(list: IndicatorList): IndicatorIndex {
  const exact = new Map<string, Indicator[]>();
  const addresses = new Map<string, Indicator[]>();
  const networks: Network[] = [];
  const texts: Text[] = [];
  for (const indicator of list.indicators) {
    const value = indicator.value.toLowerCase();
    add(exact, value, indicator);
    const address = parseAddress(value);
    if (address) add(addresses, address.toNormalizedString(), indicator);
    else if (value.includes('/') && ipaddr.isValidCIDR(value)) networks.push(network(value, indicator));
    else texts.push({ value, indicator });
  }

  const short = texts.filter(({ value }) => value.length < BEGINNING);
  const byBeginning = Map.groupBy(
    texts.filter(({ value }) => value.length >= BEGINNING),
    ({ value }) => value.slice(0, BEGINNING),
  );

  function ofAddress(text: string): readonly Indicator[] {
    if (addresses.size === 0 && networks.length === 0) return NONE;
    const address = parseAddress(text);
    if (!address) return NONE;
    const found = addresses.get(address.toNormalizedString()) ?? NONE;
    if (networks.length === 0) return found;
    return [...found, ...networks.filter((one) => one.contains(address)).map(({ indicator }) => indicator)];
  }

  function inside(text: string): readonly Indicator[] {
    const found: Indicator[] = [];
    if (addresses.size > 0 || networks.length > 0)
      for (const address of addressesIn(text)) found.push(...ofAddress(address));
    for (const { value, indicator } of short) if (hasWhole(text, value)) found.push(indicator);
    // A list may hold 100,000 values: only those are compared whose beginning stands in the text.
    const tried = new Set<string>();
    for (let at = 0; byBeginning.size > 0 && at + BEGINNING <= text.length; at += 1) {
      const beginning = text.slice(at, at + BEGINNING);
      const candidates = byBeginning.get(beginning);
      if (!candidates || tried.has(beginning)) continue;
      tried.add(beginning);
      for (const { value, indicator } of candidates) if (hasWhole(text, value)) found.push(indicator);
    }
    return found;
  }

  return {
    find(raw, how) {
      const text = raw.toLowerCase();
      switch (how) {
        case 'equals': {
          const found = exact.get(text);
          return found ?? ofAddress(text);
        }
        case 'cidr':
          return ofAddress(text);
        case 'contains':
          return inside(text);
        case 'startswith':
          return texts.filter(({ value }) => text.startsWith(value)).map(({ indicator }) => indicator);
        case 'endswith':
          return texts.filter(({ value }) => text.endsWith(value)).map(({ indicator }) => indicator);
      }
    },
  };
}

function add(map: Map<string, Indicator[]>, key: string, indicator: Indicator): void {
  const list = map.get(key);
  if (list) list.push(indicator);
  else map.set(key, [indicator]);
}

function network(value: string, indicator: Indicator): Network {
  const [base, bits] = ipaddr.parseCIDR(value);
  return { indicator, contains: (address) => address.kind() === base.kind() && address.match(base, bits) };
}

/** An IPv4 address in dotted form or an IPv6 address; IPv4 inside IPv6 (`::ffff:192.0.2.1`) counts as IPv4. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (text.length < 2 || text.length > 45) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** What looks like an address in a lower-case text, without a port. */
function* addressesIn(text: string): Generator<string> {
  for (const match of text.matchAll(/[0-9a-f:.]{2,64}/g)) {
    const before = text[match.index - 1];
    if (before !== undefined && /[a-z0-9_]/.test(before)) continue;
    const after = text[match.index + match[0].length];
    if (after !== undefined && /[a-z0-9_]/.test(after)) continue;
    const token = match[0].replace(/[.:]{1,3}$/, '');
    if (!/[.:]/.test(token)) continue;
    yield token.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1');
    // `Source 192.0.2.1:443` and sentences that end after `2001:db8::`.
    if (match[0] !== token) yield match[0];
  }
}

/** Whether a lower-case value stands in a lower-case text and is not a part of a longer word, name or file name. */
function hasWhole(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const end = at + value.length;
    const after = text[end] ?? ' ';
    const startsWord = /^[a-z0-9_]/.test(value);
    const endsWord = /[a-z0-9_]$/.test(value);
    if (startsWord && /[a-z0-9_-]/.test(before)) continue;
    if (endsWord && (/[a-z0-9_-]/.test(after) || (after === '.' && /[a-z0-9_]/.test(text[end + 1] ?? ' ')))) continue;
    return true;
  }
  return false;
}
