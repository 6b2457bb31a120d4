import { createHash } from 'node:crypto';
import picomatch from 'picomatch';
import type { Artifact, ArtifactReader, LineReader, ParsedRecord, WholeReader } from '../artifacts/artifact.ts';
import { type ContentFacts, fileRecord, magicOf } from '../artifacts/file.ts';
import { readers } from '../artifacts/index.ts';
import { kernelIdentity } from '../artifacts/kernel-file.ts';
import { limits } from '../evidence/limits.ts';
import { decompress, isCompression } from '../formats/decompress.ts';
import { rememberRegexes } from '../rules/regex-atoms.ts';
import type { RuleSet } from '../rules/rule.ts';
import { decodeText } from './bytes.ts';
import { scanContent } from './content-scan.ts';
import { findCoreDump } from './core-dump.ts';
import { examineCore } from './core-examination.ts';
import { gapFrom } from './entry-gap.ts';
import type { CorrelationEvent, EntryMeta, Examination, LogExamination } from './examination.ts';
import { describeFile, fileFacts } from './file-facts.ts';
import { scanLines } from './line-scan.ts';
import { type ActiveRule, type PreparedRules, prepareRules } from './prepared-rules.ts';
import { type FoundGap, type RecordTaker, rawKept, takeRecords } from './record-taker.ts';
import { recordsBeside } from './records-beside.ts';
import { release } from './release.ts';
import { type SessionScan, scanSessions } from './session-scan.ts';
import { unfetchedListing, watchUnread } from './unread-files.ts';
import { keepWhole, type WholeFile } from './whole-file.ts';
import { prepareYara } from './yara-candidates.ts';

/** Lines parsed one by one before an examiner starts to sample: small evidence is counted exactly. */
const THOROUGH_LINES = 30_000;
/** Saved configurations up to this many characters are kept for comparing copies. */
const CONFIGURATION_CHARACTERS = 8 * 2 ** 20;

export interface Examiner {
  /**
   * Reads one entry to its end and says what was learnt. Never throws: what goes wrong becomes a gap of the examination. `onEvents` gets events before the end,
   * in parts: a log can have a hundred thousand.
   */
  examine(
    entry: EntryMeta,
    chunks: AsyncIterable<Uint8Array>,
    onEvents: (events: readonly CorrelationEvent[]) => void,
  ): Promise<Examination>;
}

const known = new WeakMap<RuleSet, ReturnType<typeof prepare>>();

/** Compiled once for each rule set, however many examiners there are in this thread. */
function prepared(ruleSet: RuleSet): ReturnType<typeof prepare> {
  const ready = known.get(ruleSet) ?? prepare(ruleSet);
  known.set(ruleSet, ready);
  return ready;
}

function prepare(ruleSet: RuleSet) {
  if (ruleSet.regexFacts) rememberRegexes(ruleSet.regexFacts);
  const yara = prepareYara(ruleSet);
  return { yara, rules: prepareRules(ruleSet, yara.patterns) };
}

/**
 * Compiles the rules once; one examiner serves many entries, one after the other. `ownsChunks`: nobody else looks at the chunks of an entry, so that their memory
 * may be given back.
 */
export function createExaminer(ruleSet: RuleSet, { ownsChunks = false } = {}): Examiner {
  const { yara, rules } = prepared(ruleSet);
  const readersOf = readerFinder();
  let thoroughLines = THOROUGH_LINES;
  const slowLooks = { left: limits.packedLookedInto };

  const examine: Examiner['examine'] = async (entry, chunks, onEvents) => {
    const taker = takeRecords(entry, onEvents);
    const gaps: FoundGap[] = [];
    const { magic, head, stream } = await peek(entry, chunks);
    const { lineReader, wholeReaders } = entry.type === 'file' ? readersOf(entry.path) : NO_READERS;
    const hasReader = lineReader !== undefined || wholeReaders.length > 0;

    const before = fileArtifact(entry, { magic });
    const kernel = kernelIdentity(before);
    if (kernel) taker.identify(kernel);
    const plan = planFor(before, rules, entry.type === 'file');
    const told =
      entry.type === 'file' && !hasReader
        ? await findCoreDump(entry, magic, head, stream, slowLooks)
        : { stream, dump: undefined, isPassedOver: undefined };
    const { stream: raw, dump } = told;
    if (told.isPassedOver)
      gaps.push({
        reason: 'over-limit',
        detail: `more than ${limits.packedLookedInto} packed files: whether this one is a core dump was not looked into`,
      });
    if (dump) {
      const fileRules = plan.metadataMatches;
      const memoryRules = rules.forMemory();
      return await examineCore({ entry, dump, file: before, fileRules, memoryRules, taker, ownsChunks });
    }
    const isYaraWanted = entry.type === 'file' && !lineReader && yara.isCandidate(entry);

    const inflated = isCompression(magic) && hasReader ? decompress(magic, raw, limits) : undefined;
    const sessions = lineReader?.categories.includes('ns') ? scanSessions(lineReader, entry) : undefined;
    const lines = lineReader && startLineScan(lineReader, entry, taker, sessions);
    const content =
      plan.wantsContent || isYaraWanted
        ? scanContent(rules.patterns, wantedPatterns(plan.contentRules, isYaraWanted))
        : undefined;
    const whole = wholeReaders.length > 0 ? keepWhole(limits.wholeFileBytes) : content && keepWhole(yara.largestFile);
    const hash = plan.algorithms.length > 0 && !inflated && !lineReader ? hashes(plan.algorithms) : undefined;
    let bytes = 0;
    try {
      for await (const chunk of inflated?.chunks ?? raw) {
        if (lines && bytes === 0 && chunk.subarray(0, 4096).includes(0))
          gaps.push({ reason: 'malformed', detail: 'this is no text, and a log was expected here' });
        bytes += chunk.length;
        lines?.push(chunk);
        content?.push(chunk);
        whole?.push(chunk);
        hash?.update(chunk);
        // What was inflated here is nobody else's.
        if ((inflated ? magic === 'gzip' : ownsChunks) && lines && !content && !whole) release(chunk);
      }
    } catch (error) {
      gaps.push(gapFrom(error));
    }
    const damage = inflated?.outcome();
    if (damage) gaps.push({ reason: damage.reason, detail: damage.detail });
    else if (entry.type === 'file' && !inflated && bytes < entry.size && gaps.length === 0)
      gaps.push({ reason: 'truncated', detail: `${bytes} of ${entry.size} bytes were there` });

    const log = lines && finishLines(lines, bytes, gaps);
    const outputs: Examination['outputs'][number][] = [];
    const unread = entry.path === unfetchedListing ? watchUnread(ruleSet) : undefined;
    const configuration = whole && readWholeFile(wholeReaders, whole, entry, taker, gaps, outputs, unread?.see);
    const seenSessions = sessions?.finish();
    if (seenSessions && seenSessions.dropped > 0)
      gaps.push({ reason: 'over-limit', detail: `only ${limits.vpnSessions} VPN sessions were followed` });
    const found = content?.finish();
    const isFound = found && ((pattern: string) => found.has(pattern));
    const hashed = hash ? withFields(before, hash.digest()) : before;
    const contentMatches = plan.contentRules.filter((active) => active.matches(hashed, isFound));
    const isYaraCandidate =
      isYaraWanted && whole !== undefined && !whole.isCut() && found !== undefined && yara.couldMatch(found);
    const isTold = contentMatches.length > 0 || isYaraCandidate;
    const after = isTold && whole && !whole.isCut() && !inflated ? withFields(before, hashesOf(whole.bytes())) : hashed;
    const facts = fileFacts(after);
    for (const active of plan.metadataMatches)
      taker.met(active, after, { text: describeFile(after, undefined) }, facts);
    for (const active of contentMatches)
      taker.met(active, after, { text: describeFile(after, excerpt(after, whole)) }, facts, isFound);

    const { gaps: ownGaps, counts, ...learnt } = taker.finish();
    return {
      path: entry.path,
      original: entry.original,
      isFile: entry.type === 'file',
      ...(entry.source !== undefined && { source: entry.source }),
      bytes,
      ...learnt,
      counts: { ...counts, file: (counts.file ?? 0) + 1 },
      readers: [...(lineReader ? [lineReader.name] : []), ...wholeReaders.map(({ name }) => name)],
      gaps: [...gaps, ...ownGaps],
      outputs,
      ...(log && { log }),
      ...(seenSessions && seenSessions.sessions.length > 0 && { sessions: seenSessions.sessions }),
      ...(configuration !== undefined && { configuration }),
      ...(unread && { unread: unread.found() }),
      ...(isYaraCandidate && { yaraCandidate: whole.bytes(), file: facts }),
    };
  };

  /** Files that the same rules could match want the same patterns: the sets are made once. */
  const wantedSets = new Map<string, ReadonlySet<string>>();
  function wantedPatterns(contentRules: readonly ActiveRule[], isYaraWanted: boolean): ReadonlySet<string> {
    const key = `${isYaraWanted} ${contentRules.map(({ rule }) => rule.id).join(' ')}`;
    let wanted = wantedSets.get(key);
    if (!wanted) {
      const own = contentRules.flatMap(({ patternIds }) => patternIds);
      wanted = new Set(isYaraWanted ? [...own, ...yara.patterns.map(({ id }) => id)] : own);
      wantedSets.set(key, wanted);
    }
    return wanted;
  }

  function startLineScan(reader: LineReader, entry: EntryMeta, taker: RecordTaker, sessions: SessionScan | undefined) {
    const lineRules = rules.forLines(reader.categories);
    return scanLines({
      reader,
      rules: lineRules,
      context: contextOf(entry),
      isThorough: thoroughLines > 0,
      ...(sessions && { onBlock: sessions.push }),
      onRecord(record, line, text, hit, askBeside) {
        const candidates = hit.filter(({ rule }) => rule.category === record.category);
        taker.take(record, text, candidates, { line, isSecondHand: false, askBeside });
      },
    });
  }

  function finishLines(lines: ReturnType<typeof scanLines>, size: number, gaps: FoundGap[]): LogExamination {
    const { log, longLines, parsedLines } = lines.finish();
    thoroughLines -= parsedLines;
    if (longLines > 0) {
      gaps.push({
        reason: 'over-limit',
        detail: `${longLines} lines longer than ${limits.lineBytes} bytes were read only up to there`,
      });
    }
    return { ...log, size };
  }

  /** Returns the text where it is a saved configuration, for comparing copies. */
  function readWholeFile(
    wholeReaders: readonly WholeReader[],
    whole: WholeFile,
    entry: EntryMeta,
    taker: RecordTaker,
    gaps: FoundGap[],
    outputs: Examination['outputs'][number][],
    onListed: ((record: ParsedRecord, path: string) => void) | undefined,
  ): string | undefined {
    if (wholeReaders.length === 0) return undefined;
    if (whole.isCut()) gaps.push({ reason: 'over-limit', detail: `read only up to ${limits.wholeFileBytes} bytes` });
    const text = decodeText(whole.bytes());
    for (const reader of wholeReaders) {
      const reading = reader.read(text, contextOf(entry));
      // The order of a list is nobody's doing.
      const beside = reader.isListing ? undefined : recordsBeside();
      let records = 0;
      for (const record of reading.records) {
        if (++records > limits.recordsPerFile) {
          gaps.push({ reason: 'over-limit', detail: `only the first ${limits.recordsPerFile} records were read` });
          break;
        }
        const askBeside = beside?.next(record);
        const place = {
          isSecondHand: reader.isListing === true,
          ...(record.line !== undefined && { line: record.line }),
          ...(askBeside && { askBeside }),
        };
        const path = record.category === 'file' ? String(record.fields['path'] ?? entry.path) : entry.path;
        taker.take(record, '', rules.forRecord(record, path), place);
        onListed?.(record, path);
      }
      outputs.push({ reader: reader.name, records, unknownLines: reading.unknownLines });
      if (reading.isCut) gaps.push({ reason: 'over-limit', detail: 'a bound was reached; the rest was not read' });
    }
    const isConfiguration = wholeReaders.some((reader) => reader.categories.includes('nsconf'));
    return isConfiguration && text.length <= CONFIGURATION_CHARACTERS ? text : undefined;
  }

  return {
    async examine(entry, chunks, onEvents) {
      try {
        return await examine(entry, chunks, onEvents);
      } catch (error) {
        return emptyExamination(entry, gapFrom(error));
      }
    },
  };
}

interface Readers {
  readonly lineReader: LineReader | undefined;
  readonly wholeReaders: readonly WholeReader[];
}

const NO_READERS: Readers = { lineReader: undefined, wholeReaders: [] };

/** Most files are nothing that a reader knows: the fixed beginning of each pattern tells that without running it. */
function readerFinder(): (path: string) => Readers {
  const compiled = readers.map((reader: ArtifactReader) => ({
    reader,
    bases: reader.paths.map((pattern) => picomatch.scan(pattern).base),
    isMatch: picomatch([...reader.paths], { dot: true }),
  }));
  return (path) => {
    const own = compiled
      .filter(({ bases, isMatch }) => bases.some((base) => path.startsWith(base)) && isMatch(path))
      .map(({ reader }) => reader);
    if (own.length === 0) return NO_READERS;
    return {
      lineReader: own.find((reader) => reader.form === 'lines'),
      wholeReaders: own.filter((reader) => reader.form === 'whole'),
    };
  };
}

/** What the rules ask of this file, told from its metadata and first bytes. */
function planFor(before: Artifact, rules: PreparedRules, isFile: boolean) {
  const { path, fields } = before;
  const metadataMatches = rules.metadataRules.candidates(path, fields).filter((active) => active.matches(before));
  const contentRules = isFile
    ? rules.contentRules.candidates(path, fields).filter((active) => active.couldMatch(before))
    : [];
  const asks = (field: string) => contentRules.some((active: ActiveRule) => active.contentFields.has(field));
  return {
    metadataMatches,
    contentRules,
    wantsContent: asks('content'),
    // A finding names the hashes of its file; rules on hashes ask for theirs alone.
    algorithms: isFile ? ALGORITHMS.filter((name) => metadataMatches.length > 0 || asks(name)) : [],
  };
}

/** What the kind of a content is told by. Bytes. */
const KIND_BYTES = 512;

/** The kind of content by its first bytes, those bytes, and the stream with them still in it. */
async function peek(
  entry: EntryMeta,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly magic: string; readonly head: Uint8Array; readonly stream: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let next = await iterator.next();
  let head = next.done ? NOTHING : next.value;
  let failure: unknown;
  // The border of a container's chunks may cut a file right behind its beginning.
  while (!next.done && failure === undefined && head.length < KIND_BYTES) {
    try {
      next = await iterator.next();
      if (!next.done) head = Buffer.concat([head, next.value]);
    } catch (error) {
      failure = error;
    }
  }
  async function* stream() {
    if (head.length > 0) yield head;
    if (failure !== undefined) throw failure;
    if (!next.done) yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { magic: entry.type === 'file' && head.length > 0 ? magicOf(head) : '', head, stream: stream() };
}

const NOTHING = new Uint8Array(0);

function fileArtifact(entry: EntryMeta, facts: ContentFacts): Artifact {
  const { path, original } = entry;
  return { ...fileRecord({ ...entry, kind: 'entry', content: noContent }, facts), path, original };
}

function withFields(artifact: Artifact, more: ContentFacts): Artifact {
  return { ...artifact, fields: { ...artifact.fields, ...more } };
}

async function* noContent(): AsyncGenerator<Uint8Array> {}

function contextOf({ path, modified }: EntryMeta) {
  return { path, ...(modified && { modified }) };
}

const ALGORITHMS = ['sha256', 'sha1', 'md5'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

function hashes(algorithms: readonly Algorithm[]) {
  const sums = algorithms.map((name) => ({ name, sum: createHash(name) }));
  return {
    update: (chunk: Uint8Array) => {
      for (const { sum } of sums) sum.update(chunk);
    },
    digest: (): ContentFacts => Object.fromEntries(sums.map(({ name, sum }) => [name, sum.digest('hex')])),
  };
}

function hashesOf(bytes: Uint8Array) {
  const own = hashes(ALGORITHMS);
  own.update(bytes);
  return own.digest();
}

/** Configuration and keys are secrets: their content is never shown, wherever a copy of them lies. */
const SECRET_KINDS = new Set(['nsconf', 'private-key']);

function excerpt({ path, fields }: Artifact, whole: WholeFile | undefined): string | undefined {
  const isSecret =
    path.startsWith('/nsconfig/') || path.startsWith('/etc/') || SECRET_KINDS.has(String(fields['magic']));
  return isSecret || !whole ? undefined : decodeText(whole.bytes().subarray(0, rawKept));
}

/** Of an entry that could not be examined: nothing was learnt but the gap. */
export function emptyExamination({ path, original, type, source }: EntryMeta, gap: FoundGap): Examination {
  return {
    path,
    original,
    isFile: type === 'file',
    ...(source !== undefined && { source }),
    bytes: 0,
    sightings: [],
    events: [],
    identity: [],
    readers: [],
    listedFiles: {},
    listedNames: [],
    fileFields: [],
    outputs: [],
    counts: {},
    gaps: [gap],
  };
}

/** Of an entry of which there is nothing to tell but its size. */
export function plainExamination(entry: EntryMeta, bytes: number): Examination {
  return { ...emptyExamination(entry, NO_GAP), bytes, counts: { file: 1 }, gaps: [] };
}

const NO_GAP: FoundGap = { reason: 'defect', detail: '' };
const OF_ENTRY: ReadonlySet<string> = new Set(['path', 'original', 'isFile', 'source', 'bytes', 'counts']);

/** Whether `plainExamination` says all of it. */
export function isPlain(examination: Examination): boolean {
  const { counts } = examination;
  if (counts.file !== 1 || Object.keys(counts).length !== 1) return false;
  return Object.entries(examination).every(
    ([key, value]) => OF_ENTRY.has(key) || (typeof value === 'object' && Object.keys(value).length === 0),
  );
}
