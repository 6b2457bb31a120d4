import type { Case } from './case.ts';
import { clean } from './clean.ts';
import { cve20256543 } from './cve-2025-6543.ts';

/** Every sample; a new one is its file and a line here. */
export const cases: readonly Case[] = [clean, cve20256543];

export function caseNamed(name: string): Case {
  const found = cases.find((sample) => sample.name === name);
  if (!found)
    throw new Error(`no sample is called ${name}; there are ${cases.map((sample) => sample.name).join(', ')}`);
  return found;
}
