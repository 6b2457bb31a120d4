import { type FetchGroup, findTest } from './paths.ts';

/**
 * Texts for the appliance's `/bin/sh`. All are one line and free of single quotes, so that they can travel as `shell /bin/sh -c '…'`, the form
 * that the vendor's own Ansible plugin uses, or on standard input. No loops: `/bin/sh` of some releases crashes on loops fed from pipelines.
 * `set -f` keeps patterns such as `*.key` for find. Payloads stand between lines with the session's random marker, so that ` Done` frames and
 * warnings of the command line interface round them do no harm.
 */
export const beginLine = (marker: string): string => `${marker}-BEGIN`;
export const errorsLine = (marker: string): string => `${marker}-ERRORS`;
export const endLine = (marker: string): string => `${marker}-END`;

/** Errors of one command that travel back, in bytes. */
export const ERROR_BYTES = 32_768;

/** Runs a command with its error output among its output, and tells its exit status. */
export function textScript(marker: string, command: string): string {
  return `echo ${beginLine(marker)}; { ${command}; } 2>&1 </dev/null; r=$?; echo; echo ${endLine(marker)} $r`;
}

/**
 * As `textScript` for binary output: error output is kept apart and follows the payload. The begin marker comes first in both: where the
 * command line takes the quotes off, only the first word reaches `sh -c`, and the marker does not appear.
 */
export function binaryScript(marker: string, command: string): string {
  return [
    `echo ${beginLine(marker)}`,
    'set -f; cd /; exec 3>&1',
    `e=$( { ${command} >&3; } 2>&1 </dev/null)`,
    'r=$?; IFS=; echo',
    `echo ${errorsLine(marker)}`,
    `echo $e | head -c ${ERROR_BYTES}; echo`,
    `echo ${endLine(marker)} $r`,
  ].join('; ');
}

/**
 * An archive of regular files up to the size limit, folders and links below the roots. find, not tar, chooses: a FIFO or device is never
 * opened. Names go from find to tar through a pipe, ended by NUL, never through a command line. The pax form has change and birth times.
 */
export function archiveCommand(group: FetchGroup, leaveOut: readonly string[]): string {
  const { roots, skip, elsewhere = [], fileBytes, patterns } = group;
  const pruned = [...skip, ...elsewhere].map((path) => `-path ${path} -prune -o `).join('');
  if (patterns) {
    // Without parentheses, which would have to be quoted: what is not wanted comes first, and ends the chain without an action.
    const unwanted = ['! -type f', `-size +${fileBytes}c`, ...leaveOut.map((name) => `-name ${name}`)].join(' -o ');
    const wanted = patterns.map((pattern) => `-o ${findTest(pattern)} -print0`).join(' ');
    return `nice find ${roots.join(' ')} -xdev ${pruned}${unwanted} ${wanted} | nice tar -cf - --format pax -n --null -T -`;
  }
  const wanted = leaveOut.map((name) => ` ! -name ${name}`).join('');
  const types = `-type f -size -${fileBytes + 1}c${wanted} -print0 -o -type d -print0 -o -type l -print0`;
  return `nice find ${roots.join(' ')} -xdev ${pruned}${types} | nice tar -cf - --format pax -n --null -T -`;
}

/** Which of the three times `ls` prints. */
export const listedTimes = { modified: '', changed: 'c', born: 'U' } as const;
export type ListedTime = keyof typeof listedTimes;

/**
 * Lists every file of the appliance's own disks with one of its times, in UTC to the second. `stat` is missing on NetScaler; FreeBSD's
 * `ls -U` shows the birth time, `-B` writes unprintable characters of names in octal.
 */
export function listingCommand(time: ListedTime): string {
  return `export TZ=UTC LC_ALL=C; nice find . flash var -xdev -print0 | nice xargs -0 ls -ldinTB${listedTimes[time]}`;
}
