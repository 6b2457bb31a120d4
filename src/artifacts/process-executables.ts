import { canonicalPath } from '../evidence/canonical-path.ts';
import type { ParsedRecord, WholeReader } from './artifact.ts';
import type { Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Which file each process runs, from the kernel and not from its (changeable) arguments: `procstat -a -b` and listings of `/proc/<pid>/file`.
 *
 *       PID COMM                OSREL PATH
 *      1234 httpd             1104001 /bin/httpd
 *     lr--r--r--  1 root  wheel  0 Nov 23 09:15 /proc/1234/file -> /bin/httpd
 *
 * A path of `-` or `unknown` means that the file is gone. Sources: procstat(1), https://github.com/tclahr/uac, CICADA8 FreeBSD triage.
 */
export const processExecutables: WholeReader = {
  form: 'whole',
  name: 'executables of processes',
  categories: ['process'],
  paths: ['/shell/**/procstat*', '/shell/**/running_processes_full_paths*'],
  isListing: true,
  read: (text) => reading((tally) => executableRecords(text, tally)),
};

function* executableRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of outputLines(text, tally)) {
    if (/^\s{0,10}PID\s/.test(line.text) || /^(?:ls|procstat): /.test(line.text.trimStart())) continue;
    const found =
      /^\s{0,12}(\d{1,10})\s{1,40}(\S.{0,40}?)\s{1,40}-?\d{1,10}\s{1,40}(\S.{0,4095})$/.exec(line.text) ??
      /\/proc\/(\d{1,10})\/(file|exe) -> (\S.{0,4095})$/.exec(line.text);
    if (!found) {
      tally.unknown += 1;
      continue;
    }
    const [, pid = '', name = '', path = ''] = found;
    const executable = path.startsWith('/') ? canonicalPath(path) : path;
    const command = name === 'file' || name === 'exe' ? executable : name;
    yield {
      category: 'process',
      fields: { pid: Number(pid), command, executable },
      raw: line.text.trim(),
      line: line.number,
    };
  }
}
