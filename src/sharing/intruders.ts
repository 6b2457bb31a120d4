import type { Report } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import { addressKind, plainAddress } from '../reports/addresses.ts';
import { observablesOf } from '../reports/observables.ts';
import { detect } from './detectors.ts';
import { plainValue } from './known-values.ts';

/** Fields of a subject that an intruder wrote: what it fetched, and from where. */
const WRITTEN_BY_INTRUDERS = ['command', 'cs-uri', 'cs-uri-stem', 'cs-uri-query', 'url', 'text', 'message', 'content'];

export interface Intruders {
  /** Addresses (plain spelling) that a finding names as the other side: they stay. */
  readonly named: ReadonlySet<string>;
  /** Addresses and hosts in what an intruder wrote: they stay too, and the owner is asked. */
  readonly inCommands: ReadonlySet<string>;
  /** Addresses of sessions that may be stolen: one is the user's, one the intruder's. They go, and the owner is asked. */
  readonly inSessions: ReadonlySet<string>;
  /** What somebody published as an intruder's, in plain spelling; it tells nothing of the owner, whatever it is. */
  readonly published: ReadonlySet<string>;
}

/** Whom the findings of a report tell of. */
export function intrudersOf(report: Report): Intruders {
  const named = new Set<string>();
  const inCommands = new Set<string>();
  const inSessions = new Set<string>();
  const published = new Set<string>();
  for (const finding of report.findings) {
    const { shows, question } = finding.rule;
    if (shows !== 'compromise' && shows !== 'suspicious' && shows !== 'attempt') continue;
    for (const address of observablesOf(finding).addresses)
      (question === 'session-theft' ? inSessions : named).add(plainAddress(address));
    for (const { value, tier } of finding.indicators ?? []) {
      // A list of the owner may hold anything: names of its own too.
      if (tier !== 'user') published.add(plainValue(value));
      else if (addressKind(value) !== undefined) named.add(plainAddress(value));
    }
    if (shows !== 'attempt') for (const place of placesIn(finding)) inCommands.add(place);
  }
  return { named, inCommands, inSessions, published };
}

function placesIn(finding: Finding): readonly string[] {
  return WRITTEN_BY_INTRUDERS.flatMap((field) => {
    const text = finding.subject[field];
    if (text === undefined) return [];
    return detect(text)
      .filter(
        (one) =>
          (one.valueClass === 'address' || (one.valueClass === 'host' && isFetched(text, one.start))) &&
          one.role !== 'own',
      )
      .map(({ start, end, valueClass }) =>
        valueClass === 'address' ? plainAddress(text.slice(start, end)) : text.slice(start, end).toLowerCase(),
      );
  });
}

/** A host counts only where something is fetched from it or sent to it. */
function isFetched(text: string, start: number): boolean {
  return /(?:https?|ftp|tcp):\/\/(?:[^\s/@]{1,100}@)?$/i.test(text.slice(Math.max(0, start - 120), start));
}
