import type { ParsedRecord, ReadContext } from './artifact.ts';
import { cronJob, readCronLine } from './cron-log.ts';
import { readLoginLine } from './login-line.ts';
import { parseNsEvent, textEnd } from './ns-event.ts';
import { isRotationHeader } from './rotation-header.ts';
import { parseShellLine } from './shell-log.ts';
import { readSyslogHeader, type SyslogHeader } from './syslog-header.ts';
import { parseAccessLine } from './web-access.ts';
import { readErrorText } from './web-error.ts';

/**
 * Parses a line of any log that goes through syslog, whichever file it stands in: a syslog server's export holds them all mixed.
 *
 * - audit record: `ns` (and `shell` for an executed command)
 * - logging shell: `shell`, and `syslog` unless the file is a shell log
 * - cron: `syslog`, and `cron` for a job that ran
 * - Apache over syslog: `webserver`
 * - anything else after a syslog header: `syslog`
 *
 * Empty for a rotation header, an empty line, and the lone quote that a cut record leaves. Undefined for a line without any
 * of these forms. Never throws; time linear in the line's length.
 */
export function parseSyslogLine(line: string, context: ReadContext, log: string): readonly ParsedRecord[] | undefined {
  const text = withoutExportQuotes(line);
  const header = readSyslogHeader(text, context);
  const end = textEnd(text);
  if (end <= header.rest || (end === header.rest + 1 && text.charCodeAt(header.rest) === QUOTE)) return [];
  const events = parseNsEvent(text, header, context);
  if (events !== undefined) return events;
  const shell = parseShellLine(text, header);
  if (shell !== undefined)
    return log === 'bash' || log === 'sh' || !header.hasClock ? [shell] : [syslog(text, end, header, log), shell];
  if (header.program === undefined || header.program.startsWith('httpd')) {
    const web = parseWeb(text, header);
    if (web !== undefined) return [web];
  }
  if (!header.hasClock) return undefined;
  if (header.program === 'newsyslog' && isRotationHeader(text)) return [];
  const record = syslog(text, end, header, log);
  const job = cronRecord(text.slice(header.rest, end), header);
  return job === undefined ? [record] : [record, job];
}

/** One `syslog` record. */
function syslog(text: string, end: number, header: SyslogHeader, log: string): ParsedRecord {
  const message = text.slice(header.rest, end);
  const cron = readCronLine(message, header);
  const { program, host, pid, severity, time } = header;
  return {
    category: 'syslog',
    fields: { log, host, program, pid, severity, ...(cron ?? readLoginLine(program, message)), message },
    ...(time === undefined ? {} : { time }),
  };
}

function cronRecord(message: string, header: SyslogHeader): ParsedRecord | undefined {
  const cron = readCronLine(message, header);
  return cron === undefined ? undefined : cronJob(cron, header);
}

/** Apache's lines in a syslog export: a request, or an error of a module (`httpd::authz_core 38137 - - [client …] AH01630: …`). */
function parseWeb(text: string, header: SyslogHeader): ParsedRecord | undefined {
  const access = parseAccessLine(text, header.rest, 'access');
  const time = header.time === undefined ? {} : { time: header.time };
  if (access !== undefined) return { ...time, ...access };
  if (header.program === undefined || !text.startsWith('[client ', header.rest)) return undefined;
  const { severity, pid } = header;
  return {
    category: 'webserver',
    fields: { ...readErrorText(text, header.rest, textEnd(text)), severity, pid, log: 'error' },
    ...time,
  };
}

/** Takes the quotes off a line of a CSV export, `"2026/11/23:09:15:01 … ""text"""`, and halves the doubled ones inside. */
function withoutExportQuotes(line: string): string {
  if (line.charCodeAt(0) !== QUOTE) return line;
  const end = textEnd(line);
  if (end < 3) return line;
  const inside = line.slice(1, line.charCodeAt(end - 1) === QUOTE ? end - 1 : end);
  return inside.includes('""') ? inside.replaceAll('""', '"') : inside;
}

const QUOTE = 34;
