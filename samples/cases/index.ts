import type { Case } from './case.ts';
import { clean } from './clean.ts';
import { cve201919781 } from './cve-2019-19781.ts';
import { cve20208193 } from './cve-2020-8193.ts';
import { cve202227518 } from './cve-2022-27518.ts';
import { cve20233519 } from './cve-2023-3519.ts';
import { cve20256543 } from './cve-2025-6543.ts';
import { cve202688771, cve202688779 } from './cve-2026-88771.ts';
import { ordinaryCases } from './ordinary.ts';
import { cve20257775, cve20268452, cve2026107406, cve2026111334, php2shell } from './overflows.ts';
import { workdayCase } from './releases.ts';
import { vulnerabilityScanner } from './scanners.ts';
import { cve20234966, cve20255777, cve20263055, cve202619490 } from './sessions.ts';

/** Every sample; a new one is its file and a line here. */
export const cases: readonly Case[] = [
  clean,
  ...ordinaryCases,
  workdayCase,
  vulnerabilityScanner,
  cve201919781,
  cve20208193,
  cve202227518,
  cve20233519,
  cve20234966,
  cve20255777,
  cve20256543,
  cve20257775,
  cve20263055,
  cve20268452,
  cve202619490,
  cve202688771,
  cve202688779,
  cve2026107406,
  cve2026111334,
  php2shell,
];

export function caseNamed(name: string): Case {
  const found = cases.find((sample) => sample.name === name);
  if (!found)
    throw new Error(`no sample is called ${name}; there are ${cases.map((sample) => sample.name).join(', ')}`);
  return found;
}
