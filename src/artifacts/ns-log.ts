import type { LineReader } from './artifact.ts';
import { connectionAddress } from './ns-connection.ts';
import { surveyTimes } from './ns-time.ts';
import { parseSyslogLine } from './syslog-line.ts';

/**
 * The audit log. On a syslog server, and on some appliances in `messages`, its lines stand among those of other programs, so every form
 * of a syslog line is read.
 */
export const nsLog: LineReader = {
  form: 'lines',
  name: 'ns.log',
  categories: ['ns', 'shell', 'syslog', 'cron', 'webserver'],
  paths: ['/var/log/ns.log*'],
  parse: (line, context) => parseSyslogLine(line, context, 'ns'),
  peek: connectionAddress,
  survey: surveyTimes,
};
