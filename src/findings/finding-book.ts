import type { Category } from '../artifacts/artifact.ts';
import type { LineHosts } from '../artifacts/log-hosts.ts';
import { limits } from '../evidence/limits.ts';
import { printable, printableCut } from '../evidence/printable.ts';
import type { EventTime } from '../evidence/time.ts';
import { isGraver, type Level, type Rule } from '../rules/rule.ts';
import type { Finding } from './finding.ts';
import { type MatchedIndicator, mergedIndicators } from './match-explained.ts';
import { compareText, inReadingOrder } from './reading-order.ts';
import { type FileFacts, mergedHosts, type Sighting, type SightingSample } from './sighting.ts';

/** Turns a time of the evidence into UTC; says what is doubtful about it. */
export type ToUtc = (time: EventTime) => { readonly utc: Date; readonly note?: string };

/** Merges the sightings of all entries into findings. */
export interface FindingBook {
  /** True when the finding is new. */
  add(sighting: Sighting): boolean;
  finding(id: string, toUtc: ToUtc): Finding | undefined;
  /** Hosts that the log lines of a finding name. */
  hostsOf(id: string): readonly LineHosts[];
  /** In reading order. */
  findings(toUtc: ToUtc): readonly Finding[];
  counts(): Readonly<Record<Level, number>>;
  /** Subjects beyond what one rule may have as findings of their own. */
  dropped(): number;
  /** Ids that no rule has: sightings of these are a defect, and were not taken. */
  unknownRules(): readonly string[];
}

interface OpenFinding {
  readonly rule: Rule;
  level: Level;
  readonly sighting: Sighting;
  /** Occurrences that could not be told apart line by line. */
  occurrences: number;
  /** Per different log line, how often it occurred in the copy that has it most. */
  readonly lines: Map<number, number>;
  first: EventTime | undefined;
  last: EventTime | undefined;
  samples: SightingSample[];
  file: FileFacts | undefined;
  indicators: readonly MatchedIndicator[];
  hosts: readonly LineHosts[];
  isSecondHand: boolean;
}

export function openFindingBook(rules: readonly Rule[], since?: Date): FindingBook {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const records = new Map<string, OpenFinding>();
  const perRule = new Map<string, number>();
  const counts: Record<Level, number> = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
  let dropped = 0;
  const unknown = new Set<string>();
  let linesKnown = 0;

  function open(sighting: Sighting, rule: Rule): OpenFinding | undefined {
    const known = perRule.get(rule.id) ?? 0;
    if (known >= limits.findingsPerRule) {
      dropped++;
      return undefined;
    }
    perRule.set(rule.id, known + 1);
    const level = levelOf(rule, sighting);
    counts[level]++;
    const record: OpenFinding = {
      rule,
      level,
      sighting,
      occurrences: 0,
      lines: new Map(),
      first: undefined,
      last: undefined,
      samples: [],
      file: undefined,
      indicators: [],
      hosts: [],
      isSecondHand: true,
    };
    records.set(sighting.finding, record);
    return record;
  }

  /** What rested on a weak indicator alone counts in full once something stronger shows it too. */
  function raise(record: OpenFinding, sighting: Sighting): void {
    const level = levelOf(record.rule, sighting);
    if (!isGraver(level, record.level)) return;
    counts[record.level]--;
    counts[level]++;
    record.level = level;
  }

  function finish(id: string, record: OpenFinding, toUtc: ToUtc): Finding {
    const { rule, sighting } = record;
    const first = record.first && toUtc(record.first);
    const last = record.last && toUtc(record.last);
    const sample = record.samples[0]!;
    const note = first?.note ?? last?.note;
    return {
      id,
      rule: {
        id: rule.id,
        name: rule.name,
        title: rule.title,
        level: record.level,
        shows: rule.shows,
        question: rule.question,
        confidence: rule.confidence,
        description: rule.description,
        tags: rule.tags,
        cve: rule.cves,
        references: rule.references,
        falsepositives: rule.falsepositives,
        pack: rule.pack,
      },
      subject: Object.fromEntries(Object.entries(sighting.subject).map(([name, value]) => [name, printable(value)])),
      path: printable(sample.path),
      original: printable(sample.original),
      ...(sample.line !== undefined && { line: sample.line }),
      ...(sample.offset !== undefined && { offset: sample.offset }),
      occurrences: record.occurrences + [...record.lines.values()].reduce((sum, count) => sum + count, 0),
      ...(first && { first_seen: isoTime(first.utc) }),
      ...(last && { last_seen: isoTime(last.utc) }),
      ...(note && { time_note: printable(note) }),
      samples: withoutRepeats(record.samples).map(({ path, line, offset, time, text, before, after }) => ({
        path: printable(path),
        ...(line !== undefined && { line }),
        ...(offset !== undefined && { offset }),
        ...(time && { time: isoTime(toUtc(time).utc) }),
        text: printableCut(text, limits.sampleCharacters),
        ...(before !== undefined && { before: printableCut(before, limits.sampleCharacters) }),
        ...(after !== undefined && { after: printableCut(after, limits.sampleCharacters) }),
      })),
      ...(record.file && { file: fileRecordOf(record.file, toUtc) }),
      ...(record.indicators.length > 0 && { indicators: record.indicators.map(indicatorRecordOf) }),
      ...(record.isSecondHand && { second_hand: true as const }),
      advice: rule.advice,
      triage: { status: 'open' },
    };
  }

  return {
    add(sighting) {
      const rule = byId.get(sighting.rule);
      if (!rule) {
        unknown.add(sighting.rule);
        return false;
      }
      if (since && sighting.last && sighting.last.ms < since.getTime()) return false;
      const known = records.get(sighting.finding);
      const record = known ?? open(sighting, rule);
      if (!record) return false;
      raise(record, sighting);
      record.hosts = mergedHosts(record.hosts, sighting.hosts ?? []);
      record.indicators = mergedIndicators(record.indicators, sighting.indicators ?? []);
      linesKnown += merge(record, sighting, limits.linesToldApartTotal - linesKnown);
      return known === undefined;
    },
    finding(id, toUtc) {
      const record = records.get(id);
      return record && finish(id, record, toUtc);
    },
    hostsOf: (id) => records.get(id)?.hosts ?? [],
    findings: (toUtc) => inReadingOrder([...records].map(([id, record]) => finish(id, record, toUtc))),
    counts: () => counts,
    dropped: () => dropped,
    unknownRules: () => [...unknown],
  };
}

function levelOf(rule: Rule, { atMost }: Sighting): Level {
  return atMost && isGraver(rule.level, atMost) ? atMost : rule.level;
}

/**
 * What is there at one moment, as against what happened: the same thing in another copy, output or listing is the same thing, so the place that shows
 * most of it counts.
 */
const THINGS: ReadonlySet<Category> = new Set([
  'file',
  'process',
  'network_connection',
  'cron',
  'account',
  'nsconf',
  'httpd_config',
  'startup',
  'memory',
  'appliance',
]);

/** Returns how many more log lines are told apart now; at most `room`. */
function merge(record: OpenFinding, sighting: Sighting, room: number): number {
  const isDirect = !sighting.isSecondHand;
  if (isDirect && record.isSecondHand) {
    record.isSecondHand = false;
    // What a listing told is the same thing once the thing itself is seen.
    record.samples = [];
    record.occurrences = 0;
    record.lines.clear();
  } else if (!isDirect && !record.isSecondHand) return 0;
  let linesAdded = 0;
  if (isThing(record.rule, sighting)) record.occurrences = Math.max(record.occurrences, sighting.occurrences);
  else linesAdded = countLines(record, sighting, room);
  if (sighting.file) record.file = record.file ? fuller(record.file, sighting.file) : sighting.file;
  if (sighting.first && (!record.first || sighting.first.ms < record.first.ms)) record.first = sighting.first;
  if (sighting.last && (!record.last || sighting.last.ms > record.last.ms)) record.last = sighting.last;
  const all = [...record.samples, ...sighting.samples];
  record.samples = all.sort(bySampleOrder).filter(isNewText).slice(0, limits.samplesPerFinding);
  return linesAdded;
}

/** A line of a log has a time; a cron table has none, the log of cron has. */
function isThing(rule: Rule, sighting: Sighting): boolean {
  if (rule.kind === 'yara' || sighting.file !== undefined) return true;
  return rule.kind === 'sigma' && THINGS.has(rule.category) && sighting.first === undefined;
}

/** The same line in several copies or rotations of a log is one occurrence. Returns how many more lines are remembered now; at most `room`. */
function countLines(record: OpenFinding, sighting: Sighting, room: number): number {
  let counted = 0;
  let added = 0;
  for (const [line, count] of sighting.lines ?? []) {
    const isNew = !record.lines.has(line);
    if (isNew && (record.lines.size >= limits.linesToldApart || added >= room)) continue;
    if (isNew) added++;
    record.lines.set(line, Math.max(record.lines.get(line) ?? 0, count));
    counted += count;
  }
  record.occurrences += sighting.occurrences - counted;
  return added;
}

/** Of two copies the one whose content was read, then the younger; the same one whatever order they were read in. */
function fuller(one: FileFacts, other: FileFacts): FileFacts {
  const order =
    Number(other.sha256 !== undefined) - Number(one.sha256 !== undefined) ||
    (other.modified ?? 0) - (one.modified ?? 0) ||
    compareText(one.sha256 ?? '', other.sha256 ?? '') ||
    Object.keys(other).length - Object.keys(one).length;
  return order > 0 ? other : one;
}

function isNewText(sample: SightingSample, index: number, samples: readonly SightingSample[]): boolean {
  return index === 0 || sample.text !== samples[index - 1]!.text || sample.time?.ms !== samples[index - 1]!.time?.ms;
}

/** Earliest first, then by place: the same samples whatever order the entries were examined in. */
function bySampleOrder(a: SightingSample, b: SightingSample): number {
  return (
    (a.time?.ms ?? 0) - (b.time?.ms ?? 0) ||
    (a.offset ?? 0) - (b.offset ?? 0) ||
    compareText(a.text, b.text) ||
    compareText(a.path, b.path) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compareText(a.before ?? '', b.before ?? '') ||
    compareText(a.after ?? '', b.after ?? '')
  );
}

/** A line beside a sample that is a sample itself is not shown twice. */
function withoutRepeats(samples: readonly SightingSample[]): readonly SightingSample[] {
  const places = new Set(samples.map(({ path, original, line }) => JSON.stringify([path, original, line])));
  return samples.map((sample) => {
    const { before, after, ...kept } = sample;
    const isSampleToo = (step: number) =>
      sample.line !== undefined && places.has(JSON.stringify([sample.path, sample.original, sample.line + step]));
    return {
      ...kept,
      ...(before !== undefined && !isSampleToo(-1) && { before }),
      ...(after !== undefined && !isSampleToo(1) && { after }),
    };
  });
}

function fileRecordOf(facts: FileFacts, toUtc: ToUtc): NonNullable<Finding['file']> {
  const { owner, group, modified, changed, born, clock, ...rest } = facts;
  const utc = (ms: number | undefined): number | undefined =>
    ms === undefined || clock === undefined ? ms : toUtc({ ms, zone: clock, year: 'stated' }).utc.getTime();
  return {
    ...rest,
    ...(owner !== undefined && { owner: printable(owner) }),
    ...(group !== undefined && { group: printable(group) }),
    ...timeField('modified', utc(modified)),
    ...timeField('changed', utc(changed)),
    ...timeField('born', utc(born)),
  };
}

function indicatorRecordOf({ list, indicator }: MatchedIndicator): NonNullable<Finding['indicators']>[number] {
  const { value, role, confidence, tier, source, date } = indicator;
  return {
    list: printable(list),
    value: printable(value),
    ...(role !== undefined && { role: printable(role) }),
    confidence,
    tier,
    source: printable(source),
    ...(date !== undefined && { date: printable(date) }),
  };
}

function timeField(name: string, ms: number | undefined): Readonly<Record<string, string>> {
  const date = ms === undefined ? undefined : new Date(ms);
  return date && !Number.isNaN(date.getTime()) ? { [name]: isoTime(date) } : {};
}

/** RFC 3339 UTC; a time no calendar can hold becomes the epoch. */
export function isoTime(date: Date): string {
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
