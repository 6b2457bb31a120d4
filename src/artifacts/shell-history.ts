import type { EventTime } from '../evidence/time.ts';
import type { ParsedRecord, WholeReader, WholeReading } from './artifact.ts';
import { numberedLines, reading, type Tally } from './whole-reading.ts';

/** Commands kept by an interactive shell or by the NetScaler CLI for its user. */
export const shellHistories: WholeReader = {
  form: 'whole',
  name: 'shell history',
  categories: ['shell'],
  paths: ['/**/.nscli_history', '/**/.bash_history', '/**/.sh_history', '/**/.history'],
  read: (text, context) => readHistory(text, ownerOf(context.path)),
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
export function readHistory(text: string, user?: string): WholeReading {
  return reading((tally) => commands(text, user, tally));
}

function* commands(text: string, user: string | undefined, tally: Tally): Generator<ParsedRecord> {
  let time: EventTime | undefined;
  let isEditline = false;
  for (const { text: raw, number } of numberedLines(text, tally)) {
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
      tally.unknown++;
      continue;
    }
    yield {
      category: 'shell',
      fields: { user, command: isEditline ? withoutOctal(line) : line, shell: 'history' },
      line: number,
      raw: line,
      ...(time === undefined ? {} : { time }),
    };
    time = undefined;
  }
}

/** `cat\040/etc/passwd`, as libedit writes it. */
function withoutOctal(line: string): string {
  return line.replace(OCTAL, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** The user whose folder the file lies in: `nsroot` of `/var/nstmp/nsroot/.nscli_history`, `root` of `/root/.history` and `/.history`. */
function ownerOf(path: string): string | undefined {
  const folders = path.split('/').slice(1, -1);
  const [first, second] = folders;
  if (first === undefined || (first === 'root' && second === undefined)) return 'root';
  const isHome = first === 'home' || (first === 'var' && (second === 'nstmp' || second === 'home'));
  return isHome ? folders.at(-1) : undefined;
}

const STAMP = /^#\+?(\d{9,11})$/;
const OCTAL = /\\([0-3][0-7]{2})/g;
