import type { Artifact, Category, ParsedRecord } from '../artifacts/artifact.ts';
import { isDumpName } from '../evidence/dump-name.ts';
import type { GapReason } from '../evidence/entry.ts';
import { limits } from '../evidence/limits.ts';
import { isOwnTrace, type TraceRecord } from '../evidence/own-trace.ts';
import { type AskBeside, collectSightings, type FileFacts, type Sighting } from '../findings/sighting.ts';
import { namedFolders, parentOf } from './directories.ts';
import { type CorrelationEvent, type EntryMeta, type FileField, fileFields } from './examination.ts';
import { fileFacts } from './file-facts.ts';
import type { ActiveRule } from './prepared-rules.ts';

/** Evidence text kept with a sighting; the finding cuts it further for showing. Characters. */
export const rawKept = 4 * 1024;

export interface FoundGap {
  readonly reason: GapReason;
  readonly detail: string;
}

/** Where a record stands, and its text. */
export interface Sample {
  readonly line?: number;
  readonly offset?: number;
  readonly text: string;
}

/** Matches the records of one entry against rules and gathers what comes of it. */
export interface RecordTaker {
  /** A record a reader made. `raw` is the line it was read from. */
  take(
    record: ParsedRecord,
    raw: string,
    candidates: readonly ActiveRule[],
    place: { readonly line?: number; readonly isSecondHand: boolean; readonly askBeside?: AskBeside },
  ): void;
  /** A rule that a record was found to meet. */
  met(
    active: ActiveRule,
    artifact: Artifact,
    sample: Sample,
    file?: FileFacts,
    found?: (pattern: string) => boolean,
    askBeside?: AskBeside,
  ): void;
  identify(record: ParsedRecord): void;
  finish(): {
    readonly sightings: readonly Sighting[];
    readonly events: readonly CorrelationEvent[];
    readonly eventsCut?: readonly string[];
    readonly identity: readonly ParsedRecord[];
    readonly counts: Readonly<Partial<Record<Category, number>>>;
    readonly listedFiles: Readonly<Record<string, number>>;
    readonly listedNames: readonly string[];
    readonly fileFields: readonly FileField[];
    readonly hasAccountLines?: true;
    readonly gaps: readonly FoundGap[];
  };
}

/** Events are handed on in parts of this many. */
const EVENTS_TOGETHER = 1_000;

/** `handOn` gets the events in parts as they gather; what is left at the end is in what `finish` returns. */
export function takeRecords(
  { path, original, session }: EntryMeta,
  handOn: (events: readonly CorrelationEvent[]) => void,
): RecordTaker {
  const sightings = collectSightings();
  let events: CorrelationEvent[] = [];
  let eventsTaken = 0;
  const eventsOfRule = new Map<string, number>();
  const eventsCut = new Set<string>();
  const identity: ParsedRecord[] = [];
  const counts: Partial<Record<Category, number>> = {};
  const listedFiles = new Map<string, number>();
  const listedNames: string[] = [];
  const fieldsTold = new Set<FileField>();
  let hasAccountLines = false;
  let identityDropped = 0;

  const met: RecordTaker['met'] = (active, artifact, sample, file, found, askBeside) => {
    const { rule } = active;
    if (active.feedsCorrelation) takeEvent(active, artifact, sample);
    if (rule.isBuildingBlock) return;
    sightings.add(rule, artifact, sample, {
      ...(file && { file }),
      ...(active.isWeak(artifact, found) && { atMost: 'low' as const }),
      indicators: active.indicators(artifact),
      ...(askBeside && { askBeside }),
    });
  };

  /** Bounded for each rule, so that a flood of one kind hides no other. */
  function takeEvent({ rule, correlationFields }: ActiveRule, artifact: Artifact, sample: Sample): void {
    const ofRule = eventsOfRule.get(rule.id) ?? 0;
    if (ofRule >= limits.eventsPerRule || eventsTaken >= limits.correlationEvents) {
      eventsCut.add(rule.id);
      return;
    }
    eventsOfRule.set(rule.id, ofRule + 1);
    eventsTaken++;
    if (events.length >= EVENTS_TOGETHER) {
      handOn(events);
      events = [];
    }
    const { time } = artifact;
    events.push({
      rule: rule.id,
      fields: correlationFields(artifact),
      path,
      original,
      ...sample,
      text: eventText(sample.text, ofRule),
      ...(time && { time }),
    });
  }

  function identify(record: ParsedRecord): void {
    if (identity.length < limits.applianceFacts) identity.push(record);
    else identityDropped++;
  }

  function takeListed({ fields }: ParsedRecord, listed: string): void {
    for (const field of fileFields) if (fields[field] !== undefined) fieldsTold.add(field);
    if (fields['type'] === 'directory' && fields['size'] !== undefined && listedFiles.size < limits.directoriesTold)
      listedFiles.set(listed, listedFiles.get(listed) ?? 0);
    // A list of set-user-id files or of hashes names some files and no sizes; it does not tell what else there is.
    if (fields['type'] !== 'file' || fields['size'] === undefined) return;
    const folder = parentOf(listed);
    const known = listedFiles.get(folder);
    if (known === undefined && listedFiles.size >= limits.directoriesTold) return;
    listedFiles.set(folder, (known ?? 0) + 1);
    if ((namedFolders.has(folder) || isDumpName(listed)) && listedNames.length < limits.listedNames)
      listedNames.push(listed);
  }

  return {
    met,
    identify,
    take(record, raw, candidates, { line, isSecondHand, askBeside }) {
      counts[record.category] = (counts[record.category] ?? 0) + 1;
      if (record.category === 'appliance') identify(record);
      if (record.category === 'account' && /^(?:add|set) system user /.test(String(record.fields['text'])))
        hasAccountLines = true;
      const isFile = record.category === 'file';
      const recordPath = isFile ? String(record.fields['path'] ?? path) : path;
      if (isFile) takeListed(record, recordPath);
      if (candidates.length === 0) return;
      if (session && !isFile && isOwnTrace(session, traceOf(record, raw))) return;
      const text = (record.raw ?? raw).slice(0, rawKept);
      const artifact: Artifact = {
        ...record,
        path: recordPath,
        original,
        raw: text,
        ...(isSecondHand && { isSecondHand }),
      };
      const sample = { text, ...(line !== undefined && { line }) };
      for (const active of candidates) {
        if (active.matches(artifact))
          met(active, artifact, sample, isFile ? fileFacts(artifact) : undefined, undefined, askBeside);
      }
    },
    finish() {
      const { sightings: list, subjectsDropped } = sightings.finish();
      const gaps: FoundGap[] = [];
      const overLimit = (count: number, detail: string) => count > 0 && gaps.push({ reason: 'over-limit', detail });
      overLimit(
        subjectsDropped,
        `${subjectsDropped} further matches of a rule that already has ${limits.findingsPerRule} findings here are not listed`,
      );
      overLimit(identityDropped, `only the first ${limits.applianceFacts} statements about the appliance were weighed`);
      return {
        sightings: list,
        events,
        ...(eventsCut.size > 0 && { eventsCut: [...eventsCut] }),
        identity,
        counts,
        listedFiles: Object.fromEntries(listedFiles),
        listedNames,
        fileFields: [...fieldsTold],
        ...(hasAccountLines && { hasAccountLines }),
        gaps,
      };
    },
  };
}

/**
 * Of an event's text what is held: of the first ones of a rule all that is shown, of further ones the beginning, which names the host. A copy, since a slice
 * would hold on to the whole. `before` is how many events of its rule are held.
 */
export function eventText(text: string, before: number): string {
  const most = before < limits.eventTexts ? limits.eventCharacters : limits.eventBeginning;
  if (text.length <= most) return text;
  return `${Buffer.from(text.slice(0, most)).toString()}…`;
}

/** What a record says of who did what. A local time is no use here: its zone may not be known yet. */
function traceOf({ fields, time, raw }: ParsedRecord, line: string): TraceRecord {
  const { user, source_ip: address, command, message } = fields;
  const text = command ?? message;
  return {
    line: raw ?? line,
    ...(time?.zone === 'utc' && { ms: time.ms }),
    ...(typeof user === 'string' && { account: user }),
    ...(typeof address === 'string' && { sourceAddress: address }),
    ...(typeof text === 'string' && { text }),
  };
}
