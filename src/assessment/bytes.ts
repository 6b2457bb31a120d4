import { isUtf8 } from 'node:buffer';

/** Text of evidence bytes: UTF-8 where they are, else Latin-1, so that no byte is lost. */
export function decodeText(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(view) ? view.toString('utf8') : view.toString('latin1');
}

/** The text of a part of a block. Most lines are ASCII, and need no view of their own. */
export function decodePart(block: Buffer, start: number, end: number): string {
  const text = block.toString('latin1', start, end);
  return NOT_ASCII.test(text) ? decodeText(block.subarray(start, end)) : text;
}

const NOT_ASCII = /[\x80-\xff]/;
