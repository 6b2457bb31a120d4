import type { Report } from '../assessment/report.ts';
import { printable } from '../evidence/printable.ts';

/** Prose that a rule's author may have written over several lines. */
const PROSE: ReadonlySet<string> = new Set(['title', 'description', 'advice', 'falsepositives']);

/**
 * The report with all its text made printable: that of a file that somebody sent, and that of rules, which the type does not vouch for. Line
 * breaks in a rule's prose become blanks. The report's form must have been checked: the schema bounds how deep it goes.
 */
export function printableReport(report: Report): Report {
  return madePrintable(report, '');
}

function madePrintable<Value>(value: Value, key: string): Value {
  if (typeof value === 'string')
    return printable(PROSE.has(key) ? value.trim().replace(/\s+/g, ' ') : value) as unknown as Value;
  if (Array.isArray(value)) return value.map((one) => madePrintable(one, key)) as unknown as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, madePrintable(one, name)])) as Value;
}
