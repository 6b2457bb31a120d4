import { canonicalPath } from '../evidence/canonical-path.ts';
import type { ParsedRecord, WholeReader } from './artifact.ts';
import type { FileFacts } from './file.ts';
import { listedFile } from './file.ts';
import { parseMode } from './file-mode.ts';
import { withKernels } from './kernel-file.ts';
import { epochSeconds, isoDateIn } from './wall-clock.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { numberedLines, outputLines, reading } from './whole-reading.ts';

/**
 * Body files: 11 columns (Sleuth Kit, UAC) or 12 (netscaler-ir-collector, with the number of links), times in seconds since 1970 UTC:
 *
 *     0|/var/tmp/x|1234|-rw-r--r--|0|0|512|1790000000|1790000000|1790000000|1790000000
 *     0|/var/tmp/x|1234|1|-rw-r--r--|0|0|512|1790000000|1790000000|1790000000|1790000000
 *
 * Read from the right, since a name may hold `|`. Form: https://wiki.sleuthkit.org/index.php?title=Body_file, https://github.com/tclahr/uac,
 * https://github.com/martclau/netscaler-ir-collector.
 */
export const bodyFile: WholeReader = {
  form: 'whole',
  name: 'body file',
  categories: ['file', 'appliance'],
  paths: ['/shell/**/bodyfile*'],
  isListing: true,
  read: (text) => reading((tally) => withKernels(bodyRecords(text, tally))),
};

function* bodyRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  const afterName = columnsAfterName(text);
  for (const line of outputLines(text, tally)) {
    const record = parseBodyLine(line, afterName);
    if (record === undefined) tally.unknown += 1;
    else yield record;
  }
}

/** Decided by the majority of the first 100 lines: with a column of links there are ten behind the name, otherwise nine. */
function columnsAfterName(text: string): 9 | 10 {
  let withLinks = 0;
  let lines = 0;
  for (const line of numberedLines(text.slice(0, 200_000), { unknown: 0, isCut: false })) {
    if (lines >= 100) break;
    lines += 1;
    if (line.text.split('|', 14).length === 12) withLinks += 1;
  }
  return withLinks * 2 > lines ? 10 : 9;
}

function parseBodyLine(line: NumberedLine, afterName: 9 | 10): ParsedRecord | undefined {
  const columns = line.text.split('|', 200);
  if (columns.length < afterName + 2) return undefined;
  const [modeText, uid, gid, size, , modified, changed, born] = columns.slice(-8);
  const mode = modeText === undefined ? undefined : parseMode(modeText);
  if (mode === undefined || !/^-?\d{1,20}$/.test(size ?? '')) return undefined;
  let name = columns.slice(1, -afterName).join('|');
  if (!name.startsWith('/')) return undefined;
  const arrow = mode.type === 'symlink' ? name.indexOf(' -> ') : -1;
  const linkTarget = arrow === -1 ? undefined : name.slice(arrow + 4);
  if (arrow !== -1) name = name.slice(0, arrow);
  const md5 = /^[0-9a-f]{32}$/i.test(columns[0] ?? '') ? columns[0]?.toLowerCase() : undefined;
  const facts: FileFacts = {
    path: canonicalPath(name),
    mode: mode.bits,
    size: Number(size),
    ...(mode.type && { type: mode.type }),
    ...ownerOf(uid, gid),
    ...timesOf({ modified: epochSeconds(modified), changed: epochSeconds(changed), born: epochSeconds(born) }),
    ...(linkTarget !== undefined && { linkTarget }),
    ...(md5 !== undefined && { md5 }),
  };
  return listedFile(
    facts,
    line.text,
    line.number,
    facts.modified === undefined ? undefined : { ms: facts.modified, zone: 'utc', year: 'stated' },
  );
}

/**
 * `timeline.csv` of the CICADA8 FreeBSD triage, head line `filename,size,user,group,type_and_perms,inode,hardlinks,access,modification,change,birth`.
 * Times are seconds since 1970 or dates; a date without a zone is local. How names with commas are quoted is not sourced: read from the right.
 */
export const timelineTable: WholeReader = {
  form: 'whole',
  name: 'timeline.csv',
  categories: ['file', 'appliance'],
  paths: ['/shell/**/timeline*.csv', '/shell/**/timeline*.csv.gz'],
  isListing: true,
  read: (text) => reading((tally) => withKernels(timelineRecords(text, tally))),
};

function* timelineRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of numberedLines(text, tally)) {
    if (line.text.trim() === '' || line.text.startsWith('filename,')) continue;
    const record = parseTimelineLine(line);
    if (record === undefined) tally.unknown += 1;
    else yield record;
  }
}

function parseTimelineLine(line: NumberedLine): ParsedRecord | undefined {
  const columns = line.text.split(',', 200);
  if (columns.length < 11) return undefined;
  const unquoted = (value: string | undefined) => (value ?? '').trim().replace(/^"(.*)"$/, '$1');
  const [size, user, group, modeText, , , , modified, changed, born] = columns.slice(-10).map(unquoted);
  const name = unquoted(columns.slice(0, -10).join(',')).replaceAll('""', '"');
  const mode = parseMode(modeText ?? '');
  if (!name.startsWith('/') || mode === undefined || !/^\d{1,20}$/.test(size ?? '')) return undefined;
  const times = [modified, changed, born].map((text) => {
    const ms = epochSeconds(text);
    return ms === undefined ? isoDateIn(text ?? '') : ({ ms, zone: 'utc', year: 'stated' } as const);
  });
  return listedFile(
    {
      path: canonicalPath(name),
      size: Number(size),
      mode: mode.bits,
      ...(mode.type && { type: mode.type }),
      ...ownerOf(user, group),
      ...timesOf({ modified: times[0]?.ms, changed: times[1]?.ms, born: times[2]?.ms }),
    },
    line.text,
    line.number,
    times[0],
  );
}

function timesOf(times: {
  readonly modified: number | undefined;
  readonly changed: number | undefined;
  readonly born: number | undefined;
}): Pick<FileFacts, 'modified' | 'changed' | 'born'> {
  return {
    ...(times.modified !== undefined && { modified: times.modified }),
    ...(times.changed !== undefined && { changed: times.changed }),
    ...(times.born !== undefined && { born: times.born }),
  };
}

function ownerOf(user: string | undefined, group: string | undefined): Partial<FileFacts> {
  const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d{1,10}$/.test(text);
  return {
    ...(isNumber(user) ? { uid: Number(user) } : user ? { owner: user } : {}),
    ...(isNumber(group) ? { gid: Number(group) } : group ? { group } : {}),
  };
}
