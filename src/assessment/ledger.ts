import { type Appliance, learn, toUtc, unknownAppliance } from '../appliance/appliance.ts';
import { configChanges } from '../appliance/config-changes.ts';
import { vpnSessions } from '../appliance/vpn-sessions.ts';
import type { Artifact, Category } from '../artifacts/artifact.ts';
import type { Entry, EvidenceDescription, EvidenceKind, Gap } from '../evidence/entry.ts';
import { limits } from '../evidence/limits.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { EventTime } from '../evidence/time.ts';
import { openFindingBook, type ToUtc } from '../findings/finding-book.ts';
import type { Sighting } from '../findings/sighting.ts';
import { findingId } from '../findings/subject.ts';
import type { YaraOutcome } from '../findings/yara.ts';
import type { Advisories } from '../rules/advisory.ts';
import type { Level, Rule, RuleSet } from '../rules/rule.ts';
import { applianceRecord, evidenceRecord, transcriptOf } from './appliance-record.ts';
import { withCollection } from './collection.ts';
import { conclude } from './conclude.ts';
import { openCoreLedger } from './cores-seen.ts';
import { correlationSightings } from './correlations.ts';
import { questionCoverage, ruleCoverage, type Seen } from './coverage.ts';
import { openDirectories } from './directories.ts';
import { type EventPlace, openEventStore } from './event-store.ts';
import { type CorrelationEvent, type Examination, type FileField, fileFields } from './examination.ts';
import { exposureOf, withWindows } from './exposure.ts';
import { hostRecord, namingHosts } from './hosts.ts';
import { type LogFile, logCoverage, mainHost, severalHosts } from './log-coverage.ts';
import { missingLogs } from './missing-logs.ts';
import type { Outcome } from './outcome.ts';
import { type Part, partsIn, partsOfFolders } from './parts.ts';
import { recordMatcher } from './record-matcher.ts';
import type { Report, Tlp } from './report.ts';
import { timelineOf } from './timeline.ts';
import { type UnreadFile, unfetchedListing } from './unread-files.ts';
import { openYaraQueue } from './yara-queue.ts';

interface LedgerOptions {
  readonly ruleSet: RuleSet;
  readonly advisories: Advisories;
  readonly started: Date;
  readonly scanId: string;
  readonly toolVersion: string;
  readonly since?: Date;
  readonly organisation?: Printable;
  readonly tlp?: Tlp;
}

/** Everything learnt during a scan, in one place and bounded; becomes the report. */
export interface Ledger {
  entry(entry: Entry): void;
  /** `id` is the entry's own. */
  take(examination: Examination, id: number): void;
  takeEvents(entry: EventPlace, events: readonly CorrelationEvent[], id: number): void;
  gap(gap: Gap): void;
  entries(): number;
  bytes(): number;
  findingCounts(): Readonly<Record<Level, number>>;
  /** Resolves when not too much waits for YARA: its engine is slower than the reading. */
  room(): Promise<void>;
  /** Resolves when the files handed to YARA were scanned. */
  drain(): Promise<void>;
  report(evidence: readonly EvidenceDescription[], finished: Date, interrupted: Printable | undefined): Promise<Report>;
  close(): Promise<void>;
}

export function openLedger(options: LedgerOptions, tell: (outcome: Outcome) => void): Ledger {
  const { ruleSet, since } = options;
  const book = openFindingBook(ruleSet.rules, since);
  const matchRecords = recordMatcher(ruleSet);
  const yara = openYaraQueue(ruleSet.yaraFiles, takeYara);
  let appliance: Appliance = unknownAppliance;
  /** Of several evidences, what each says of the appliance. */
  const bySource = new Map<number, Appliance>();
  let entries = 0;
  let bytes = 0;
  let files = 0;
  const gaps: Gap[] = [];
  let gapsNotListed = 0;
  let isDamaged = false;
  let hasChanged = false;
  const artifacts: Partial<Record<Category, number>> = {};
  const partsSeen = new Set<Part>();
  const fieldsSeen = new Set<FileField>();
  const directories = openDirectories();
  const listedNames = new Set<string>();
  const outputs = new Map<string, { files: number; records: number; unknown_lines: number }>();
  const logs: LogFile[] = [];
  const events = openEventStore();
  const configurations = new Map<string, string>();
  const unread = new Map<string, string>();
  let hasUnread = false;
  let isUnreadWhole = true;
  const sessions = vpnSessions();
  const cores = openCoreLedger();

  const clock: ToUtc = (time) => toUtc(time, appliance);

  function gap(item: Gap): void {
    isDamaged ||= item.reason !== 'unsupported';
    hasChanged ||= item.reason === 'changed';
    note(item);
  }

  /** A gap of ours, not of the evidence: everything was read. */
  function note(item: Gap): void {
    // Whatever else is not listed: that the evidence changed is.
    if (item.reason === 'changed' || gaps.length < limits.gapsListed) gaps.push(item);
    else gapsNotListed++;
    tell(item);
  }

  function takeFinding(sighting: Sighting): void {
    if (!book.add(sighting)) return;
    const finding = book.finding(sighting.finding, clock);
    if (finding) tell({ kind: 'finding', finding });
  }

  function take(examination: Examination, id: number): void {
    bytes += examination.bytes;
    if (examination.isFile) files++;
    const path = printable(examination.path);
    for (const { reason, detail } of examination.gaps) gap({ kind: 'gap', path, reason, detail: printable(detail) });
    for (const one of examination.identity) {
      const record = { ...one, path: examination.path, original: examination.original };
      appliance = learn(appliance, record);
      const { source } = examination;
      if (source !== undefined) bySource.set(source, learn(bySource.get(source) ?? unknownAppliance, record));
    }
    for (const [category, count] of Object.entries(examination.counts)) {
      artifacts[category as Category] = (artifacts[category as Category] ?? 0) + count;
    }
    for (const part of partsIn(examination)) partsSeen.add(part);
    for (const field of examination.fileFields) fieldsSeen.add(field);
    for (const name of examination.listedNames) if (listedNames.size < limits.listedNames) listedNames.add(name);
    directories.listing(examination.listedFiles, examination.listedNames);
    if (examination.unread) takeUnread(examination.unread, examination.gaps.length === 0);
    takeOutputs(examination);
    if (examination.log) {
      logs.push({
        ...examination.log,
        path: examination.path,
        ...(examination.source !== undefined && { source: examination.source }),
      });
      if (logs.length > limits.logFiles) logs.shift();
    }
    for (const name of examination.listedNames) cores.listed(name);
    cores.take(examination);
    if (examination.sessions) sessions.merge(examination.sessions);
    if (examination.configuration !== undefined) takeConfiguration(examination.path, examination.configuration);
    events.end(examination, id);
    for (const sighting of examination.sightings) takeFinding(sighting);
    if (examination.yaraCandidate) yara.scan(examination, examination.yaraCandidate);
  }

  /** Of two copies of one path the longer: support bundles leave the account lines out. */
  function takeConfiguration(path: string, content: string): void {
    const known = configurations.get(path);
    if (known === undefined ? configurations.size >= limits.configurationCopies : known.length >= content.length)
      return;
    configurations.set(path, content);
  }

  function takeUnread(files: readonly UnreadFile[], isWhole: boolean): void {
    for (const { rule, path } of files) unread.set(rule, path);
    hasUnread = true;
    isUnreadWhole &&= isWhole;
  }

  function takeOutputs(examination: Examination): void {
    for (const { reader, records, unknownLines } of examination.outputs) {
      const known = outputs.get(reader) ?? { files: 0, records: 0, unknown_lines: 0 };
      known.files++;
      known.records += records;
      known.unknown_lines += unknownLines;
      outputs.set(reader, known);
    }
  }

  function takeYara(examination: Examination, outcome: YaraOutcome): void {
    if ('gap' in outcome)
      gap({ kind: 'gap', path: printable(examination.path), reason: 'unreadable', detail: printable(outcome.gap) });
    else for (const name of outcome.rules) takeFinding(yaraSighting(`yara:${name}`, examination));
  }

  return {
    entry(entry) {
      entries++;
      for (const field of fileFields) if (entry[field] !== undefined) fieldsSeen.add(field);
      if (entry.uid !== undefined) fieldsSeen.add('owner');
      if (entry.path.startsWith('/shell/')) return;
      if (entry.type === 'file') directories.file(entry.path);
      else if (entry.type === 'directory') directories.folder(entry.path);
    },
    take,
    takeEvents: events.take,
    gap,
    entries: () => entries,
    bytes: () => bytes,
    findingCounts: book.counts,
    room: yara.room,
    drain: yara.drain,
    async report(described, finished, interrupted) {
      const logsOf = (index: number) => logs.filter(({ source }) => source === undefined || source === index);
      const ownOf = (index: number) => (described.length > 1 ? (bySource.get(index) ?? unknownAppliance) : appliance);
      const evidence = described.map((one, index) => withCollection(one, ownOf(index), logsOf(index), clock));
      const isOfLogServer = evidence.some(({ kind }) => kind === 'syslog-export');
      const several = severalHosts(logs, isOfLogServer);
      // A log server's file of several appliances names none of them: its findings may be of any.
      const isNamed = !several || !isOfLogServer;
      if (isNamed) appliance = namedByLogs(appliance, logs);
      for (const source of evidence.length > 1 ? evidence.keys() : []) {
        const own = logs.filter((log) => log.source === source);
        const isOneHost = evidence[source]?.kind !== 'syslog-export' || !severalHosts(own, true);
        if (isOneHost) bySource.set(source, namedByLogs(bySource.get(source) ?? unknownAppliance, own));
      }
      const changes = changedDirectives(configurations);
      for (const sighting of matchRecords(changes)) takeFinding(sighting);
      for (const { fields } of changes.filter(({ fields }) => fields.change === 'too many')) {
        const path = printable(String(fields.to));
        gap({ kind: 'gap', path, reason: 'over-limit', detail: printable(String(fields.text)) });
      }
      for (const sighting of matchRecords(sessions.conclude(oldestOf(logs)))) takeFinding(sighting);
      if (sessions.dropped() > 0) {
        const detail = text`only ${limits.vpnSessions} VPN sessions were followed`;
        gap({ kind: 'gap', path: text`VPN sessions`, reason: 'over-limit', detail });
      }
      if (!interrupted && !isDamaged && evidence.every(({ kind }) => kind === 'unrecognised') && partsSeen.size === 0) {
        const detail = text`nothing in it was recognised as coming from a NetScaler appliance: no log, configuration, listing or output of a command`;
        gap({ kind: 'gap', path: evidence[0]?.name ?? text`evidence`, reason: 'malformed', detail });
      }
      if (appliance.statementsDropped > 0) {
        const detail = text`${appliance.statementsDropped} statements about the appliance beyond ${limits.applianceFacts} were not weighed`;
        gap({ kind: 'gap', path: text`appliance`, reason: 'over-limit', detail });
      }
      for (const sighting of correlationSightings(ruleSet.rules, events.all(), clock, several)) takeFinding(sighting);
      if (configurations.size > 1) partsSeen.add('configuration-copies');
      for (const id of events.cut()) {
        const name = ruleSet.rules.find((rule) => rule.id === id)?.name ?? id;
        note({
          kind: 'gap',
          path: text`rule ${name}`,
          reason: 'over-limit',
          detail: text`more than ${limits.eventsPerRule} events: the correlations it feeds saw the first of them only`,
        });
      }
      if (book.dropped() > 0) {
        gap({
          kind: 'gap',
          path: text`findings`,
          reason: 'over-limit',
          detail: text`${book.dropped()} matches beyond ${limits.findingsPerRule} findings of one rule are not listed`,
        });
      }
      for (const id of book.unknownRules()) {
        const detail = text`something met this rule, and no rule has this id`;
        gap({ kind: 'gap', path: text`rule ${id}`, reason: 'defect', detail });
      }
      for (const [folder, parts] of partsOfFolders)
        if (directories.below(folder, []) === 'all') for (const part of parts) partsSeen.add(part);
      const seen: Seen = {
        kinds: evidence.map(({ kind }) => kind),
        parts: partsSeen,
        cores: cores.seen(),
        missingLogs: missingLogs(listedNames, logs),
        directories,
        fields: fieldsSeen,
        unread: evidence.some(({ kind }) => isFetched(kind)) ? unread : new Map(),
        isUnreadKnown:
          hasUnread && isUnreadWhole && isListedWhole(gaps) && evidence.every(({ kind }) => isFetched(kind)),
      };
      const exposure = exposureOf(options.advisories, appliance, configurations);
      const told = withWindows(book.findings(clock), exposure);
      const findings = several ? namingHosts(told, book.hostsOf, several) : told;
      const logsCovered = logCoverage(logs, gaps, clock, several);
      const ruleCover = ruleCoverage(ruleSet.rules, seen);
      const coverage = {
        rules: ruleCover,
        artifacts: Object.fromEntries(Object.entries(artifacts).sort(([a], [b]) => (a < b ? -1 : 1))),
        logs: logsCovered,
        outputs: [...outputs]
          .map(([name, told]) => ({ name: printable(name), ...told }))
          .sort((one, other) => (one.name < other.name ? -1 : 1)),
        ...(cores.seen().read > 0 && { core_dumps: cores.coverage() }),
        gaps: gaps.map(({ path, reason, detail }) => ({ path, reason, detail })),
        gaps_not_listed: gapsNotListed,
        bytes,
        files,
      };
      const questions = questionCoverage(seen, logsCovered, ruleCover.in_part, ruleCover.not_evaluable);
      const transcript = transcriptOf(evidence);
      return {
        schema: 'nsleuth-report/1',
        tool: { name: 'nsleuth', version: options.toolVersion },
        rules: { version: ruleSet.version, sha256: ruleSet.sha256, counts: ruleCounts(ruleSet) },
        scan: {
          id: options.scanId,
          started: options.started.toISOString(),
          finished: finished.toISOString(),
          complete: !interrupted && !isDamaged,
          ...(interrupted
            ? { interrupted }
            : hasChanged
              ? { interrupted: text`the evidence changed while it was examined` }
              : isDamaged && {
                  interrupted:
                    gaps.length + gapsNotListed === 1
                      ? text`1 place could not be read, or not in full`
                      : text`${gaps.length + gapsNotListed} places could not be read, or not in full`,
                }),
          ...(since && { since: since.toISOString() }),
        },
        evidence: evidence.map((one, index) => ({
          ...evidenceRecord(one, bySource.get(index)),
          ...hostsOfEvidence(logsOf(index), one.kind === 'syslog-export'),
        })),
        appliance: applianceRecord(appliance),
        assessment: conclude(findings, coverage, questions),
        exposure,
        coverage,
        findings,
        timeline: timelineOf(findings, exposure, evidence),
        ...(transcript && { transcript }),
        sharing: {
          tlp: options.tlp ?? 'TLP:AMBER',
          redacted: false,
          ...(options.organisation && { organisation: options.organisation }),
        },
      };
    },
    close: yara.close,
  };
}

/** Whether nsleuth itself fetched the evidence: then its listing names the files that it did not fetch. */
function isFetched(kind: EvidenceKind): boolean {
  return kind === 'live-appliance' || kind === 'live-collection';
}

/** Whether no gap is about the listing of a live appliance itself, nor about all of the appliance. */
function isListedWhole(gaps: readonly Gap[]): boolean {
  return !gaps.some(({ path, reason }) => path === unfetchedListing || (path === '/' && reason === 'over-limit'));
}

/** The oldest line of the audit log. */
function oldestOf(logs: readonly LogFile[]): EventTime | undefined {
  const times = logs.filter(({ log }) => log === 'ns.log').flatMap(({ first }) => first ?? []);
  return times.sort((a, b) => a.ms - b.ms)[0];
}

/** What most lines of the logs say of whose they are, where nothing better does. */
function namedByLogs(appliance: Appliance, logs: readonly LogFile[]): Appliance {
  const hostname = mainHost(logs, 'name');
  const nsip = mainHost(logs, 'address');
  if (hostname === undefined && nsip === undefined) return appliance;
  const fields = { ...(hostname !== undefined && { hostname }), ...(nsip !== undefined && { nsip }), told_by: 'log' };
  const place = logs[0]?.path ?? '/var/log';
  return learn(appliance, { category: 'appliance', fields, path: place, original: place });
}

/** The appliances whose lines an evidence holds, where there are several. */
function hostsOfEvidence(logs: readonly LogFile[], isOfLogServer: boolean): Pick<Report['evidence'][number], 'hosts'> {
  const several = severalHosts(logs, isOfLogServer);
  if (!several) return {};
  return { hosts: several.hosts.map((host) => ({ ...hostRecord(host), lines: host.lines })) };
}

function changedDirectives(copies: ReadonlyMap<string, string>): readonly Artifact[] {
  return [...configChanges(copies)].map((record) => {
    const place = String(record.fields['to'] ?? '/nsconfig/ns.conf');
    return { ...record, path: place, original: place };
  });
}

/** A YARA rule met by a file. */
function yaraSighting(rule: string, { path, original, file }: Examination): Sighting {
  const subject = { path };
  return {
    rule,
    finding: findingId(rule, subject),
    subject,
    occurrences: 1,
    samples: [{ path, original, text: path }],
    ...(file && { file }),
  };
}

function ruleCounts({ rules, lists }: RuleSet): Report['rules']['counts'] {
  const count = (kind: Rule['kind']) => rules.filter((rule) => rule.kind === kind).length;
  const indicators = Object.values(lists).reduce((sum, list) => sum + list.indicators.length, 0);
  return { sigma: count('sigma'), correlation: count('correlation'), yara: count('yara'), indicators };
}
