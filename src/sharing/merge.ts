import { counts } from '../assessment/conclude.ts';
import type { Report, Tlp, Verdict } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import { addressKind } from '../reports/addresses.ts';
import { observablesOf } from '../reports/observables.ts';
import { isSealIntact } from './seal.ts';

/** Something that more than one organisation may have seen. */
export interface MergedIndicator {
  readonly type: 'address' | 'sha256' | 'path' | 'command' | 'request' | 'cve';
  readonly value: string;
  /** By organisation: when it was first seen there, UTC; empty where that is unknown. */
  readonly seen: Readonly<Record<string, Sighting>>;
  readonly first_seen?: string;
  /** Only files tell `first_seen`, by a time that whoever writes a file can set. */
  readonly is_file_time?: true;
  /** The strictest mark of the organisations that saw it. */
  readonly tlp: Tlp;
}

export interface Sighting {
  readonly first_seen?: string;
  readonly is_file_time?: true;
  readonly findings: number;
}

export interface Merged {
  readonly schema: 'nsleuth-merge/1';
  /** The strictest mark of all that was merged: it holds for the table as a whole. */
  readonly tlp: Tlp;
  readonly organisations: readonly {
    readonly name: string;
    readonly reports: number;
    readonly verdicts: readonly Verdict[];
    readonly builds: readonly string[];
    /** The strictest mark of its reports. */
    readonly tlp: Tlp;
    /** How many of its reports are not what a scan wrote: their seals do not fit. */
    readonly not_as_sealed?: number;
  }[];
  /** Evidence that several of them sent, by its hash: they did not see the same thing twice, they looked at one appliance. */
  readonly same_evidence?: readonly { readonly sha256: string; readonly organisations: readonly string[] }[];
  /** Reports that could not be read, and why. */
  readonly left_out?: readonly LeftOut[];
  /** Those that most organisations saw first. */
  readonly indicators: readonly MergedIndicator[];
}

export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

type Unmarked = Omit<MergedIndicator, 'tlp'>;

const LAXEST_FIRST: readonly Tlp[] = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'];

/** One table from many reports. A report without an organisation stands for itself; of one scan that is given twice, the last counts whose seal fits. */
export function mergeReports(reports: readonly Report[], leftOut: readonly LeftOut[] = []): Merged {
  const organisations = new Map<string, Report[]>();
  const byScan = new Map<string, Report>();
  const passedOver: LeftOut[] = [];
  for (const report of reports) {
    const key = `${organisationOf(report)}\0${report.scan.id}`;
    const before = byScan.get(key);
    const isBeforeBetter = before !== undefined && isSealIntact(before) === true && isSealIntact(report) !== true;
    const other = isBeforeBetter ? report : before;
    if (!isBeforeBetter) byScan.set(key, report);
    if (other !== undefined && isSealIntact(other) === false)
      passedOver.push({
        name: organisationOf(report),
        why: `of scan ${report.scan.id} a copy was given that is not as the scan wrote it; another is taken`,
      });
  }
  for (const report of byScan.values()) {
    const name = organisationOf(report);
    organisations.set(name, [...(organisations.get(name) ?? []), report]);
  }
  const indicators = new Map<string, Unmarked>();
  for (const [organisation, own] of organisations) {
    for (const finding of own.flatMap((report) => report.findings)) {
      for (const { type, value } of indicatorsOf(finding)) {
        const key = `${type}\0${value}`;
        indicators.set(
          key,
          withSighting(indicators.get(key) ?? { type, value, seen: {} }, organisation, sightedBy(finding)),
        );
      }
    }
  }
  const marks = new Map(
    [...organisations].map(([name, own]) => [name, strictest(own.map(({ sharing }) => sharing.tlp))]),
  );
  const sameEvidence = evidenceOfSeveral(organisations);
  return {
    schema: 'nsleuth-merge/1',
    tlp: strictest([...marks.values()]),
    organisations: [...organisations].map(([name, own]) => ({
      name,
      reports: own.length,
      verdicts: [...new Set(own.map((report) => report.assessment.verdict))],
      builds: [...new Set(own.flatMap(buildOf))],
      tlp: strictest(own.map(({ sharing }) => sharing.tlp)),
      ...notAsSealed(own),
    })),
    ...(sameEvidence.length > 0 && { same_evidence: sameEvidence }),
    ...(leftOut.length + passedOver.length > 0 && { left_out: [...leftOut, ...passedOver] }),
    indicators: [...indicators.values()].map((one) => ({ ...one, tlp: markOf(one, marks) })).sort(byReach),
  };
}

function markOf({ seen }: Pick<MergedIndicator, 'seen'>, marks: ReadonlyMap<string, Tlp>): Tlp {
  return strictest(Object.keys(seen).map((name) => marks.get(name) ?? 'TLP:RED'));
}

function strictest(marks: readonly Tlp[]): Tlp {
  return LAXEST_FIRST.findLast((mark) => marks.includes(mark)) ?? 'TLP:RED';
}

function buildOf({ appliance }: Report): readonly string[] {
  return appliance.version === undefined && appliance.build === undefined
    ? []
    : [`${appliance.version ?? '?'}-${appliance.build ?? '?'}`];
}

function evidenceOfSeveral(
  organisations: ReadonlyMap<string, readonly Report[]>,
): NonNullable<Merged['same_evidence']> {
  const bySha256 = new Map<string, Set<string>>();
  for (const [name, own] of organisations)
    for (const { sha256 } of own.flatMap((report) => report.evidence))
      if (sha256 !== undefined) bySha256.set(sha256, (bySha256.get(sha256) ?? new Set()).add(name));
  return [...bySha256]
    .filter(([, names]) => names.size > 1)
    .map(([sha256, names]) => ({ sha256, organisations: [...names] }));
}

function notAsSealed(reports: readonly Report[]): { readonly not_as_sealed?: number } {
  const count = reports.filter((report) => isSealIntact(report) === false).length;
  return count === 0 ? {} : { not_as_sealed: count };
}

/** The time of a file's content can be set by whoever wrote it; when its metadata last changed, cannot. */
function sightedBy({ first_seen, file }: Finding): Omit<Sighting, 'findings'> {
  const time = first_seen ?? file?.changed;
  if (time === undefined) return {};
  if (file === undefined || time !== file.modified) return { first_seen: time };
  if (file.changed !== undefined) return { first_seen: file.changed > time ? file.changed : time };
  return { first_seen: time, is_file_time: true };
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

function withSighting(one: Unmarked, organisation: string, sighting: Omit<Sighting, 'findings'>): Unmarked {
  const before = sightingOf(one, organisation);
  const { seen, first_seen, is_file_time, ...rest } = one;
  return {
    ...rest,
    seen: {
      ...seen,
      [organisation]: { ...earlier(before, sighting), findings: (before?.findings ?? 0) + 1 },
    },
    ...earlier({ ...(first_seen !== undefined && { first_seen }), ...(is_file_time && { is_file_time }) }, sighting),
  };
}

/** Names come from others: one may be that of a property which every object has. */
export function sightingOf({ seen }: Unmarked, organisation: string): Sighting | undefined {
  return Object.hasOwn(seen, organisation) ? seen[organisation] : undefined;
}

/** Of two sightings the earlier; a time that a file says of itself only where there is no other. */
function earlier(a: Omit<Sighting, 'findings'> | undefined, b: Omit<Sighting, 'findings'>): Omit<Sighting, 'findings'> {
  const chosen = isBefore(a, b) ? a : b;
  return {
    ...(chosen?.first_seen !== undefined && { first_seen: chosen.first_seen }),
    ...(chosen?.is_file_time && { is_file_time: true }),
  };
}

function isBefore(a: Omit<Sighting, 'findings'> | undefined, b: Omit<Sighting, 'findings'>): boolean {
  if (a?.first_seen === undefined || b.first_seen === undefined) return a?.first_seen !== undefined;
  if (a.is_file_time !== b.is_file_time) return a.is_file_time === undefined;
  return a.first_seen <= b.first_seen;
}

function byReach(a: MergedIndicator, b: MergedIndicator): number {
  return (
    Object.keys(b.seen).length - Object.keys(a.seen).length ||
    a.type.localeCompare(b.type) ||
    a.value.localeCompare(b.value)
  );
}
