import { limits } from '../evidence/limits.ts';
import type { EventTime } from '../evidence/time.ts';
import type { ParsedRecord, WholeReader } from './artifact.ts';

/** Commands kept by an interactive shell or by the NetScaler CLI for its user. */
export const shellHistories: WholeReader = {
  form: 'whole',
  name: 'shell history',
  categories: ['shell'],
  paths: ['/**/.nscli_history', '/**/.bash_history', '/**/.sh_history', '/**/.history'],
  read(text, context) {
    const user = ownerOf(context.path);
    return readHistory(text, user);
  },
};

/**
 * Reads a history file, one command a line, oldest first:
 *
 *     _HiStOrY_V2_                      (first line of .nscli_history; libedit writes a space as \040)
 *     #1795425301                       (bash and tcsh with time stamps: seconds since 1970, of the next command; tcsh writes #+)
 *     cat /nsconfig/ns.conf
 *
 * Without a stamp a command has no time. Source: dissect.target (citrix history), editline(3). Never throws.
 */
export function readHistory(
  text: string,
  user?: string,
): { readonly records: readonly ParsedRecord[]; readonly unknownLines: number } {
  const records: ParsedRecord[] = [];
  let unknownLines = 0;
  let time: EventTime | undefined;
  let isEditline = false;
  let number = 0;
  for (const raw of lines(text)) {
    number++;
    if (records.length >= limits.recordsPerFile) {
      unknownLines++;
      continue;
    }
    const line = raw.trim();
    if (line === '') continue;
    if (line === '_HiStOrY_V2_') {
      isEditline = true;
      continue;
    }
    const stamp = STAMP.exec(line)?.[1];
    if (stamp !== undefined) {
      time = { ms: Number(stamp) * 1000, zone: 'utc', year: 'stated' };
      continue;
    }
    if (line.includes('\u0000')) {
      unknownLines++;
      continue;
    }
    const command = isEditline
      ? line.replace(OCTAL, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
      : line;
    records.push({
      category: 'shell',
      fields: { user, command, shell: 'history' },
      line: number,
      raw: line,
      ...(time === undefined ? {} : { time }),
    });
    time = undefined;
  }
  return { records, unknownLines };
}

/** The user whose folder the file lies in: `nsroot` of `/var/nstmp/nsroot/.nscli_history`, `root` of `/root/.history` and `/.history`. */
function ownerOf(path: string): string | undefined {
  const folders = path.split('/').slice(1, -1);
  if (folders.length === 0) return 'root';
  const [first, ...rest] = folders;
  if (first === 'root' && rest.length === 0) return 'root';
  if (first === 'home' || (first === 'var' && (rest[0] === 'nstmp' || rest[0] === 'home'))) return folders.at(-1);
  return undefined;
}

/** The lines of a text, without a second copy of it. */
function* lines(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    yield text.slice(at, end);
    at = end + 1;
  }
}

const STAMP = /^#\+?(\d{9,11})$/;
const OCTAL = /\\([0-3][0-7]{2})/g;
