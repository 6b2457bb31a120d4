import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Connection } from './connect.ts';

export interface Running {
  /** Standard output. Ends early, without an error, when the channel, the connection or the deadline ends it: see `ended`. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Why the output is over; complete once `output` has ended. */
  ended(): Ending;
  /** Exit status as the channel told it, which the command line interface of the appliance may not pass on. */
  channelStatus(): number | undefined;
  bytes(): number;
  stop(): void;
}
export type Ending =
  | 'open'
  | 'finished'
  | 'deadline'
  | 'silent'
  | 'connection lost'
  | 'stopped'
  | 'refused'
  | 'too much';

export interface RunOptions {
  readonly command: string;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
  /** For the whole command, without the time in which we took nothing because the scan was slow or held. */
  readonly deadlineMs: number;
  /** Without a byte, while we were ready to take one. */
  readonly silenceMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Error output is not part of any result (the scripts merge or carry it); more than this of it ends the command. */
const STDERR_BYTES = 1 * 2 ** 20;

/** Time for the exit status to arrive after the output. */
const CLOSING_MS = 2_000;

/** Runs one command in a channel of its own. Never throws, never hangs: whatever happens is told by `ended`. */
export function run(connection: Connection, options: RunOptions): Running {
  const output = new PassThrough({ highWaterMark: 1 << 20 });
  let ending: Ending = 'open';
  let status: number | undefined;
  let bytes = 0;
  let errorBytes = 0;
  let channel: ClientChannel | undefined;
  let closing: NodeJS.Timeout | undefined;

  const end = (reason: Ending) => {
    if (ending !== 'open') return;
    ending = reason;
    clearTimeout(total);
    clearTimeout(silence);
    clearTimeout(closing);
    options.signal.removeEventListener('abort', onAbort);
    if (reason !== 'finished') {
      // What the far side still sends stays in the channel's window and so stops by itself.
      channel?.pause();
      channel?.stderr.pause();
      channel?.close();
    }
    output.end();
  };
  const onAbort = () => end('stopped');
  // The deadline is the appliance's: the time in which we took nothing comes on top.
  let heldSince: number | undefined;
  let heldMs = 0;
  const expire = () => {
    const more = heldMs + (heldSince === undefined ? 0 : performance.now() - heldSince);
    if (more < 1) return end('deadline');
    heldMs = 0;
    if (heldSince !== undefined) heldSince = performance.now();
    total = setTimeout(expire, more);
  };
  let total = setTimeout(expire, options.deadlineMs);
  let silence = setTimeout(() => end('silent'), options.silenceMs);
  const stillThere = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      // A slow reader on our side is no silence of the appliance.
      if (output.readableLength > 0 || output.writableNeedDrain) stillThere();
      else end('silent');
    }, options.silenceMs);
  };

  options.signal.addEventListener('abort', onAbort, { once: true });
  // With a channel, what was received is read to its end first.
  connection.onLost(() => {
    if (channel === undefined) end('connection lost');
  });
  if (connection.lost() !== undefined) end('connection lost');
  else if (options.signal.aborted) end('stopped');
  else open();

  function open(): void {
    try {
      connection.client.exec(options.command, (error, opened) => {
        if (error) return end(connection.lost() === undefined ? 'refused' : 'connection lost');
        channel = opened;
        if (ending !== 'open') return opened.close();
        opened.on('error', () => end('refused'));
        opened.on('exit', (code: unknown) => {
          if (typeof code === 'number') status = code;
        });
        opened.on('data', (chunk: Buffer) => {
          if (ending !== 'open') return;
          bytes += chunk.length;
          stillThere();
          if (!output.write(chunk)) {
            heldSince ??= performance.now();
            opened.pause();
          }
          if (bytes > options.maxBytes) end('too much');
        });
        opened.stderr.on('data', (chunk: Buffer) => {
          errorBytes += chunk.length;
          if (errorBytes > STDERR_BYTES) end('too much');
        });
        // OpenSSH tells the exit status after the end of the output, and closes the channel after that.
        const finish = () => end(connection.lost() === undefined ? 'finished' : 'connection lost');
        opened.on('close', finish);
        opened.on('end', () => {
          closing = setTimeout(finish, CLOSING_MS);
        });
        output.on('drain', () => {
          if (heldSince !== undefined) heldMs += performance.now() - heldSince;
          heldSince = undefined;
          if (ending === 'open') opened.resume();
        });
        opened.end(options.input);
      });
    } catch {
      end('connection lost');
    }
  }

  return {
    output,
    ended: () => ending,
    channelStatus: () => status,
    bytes: () => bytes,
    stop: () => end('stopped'),
  };
}

/** Reads a small output whole. `maxBytes` of the command bounds it. */
export async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
