import { canonicalPath } from '../evidence/canonical-path.ts';
import type { EventTime } from '../evidence/time.ts';
import type { ParsedRecord, ReadContext, WholeReader } from './artifact.ts';
import { listedFile } from './file.ts';
import { parseMode } from './file-mode.ts';
import { withKernels } from './kernel-file.ts';
import { inferYear } from './log-clock.ts';
import { dateIn, monthOf } from './wall-clock.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Listings of `ls -l` in its recursive form (`ls -lRtrp` of support bundles), with full dates (`-T`), and of `find -ls`:
 *
 *     /var/log:
 *     total 4242
 *     -rw-r--r--  1 root  wheel    102311 Nov 22 23:00 bash.log.0.gz
 *     lrwxr-xr-x  1 root  wheel        15 Jul 27 06:10 nsconfig -> /flash/nsconfig
 *
 * Times are local to the appliance, to the minute. A line without a year is placed in the year that makes it not later than the collection. A name
 * that holds a line break cannot be told from two lines: its second half counts as unknown. Form: ls(1) of FreeBSD;
 * https://github.com/manjesh23/CitrixNSConfig.
 */
export const lsListing: WholeReader = {
  form: 'whole',
  name: 'directory listing',
  categories: ['file', 'appliance'],
  paths: ['/shell/**/ls[-_]*', '/shell/**/ls', '/shell/**/find[-_]*'],
  isListing: true,
  read: (text, context) => reading((tally) => withKernels(listingRecords(text, context, tally))),
};

export function* listingRecords(text: string, context: ReadContext, tally: Tally): Generator<ParsedRecord> {
  let directory = startDirectory(context.path);
  for (const line of outputLines(text, tally)) {
    const header = /^(\/.{0,4000}):$/.exec(line.text)?.[1];
    if (header !== undefined) {
      directory = header;
      continue;
    }
    if (/^total \d+$/.test(line.text) || /^(?:ls|find): /.test(line.text)) continue;
    const record = parseListingRow(line, directory, context.modified);
    if (record === undefined) tally.unknown += 1;
    else if (record !== 'self') yield record;
  }
}

/** `ls_lRtrp_var.out` starts in `/var` where it names no directory. */
function startDirectory(path: string): string {
  const name = /ls_\w{1,20}?_(flash|var|tmp|netscaler|nsconfig|etc)(?:\.|$)/.exec(path)?.[1];
  return name === undefined ? '/' : `/${name}`;
}

const ROW =
  /^\s*(?:\d{1,20}\s+\d{1,12}\s+)?([bcdlpsw-][rwxsStT-]{9})[+@]?\s+\d{1,10}\s+(\S{1,64})\s+(\S{1,64})\s+(?:(?:uarch|nodump|schg|sunlnk|[a-z]+,[a-z,]+|-)\s+)?(\d{1,20}|\d{1,5},\s{0,5}\d{1,10}|0x[0-9a-f]{1,16})\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(?:(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+(\d{4}))?|(\d{4})) (.+)$/;

/** One row. `self` for `.` and `..`, undefined for a line of another kind. */
function parseListingRow(
  line: NumberedLine,
  directory: string,
  newest: Date | undefined,
): ParsedRecord | 'self' | undefined {
  const found = ROW.exec(line.text);
  if (!found) return undefined;
  const [, modeText = '', owner = '', group = '', size = ''] = found;
  const mode = parseMode(modeText);
  const time = rowTime(found, newest);
  let name = found[12] ?? '';
  let linkTarget: string | undefined;
  const arrow = mode?.type === 'symlink' ? name.indexOf(' -> ') : -1;
  if (arrow !== -1) {
    linkTarget = name.slice(arrow + 4);
    name = name.slice(0, arrow);
  }
  if (mode?.type === 'directory' && name.endsWith('/')) name = name.slice(0, -1);
  if (name === '.' || name === '..' || name === '' || name === './' || name === '../') return 'self';
  const path = canonicalPath(name.startsWith('/') ? name : `${directory}/${name}`);
  return listedFile(
    {
      path,
      owner,
      group,
      ...(mode?.type && { type: mode.type }),
      ...(mode && { mode: mode.bits }),
      ...(/^\d+$/.test(size) && { size: Number(size) }),
      ...(time && { modified: time.ms }),
      ...(linkTarget !== undefined && { linkTarget }),
    },
    line.text,
    line.number,
    time,
  );
}

function rowTime(found: RegExpExecArray, newest: Date | undefined): EventTime | undefined {
  const [, , , , , monthName = '', day = '', hour, minute, second, year, yearOnly] = found;
  const month = monthOf(monthName);
  if (month === undefined) return undefined;
  if (yearOnly !== undefined) {
    const time = dateIn(`${monthName} ${day} 00:00:00 ${yearOnly}`);
    return time && { ...time, isDayOnly: true };
  }
  if (hour === undefined || minute === undefined) return undefined;
  if (year !== undefined) return dateIn(`${monthName} ${day} ${hour}:${minute}:${second ?? '00'} ${year}`);
  return inferYear(month + 1, Number(day), (Number(hour) * 60 + Number(minute)) * 60, { modified: newest });
}
