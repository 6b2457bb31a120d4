import type { Report } from '../assessment/report.ts';
import { renderCsv } from './csv.ts';
import { renderEcs } from './ecs.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown.ts';
import { renderMisp } from './misp.ts';
import { renderOcsf } from './ocsf.ts';
import { printableReport } from './printable-report.ts';
import { renderStix } from './stix/bundle.ts';
import { renderText } from './text.ts';
import { renderTimelineCsv, renderTimelineJsonl } from './timesketch.ts';

export interface Format {
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** For the help text. */
  readonly description: string;
  /** Whole, or in pieces to be written one after the other. Same report, same bytes. */
  render(report: Report): string | Iterable<string>;
}

export const formatNames = [
  'json',
  'html',
  'markdown',
  'text',
  'csv',
  'timeline',
  'timeline-jsonl',
  'stix',
  'misp',
  'ecs',
  'ocsf',
] as const;
export type FormatName = (typeof formatNames)[number];

/** A new format is a file beside this and a line here. */
const renderers: Readonly<Record<FormatName, Format>> = {
  json: {
    extension: 'json',
    description: 'the report itself, schema version 1',
    render: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  },
  html: { extension: 'html', description: 'one page to read and print, no script', render: renderHtml },
  markdown: { extension: 'md', description: 'for a ticket', render: renderMarkdown },
  text: {
    extension: 'txt',
    description: 'the summary and all coverage, as on a terminal',
    render: (report) => renderText(report, { width: 80, color: false, coverage: true }),
  },
  csv: { extension: 'csv', description: 'findings for a spreadsheet', render: renderCsv },
  timeline: { extension: 'timeline.csv', description: 'Timesketch CSV', render: renderTimelineCsv },
  'timeline-jsonl': { extension: 'timeline.jsonl', description: 'Timesketch JSON lines', render: renderTimelineJsonl },
  stix: { extension: 'stix.json', description: 'STIX 2.1 bundle', render: renderStix },
  misp: { extension: 'misp.json', description: 'MISP event', render: renderMisp },
  ecs: { extension: 'ecs.ndjson', description: 'Elastic Common Schema, NDJSON', render: renderEcs },
  ocsf: { extension: 'ocsf.ndjson', description: 'OCSF findings, NDJSON', render: renderOcsf },
};

/** Every output format. Each gets the report with all its text printable. */
export const formats: Readonly<Record<FormatName, Format>> = Object.fromEntries(
  Object.entries(renderers).map(([name, format]) => [
    name,
    { ...format, render: (report: Report) => format.render(printableReport(report)) },
  ]),
) as Record<FormatName, Format>;

/** The whole text of a format. */
export function renderWhole(format: Format, report: Report): string {
  const rendered = format.render(report);
  return typeof rendered === 'string' ? rendered : [...rendered].join('');
}
