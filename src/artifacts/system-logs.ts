import type { LineReader, ParsedRecord } from './artifact.ts';
import { logName } from './log-name.ts';
import { surveyTimes } from './ns-time.ts';
import { parseShellContinuation } from './shell-log.ts';
import { parseSyslogLine } from './syslog-line.ts';

/** What all logs that syslogd writes have in common. */
const syslogReader = {
  form: 'lines',
  parse: (line, context) => parseSyslogLine(line, context, logName(context.path)),
  survey: surveyTimes,
} satisfies Partial<LineReader>;

/** Commands typed into, or given to, the logging shells. */
export const shellLogs: LineReader = {
  ...syslogReader,
  name: 'bash.log and sh.log',
  categories: ['shell', 'syslog', 'ns', 'cron', 'webserver'],
  paths: ['/var/log/bash.log*', '/var/log/sh.log*'],
  parse: (line, context) => parseSyslogLine(line, context, logName(context.path)) ?? parseShellContinuation(line),
};

/** Jobs that cron ran. The file is called `cron`, without `.log`. */
export const cronLogs: LineReader = {
  ...syslogReader,
  name: 'cron',
  categories: ['cron', 'syslog', 'shell', 'ns', 'webserver'],
  paths: ['/var/log/cron', '/var/log/cron.*'],
};

/** Everything else that syslogd writes, each by its own file. */
export const systemLogs: LineReader = {
  ...syslogReader,
  name: 'messages, notice, auth and other system logs',
  categories: ['syslog', 'shell', 'cron', 'ns', 'webserver'],
  paths: ['messages', 'notice.log', 'auth.log', 'nsvpn.log'].map((name) => `/var/log/${name}*`),
};

/** Logs whose form nobody has published: a syslog line where it is one, else the line as it stands. */
export const freeFormLogs: LineReader = {
  ...syslogReader,
  name: 'logs of free form',
  categories: ['syslog', 'shell', 'cron', 'ns', 'webserver'],
  paths: [
    ...[
      'fsck.log',
      'import.log',
      'license.log',
      'nitro.log',
      'nscollect_cl.log',
      'nsmgmt.log',
      'savecore.log',
      'snmpd.log',
      'wicmd.log',
    ].map((name) => `/var/log/${name}*`),
    '/var/nslog/ns.log*',
    '/var/nslog/dmesg.*',
  ],
  parse: (line, context) =>
    parseSyslogLine(line, context, logName(context.path)) ?? plainLine(line, logName(context.path)),
};

/** A line as it stands. Undefined for a binary one. */
function plainLine(line: string, log: string): readonly ParsedRecord[] | undefined {
  if (line.includes('\u0000')) return undefined;
  const message = line.trim();
  return message === '' ? [] : [{ category: 'syslog', fields: { log, message } }];
}
