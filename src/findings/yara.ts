import { Worker } from 'node:worker_threads';
import type { YaraFile } from './yara-engine.ts';
import type { FromYaraWorker, YaraWorkerData } from './yara-worker.ts';

/** The rules a content meets, or why that could not be told. */
export type YaraOutcome = { readonly rules: readonly string[] } | { readonly gap: string };

export interface YaraScanner {
  /** Scans one content whole; several calls wait for each other. Never rejects. The bytes stay the caller's. */
  scan(path: string, bytes: Uint8Array): Promise<YaraOutcome>;
  close(): Promise<void>;
}

export interface YaraLimits {
  /** Longest time of one scan; then its thread is ended. */
  readonly timeoutMs: number;
  /** The engine loses 66 to 100 KB of memory with each scan: its thread is replaced after this many. */
  readonly scansPerWorker: number;
}

const LIMITS: YaraLimits = { timeoutMs: 15_000, scansPerWorker: 1_000 };
/** A thread without work is ended: its engine holds 60 MB, and starting it again takes a third of a second. */
const IDLE_MS = 2_000;
/** Compiling thousands of rules takes seconds. */
const START_MS = 120_000;

/** Scans contents with YARA in a thread of its own, which is started with the first scan. */
export function createYaraScanner(files: readonly YaraFile[], limits: YaraLimits = LIMITS): YaraScanner {
  let worker: Promise<Worker | string> | undefined;
  let scans = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;

  async function scanNow(bytes: Uint8Array): Promise<YaraOutcome> {
    if (isClosed) return { gap: 'the scan was ended before YARA looked at it' };
    if (scans >= limits.scansPerWorker) await replace();
    worker ??= start(files);
    const ready = await worker;
    if (typeof ready === 'string') return { gap: `the YARA rules cannot be used: ${ready}` };
    scans += 1;
    // A copy of its own, which the thread takes over.
    const copy = new Uint8Array(bytes);
    const reply = await nextMessage(ready, limits.timeoutMs, () => ready.postMessage(copy, [copy.buffer]));
    if (reply === 'timeout') {
      await replace();
      return { gap: `YARA took longer than ${limits.timeoutMs / 1_000} seconds and was ended` };
    }
    if (reply.type === 'scanned') return { rules: reply.rules };
    await replace();
    return { gap: reply.type === 'failed' ? `YARA failed: ${reply.message}` : 'YARA answered out of turn' };
  }

  async function replace(): Promise<void> {
    const old = await worker;
    worker = undefined;
    scans = 0;
    if (typeof old === 'object') await old.terminate();
  }

  return {
    scan(_path, bytes) {
      clearTimeout(idle);
      const outcome = turn.then(() => scanNow(bytes));
      turn = outcome.then(() => {
        clearTimeout(idle);
        idle = setTimeout(() => {
          turn = turn.then(replace);
        }, IDLE_MS).unref();
      });
      return outcome;
    },
    async close() {
      isClosed = true;
      clearTimeout(idle);
      await turn;
      clearTimeout(idle);
      await replace();
    },
  };
}

/** A thread that has compiled the rules, or what the compiler says against them. */
async function start(files: readonly YaraFile[]): Promise<Worker | string> {
  const file = import.meta.url.endsWith('.ts') ? './yara-worker.ts' : './yara-worker.js';
  const data: YaraWorkerData = { files };
  const worker = new Worker(new URL(file, import.meta.url), { workerData: data });
  // It must not keep the program alive, nor end it: each wait has its own listener.
  worker.unref();
  worker.on('error', () => undefined);
  const reply = await nextMessage(worker, START_MS, () => undefined);
  if (reply !== 'timeout' && reply.type === 'ready') return worker;
  await worker.terminate();
  if (reply === 'timeout') return 'compiling them took too long';
  return reply.type === 'broken' || reply.type === 'failed' ? reply.message : 'the thread did not start';
}

function nextMessage(worker: Worker, timeoutMs: number, begin: () => void): Promise<FromYaraWorker | 'timeout'> {
  return new Promise((resolve) => {
    const finish = (reply: FromYaraWorker | 'timeout'): void => {
      clearTimeout(timer);
      worker.off('message', finish);
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(reply);
    };
    const onError = (error: unknown): void =>
      finish({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    const onExit = (): void => finish({ type: 'failed', message: 'its thread ended' });
    // While a scan runs this timer keeps the program alive.
    const timer = setTimeout(() => finish('timeout'), timeoutMs);
    worker.on('message', finish);
    worker.on('error', onError);
    worker.on('exit', onExit);
    begin();
  });
}
