/**
 * The line that newsyslog puts at the top of a new file:
 *
 *     Nov 19 23:00:06 ns-a newsyslog[14448]: logfile turned over due to size>100K
 *
 * A known line that tells nothing about the appliance; its absence at the top means that a file is cut.
 */
export function isRotationHeader(line: string): boolean {
  const at = line.indexOf('newsyslog');
  return at >= 0 && at < 120 && line.startsWith('logfile turned over', line.indexOf('logfile', at));
}

/** The bytes above which newsyslog turned the file before this one over; undefined where it was turned over for another reason. */
export function turnedOverAbove(line: string): number | undefined {
  const kilobytes = isRotationHeader(line) ? /turned over due to size>(\d{1,9})K/.exec(line)?.[1] : undefined;
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
