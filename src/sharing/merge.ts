import { counts } from '../assessment/conclude.ts';
import { type Report, type Verdict, verdicts } from '../assessment/report.ts';
import { verdictWords } from '../assessment/words.ts';
import type { Finding } from '../findings/finding.ts';
import { addressKind } from '../reports/addresses.ts';
import { csvLine } from '../reports/csv.ts';
import { observablesOf } from '../reports/observables.ts';
import { isSealIntact } from './seal.ts';

/** Something that more than one organisation may have seen. */
export interface MergedIndicator {
  readonly type: 'address' | 'sha256' | 'path' | 'command' | 'request' | 'cve';
  readonly value: string;
  /** By organisation: when it was first seen there, UTC; empty where that is unknown. */
  readonly seen: Readonly<Record<string, { readonly first_seen?: string; readonly findings: number }>>;
  readonly first_seen?: string;
}

export interface Merged {
  readonly schema: 'nsleuth-merge/1';
  readonly organisations: readonly {
    readonly name: string;
    readonly reports: number;
    readonly verdicts: readonly Verdict[];
    readonly builds: readonly string[];
    /** How many of its reports are not what a scan wrote: their seals do not fit. */
    readonly not_as_sealed?: number;
  }[];
  /** Reports that could not be read, and why. */
  readonly left_out?: readonly LeftOut[];
  /** Those that most organisations saw first. */
  readonly indicators: readonly MergedIndicator[];
}

export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** One table from many reports. A report without an organisation stands for itself; of one scan that is given twice, the last counts. */
export function mergeReports(reports: readonly Report[], leftOut: readonly LeftOut[] = []): Merged {
  const organisations = new Map<string, Report[]>();
  const byScan = new Map(reports.map((report) => [`${organisationOf(report)}\0${report.scan.id}`, report]));
  for (const report of byScan.values()) {
    const name = organisationOf(report);
    organisations.set(name, [...(organisations.get(name) ?? []), report]);
  }
  const indicators = new Map<string, MergedIndicator>();
  for (const [organisation, own] of organisations) {
    for (const finding of own.flatMap((report) => report.findings)) {
      for (const { type, value } of indicatorsOf(finding)) {
        const key = `${type}\0${value}`;
        indicators.set(
          key,
          withSighting(indicators.get(key) ?? { type, value, seen: {} }, organisation, timeOf(finding)),
        );
      }
    }
  }
  return {
    schema: 'nsleuth-merge/1',
    organisations: [...organisations].map(([name, own]) => ({
      name,
      reports: own.length,
      verdicts: [...new Set(own.map((report) => report.assessment.verdict))],
      builds: [...new Set(own.map(({ appliance }) => `${appliance.version ?? '?'}-${appliance.build ?? '?'}`))],
      ...notAsSealed(own),
    })),
    ...(leftOut.length > 0 && { left_out: leftOut }),
    indicators: [...indicators.values()].sort(byReach),
  };
}

function notAsSealed(reports: readonly Report[]): { readonly not_as_sealed?: number } {
  const count = reports.filter((report) => isSealIntact(report) === false).length;
  return count === 0 ? {} : { not_as_sealed: count };
}

/** How many organisations have each verdict, the gravest first; of several reports of one, each verdict counts. */
function verdictLine({ organisations }: Merged): string {
  const tally = verdicts.map(
    (verdict) => [verdict, organisations.filter((one) => one.verdicts.includes(verdict)).length] as const,
  );
  return tally
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${verdictWords[verdict].toLowerCase()}: ${count}`)
    .join(', ');
}

/** The table as text: one line for each indicator, then one for each organisation. What could not be read comes first. */
export function mergedText(merged: Merged, most = 60): string {
  const lines = [
    `${merged.organisations.length} organisations, ${merged.indicators.length} indicators`,
    verdictLine(merged),
    ...(merged.left_out ?? []).map(({ name, why }) => `NOT READ  ${name}: ${why}`),
  ];
  lines.push('', 'Seen by  First seen (UTC)          Type      Value');
  for (const one of merged.indicators.slice(0, most)) {
    lines.push(
      `${String(Object.keys(one.seen).length).padStart(7)}  ${(one.first_seen ?? 'unknown').padEnd(26)}${one.type.padEnd(10)}${one.value.slice(0, 200)}`,
    );
  }
  if (merged.indicators.length > most)
    lines.push(`and ${merged.indicators.length - most} more: --format csv or json has all`);
  lines.push('', 'Organisations');
  for (const one of merged.organisations) {
    const changed = one.not_as_sealed === undefined ? '' : `; ${one.not_as_sealed} NOT as the scan wrote it`;
    lines.push(`  ${one.name}: ${one.verdicts.join(', ')}; ${one.builds.join(', ')}${changed}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Indicator by organisation: in each cell when it was first seen there. */
export function* mergedCsv(merged: Merged): Iterable<string> {
  const names = merged.organisations.map((one) => one.name);
  yield csvLine(['type', 'value', 'organisations', 'first_seen', ...names]);
  for (const one of merged.indicators) {
    const cells = names.map((name) => {
      const sighting = sightingOf(one, name);
      return sighting === undefined ? '' : (sighting.first_seen ?? 'seen, time unknown');
    });
    yield csvLine([one.type, one.value, String(Object.keys(one.seen).length), one.first_seen, ...cells]);
  }
}

/** The time of a file's content can be set by whoever wrote it; when its metadata last changed, cannot. */
function timeOf({ first_seen, file }: Finding): string | undefined {
  if (file?.changed === undefined || first_seen === undefined) return first_seen ?? file?.changed;
  return first_seen === file.modified && file.changed > first_seen ? file.changed : first_seen;
}

function organisationOf(report: Report): string {
  return report.sharing.organisation ?? `not named (scan ${report.scan.id})`;
}

function indicatorsOf(finding: Finding): readonly Pick<MergedIndicator, 'type' | 'value'>[] {
  const { shows } = finding.rule;
  if (shows === 'context' || shows === 'weakness' || !counts(finding)) return [];
  const one = observablesOf(finding);
  const found: Pick<MergedIndicator, 'type' | 'value'>[] = one.addresses
    .filter((value) => addressKind(value) === 'public')
    .map((value) => ({ type: 'address', value }));
  if (shows !== 'attempt') {
    if (one.file?.sha256 !== undefined) found.push({ type: 'sha256', value: one.file.sha256 });
    if (one.file) found.push({ type: 'path', value: one.file.path });
    if (one.command !== undefined) found.push({ type: 'command', value: one.command });
  }
  if (one.request) found.push({ type: 'request', value: one.request.uri });
  return [...found, ...finding.rule.cve.map((value) => ({ type: 'cve' as const, value }))];
}

function withSighting(one: MergedIndicator, organisation: string, time: string | undefined): MergedIndicator {
  const before = sightingOf(one, organisation);
  const here = earliest(before?.first_seen, time);
  const overall = earliest(one.first_seen, time);
  return {
    ...one,
    seen: {
      ...one.seen,
      [organisation]: { ...(here !== undefined && { first_seen: here }), findings: (before?.findings ?? 0) + 1 },
    },
    ...(overall !== undefined && { first_seen: overall }),
  };
}

/** Names come from others: one may be that of a property which every object has. */
function sightingOf({ seen }: MergedIndicator, organisation: string): MergedIndicator['seen'][string] | undefined {
  return Object.hasOwn(seen, organisation) ? seen[organisation] : undefined;
}

function earliest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function byReach(a: MergedIndicator, b: MergedIndicator): number {
  return (
    Object.keys(b.seen).length - Object.keys(a.seen).length ||
    a.type.localeCompare(b.type) ||
    a.value.localeCompare(b.value)
  );
}
