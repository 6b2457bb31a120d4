import type { Report } from '../assessment/report.ts';

/** Where a text stands: names joined by dots without list places, and the finding it belongs to. */
export interface LeafPlace {
  readonly path: string;
  /** Place in the list of findings; undefined outside it. */
  readonly finding?: number;
}

/** The report with every text exchanged for what `change` makes of it; all else stays, in the same order. */
export function mapTexts(report: Report, change: (text: string, place: LeafPlace) => string): Report {
  return mapped(report, '', undefined, change) as Report;
}

/** Every text of the report and where it stands. */
export function eachText(report: Report, visit: (text: string, place: LeafPlace) => void): void {
  mapTexts(report, (text, place) => {
    visit(text, place);
    return text;
  });
}

function mapped(
  value: unknown,
  path: string,
  finding: number | undefined,
  change: (text: string, place: LeafPlace) => string,
): unknown {
  if (typeof value === 'string') return change(value, { path, ...(finding !== undefined && { finding }) });
  if (Array.isArray(value))
    return value.map((one, index) => mapped(one, path, path === 'findings' ? index : finding, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      mapped(one, path === '' ? key : `${path}.${key}`, finding, change),
    ]),
  );
}
