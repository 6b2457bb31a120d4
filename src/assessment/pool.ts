import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Entry } from '../evidence/entry.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { EntryMeta, Examination } from './examination.ts';
import { createExaminer, emptyExamination } from './examiner.ts';

export type ToWorker =
  | { readonly type: 'entry'; readonly id: number; readonly meta: EntryMeta }
  | { readonly type: 'chunk'; readonly id: number; readonly chunk?: Uint8Array; readonly isLast: boolean };
export interface FromWorker {
  /** Bytes worked off since the last message. */
  readonly credit: number;
  readonly done: readonly Done[];
}
export interface Done {
  readonly id: number;
  readonly examination: Examination;
}

/** Bytes that may be under way to one worker; then the source waits. */
const BYTES_UNDER_WAY = 8 * 2 ** 20;
/** Of one thread, so that its garbage is collected long before it would matter. Megabytes. */
const WORKER_MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };
const ENTRIES_UNDER_WAY = 512;
/** Messages are posted together, so that 20,000 small files do not cost 20,000 posts. */
const OUTBOX_BYTES = 1 * 2 ** 20;
const OUTBOX_MESSAGES = 128;

/** Spreads entries over threads. */
export interface Pool {
  /** Reads the entry to its end and hands it over; resolves once its content is on its way, not once it is examined. */
  submit(entry: Entry): Promise<void>;
  /** Resolves when everything submitted was examined. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `threads` 0 examines in the caller's thread. `onExamination` is called once for each submitted entry, in no particular order.
 * A thread that dies yields a gap for the entries it held, and is replaced.
 */
export function createPool(ruleSet: RuleSet, threads: number, onExamination: (examination: Examination) => void): Pool {
  if (threads === 0) return inlinePool(ruleSet, onExamination);
  const members = Array.from({ length: threads }, () => createMember(ruleSet, onExamination));
  let nextId = 0;
  return {
    async submit(entry) {
      const id = nextId++;
      const member = members.reduce((best, other) => (other.load() < best.load() ? other : best));
      await member.post({ type: 'entry', id, meta: metaOf(entry) });
      try {
        for await (const chunk of entry.content()) {
          await member.post({ type: 'chunk', id, chunk: ownBuffer(chunk), isLast: false });
        }
      } finally {
        await member.post({ type: 'chunk', id, isLast: true });
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

function inlinePool(ruleSet: RuleSet, onExamination: (examination: Examination) => void): Pool {
  const examiner = createExaminer(ruleSet);
  return {
    async submit(entry) {
      onExamination(await examiner.examine(metaOf(entry), entry.content()));
    },
    async drain() {},
    async close() {},
  };
}

function createMember(ruleSet: RuleSet, onExamination: (examination: Examination) => void) {
  let outbox: ToWorker[] = [];
  let outboxBytes = 0;
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
      for (const { id, examination } of message.done) {
        held.delete(id);
        onExamination(examination);
      }
      wakeAll();
    });
    started.on('error', (error) => {
      if (isClosed) return;
      const lost = [...held.values()];
      held.clear();
      outbox = [];
      outboxBytes = 0;
      bytesUnderWay = 0;
      for (const meta of lost) onExamination(lostExamination(meta, error));
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

  function flush(): void {
    if (outbox.length === 0) return;
    const buffers = outbox.flatMap((message) =>
      message.type === 'chunk' && message.chunk ? [message.chunk.buffer as ArrayBuffer] : [],
    );
    worker.postMessage(outbox, buffers);
    outbox = [];
    outboxBytes = 0;
  }

  async function untilChange(): Promise<void> {
    flush();
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    load: () => bytesUnderWay + held.size * 4096,
    async post(message: ToWorker) {
      while (bytesUnderWay > BYTES_UNDER_WAY || held.size > ENTRIES_UNDER_WAY) await untilChange();
      if (message.type === 'entry') held.set(message.id, message.meta);
      const bytes = message.type === 'chunk' ? (message.chunk?.length ?? 0) : 0;
      bytesUnderWay += bytes;
      outboxBytes += bytes;
      outbox.push(message);
      if (outboxBytes >= OUTBOX_BYTES || outbox.length >= OUTBOX_MESSAGES) flush();
    },
    async drain() {
      while (held.size > 0) await untilChange();
    },
    async close() {
      isClosed = true;
      const ended = once(worker, 'exit');
      await worker.terminate();
      await ended.catch(() => undefined);
    },
  };
}

/** A chunk whose buffer can be given away: a copy where the buffer holds more than the chunk. */
function ownBuffer(chunk: Uint8Array): Uint8Array {
  const isWhole = chunk.byteOffset === 0 && chunk.byteLength === chunk.buffer.byteLength;
  return isWhole && !(chunk.buffer instanceof SharedArrayBuffer) ? new Uint8Array(chunk.buffer) : new Uint8Array(chunk);
}

function metaOf(entry: Entry): EntryMeta {
  const { kind: _kind, content: _content, ...meta } = entry;
  return meta;
}

function lostExamination(meta: EntryMeta, error: unknown): Examination {
  const detail = error instanceof Error ? error.message : String(error);
  return emptyExamination(meta, { reason: 'defect', detail: `the examining thread ended: ${detail}` });
}
