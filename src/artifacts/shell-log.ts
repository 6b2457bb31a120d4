import type { ParsedRecord } from './artifact.ts';
import { textEnd } from './ns-event.ts';
import type { SyslogHeader } from './syslog-header.ts';

/**
 * Reads what a logging shell wrote, after the syslog header or without one:
 *
 *     Aug  9 12:56:00 <local7.notice> ns bash[23841]: root on /dev/pts/0 shell_command="find . -name '*x*'"
 *     Jan 19 23:39:59 <local7.notice> ns sh[1173]: root on (null) return_code="1"
 *
 * The command is everything up to the last quote: quotes inside are not escaped. A command of several lines goes on in lines of their
 * own (see `parseShellContinuation`). A result gives a record without command. Sources: dissect.target (citrix history),
 * mandiant/ioc-scanner-CVE-2019-19781 (samples). Undefined for another kind of line, and for another program than a shell.
 */
export function parseShellLine(line: string, header: SyslogHeader): ParsedRecord | undefined {
  if (header.program !== undefined && !SHELLS.has(header.program)) return undefined;
  const onAt = line.indexOf(' on ', header.rest);
  if (onAt < 0 || onAt > header.rest + 200) return undefined;
  const ttyEnd = line.indexOf(' ', onAt + 4);
  if (ttyEnd < 0 || ttyEnd > onAt + 100) return undefined;
  const found = ASSIGNMENT.exec(line.slice(ttyEnd + 1, ttyEnd + 80));
  if (found === null) return undefined;
  const [opening, name] = found;
  const valueAt = ttyEnd + 1 + opening.length;
  const end = textEnd(line);
  const value = line.slice(valueAt, end > valueAt && line.charCodeAt(end - 1) === QUOTE ? end - 1 : end);
  return {
    category: 'shell',
    fields: {
      user: line.slice(header.rest, onAt),
      command: name === 'return_code' ? undefined : value,
      tty: line.slice(onAt + 4, ttyEnd),
      shell: header.program?.replace('-', ''),
      pid: header.pid,
      status: name === 'return_code' ? value : undefined,
    },
    ...(header.time === undefined ? {} : { time: header.time }),
  };
}

/**
 * A line of a shell log without header: the second or a later line of a command. Gives its text as a command without user and time.
 * A lone quote and an empty line are known and tell nothing. Undefined for a binary line.
 */
export function parseShellContinuation(line: string): readonly ParsedRecord[] | undefined {
  if (line.includes('\u0000')) return undefined;
  const text = line.trim();
  const command = text.endsWith('"') ? text.slice(0, -1) : text;
  return command === '' ? [] : [{ category: 'shell', fields: { command } }];
}

const SHELLS: ReadonlySet<string> = new Set(['bash', '-bash', 'sh', '-sh', 'csh', '-csh', 'tcsh', '-tcsh']);
/** `shell_command="`; builds differ in the first word. A prefix as in `TimeStamp=… ` has been seen by others. */
const ASSIGNMENT = /^(?:TimeStamp=\S{0,40} )?((?:[a-z]{1,12}_)?command|return_code)="/;
const QUOTE = 34;
