import { isUtf8 } from 'node:buffer';

/** Text of evidence bytes: UTF-8 where they are, else Latin-1, so that no byte is lost. */
export function decodeText(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(view) ? view.toString('utf8') : view.toString('latin1');
}
