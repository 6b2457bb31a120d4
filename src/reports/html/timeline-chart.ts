import { DateTime } from 'luxon';
import { counts } from '../../assessment/conclude.ts';
import type { Report } from '../../assessment/report.ts';
import { grouped } from '../plain-words.ts';
import { html, type Markup } from './markup.ts';

const DAY_MS = 86_400_000;
const WIDTH = 960;
const HEIGHT = 190;
const BASE = 150;
const TOP = 46;
/** Bars of a chart; a longer period gets bars of several days. */
const MOST_BARS = 366;

/**
 * The timeline as inline SVG: a bar for each day with events, a band for each time the appliance was exploitable, a line where a fixed build first
 * ran. Of vulnerabilities those that findings point to; all of them where findings point to none. Nothing when no event has a time.
 */
export function timelineChart(report: Report): Markup {
  const times = report.timeline.map((event) => Date.parse(event.time)).filter(Number.isFinite);
  if (times.length === 0) return html`<p>No event has a time.</p>`;
  const named = new Set(report.findings.filter(counts).flatMap(({ rule }) => rule.cve));
  const own = report.exposure.filter(({ cve, window }) => window && named.has(cve));
  const shown = own.length > 0 ? own : report.exposure;
  const windows = shown.flatMap(({ cve, window }) => {
    const from = window?.from === undefined ? undefined : Date.parse(window.from);
    const to = window?.to === undefined ? undefined : Date.parse(window.to);
    return from === undefined && to === undefined ? [] : [{ cve, from, to }];
  });
  const marks = windows.flatMap(({ from, to }) => [from, to]).filter((time) => time !== undefined);
  const start = floorToDay(least([...times, ...marks]));
  const end = floorToDay(greatest([...times, ...marks])) + DAY_MS;
  const daysPerBar = Math.ceil((end - start) / DAY_MS / MOST_BARS);
  const barMs = daysPerBar * DAY_MS;
  const bars = new Map<number, number>();
  for (const time of times) {
    const bar = Math.floor((time - start) / barMs);
    bars.set(bar, (bars.get(bar) ?? 0) + 1);
  }
  const highest = greatest([...bars.values()]);
  const x = (time: number) => round(((time - start) / (end - start)) * WIDTH);
  const barWidth = Math.max(round((barMs / (end - start)) * WIDTH - 1), 2);
  const title = `Events by ${daysPerBar === 1 ? 'day' : `${daysPerBar} days`}, ${day(start)} to ${day(end - 1)} UTC`;
  const fixes = fixesOf(windows);
  const shaded =
    windows.length === 0 ? '' : ` Shaded: exploitable through ${windows.map(({ cve }) => cve).join(', ')}.`;
  const description = `${times.length} events; most in one bar: ${highest}.${shaded} ${fixes
    .map(({ at, cves }) => `A build that fixes ${cves.join(', ')} first ran on ${day(at)}.`)
    .join(' ')}`;
  return html`<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart-title chart-text">
<title id="chart-title">${title}</title><desc id="chart-text">${description}</desc>
${windows.map(({ from, to }) => html`<rect class="band" x="${x(from ?? start)}" y="${TOP}" width="${Math.max(round(x(to ?? end) - x(from ?? start)), 1)}" height="${BASE - TOP}"/>`)}
${[...bars].map(([bar, count]) => {
  const height = Math.max(round((count / highest) * (BASE - TOP)), 2);
  return html`<rect class="bar" x="${x(start + bar * barMs)}" y="${BASE - height}" width="${barWidth}" height="${height}"><title>${day(start + bar * barMs)}: ${count}</title></rect>`;
})}
<line class="axis" x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}"/>
${fixes.map((fix, index) => fixMark(x(fix.at), fix.cves, index))}
<text x="0" y="${BASE + 30}">${day(start)}</text><text x="${WIDTH}" y="${BASE + 30}" text-anchor="end">${day(end - 1)}</text>
</svg><figcaption class="quiet">${title}. ${description}</figcaption></figure>`;
}

interface Fix {
  readonly at: number;
  readonly cves: readonly string[];
}

/** One build often fixes several: each day has one line. */
function fixesOf(windows: readonly { readonly cve: string; readonly to: number | undefined }[]): readonly Fix[] {
  const fixed = windows.flatMap(({ cve, to }) => (to === undefined ? [] : [{ cve, to }]));
  return grouped(fixed, ({ to }) => day(to)).map(([, those]) => ({
    at: those[0]?.to ?? 0,
    cves: those.map(({ cve }) => cve),
  }));
}

function fixMark(at: number, cves: readonly string[], index: number): Markup {
  const y = 12 + (index % 3) * 12;
  const isLeft = at > WIDTH - 220;
  return html`<line class="fix" x1="${at}" y1="${y}" x2="${at}" y2="${BASE}"/><text class="fix-label" x="${isLeft ? at - 4 : at + 4}" y="${y + 4}" text-anchor="${isLeft ? 'end' : 'start'}">fixed: ${cves.length > 1 ? `${cves[0]} and ${cves.length - 1} more` : cves[0]}</text>`;
}

function day(ms: number): string {
  return DateTime.fromMillis(ms, { zone: 'utc' }).toISODate() ?? '';
}

function floorToDay(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
