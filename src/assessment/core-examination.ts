import { createHash } from 'node:crypto';
import type { Artifact } from '../artifacts/artifact.ts';
import { limits } from '../evidence/limits.ts';
import { decompress } from '../formats/decompress.ts';
import { type ElfCore, isElfCore, readElfCore } from '../formats/elf-core.ts';
import type { CoreDump } from './core-dump.ts';
import { gapFrom } from './entry-gap.ts';
import type { CoreFacts, EntryMeta, Examination } from './examination.ts';
import { describeFile, fileFacts } from './file-facts.ts';
import type { MemoryRules } from './memory-rules.ts';
import { scanMemory } from './memory-scan.ts';
import type { ActiveRule } from './prepared-rules.ts';
import type { FoundGap, RecordTaker } from './record-taker.ts';
import { release } from './release.ts';

/** Bytes from which the notes of a dump are read: they stand at its beginning. */
const HEAD = 64 * 1024;

export interface CoreTask {
  readonly entry: EntryMeta;
  readonly dump: CoreDump;
  /** The file itself, and the rules on files that it met by its metadata. */
  readonly file: Artifact;
  readonly fileRules: readonly ActiveRule[];
  readonly memoryRules: MemoryRules;
  readonly taker: RecordTaker;
  /** Nobody else looks at the chunks of the dump. */
  readonly ownsChunks: boolean;
}

/**
 * Reads a core dump once, front to back, as bytes: whatever its header says, all of it is searched. Rules on the content of files do not look into it, since
 * what is a web shell in a file may be somebody's request in memory.
 */
export async function examineCore({
  entry,
  dump,
  file,
  fileRules,
  memoryRules,
  taker,
  ownsChunks,
}: CoreTask): Promise<Examination> {
  const gaps: FoundGap[] = [];
  const hash = fileRules.length > 0 ? createHash('sha256') : undefined;
  let isHashed = false;
  async function* raw() {
    for await (const chunk of dump.stream) {
      hash?.update(chunk);
      yield chunk;
    }
    isHashed = true;
  }
  // Zeros cost nothing here, and much of a dump may be zeros.
  const inflated = dump.compression && decompress(dump.compression, raw(), { ...limits, ratio: limits.dumpRatio });
  const scan = scanMemory(memoryRules, entry.path);
  const head = Buffer.alloc(HEAD);
  let seen = 0;
  try {
    for await (const chunk of inflated?.chunks ?? raw()) {
      if (seen < HEAD) seen += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).copy(head, seen);
      scan.push(chunk);
      // What gzip inflated is nobody else's; other decoders may write on in their buffers.
      if (inflated ? dump.compression === 'gzip' : ownsChunks) release(chunk);
    }
  } catch (error) {
    gaps.push(gapFrom(error));
  }
  const elf = readElfCore(head.subarray(0, seen));
  const memory = scan.finish();
  const damage = inflated?.outcome();
  if (damage) gaps.push({ reason: damage.reason, detail: damage.detail });
  else if (gaps.length === 0) gaps.push(...missingBytes(memory.bytes, inflated ? 0 : entry.size, elf));
  gaps.push(...memory.gaps);

  const facts = hash && isHashed ? { ...fileFacts(file), sha256: hash.digest('hex') } : fileFacts(file);
  for (const active of fileRules) taker.met(active, file, { text: describeFile(file, undefined) }, facts);
  let places = 0;
  for (const met of memory.met) {
    places += met.places;
    const { active, samples } = met;
    for (let place = 0; place < met.places; place++) {
      const { offset, text, before, after } = samples[Math.min(place, samples.length - 1)]!;
      const artifact: Artifact = { category: 'memory', path: entry.path, original: entry.original, fields: { offset } };
      taker.met(active, artifact, { offset, text }, undefined, undefined, (tell) => tell({ before, after }));
    }
  }

  const { gaps: ownGaps, counts, ...learnt } = taker.finish();
  return {
    path: entry.path,
    original: entry.original,
    isFile: true,
    ...(entry.source !== undefined && { source: entry.source }),
    bytes: memory.bytes,
    ...learnt,
    counts: { ...counts, file: 1, ...(places > 0 && { memory: places }) },
    readers: [],
    gaps: [...gaps, ...ownGaps],
    outputs: [],
    ...(memory.bytes > 0 && { core: coreFacts(entry, head.subarray(0, seen), elf, memory) }),
  };
}

function missingBytes(bytes: number, recorded: number, { promisedBytes = 0 }: ElfCore): readonly FoundGap[] {
  if (bytes < recorded) return [{ reason: 'truncated', detail: `${bytes} of ${recorded} bytes were there` }];
  if (bytes >= promisedBytes) return [];
  return [
    { reason: 'truncated', detail: `the dump says of itself that it has ${promisedBytes} bytes; ${bytes} were there` },
  ];
}

function coreFacts(
  { path, modified }: EntryMeta,
  head: Uint8Array,
  elf: ElfCore,
  { bytes, zeroBytes }: { readonly bytes: number; readonly zeroBytes: number },
): CoreFacts {
  const named = /\/([A-Za-z][\w.]*(?:-\d\d)?)-(\d{1,7})(?:\.\w+)?$/.exec(path);
  const isNoted = elf.program !== undefined;
  const program = elf.program ?? named?.[1];
  const pid = isNoted ? elf.pid : named ? Number(named[2]) : undefined;
  return {
    form: isElfCore(head) ? 'elf' : 'unknown',
    ...(program !== undefined && { program, toldBy: isNoted ? ('notes' as const) : ('name' as const) }),
    ...(pid !== undefined && { pid }),
    ...(modified && { modified }),
    bytes,
    zeroBytes,
  };
}
