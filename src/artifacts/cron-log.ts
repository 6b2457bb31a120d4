import type { ParsedRecord } from './artifact.ts';
import type { SyslogHeader } from './syslog-header.ts';

/** What a line of the cron daemon says. */
export interface CronLine {
  readonly user?: string;
  readonly command?: string;
}

/**
 * Reads the message of a line of cron:
 *
 *     Jan 19 23:01:05 <cron.info> ns-a /usr/sbin/cron[14605]: (root) CMD (   nsfsyncd -p)
 *     Jan 19 23:01:05 <cron.info> ns-a crontab[14605]: (root) LIST (root)
 *
 * Source: mandiant/ioc-scanner-CVE-2019-19781 (samples), FreeBSD cron(8). Undefined for another program.
 */
export function readCronLine(message: string, header: SyslogHeader): CronLine | undefined {
  if (header.program === undefined || !CRON_PROGRAMS.has(header.program)) return undefined;
  if (!message.startsWith('(')) return {};
  const close = message.indexOf(') ');
  if (close < 0) return {};
  const user = message.slice(1, close);
  if (!message.startsWith('CMD (', close + 2)) return { user };
  const end = message.endsWith(')') ? message.length - 1 : message.length;
  return { user, command: message.slice(close + 7, end).trim() };
}

/** A job that ran, as a record of the same category as a line of a cron table: a rule on a job's user or command meets both. */
export function cronJob({ user, command }: CronLine, header: SyslogHeader): ParsedRecord | undefined {
  if (command === undefined) return undefined;
  return {
    category: 'cron',
    fields: { user, command },
    ...(header.time === undefined ? {} : { time: header.time }),
  };
}

const CRON_PROGRAMS: ReadonlySet<string> = new Set(['cron', 'CRON', 'crond', 'crontab']);
