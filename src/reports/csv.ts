import { labelOf } from '../assessment/hosts.ts';
import type { Report } from '../assessment/report.ts';
import { printable } from '../evidence/printable.ts';
import { inReadingOrder } from '../findings/reading-order.ts';

const COLUMNS = [
  'finding',
  'level',
  'shows',
  'question',
  'title',
  'path',
  'line',
  'occurrences',
  'first_seen',
  'last_seen',
  'window',
  'subject',
  'sha256',
  'hosts',
  'indicators',
  'sample',
  'triage',
  'suppressed',
  'rule',
  'cve',
  'original',
] as const;

/** One line for each finding, RFC 4180, for a spreadsheet. */
export function* renderCsv(report: Report): Iterable<string> {
  yield csvLine(COLUMNS);
  for (const one of inReadingOrder(report.findings)) {
    yield csvLine([
      one.id,
      one.rule.level,
      one.rule.shows,
      one.rule.question,
      one.rule.title,
      one.path,
      one.line?.toString(),
      one.occurrences.toString(),
      one.first_seen,
      one.last_seen,
      one.window,
      Object.entries(one.subject)
        .map(([key, value]) => `${key}: ${value}`)
        .join('; '),
      one.file?.sha256,
      one.hosts?.map(labelOf).join('; '),
      one.indicators?.map(({ value }) => value).join('; '),
      one.samples[0]?.text,
      one.triage.status,
      one.suppressed?.reason,
      one.rule.name,
      one.rule.cve.join(' '),
      one.original,
    ]);
  }
}

/** A line of CSV with its line end. */
export function csvLine(values: readonly (string | undefined)[]): string {
  return `${values.map((value) => csvCell(value ?? '')).join(',')}\r\n`;
}

/**
 * Escapes one value. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"), also after blanks and
 * quotes; everything is quoted, so that separators and line breaks stay inside.
 */
export function csvCell(raw: string): string {
  const value = printable(raw);
  const inert = /^[\s"']*[=+\-@|%＝＋－＠]/u.test(value) ? `'${value}` : value;
  return `"${inert.replaceAll('"', '""')}"`;
}
