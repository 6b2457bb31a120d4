/**
 * One way of reading a text: as it stands, or with an encoding undone. Characters are the bytes of UTF-8, so that an encoding that works on bytes can
 * be undone at any place.
 */
export interface TextView {
  readonly bytes: string;
  /** For each byte, the first and one past the last character of the source that it comes from. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** What was undone; a search in decoded text is only trusted with longer values. */
  readonly kind: 'plain' | 'unescaped' | 'hex' | 'base64';
  /** It reads as text, so that forms of logs and commands may be looked for in it. */
  readonly isText: boolean;
}

/** Encodings within encodings that are undone. */
export const DEPTH = 3;

/** Every reading of a text. The first is the text itself. */
export function viewsOf(text: string): readonly TextView[] {
  const views: TextView[] = [];
  addViews(plainView(text), DEPTH, views);
  return views;
}

function addViews(view: TextView, depth: number, views: TextView[]): void {
  views.push(view);
  // Undoing an encoding that was none yields noise; noise is searched, and not decoded again.
  if (depth === 0 || (view.kind !== 'plain' && !isReadable(view.bytes))) return;
  const unescaped = unescapedView(view);
  if (unescaped) addViews(unescaped, depth - 1, views);
  const hexRuns = [...view.bytes.matchAll(/[0-9a-fA-F]{8,}/g)];
  const base64Runs = [...view.bytes.matchAll(/[A-Za-z0-9+/_-]{6,}/g)].filter(
    ([run]) => run.length < 32 || !/^[0-9a-fA-F]+$/.test(run),
  );
  for (const offset of [0, 1]) addRuns(view, hexRuns, offset, hexPiece, 'hex', depth, views);
  for (const offset of [0, 1, 2, 3]) addRuns(view, base64Runs, offset, base64Piece, 'base64', depth, views);
}

/** Whether most bytes are printable ASCII. */
export function isReadable(bytes: string): boolean {
  let readable = 0;
  for (let index = 0; index < bytes.length; index++) {
    const code = bytes.charCodeAt(index);
    if ((code >= 0x20 && code < 0x7f) || code === 0x0a) readable++;
  }
  return bytes.length > 0 && readable / bytes.length > 0.6;
}

interface Piece {
  readonly bytes: string;
  /** The first and last byte of the view that byte `index` comes from. */
  readonly place: (index: number) => readonly [first: number, last: number];
}

/** One view of all runs decoded from the same offset, a line for each, so that a text has few views however many runs it has. */
function addRuns(
  view: TextView,
  runs: readonly RegExpExecArray[],
  offset: number,
  decode: (view: TextView, start: number, end: number) => Piece,
  kind: TextView['kind'],
  depth: number,
  views: TextView[],
): void {
  const bytes: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const readable: number[] = [];
  for (const run of runs) {
    const piece = decode(view, run.index + offset, run.index + run[0].length);
    const start = bytes.length;
    for (let index = 0; index < piece.bytes.length; index++) {
      // UTF-16 text has a NUL beside each letter; without them it reads as the letters.
      if (piece.bytes.charCodeAt(index) === 0) continue;
      const [first, last] = piece.place(index);
      bytes.push(piece.bytes[index] ?? '');
      from.push(view.from[first] ?? 0);
      to.push(view.to[last] ?? 0);
    }
    bytes.push('\n');
    from.push(0);
    to.push(0);
    if (isReadable(bytes.slice(start, -1).join(''))) for (let at = start; at < bytes.length; at++) readable.push(at);
  }
  if (bytes.length === runs.length) return;
  const whole: TextView = {
    bytes: bytes.join(''),
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    kind,
    isText: false,
  };
  views.push(whole);
  if (readable.length < 6) return;
  const part: TextView = {
    bytes: readable.map((at) => bytes[at]).join(''),
    from: Int32Array.from(readable, (at) => from[at] ?? 0),
    to: Int32Array.from(readable, (at) => to[at] ?? 0),
    kind,
    isText: true,
  };
  addViews(part, depth - 1, views);
}

function plainView(text: string): TextView {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const from = new Int32Array(bytes.length);
  const to = new Int32Array(bytes.length);
  let at = 0;
  for (let index = 0; index < text.length; ) {
    const point = text.codePointAt(index) ?? 0;
    const units = point > 0xffff ? 2 : 1;
    const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < size; byte++, at++) {
      from[at] = index;
      to[at] = index + units;
    }
    index += units;
  }
  return { bytes, from, to, kind: 'plain', isText: true };
}

/** Percent encoding, `\xNN`, `\uNNNN`, `\u{NN}`, HTML character references, backslashes. */
export const ESCAPE =
  /%([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})|\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|&#x([0-9a-fA-F]{1,6});|&#(\d{1,7});|\\(["'/\\])/g;

/** What a match of `ESCAPE` stands for, as bytes of UTF-8. */
export function unescapedByte(hit: readonly (string | undefined)[]): string {
  const byte = hit[1] ?? hit[2];
  if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
  if (hit[7] !== undefined) return hit[7];
  const point = hit[3] ?? hit[4] ?? hit[5];
  return utf8(point === undefined ? Number(hit[6]) : Number.parseInt(point, 16));
}

/** Undefined when there is nothing to undo. */
function unescapedView(view: TextView): TextView | undefined {
  const parts: { readonly bytes: string; readonly from: number; readonly to: number }[] = [];
  let last = 0;
  for (const hit of view.bytes.matchAll(ESCAPE)) {
    const bytes = unescapedByte(hit);
    parts.push({ bytes: view.bytes.slice(last, hit.index), from: -1, to: last });
    parts.push({ bytes, from: view.from[hit.index] ?? 0, to: view.to[hit.index + hit[0].length - 1] ?? 0 });
    last = hit.index + hit[0].length;
  }
  if (parts.length === 0) return undefined;
  parts.push({ bytes: view.bytes.slice(last), from: -1, to: last });
  const bytes = parts.map((part) => part.bytes).join('');
  const from = new Int32Array(bytes.length);
  const to = new Int32Array(bytes.length);
  let at = 0;
  for (const part of parts) {
    for (let index = 0; index < part.bytes.length; index++, at++) {
      const isCopied = part.from === -1;
      from[at] = isCopied ? (view.from[part.to + index] ?? 0) : part.from;
      to[at] = isCopied ? (view.to[part.to + index] ?? 0) : part.to;
    }
  }
  return { bytes, from, to, kind: 'unescaped', isText: true };
}

function utf8(point: number): string {
  return point > 0x10ffff || (point >= 0xd800 && point < 0xe000)
    ? '?'
    : Buffer.from(String.fromCodePoint(point), 'utf8').toString('latin1');
}

function hexPiece(view: TextView, start: number, end: number): Piece {
  const even = end - ((end - start) % 2);
  const bytes = Buffer.from(view.bytes.slice(start, even), 'hex').toString('latin1');
  return { bytes, place: (index) => [start + index * 2, start + index * 2 + 1] };
}

/** Three bytes from each four characters; a value may begin at any of four places in a run, since `/` and letters before it look alike. */
function base64Piece(view: TextView, start: number, end: number): Piece {
  const bytes = Buffer.from(view.bytes.slice(start, end), 'base64').toString('latin1');
  return {
    bytes,
    place: (index) => {
      const first = start + Math.floor((index * 4) / 3);
      return [first, Math.min(first + 1, end - 1)];
    },
  };
}
