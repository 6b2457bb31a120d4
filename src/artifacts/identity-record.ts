import type { EventTime } from '../evidence/time.ts';
import type { Fields, ParsedRecord } from './artifact.ts';
import type { NumberedLine } from './whole-reading.ts';

/**
 * Where a statement about the appliance was read. `running`: the running system said it; `loader`: the boot loader will start it; `kernel-file`: a
 * kernel of that name lies on the disk; `saved-config` and `older-config`: head of ns.conf or of an older copy; `version-file`: `/flash/.version`;
 * `install-state`: written by an installation; `log`: a log line; `earlier`: ran before an upgrade; `default`: nothing is configured, so the default holds.
 */
export type ToldBy =
  | 'running'
  | 'loader'
  | 'kernel-file'
  | 'saved-config'
  | 'older-config'
  | 'version-file'
  | 'install-state'
  | 'log'
  | 'earlier'
  | 'default';

/** One statement about the appliance. `time`: when it was so (a configuration saved, a build installed). */
export function identityRecord(toldBy: ToldBy, line: NumberedLine, fields: Fields, time?: EventTime): ParsedRecord {
  return {
    category: 'appliance',
    fields: { ...fields, told_by: toldBy },
    raw: line.text.trim(),
    line: line.number,
    ...(time && { time }),
  };
}
