import { parentPort, workerData } from 'node:worker_threads';
import type { RuleSet } from '../rules/rule.ts';
import { createExaminer } from './examiner.ts';
import type { FromWorker, ToWorker } from './pool.ts';

/** A thread that examines the entries it is handed, one after the other, in the order of their arrival. */
const port = parentPort!;
const examiner = createExaminer((workerData as { ruleSet: RuleSet }).ruleSet);

interface Feed {
  readonly chunks: Uint8Array[];
  isEnded: boolean;
  wake?: () => void;
}

const feeds = new Map<number, Feed>();
let turn = Promise.resolve();

port.on('message', (messages: readonly ToWorker[]) => {
  for (const message of messages) {
    if (message.type === 'entry') {
      const feed: Feed = { chunks: [], isEnded: false };
      feeds.set(message.id, feed);
      turn = turn.then(async () => {
        const examination = await examiner.examine(message.meta, drain(feed));
        feed.chunks.length = 0;
        feeds.delete(message.id);
        reply({ type: 'done', id: message.id, examination });
      });
    } else {
      const feed = feeds.get(message.id);
      if (!feed) {
        if (message.chunk) reply({ type: 'credit', bytes: message.chunk.length });
        continue;
      }
      if (message.chunk) feed.chunks.push(message.chunk);
      if (message.isLast) feed.isEnded = true;
      feed.wake?.();
    }
  }
});

async function* drain(feed: Feed): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = feed.chunks.shift();
    if (chunk) {
      yield chunk;
      reply({ type: 'credit', bytes: chunk.length });
    } else if (feed.isEnded) return;
    else
      await new Promise<void>((resolve) => {
        feed.wake = resolve;
      });
  }
}

function reply(message: FromWorker): void {
  port.postMessage(message);
}
