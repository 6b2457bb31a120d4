import { parentPort, workerData } from 'node:worker_threads';
import type { RuleSet } from '../rules/rule.ts';
import { createExaminer, isPlain } from './examiner.ts';
import type { Done, FromWorker, ToWorker } from './pool.ts';

/** A thread that examines the entries it is handed, one after the other, in the order of their arrival. */
const port = parentPort!;
// What was posted here is nobody else's.
const examiner = createExaminer((workerData as { ruleSet: RuleSet }).ruleSet, { ownsChunks: true });

interface Feed {
  readonly chunks: Uint8Array[];
  isEnded: boolean;
  wake?: () => void;
}

/** Bytes worked off that the other side was not told of yet. */
let spent = 0;
const CREDIT_BYTES = 1024 * 1024;
let done: Done[] = [];
const REPLIES_TOGETHER = 64;

const feeds = new Map<number, Feed>();
let turn = Promise.resolve();

port.on('message', (messages: readonly ToWorker[]) => {
  for (const message of messages) {
    if (message.type === 'entry') {
      const { whole } = message;
      const feed: Feed = { chunks: whole ? [whole] : [], isEnded: whole !== undefined };
      feeds.set(message.id, feed);
      turn = turn.then(async () => {
        const { id, meta } = message;
        const examination = await examiner.examine(meta, drain(feed), (events) => reply({ id, events }));
        for (const unread of feed.chunks) spent += unread.length;
        feeds.delete(id);
        done.push({ id, examination: isPlain(examination) ? { bytes: examination.bytes } : examination });
        if (done.length >= REPLIES_TOGETHER || feeds.size === 0) reply();
      });
    } else {
      const feed = feeds.get(message.id);
      if (!feed) {
        spent += message.chunk.length;
        continue;
      }
      feed.chunks.push(message.chunk);
      if (message.isLast) feed.isEnded = true;
      feed.wake?.();
    }
  }
});

async function* drain(feed: Feed): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = feed.chunks.shift();
    if (chunk) {
      const { length } = chunk;
      yield chunk;
      spent += length;
      if (spent >= CREDIT_BYTES) reply();
    } else if (feed.isEnded) return;
    else
      await new Promise<void>((resolve) => {
        feed.wake = resolve;
      });
  }
}

/** Tells the other side what was worked off, several entries at a time: 20,000 small files must not cost 20,000 posts. */
function reply(early?: FromWorker['early']): void {
  const message: FromWorker = { credit: spent, done, ...(early && { early }) };
  port.postMessage(message);
  spent = 0;
  done = [];
}
