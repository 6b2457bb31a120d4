import { createHash } from 'node:crypto';
import picomatch from 'picomatch';
import type {
  Artifact,
  ArtifactReader,
  Category,
  LineReader,
  ParsedRecord,
  WholeReader,
} from '../artifacts/artifact.ts';
import { fileRecord, magicOf } from '../artifacts/file.ts';
import { readers } from '../artifacts/index.ts';
import { kernelIdentity } from '../artifacts/kernel-file.ts';
import type { GapReason } from '../evidence/entry.ts';
import { MalformedError } from '../evidence/errors.ts';
import { limits } from '../evidence/limits.ts';
import type { FileFacts } from '../findings/sighting.ts';
import { collectSightings } from '../findings/sighting.ts';
import { gunzip } from '../formats/gzip.ts';
import type { RuleSet } from '../rules/rule.ts';
import { decodeText } from './bytes.ts';
import { scanContent } from './content-scan.ts';
import type { CorrelationEvent, EntryMeta, Examination } from './examination.ts';
import { type LineScan, scanLines } from './line-scan.ts';
import { placeOf } from './places.ts';
import { type ActiveRule, prepareRules } from './prepared-rules.ts';
import { prepareYara } from './yara-candidates.ts';

/** Lines parsed one by one before an examiner starts to sample: small evidence is counted exactly. */
const THOROUGH_LINES = 200_000;
/** Evidence text kept with a sighting; the finding cuts it further for showing. */
const RAW_KEPT = 4 * 1024;
/** Saved configurations up to this size are kept for comparing copies. */
const CONFIGURATION_BYTES = 8 * 2 ** 20;

export interface Examiner {
  /** Reads one entry to its end and says what was learnt. Never throws: what goes wrong becomes a gap of the examination. */
  examine(entry: EntryMeta, chunks: AsyncIterable<Uint8Array>): Promise<Examination>;
}

/** Compiles the rules once; one examiner serves many entries, one after the other. */
export function createExaminer(ruleSet: RuleSet): Examiner {
  const yara = prepareYara(ruleSet);
  const rules = prepareRules(ruleSet, yara.patterns);
  const readersOf = readerFinder();
  let thoroughLines = THOROUGH_LINES;

  async function examine(entry: EntryMeta, chunks: AsyncIterable<Uint8Array>): Promise<Examination> {
    const gaps: { reason: GapReason; detail: string }[] = [];
    const sightings = collectSightings();
    const events: CorrelationEvent[] = [];
    const identity: ParsedRecord[] = [];
    let isIdentityCut = false;
    const counts: Partial<Record<Category, number>> = {};
    const listedPlaces: Record<string, number> = {};
    const { path, original } = entry;

    function meet(
      candidates: readonly ActiveRule[],
      artifact: Artifact,
      sample: { line?: number; offset?: number; text: string },
    ): void {
      for (const active of candidates) {
        if (!active.matches(artifact)) continue;
        if (active.feedsCorrelation && events.length < limits.correlationEvents) {
          const { time } = artifact;
          events.push({
            rule: active.rule.id,
            fields: active.correlationFields(artifact),
            path,
            original,
            ...sample,
            ...(time && { time }),
          });
        }
        if (!active.rule.isBuildingBlock) {
          sightings.add(active.rule, artifact, sample, active.isWeak(artifact) ? { atMost: 'low' } : undefined);
        }
      }
    }

    function takeIdentity(record: ParsedRecord): void {
      if (identity.length < limits.applianceFacts) identity.push(record);
      if (identity.length !== limits.applianceFacts || isIdentityCut) return;
      isIdentityCut = true;
      const detail = `only the first ${limits.applianceFacts} statements about the appliance were weighed`;
      gaps.push({ reason: 'over-limit', detail });
    }

    function takeRecord(
      record: ParsedRecord,
      raw: string,
      candidates: readonly ActiveRule[],
      line: number | undefined,
      isSecondHand: boolean,
    ): void {
      counts[record.category] = (counts[record.category] ?? 0) + 1;
      if (record.category === 'appliance') takeIdentity(record);
      const recordPath = record.category === 'file' ? String(record.fields['path'] ?? path) : path;
      if (record.category === 'file') {
        const place = placeOf(recordPath).prefix;
        listedPlaces[place] = (listedPlaces[place] ?? 0) + 1;
      }
      if (candidates.length === 0) return;
      const kept = (record.raw ?? raw).slice(0, RAW_KEPT);
      const artifact: Artifact = {
        ...record,
        path: recordPath,
        original,
        raw: kept,
        ...(isSecondHand && { isSecondHand: true as const }),
      };
      meet(candidates, artifact, { text: kept, ...(line !== undefined && { line }) });
    }

    const first = await firstChunk(chunks);
    const head = first.chunk ?? new Uint8Array(0);
    const magic = entry.type === 'file' ? magicOf(head) : '';
    const { lineReader, wholeReaders } = entry.type === 'file' ? readersOf(path) : NO_READERS;
    const hasReader = lineReader !== undefined || wholeReaders.length > 0;

    const metadata = fileRecord(asEntry(entry), { magic });
    const kernel = kernelIdentity(metadata);
    if (kernel) identity.push(kernel);
    const fileArtifact: Artifact = { ...metadata, path, original };
    const contentRules =
      entry.type === 'file' ? rules.contentRules.filter((active) => active.couldMatch(fileArtifact)) : [];
    const wantsContent = contentRules.some((active) => active.contentFields.has('content'));
    const wantsHash = contentRules.some(
      (active) =>
        active.contentFields.has('sha256') || active.contentFields.has('sha1') || active.contentFields.has('md5'),
    );
    const isYaraWanted = entry.type === 'file' && !lineReader && yara.isCandidate(path, entry.size);

    let stream = first.rest;
    if (magic === 'gzip' && hasReader) {
      const inflated = gunzip(first.rest);
      stream = inflated.chunks;
      first.outcome = inflated.outcome;
    }

    let bytes = 0;
    let scan: LineScan | undefined;
    if (lineReader) scan = startLineScan(lineReader, entry, takeRecord, thoroughLines > 0);
    const content = wantsContent || isYaraWanted ? scanContent(rules.patterns) : undefined;
    const hashes = wantsHash
      ? { sha256: createHash('sha256'), sha1: createHash('sha1'), md5: createHash('md5') }
      : undefined;
    const whole =
      wholeReaders.length > 0 || isYaraWanted
        ? keepWhole(wholeReaders.length > 0 ? limits.wholeFileBytes : yara.largestFile)
        : undefined;
    const needsContent = scan || content || hashes || whole;

    try {
      if (needsContent) {
        for await (const chunk of stream) {
          bytes += chunk.length;
          scan?.push(chunk);
          content?.push(chunk);
          whole?.push(chunk);
          if (hashes) for (const hash of Object.values(hashes)) hash.update(chunk);
        }
      } else {
        for await (const chunk of stream) bytes += chunk.length;
      }
    } catch (error) {
      gaps.push(gapFrom(error));
    }
    const damage = first.outcome?.();
    if (damage) gaps.push({ reason: damage.reason, detail: damage.detail });
    if (entry.type === 'file' && magic !== 'gzip' && bytes < entry.size && gaps.length === 0) {
      gaps.push({ reason: 'truncated', detail: `${bytes} of ${entry.size} bytes were there` });
    }

    const finished = scan?.finish();
    if (finished) {
      thoroughLines -= finished.parsedLines;
      if (finished.longLines > 0) {
        gaps.push({
          reason: 'over-limit',
          detail: `${finished.longLines} lines longer than ${limits.lineBytes} bytes were read only up to there`,
        });
      }
    }

    let configuration: string | undefined;
    if (whole && wholeReaders.length > 0) {
      if (whole.isCut()) gaps.push({ reason: 'over-limit', detail: `read only up to ${limits.wholeFileBytes} bytes` });
      const text = decodeText(whole.bytes());
      for (const reader of wholeReaders) {
        readWhole(reader, text, entry, takeRecord, gaps);
      }
      if (wholeReaders.some((reader) => reader.categories.includes('nsconf')) && text.length <= CONFIGURATION_BYTES)
        configuration = text;
    }

    const found = content?.finish();
    const sums = hashes && magic === 'gzip' && hasReader ? undefined : hashes;
    const facts = {
      magic,
      ...(sums && { sha256: sums.sha256.digest('hex'), sha1: sums.sha1.digest('hex'), md5: sums.md5.digest('hex') }),
    };
    const complete: Artifact = { ...fileRecord(asEntry(entry), facts), path, original };
    counts.file = (counts.file ?? 0) + 1;
    const file = fileFacts(complete);
    for (const active of [...rules.metadataRules, ...contentRules]) {
      if (!active.matches(complete, found && ((pattern) => found.has(pattern)))) continue;
      const sample = {
        text: describeFile(
          complete,
          active.contentFields.has('content') && whole && !whole.isCut()
            ? decodeText(whole.bytes().subarray(0, RAW_KEPT))
            : undefined,
        ),
      };
      if (active.feedsCorrelation)
        events.push({ rule: active.rule.id, fields: active.correlationFields(complete), path, original, ...sample });
      if (!active.rule.isBuildingBlock) sightings.add(active.rule, complete, sample, { file });
    }

    const isYaraCandidate =
      isYaraWanted && whole !== undefined && !whole.isCut() && found !== undefined && yara.hasAtom(found);
    const { sightings: list, subjectsDropped } = sightings.finish();
    if (subjectsDropped > 0) {
      gaps.push({
        reason: 'over-limit',
        detail: `${subjectsDropped} further matches of a rule that already has ${limits.findingsPerRule} findings here were counted, not listed`,
      });
    }
    return {
      path,
      original,
      isFile: entry.type === 'file',
      bytes,
      sightings: list,
      events,
      identity,
      counts,
      readers: [...(lineReader ? [lineReader.name] : []), ...wholeReaders.map(({ name }) => name)],
      listedPlaces,
      gaps,
      ...(finished && { log: { ...finished.log, size: entry.size } }),
      ...(configuration !== undefined && { configuration }),
      ...(isYaraCandidate && { yaraCandidate: whole.bytes(), file }),
    };
  }

  function startLineScan(
    reader: LineReader,
    entry: EntryMeta,
    takeRecord: (
      record: ParsedRecord,
      raw: string,
      candidates: readonly ActiveRule[],
      line: number | undefined,
      isSecondHand: boolean,
    ) => void,
    isThorough: boolean,
  ): LineScan {
    const lineRules = rules.forLines(reader.categories);
    return scanLines({
      reader,
      rules: lineRules,
      context: { path: entry.path, ...(entry.modified && { modified: entry.modified }) },
      isThorough,
      onRecord(record, lineNumber, line, literals, hasPercent) {
        takeRecord(record, line, lineRules.hitBy(literals, hasPercent, record.category), lineNumber, false);
      },
    });
  }

  function readWhole(
    reader: WholeReader,
    text: string,
    entry: EntryMeta,
    takeRecord: (
      record: ParsedRecord,
      raw: string,
      candidates: readonly ActiveRule[],
      line: number | undefined,
      isSecondHand: boolean,
    ) => void,
    gaps: { reason: GapReason; detail: string }[],
  ): void {
    const reading = reader.read(text, { path: entry.path, ...(entry.modified && { modified: entry.modified }) });
    let records = 0;
    for (const record of reading.records) {
      if (++records > limits.recordsPerFile) {
        gaps.push({ reason: 'over-limit', detail: `only the first ${limits.recordsPerFile} records were read` });
        break;
      }
      takeRecord(record, record.raw ?? '', rules.ofCategory(record.category), record.line, reader.isListing === true);
    }
    if (reading.isCut) gaps.push({ reason: 'over-limit', detail: 'a bound was reached; the rest was not read' });
  }

  return {
    async examine(entry, chunks) {
      try {
        return await examine(entry, chunks);
      } catch (error) {
        return emptyExamination(entry, gapFrom(error));
      }
    },
  };
}

const NO_READERS: { readonly lineReader: LineReader | undefined; readonly wholeReaders: readonly WholeReader[] } = {
  lineReader: undefined,
  wholeReaders: [],
};

function readerFinder(): (path: string) => typeof NO_READERS {
  const compiled = readers.map((reader: ArtifactReader) => ({
    reader,
    isMatch: picomatch([...reader.paths], { dot: true, nobrace: false }),
  }));
  return (path) => {
    const own = compiled.filter(({ isMatch }) => isMatch(path)).map(({ reader }) => reader);
    if (own.length === 0) return NO_READERS;
    return {
      lineReader: own.find((reader) => reader.form === 'lines'),
      wholeReaders: own.filter((reader) => reader.form === 'whole'),
    };
  };
}

interface FirstChunk {
  readonly chunk: Uint8Array | undefined;
  /** All chunks, the first included. */
  readonly rest: AsyncIterable<Uint8Array>;
  outcome?: () => { readonly reason: GapReason; readonly detail: string } | undefined;
}

async function firstChunk(chunks: AsyncIterable<Uint8Array>): Promise<FirstChunk> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* rest() {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { chunk: first.done ? undefined : first.value, rest: rest() };
}

/** Keeps a file's bytes up to a limit. */
function keepWhole(limit: number) {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isCut = false;
  let joined: Uint8Array | undefined;
  return {
    push(chunk: Uint8Array) {
      if (isCut) return;
      if (size + chunk.length > limit) {
        parts.push(chunk.subarray(0, limit - size));
        isCut = true;
      } else parts.push(chunk);
      size = Math.min(limit, size + chunk.length);
    },
    isCut: () => isCut,
    bytes(): Uint8Array {
      joined ??= parts.length === 1 ? parts[0]! : new Uint8Array(Buffer.concat(parts));
      return joined;
    },
  };
}

function asEntry(entry: EntryMeta) {
  return { ...entry, kind: 'entry' as const, content: noContent };
}

async function* noContent(): AsyncGenerator<Uint8Array> {}

function fileFacts(artifact: Artifact): FileFacts {
  const { size, mode, owner, group, modified, changed, born, sha256, sha1, md5 } = artifact.fields;
  const facts: Record<string, unknown> = { size, mode, owner, group, modified, changed, born, sha256, sha1, md5 };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** One line that shows a file as `ls -l` would, and the beginning of its content where a rule matched that. */
function describeFile(artifact: Artifact, content: string | undefined): string {
  const { type, mode, owner, group, size, linktarget } = artifact.fields;
  const facts = [
    type,
    mode,
    owner && `owner ${owner}`,
    group && `group ${group}`,
    size !== undefined && `${size} bytes`,
    linktarget && `-> ${linktarget}`,
  ];
  const line = `${artifact.path} (${facts.filter(Boolean).join(', ')})`;
  return content ? `${line}\n${content}` : line;
}

function gapFrom(error: unknown): { reason: GapReason; detail: string } {
  if (error instanceof MalformedError) return { reason: 'malformed', detail: error.message };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(EACCES|EPERM|EIO|ENOENT)$/.test(code)) return { reason: 'unreadable', detail: code };
  const detail =
    error instanceof Error ? `${error.message} (${error.stack?.split('\n')[1]?.trim() ?? 'no stack'})` : String(error);
  return { reason: 'defect', detail };
}

function emptyExamination(entry: EntryMeta, gap: { reason: GapReason; detail: string }): Examination {
  const { path, original, type } = entry;
  return {
    path,
    original,
    isFile: type === 'file',
    bytes: 0,
    sightings: [],
    events: [],
    identity: [],
    readers: [],
    listedPlaces: {},
    counts: {},
    gaps: [gap],
  };
}
