import type { Entry } from '../evidence/entry.ts';
import type { EventTime } from '../evidence/time.ts';
import type { Fields, ParsedRecord } from './artifact.ts';
import type { FileType } from './file-mode.ts';
import { modeText } from './file-mode.ts';
import { isInWebRoot } from './web-root.ts';

export { magicOf } from './magic.ts';

/** What only the content tells. */
export interface ContentFacts {
  readonly magic?: string;
  readonly sha256?: string;
  readonly sha1?: string;
  readonly md5?: string;
}

/** Everything a listing or a container may know about a file; times in milliseconds. */
export interface FileFacts extends ContentFacts {
  /** Canonical. */
  readonly path: string;
  readonly type?: FileType;
  readonly size?: number;
  /** Permission and set-id bits, 0o7777. */
  readonly mode?: number;
  readonly setuid?: boolean;
  readonly setgid?: boolean;
  readonly owner?: string;
  readonly group?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly modified?: number;
  readonly changed?: number;
  readonly born?: number;
  readonly linkTarget?: string;
}

/** A `file` record of an entry seen directly. Times are milliseconds UTC; `time` is the modification time. */
export function fileRecord(entry: Entry, facts: ContentFacts): ParsedRecord {
  const fields = fileFields({
    ...facts,
    path: entry.path,
    type: entry.type,
    size: entry.size,
    ...(entry.mode !== undefined && { mode: entry.mode }),
    ...(entry.owner !== undefined && { owner: entry.owner }),
    ...(entry.group !== undefined && { group: entry.group }),
    ...(entry.uid !== undefined && { uid: entry.uid }),
    ...(entry.gid !== undefined && { gid: entry.gid }),
    ...(entry.modified && { modified: entry.modified.getTime() }),
    ...(entry.changed && { changed: entry.changed.getTime() }),
    ...(entry.born && { born: entry.born.getTime() }),
    ...(entry.linkTarget !== undefined && { linkTarget: entry.linkTarget }),
  });
  return {
    category: 'file',
    fields,
    ...(entry.modified && { time: { ms: entry.modified.getTime(), zone: 'utc', year: 'stated' } }),
  };
}

/** A `file` record known only from a listing. The time fields share the zone of `time`. */
export function listedFile(facts: FileFacts, raw: string, line: number, time?: EventTime): ParsedRecord {
  return {
    category: 'file',
    fields: { ...fileFields(facts), second_hand: true },
    raw,
    line,
    ...(time && { time }),
  };
}

function fileFields(facts: FileFacts): Fields {
  const name = facts.path.slice(facts.path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const { mode } = facts;
  return {
    path: facts.path,
    name,
    extension: dot === -1 ? '' : name.slice(dot + 1).toLowerCase(),
    type: facts.type,
    size: facts.size,
    mode: mode === undefined ? undefined : modeText(mode),
    setuid: mode === undefined ? facts.setuid : (mode & 0o4000) !== 0,
    setgid: mode === undefined ? facts.setgid : (mode & 0o2000) !== 0,
    executable: mode === undefined ? undefined : (mode & 0o111) !== 0,
    owner: facts.owner,
    group: facts.group,
    uid: facts.uid,
    gid: facts.gid,
    modified: facts.modified,
    changed: facts.changed,
    born: facts.born,
    linktarget: facts.linkTarget,
    sha256: facts.sha256,
    sha1: facts.sha1,
    md5: facts.md5,
    magic: facts.magic,
    timestomped: isTimestomped(facts),
    in_web_root: isInWebRoot(facts.path),
    second_hand: false,
  };
}

const DAY_MS = 86_400_000;

/**
 * Whether the file's own times contradict each other: its content was last changed more than a day after its metadata was. Every write and every
 * `touch` sets the change time to now, so only a modification time set into the future shows this; a day allows for a clock that stood in another
 * zone. Undefined where the evidence has no change time (tar, zip, `ls`).
 *
 * Not used: birth time later than modification time. FreeBSD pulls the birth time back with `utimes`, so that a `touch` into the past does not show
 * it, while trees copied by another system show it everywhere. Source: utimes(2), https://man.freebsd.org/cgi/man.cgi?query=utimes&sektion=2
 */
function isTimestomped({ type, modified, changed }: FileFacts): boolean | undefined {
  if (modified === undefined || changed === undefined) return undefined;
  return (type === undefined || type === 'file') && changed > 0 && modified - changed > DAY_MS;
}
