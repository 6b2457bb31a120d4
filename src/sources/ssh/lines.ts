import { limits } from '../../evidence/limits.ts';

/** Lines of a byte stream, as Latin-1, without their line ends. The rest of a line beyond the limit is passed over. */
export async function* byteLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let open = '';
  for await (const chunk of bytes) {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      yield (open + text.slice(from, at)).slice(0, limits.lineBytes);
      open = '';
      from = at + 1;
    }
    if (open.length < limits.lineBytes) open += text.slice(from, from + limits.lineBytes);
  }
  if (open !== '') yield open;
}
