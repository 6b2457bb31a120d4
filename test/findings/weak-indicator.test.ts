import { expect, test } from 'vitest';
import { isWeak } from '../../src/findings/weak-indicator.ts';
import type { Indicator } from '../../src/rules/rule.ts';

const seen = Date.parse('2026-11-01T12:00:00Z');
const base: Indicator = {
  value: '192.0.2.66',
  confidence: 'high',
  tier: 'responder',
  source: 'https://example.com/report',
  expires: '2027-01-01',
};

test.each<{ name: string; indicator: Partial<Indicator>; weak: boolean }>([
  { name: 'an address of the intruder', indicator: { role: 'exploitation' }, weak: false },
  { name: 'an address that collects what was stolen', indicator: { role: 'loot collector' }, weak: false },
  { name: 'an address of the operator', indicator: { role: 'C2 or operator address' }, weak: false },
  { name: 'a Tor exit', indicator: { role: 'Tor or VPN exit' }, weak: true },
  { name: 'a commercial VPN', indicator: { role: 'exploitation through ExpressVPN' }, weak: true },
  { name: 'a scanner', indicator: { role: 'opportunistic scanner' }, weak: true },
  { name: 'an indicator of low confidence', indicator: { confidence: 'low' }, weak: true },
  { name: 'an address on its last day', indicator: { expires: '2026-11-01' }, weak: false },
  { name: 'an address that had expired', indicator: { expires: '2026-10-31' }, weak: true },
  { name: 'a hash that a scanner uses', indicator: { value: 'a'.repeat(64), role: 'scanner' }, weak: false },
])('$name: weak is $weak', ({ indicator, weak }) => {
  expect(isWeak({ ...base, ...indicator }, seen)).toBe(weak);
});
