import { limits } from '../../evidence/limits.ts';
import { decodeName } from '../../formats/name-bytes.ts';
import { byteLines } from './lines.ts';
import type { ListedTime } from './script.ts';

/** What `ls` says of one file, gathered over up to three listings, one for each of its times. */
export interface Listed {
  readonly inode: number;
  /** `-rw-r--r--` */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly linkTarget?: string;
  /** Seconds since 1970 UTC. */
  modified?: number;
  changed?: number;
  born?: number;
}

/** Files by their name without the leading `/`. */
export interface Listing {
  readonly files: ReadonlyMap<string, Listed>;
  /** Lines that were no file, or beyond the limit. */
  unknownLines(): number;
  isFull(): boolean;
  add(bytes: AsyncIterable<Uint8Array>, time: ListedTime): Promise<void>;
}

export function newListing(): Listing {
  const files = new Map<string, Listed>();
  let unknown = 0;
  let isFull = false;
  return {
    files,
    unknownLines: () => unknown,
    isFull: () => isFull,
    async add(bytes, time) {
      for await (const line of byteLines(bytes)) {
        if (line === '' || line.endsWith(' .')) continue;
        const parsed = parseListedFile(line);
        if (!parsed) {
          unknown++;
          continue;
        }
        const known = files.get(parsed.name);
        if (known) known[time] = parsed.seconds;
        else if (files.size >= limits.listedFiles) isFull = true;
        else files.set(parsed.name, { ...parsed.file, [time]: parsed.seconds });
      }
    },
  };
}

const LINE =
  /^ {0,20}(\d{1,20}) ([bcdlpsw-][rwxsStTl-]{9})[@+ ]? {0,10}\d{1,10} {1,20}(\d{1,10}) {1,20}(\d{1,10}) {1,20}(\d{1,18}|0x[0-9a-f]{1,16}|\d{1,10}, {0,10}\d{1,10}) {1,20}([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4}) (.+)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Parses a line of FreeBSD `ls -ldinTB` in UTC and the C locale:
 *
 *     1234 -rw-r--r--  1 0  0  102311 Nov 22 23:00:05 2026 ./var/log/bash.log
 *
 * Undefined for any other line. The name comes without `./` and link target, octal escapes of `-B` undone.
 */
export function parseListedFile(
  line: string,
): { readonly name: string; readonly file: Listed; readonly seconds: number } | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const [, inode, mode = '', uid, gid, size = '', month = '', day, hour, minute, second, year, rest = ''] = match;
  const monthIndex = MONTHS.indexOf(month);
  if (monthIndex < 0) return undefined;
  const [shown = '', target] = mode.startsWith('l') ? rest.split(' -> ', 2) : [rest];
  const name = unescapeName(shown).replace(/^\.\//, '');
  if (name === '' || name === '.') return undefined;
  return {
    name,
    file: {
      inode: Number(inode),
      mode,
      uid: Number(uid),
      gid: Number(gid),
      size: /^\d+$/.test(size) ? Number(size) : 0,
      ...(target !== undefined && { linkTarget: unescapeName(target) }),
    },
    seconds: Date.UTC(Number(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second)) / 1_000,
  };
}

/** `ls -B` writes every byte that is not printable ASCII, and the backslash, as `\ooo`. */
function unescapeName(name: string): string {
  if (!name.includes('\\')) return name;
  const bytes: number[] = [];
  for (let at = 0; at < name.length; at++) {
    const octal = /^\\([0-3][0-7]{2})/.exec(name.slice(at, at + 4))?.[1];
    if (octal === undefined) bytes.push(name.charCodeAt(at) & 0xff);
    else {
      bytes.push(Number.parseInt(octal, 8));
      at += 3;
    }
  }
  return decodeName(Buffer.from(bytes));
}

/**
 * The listing as a body file of eleven fields: `hash|name|inode|mode|uid|gid|size|atime|mtime|ctime|crtime`, times in seconds UTC. `0` where unknown.
 * Line ends in names are written `\012` and `\015`. Format: The Sleuth Kit, "Body file".
 */
export function* bodyFileLines(files: Iterable<readonly [name: string, file: Listed]>): Generator<string> {
  for (const [name, { inode, mode, uid, gid, size, linkTarget, modified = 0, changed = 0, born = 0 }] of files) {
    const shown = linkTarget === undefined ? name : `${name} -> ${linkTarget}`;
    const safe = shown.replace(/[\n\r]/g, (character) => (character === '\n' ? '\\012' : '\\015'));
    yield `0|/${safe}|${inode}|${mode}|${uid}|${gid}|${size}|0|${modified}|${changed}|${born}\n`;
  }
}
