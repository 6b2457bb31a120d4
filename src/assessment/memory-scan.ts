import { type MemoryText, memoryText } from '../artifacts/memory-text.ts';
import { limits } from '../evidence/limits.ts';
import type { MemoryRules } from './memory-rules.ts';
import type { ActiveRule } from './prepared-rules.ts';
import type { FoundGap } from './record-taker.ts';

/** Searches the bytes of one core dump as they arrive. What it holds of them does not grow with the dump. */
export interface MemoryScan {
  push(chunk: Uint8Array): void;
  finish(): MemoryFindings;
}

export interface MemoryFindings {
  readonly bytes: number;
  /** Of these, passed over because they were zero. */
  readonly zeroBytes: number;
  readonly met: readonly MetRule[];
  readonly gaps: readonly FoundGap[];
}

/** A rule that the dump meets. */
export interface MetRule {
  readonly active: ActiveRule;
  /** Places where it does; those within `STEP` bytes of each other are one. */
  readonly places: number;
  /** The first of each word, and then the first of all. */
  readonly samples: readonly (MemoryText & { readonly offset: number })[];
}

/** Bytes before and after a word in which the rest of a rule must hold. */
export const memoryWindow = 2 * 1024;
/** A place is looked at again only this far behind the last: every word is still seen with so much on either side. */
const STEP = memoryWindow / 2;
/** Bytes looked through at once. */
const BLOCK = 1024 * 1024;
const ZEROS = new Uint8Array(16 * 1024);

export function scanMemory(rules: MemoryRules, path: string): MemoryScan {
  const buffer = new Uint8Array(BLOCK + 2 * memoryWindow);
  /** Bytes of the buffer in use, the place of its first byte in the dump, and up to where its words were looked at. */
  let used = 0;
  let base = 0;
  let decided = 0;
  let isInZeros = false;
  let bytes = 0;
  let zeroBytes = 0;
  const states = new Map<ActiveRule, State>();

  /** Looks at the words that begin before `end`. */
  function work(end: number, isAtEnd: boolean): void {
    const from = decided;
    decided = end;
    const hits: { readonly literal: number; readonly start: number }[] = [];
    rules.filter.scan(buffer, from, used, (literal, start) => {
      if (start < end) hits.push({ literal, start });
    });
    hits.sort((a, b) => a.start - b.start || a.literal - b.literal);
    for (const { literal, start } of hits)
      for (const active of rules.rulesOf[literal]!) look(active, literal, start, isAtEnd);
  }

  function look(active: ActiveRule, literal: number, start: number, isAtEnd: boolean): void {
    let state = states.get(active);
    if (!state) {
      state = { wanted: new Set(active.patternIds), next: 0, looks: 0, places: 0, samples: [], isCut: false };
      states.set(active, state);
    }
    if (base + start < state.next) return;
    if (state.looks >= limits.memoryLooks) {
      state.isCut = true;
      return;
    }
    state.looks++;
    state.next = base + start + STEP;
    const end = start + rules.patterns.literals[literal]!.text.length;
    const from = Math.max(0, start - memoryWindow);
    const to = Math.min(used, end + memoryWindow);
    const found = new Set<string>();
    const place = { offset: base + from, isStart: base + from === 0, isEnd: isAtEnd && to === used };
    rules.patterns.scan(buffer.subarray(from, to), place, found, state.wanted);
    const artifact = { category: 'memory', path, original: path, fields: { offset: base + start } } as const;
    if (found.size === 0 || !active.matches(artifact, (id) => found.has(id))) return;
    state.places++;
    keepSample(state, literal, () => ({
      offset: base + start,
      ...memoryText(Buffer.from(buffer.buffer, from, to - from).toString('latin1'), start - from, end - from),
    }));
  }

  /** Makes room: what stands before the last window that is still needed goes. */
  function shift(): void {
    const gone = Math.max(0, decided - memoryWindow);
    buffer.copyWithin(0, gone, used);
    used -= gone;
    base += gone;
    decided -= gone;
  }

  function append(piece: Uint8Array): void {
    isInZeros = false;
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + buffer.length - used);
      buffer.set(part, used);
      used += part.length;
      at += part.length;
      if (used === buffer.length) {
        work(used - memoryWindow, false);
        shift();
      }
    }
  }

  /** Zeros hold no word: of a long run a window's worth stands at either end, so that words beside it are seen as they are. */
  function skip(count: number): void {
    zeroBytes += count;
    if (isInZeros) {
      base += count;
      return;
    }
    append(ZEROS.subarray(0, memoryWindow));
    work(used - memoryWindow, false);
    base += used + count - 2 * memoryWindow;
    used = memoryWindow;
    buffer.fill(0, 0, used);
    decided = 0;
    isInZeros = true;
  }

  return {
    push(chunk) {
      bytes += chunk.length;
      let start = 0;
      for (let at = 0; at + ZEROS.length <= chunk.length; at += ZEROS.length) {
        if (!isZero(chunk, at)) continue;
        if (at > start) append(chunk.subarray(start, at));
        skip(ZEROS.length);
        start = at + ZEROS.length;
      }
      if (start < chunk.length) append(chunk.subarray(start));
    },
    finish() {
      work(used, true);
      const all = [...states].map(([active, state]) => ({ active, ...state }));
      return {
        bytes,
        zeroBytes,
        met: all
          .filter(({ places }) => places > 0)
          .map(({ active, places, samples }) => ({ active, places, samples: samples.map(({ sample }) => sample) })),
        gaps: all
          .filter(({ isCut }) => isCut)
          .map(({ active: { rule } }) => ({
            reason: 'over-limit',
            detail: `rule ${rule.name}: only the first ${limits.memoryLooks} places with a word of it were looked at`,
          })),
      };
    },
  };
}

interface State {
  readonly wanted: ReadonlySet<string>;
  /** Offset in the dump from which a place is another one. */
  next: number;
  looks: number;
  places: number;
  readonly samples: { readonly literal: number; readonly sample: MetRule['samples'][number] }[];
  isCut: boolean;
}

/** Keeps the first places, and rather the first of another word than one more of the same. */
function keepSample(state: State, literal: number, make: () => MetRule['samples'][number]): void {
  const { samples } = state;
  if (samples.length < limits.samplesPerFinding) {
    samples.push({ literal, sample: make() });
    return;
  }
  if (samples.some((one) => one.literal === literal)) return;
  const repeated = samples.findLastIndex(
    (one, index) => samples.findIndex((other) => other.literal === one.literal) < index,
  );
  if (repeated < 0) return;
  samples.splice(repeated, 1);
  samples.push({ literal, sample: make() });
}

function isZero(chunk: Uint8Array, at: number): boolean {
  if (chunk[at] !== 0 || chunk[at + ZEROS.length - 1] !== 0) return false;
  return Buffer.compare(chunk.subarray(at, at + ZEROS.length), ZEROS) === 0;
}
