import { beginLine, ERROR_BYTES, endLine, errorsLine } from './script.ts';

/** What stood round a payload. */
export interface Trailer {
  /** The begin marker came: the command really ran. */
  readonly hasBegun: boolean;
  /** The end marker came: nothing was lost. */
  readonly isComplete: boolean;
  /** Exit status told in-band. */
  readonly status?: number;
  /** Error output of `binaryScript`. */
  readonly errors: string;
  /** Beginning of what was said instead of the begin marker. */
  readonly preamble: string;
}

/** Warnings, frames and prompts that may come before the payload. */
const PREAMBLE_BYTES = 64 * 1024;
/** Held back until the end is known: error output, end marker, and frames after it. */
const TAIL_BYTES = ERROR_BYTES + 32 * 1024;

export interface Unwrapped {
  /** Readable once. */
  readonly payload: AsyncIterable<Uint8Array>;
  /** Complete once `payload` has ended. */
  trailer(): Trailer;
}

/**
 * Cuts the payload out of a channel's bytes by the session's markers. ` Done` frames, warnings and blank lines outside the markers are
 * passed over. When the begin marker ends in CR LF a terminal translates line ends; `\r\n` is then turned back, which is exact because a
 * terminal writes `\r\r\n` for a real `\r\n`. Holds at most about 130 KB.
 */
export function unwrap(bytes: AsyncIterable<Uint8Array>, marker: string): Unwrapped {
  let trailer: Trailer = { hasBegun: false, isComplete: false, errors: '', preamble: '' };

  async function* read(): AsyncGenerator<Uint8Array> {
    const begin = Buffer.from(beginLine(marker));
    let head: Buffer<ArrayBufferLike> = Buffer.alloc(0);
    let isTranslated: boolean | undefined;
    let hasPendingReturn = false;
    const held: Buffer<ArrayBufferLike>[] = [];
    let heldBytes = 0;

    for await (const chunk of bytes) {
      let fresh: Buffer<ArrayBufferLike> = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (isTranslated === undefined) {
        head = Buffer.concat([head, fresh]);
        const start = payloadStart(head, begin);
        if (start === undefined) {
          trailer = { ...trailer, preamble: head.toString('utf8', 0, 2_000) };
          if (head.length > PREAMBLE_BYTES) return;
          continue;
        }
        isTranslated = start.isTranslated;
        trailer = { ...trailer, hasBegun: true, preamble: '' };
        fresh = head.subarray(start.offset);
      }
      if (isTranslated) {
        const { bytes: plain, endsInReturn } = untranslate(fresh, hasPendingReturn);
        fresh = plain;
        hasPendingReturn = endsInReturn;
      }
      held.push(fresh);
      heldBytes += fresh.length;
      while (held.length > 1 && heldBytes - held[0]!.length >= TAIL_BYTES) {
        const ready = held.shift()!;
        heldBytes -= ready.length;
        yield ready;
      }
    }
    if (isTranslated === undefined) return;
    if (hasPendingReturn) held.push(Buffer.from('\r'));
    const { payload, ...end } = cutTail(Buffer.concat(held), marker);
    trailer = { ...trailer, ...end };
    if (payload.length > 0) yield payload;
  }

  return { payload: read(), trailer: () => trailer };
}

/** A terminal may show the command with its marker before it runs: only a marker that fills its line counts. */
function payloadStart(head: Buffer, begin: Buffer): { offset: number; isTranslated: boolean } | undefined {
  for (let at = head.indexOf(begin); at >= 0; at = head.indexOf(begin, at + 1)) {
    if (at > 0 && head[at - 1] !== 0x0a) continue;
    const after = at + begin.length;
    if (head[after] === 0x0a) return { offset: after + 1, isTranslated: false };
    if (head[after] === 0x0d && head[after + 1] === 0x0a) return { offset: after + 2, isTranslated: true };
  }
  return undefined;
}

function untranslate(chunk: Buffer, hasPendingReturn: boolean): { bytes: Buffer; endsInReturn: boolean } {
  const source = hasPendingReturn ? Buffer.concat([Buffer.from('\r'), chunk]) : chunk;
  const endsInReturn = source.at(-1) === 0x0d;
  const whole = endsInReturn ? source.subarray(0, -1) : source;
  return { bytes: Buffer.from(whole.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), endsInReturn };
}

function cutTail(
  tail: Buffer,
  marker: string,
): Pick<Trailer, 'isComplete' | 'status' | 'errors'> & { payload: Buffer } {
  const endAt = tail.lastIndexOf(`\n${endLine(marker)} `);
  if (endAt < 0) return { payload: tail, isComplete: false, errors: '' };
  const statusText = /^ (\d{1,3})\b/.exec(
    tail.toString('latin1', endAt + 1 + endLine(marker).length, endAt + 200),
  )?.[1];
  const errorsAt = tail.lastIndexOf(`\n${errorsLine(marker)}\n`, endAt);
  const status = statusText === undefined ? {} : { status: Number(statusText) };
  if (errorsAt < 0) return { payload: tail.subarray(0, endAt), isComplete: true, errors: '', ...status };
  const errors = tail.toString('utf8', errorsAt + errorsLine(marker).length + 2, endAt).trim();
  return { payload: tail.subarray(0, errorsAt), isComplete: true, errors, ...status };
}

const FRAME = ' Done\n';
/** Blocks that the command line puts before output: `Warning: [ … ]`, and a line about RPC nodes with default passwords. */
const WARNING = /^Warning: (?:\[[^\]]{0,2000}\]|[^\n]{0,200}\b(?:RPC|default password)[^\n]{0,200})\n+/i;

/**
 * Takes the frames off the output of a command of the NetScaler command language, which cannot carry markers: one ` Done` line at the very
 * beginning, one at the very end, and warnings before the output. A ` Done` in between is content. `isComplete` is false when the closing
 * frame is missing.
 */
export function unframe(output: Buffer): { readonly text: Buffer; readonly isComplete: boolean } {
  let text = output.toString('latin1').replaceAll('\r\n', '\n');
  for (let layer = 0; layer < 4; layer++) {
    if (text.startsWith(FRAME) && text.length > FRAME.length) text = text.slice(FRAME.length);
    text = text.replace(WARNING, '');
  }
  let end = text.length;
  while (text[end - 1] === '\n' && text[end - 2] === '\n') end--;
  text = text.slice(0, end);
  const isComplete = text.endsWith(FRAME);
  return { text: Buffer.from(isComplete ? text.slice(0, -FRAME.length) : text, 'latin1'), isComplete };
}
