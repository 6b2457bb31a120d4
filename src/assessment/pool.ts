import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Entry } from '../evidence/entry.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { CorrelationEvent, EntryMeta, Examination } from './examination.ts';
import { createExaminer, emptyExamination, plainExamination } from './examiner.ts';

export type ToWorker =
  /** Most entries are one chunk: `whole` is then all of the content, and no chunk follows. */
  | { readonly type: 'entry'; readonly id: number; readonly meta: EntryMeta; readonly whole?: Uint8Array }
  | { readonly type: 'chunk'; readonly id: number; readonly chunk: Uint8Array; readonly isLast: boolean };
export interface FromWorker {
  /** Bytes worked off since the last message. */
  readonly credit: number;
  readonly done: readonly Done[];
  /** Events of an entry that is still being examined. */
  readonly early?: { readonly id: number; readonly events: readonly CorrelationEvent[] };
}
export interface Done {
  readonly id: number;
  /** Of most entries there is nothing to tell but how many bytes they had. */
  readonly examination: Examination | { readonly bytes: number };
}

/** Bytes that may be under way to one worker; then the source waits. */
const BYTES_UNDER_WAY = 4 * 2 ** 20;
/** Work that was handed over, and that waits, before a further thread is started. Bytes. */
const WORTH_A_THREAD = 16 * 2 ** 20;
const BEHIND = 2 * 2 ** 20;
/** What an entry weighs besides its bytes. */
const ENTRY_WEIGHT = 4096;
/** Of one thread, so that its garbage is collected long before it would matter. Megabytes. */
const WORKER_MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };
const ENTRIES_UNDER_WAY = 512;
/** Messages are posted together, so that 20,000 small files do not cost 20,000 posts. */
const OUTBOX_BYTES = 1 * 2 ** 20;
const OUTBOX_MESSAGES = 64;
/** Chunks up to this size are copied together into one buffer. Bytes. */
const SMALL_CHUNK = 32 * 1024;
const SHARED_BUFFER = 256 * 1024;

/** Whoever takes what the threads found. */
export interface ExaminationTaker {
  /** Called once for each submitted entry, in no particular order. `id` is the entry's own. */
  take(examination: Examination, id: number): void;
  /** Events of an entry that is still being examined. */
  takeEvents(entry: EntryMeta, events: readonly CorrelationEvent[], id: number): void;
}

/** Spreads entries over threads. */
export interface Pool {
  /** Reads the entry to its end and hands it over; resolves once its content is on its way, not once it is examined. */
  submit(entry: Entry): Promise<void>;
  /** Resolves when everything submitted was examined. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Each takes some 40 MB, and more than these are held up by the reading. */
const MOST_THREADS = 2;

/** Examining threads for one evidence. The reading takes a sixth of what they do, so that on two cores both are busy with two. */
export function usualThreads(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}

/**
 * `threads` 0 examines in the caller's thread. A thread that dies yields a gap for the entries it held, and is replaced.
 */
export function createPool(ruleSet: RuleSet, threads: number, taker: ExaminationTaker): Pool {
  if (threads === 0) return inlinePool(ruleSet, taker);
  const members = [createMember(ruleSet, taker)];
  let nextId = 0;
  let handedOver = 0;

  /** Starting a thread takes half of what small evidence takes: the next one is started when there is work for it. */
  function leastBusy(): ReturnType<typeof createMember> {
    const best = members.reduce((least, other) => (other.load() < least.load() ? other : least));
    if (handedOver < WORTH_A_THREAD || best.load() < BEHIND || members.length >= threads) return best;
    const another = createMember(ruleSet, taker);
    members.push(another);
    return another;
  }

  return {
    async submit(entry) {
      const id = nextId++;
      const member = leastBusy();
      handedOver += ENTRY_WEIGHT + entry.size;
      const meta = metaOf(entry);
      /** Posted once the next one is there, or none: most contents are one chunk and go with their entry. */
      let held: Uint8Array | undefined;
      let isPosted = false;
      try {
        for await (const chunk of entry.content()) {
          if (held) {
            if (!isPosted) await member.post({ type: 'entry', id, meta });
            isPosted = true;
            await member.post({ type: 'chunk', id, chunk: held, isLast: false });
          }
          held = chunk;
        }
      } finally {
        if (isPosted) await member.post({ type: 'chunk', id, chunk: held ?? NOTHING, isLast: true });
        else await member.post({ type: 'entry', id, meta, whole: held ?? NOTHING });
      }
    },
    async drain() {
      await Promise.all(members.map((member) => member.drain()));
    },
    async close() {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

function inlinePool(ruleSet: RuleSet, taker: ExaminationTaker): Pool {
  const examiner = createExaminer(ruleSet);
  let nextId = 0;
  return {
    async submit(entry) {
      const id = nextId++;
      const meta = metaOf(entry);
      taker.take(await examiner.examine(meta, entry.content(), (events) => taker.takeEvents(meta, events, id)), id);
    },
    async drain() {},
    async close() {},
  };
}

function createMember(ruleSet: RuleSet, taker: ExaminationTaker) {
  let outbox: ToWorker[] = [];
  let outboxBytes = 0;
  /** Buffers that go away with the outbox. */
  let given = new Set<ArrayBuffer>();
  let shared: Uint8Array<ArrayBuffer> | undefined;
  let sharedUsed = 0;
  let bytesUnderWay = 0;
  const held = new Map<number, EntryMeta>();
  let waiting: (() => void)[] = [];
  let isClosed = false;
  let worker = start();

  function start(): Worker {
    const file = import.meta.url.endsWith('.ts') ? './examine-worker.ts' : './examine-worker.js';
    const started = new Worker(new URL(file, import.meta.url), {
      workerData: { ruleSet },
      resourceLimits: WORKER_MEMORY,
    });
    started.on('message', (message: FromWorker) => {
      bytesUnderWay -= message.credit;
      const early = message.early && held.get(message.early.id);
      if (message.early && early) taker.takeEvents(early, message.early.events, message.early.id);
      for (const { id, examination } of message.done) {
        const meta = held.get(id);
        held.delete(id);
        if ('path' in examination) taker.take(examination, id);
        else if (meta) taker.take(plainExamination(meta, examination.bytes), id);
      }
      wakeAll();
    });
    started.on('error', (error) => {
      if (isClosed) return;
      const lost = [...held];
      held.clear();
      emptyOutbox();
      bytesUnderWay = 0;
      for (const [id, meta] of lost) taker.take(lostExamination(meta, error), id);
      worker = start();
      wakeAll();
    });
    return started;
  }

  function wakeAll(): void {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }

  function emptyOutbox(): void {
    outbox = [];
    outboxBytes = 0;
    given = new Set();
    shared = undefined;
  }

  function flush(): void {
    if (outbox.length === 0) return;
    worker.postMessage(outbox, [...given]);
    emptyOutbox();
  }

  /** The chunk in a buffer that can be given away: its own where it fills that, a shared one where it is small, else a copy. */
  function toGive(chunk: Uint8Array): Uint8Array {
    const { buffer, byteLength } = chunk;
    if (byteLength === 0) return NOTHING;
    if (byteLength <= SMALL_CHUNK) {
      if (!shared || sharedUsed + byteLength > shared.length) {
        shared = new Uint8Array(SHARED_BUFFER);
        sharedUsed = 0;
        given.add(shared.buffer);
      }
      const copy = shared.subarray(sharedUsed, sharedUsed + byteLength);
      copy.set(chunk);
      sharedUsed += byteLength;
      return copy;
    }
    const isWhole = byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;
    // Not `slice`, which of a Buffer is a view of what its owner goes on writing to.
    const own = isWhole ? new Uint8Array(buffer) : new Uint8Array(chunk);
    given.add(own.buffer);
    return own;
  }

  async function untilChange(): Promise<void> {
    flush();
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    load: () => bytesUnderWay + held.size * ENTRY_WEIGHT,
    async post(message: ToWorker) {
      while (bytesUnderWay > BYTES_UNDER_WAY || held.size > ENTRIES_UNDER_WAY) await untilChange();
      if (message.type === 'entry') held.set(message.id, message.meta);
      const content = message.type === 'entry' ? message.whole : message.chunk;
      const bytes = content?.length ?? 0;
      bytesUnderWay += bytes;
      outboxBytes += bytes;
      if (message.type === 'chunk') outbox.push({ ...message, chunk: toGive(message.chunk) });
      else outbox.push(content ? { ...message, whole: toGive(content) } : message);
      if (outboxBytes >= OUTBOX_BYTES || outbox.length >= OUTBOX_MESSAGES) flush();
    },
    async drain() {
      while (held.size > 0) await untilChange();
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      const ended = once(worker, 'exit');
      await worker.terminate();
      await ended.catch(() => undefined);
    },
  };
}

const NOTHING = new Uint8Array(0);

function metaOf(entry: Entry): EntryMeta {
  const { kind: _kind, content: _content, ...meta } = entry;
  return meta;
}

function lostExamination(meta: EntryMeta, error: unknown): Examination {
  const detail = error instanceof Error ? error.message : String(error);
  return emptyExamination(meta, { reason: 'defect', detail: `the examining thread ended: ${detail}` });
}
