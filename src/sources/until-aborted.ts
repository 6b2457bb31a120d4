import { Readable } from 'node:stream';

/**
 * The chunks of a stream until `stop()` aborts: a source that has stalled must not hold up whoever wants to end.
 */
export async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  stop: () => AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let isStopped = false;
  try {
    for (;;) {
      const signal = stop();
      const next = signal ? await orAborted(iterator.next(), signal) : await iterator.next();
      isStopped = next === 'aborted';
      if (next === 'aborted' || next.done) return;
      yield next.value;
    }
  } finally {
    // A read that is under way would keep the process alive, and `return` would wait for it.
    if (isStopped && chunks instanceof Readable) chunks.destroy();
    else if (!isStopped) await iterator.return?.();
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> {
  if (signal.aborted) return 'aborted';
  let onAbort = () => {};
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => resolve('aborted');
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
