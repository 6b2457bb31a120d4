import { DateTime } from 'luxon';
import { labelOf } from '../assessment/hosts.ts';
import type { Report, TimelineEvent } from '../assessment/report.ts';
import { csvLine } from './csv.ts';

/** What Timesketch asks of an event (its guide "Import from JSON or CSV"), and what it keeps beside. `timestamp` is microseconds since 1970. */
const COLUMNS = [
  'message',
  'timestamp',
  'datetime',
  'timestamp_desc',
  'path',
  'finding',
  'level',
  'shows',
  'rule',
  'window',
  'host',
  'tag',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const timeWords: Readonly<Record<TimelineEvent['kind'], string>> = {
  finding: 'Finding',
  file: 'File time',
  appliance: 'Appliance event',
  exposure: 'Exposure',
  collection: 'Collection',
};

/** Timesketch CSV: the timeline, and every finding that no event of it names. */
export function* renderTimelineCsv(report: Report): Iterable<string> {
  yield csvLine(COLUMNS);
  for (const row of rows(report)) yield csvLine(COLUMNS.map((column) => row[column]));
}

/** The same as JSON lines. */
export function* renderTimelineJsonl(report: Report): Iterable<string> {
  for (const row of rows(report)) yield `${JSON.stringify({ ...row, timestamp: Number(row.timestamp) })}\n`;
}

function* rows(report: Report): Iterable<Row> {
  const findings = new Map(report.findings.map((one) => [one.id, one]));
  const named = new Set(report.timeline.map((event) => event.finding));
  // A finding without a time still has to be found in the timeline: it stands where the scan does, and says so.
  const unnamed = report.findings
    .filter((one) => !named.has(one.id))
    .map((one): TimelineEvent => {
      const what =
        one.first_seen === undefined ? `${one.rule.title} (no time known; placed at the scan)` : one.rule.title;
      return {
        time: one.first_seen ?? report.scan.finished,
        what: what as TimelineEvent['what'],
        path: one.path,
        finding: one.id,
        kind: 'finding',
        ...(one.first_seen !== undefined && one.window !== undefined && { window: one.window }),
      };
    });
  for (const event of [...report.timeline, ...unnamed].toSorted((a, b) => a.time.localeCompare(b.time))) {
    const finding = event.finding === undefined ? undefined : findings.get(event.finding);
    const time = DateTime.fromISO(event.time, { zone: 'utc' });
    yield {
      message: event.what,
      timestamp: String(time.toMillis() * 1000),
      datetime: (time.toISO() ?? event.time).replace('Z', '+00:00'),
      timestamp_desc: timeWords[event.kind],
      path: event.path ?? finding?.path ?? '',
      finding: event.finding ?? '',
      level: finding?.rule.level ?? '',
      shows: finding?.rule.shows ?? '',
      rule: finding?.rule.name ?? '',
      window: event.window ?? '',
      host: finding?.hosts?.map(labelOf).join('; ') ?? report.appliance.hostname ?? report.appliance.nsip ?? '',
      tag: finding === undefined ? '' : [...finding.rule.cve, ...finding.rule.tags].join(' '),
    };
  }
}
