import { parentPort, workerData } from 'node:worker_threads';
import { compileYara, scanYara, type YaraFile } from './yara-engine.ts';

/** A thread that scans one content after the other; it is ended from outside when a scan takes too long. */
export interface YaraWorkerData {
  readonly files: readonly YaraFile[];
}
/** `ready` once; then an answer for each content. */
export type FromYaraWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'broken'; readonly message: string }
  | { readonly type: 'scanned'; readonly rules: readonly string[] }
  | { readonly type: 'failed'; readonly message: string };

const port = parentPort;
const data: unknown = workerData;
if (port && isWorkerData(data)) serve(port, data);

function serve(to: NonNullable<typeof port>, { files }: YaraWorkerData): void {
  const answer = (message: FromYaraWorker): void => to.postMessage(message);
  try {
    const scanner = compileYara(files);
    to.on('message', (bytes: Uint8Array) => {
      try {
        answer({ type: 'scanned', rules: scanYara(scanner, bytes) });
      } catch (error) {
        answer({ type: 'failed', message: messageOf(error) });
      }
    });
    answer({ type: 'ready' });
  } catch (error) {
    answer({ type: 'broken', message: messageOf(error) });
  }
}

function isWorkerData(value: unknown): value is YaraWorkerData {
  return typeof value === 'object' && value !== null && 'files' in value && Array.isArray(value.files);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
