import { isUtf8 } from 'node:buffer';

/** A name as recorded: UTF-8 where it is, else Latin-1, so that no byte is lost and two names never become one. */
export function decodeName(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(view) ? view.toString('utf8') : view.toString('latin1');
}
