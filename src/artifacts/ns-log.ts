import type { LineReader } from './artifact.ts';
import { connectionAddress } from './ns-connection.ts';
import { surveyDateOrder } from './ns-time.ts';
import { parseSyslogLine, timeOfSyslogLine } from './syslog-line.ts';

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
  timeOf: timeOfSyslogLine,
  peek: connectionAddress,
  survey(lines, context) {
    const dateOrder = surveyDateOrder(lines, context);
    return dateOrder === undefined ? {} : { dateOrder };
  },
};
