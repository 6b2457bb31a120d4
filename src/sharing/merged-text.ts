import { verdicts } from '../assessment/report.ts';
import { verdictWords } from '../assessment/words.ts';
import { csvLine } from '../reports/csv.ts';
import { type Merged, type MergedIndicator, sightingOf } from './merge.ts';

/** Characters of a value on the screen. */
const LONGEST = 200;
/** Organisations that are named by their numbers beside an indicator. */
const MOST_NAMED = 4;

/** The mark that the whole table has, and whom it comes from: one line. */
export function markLine({ tlp, organisations }: Merged): string {
  const by = organisations.filter((one) => one.tlp === tlp).map((one) => one.name);
  return `${tlp}, the strictest mark of what was merged (${few(by)}), holds for all of this`;
}

/** The table as text: one line for each indicator, then one for each organisation. What could not be read comes first. */
export function mergedText(merged: Merged, most = 60): string {
  const numbers = new Map(merged.organisations.map((one, index) => [one.name, index + 1]));
  const lines = [
    `${merged.organisations.length} organisations, ${merged.indicators.length} indicators`,
    verdictLine(merged),
    markLine(merged),
    ...(merged.left_out ?? []).map(({ name, why }) => `NOT READ  ${name}: ${why}`),
    ...(merged.same_evidence ?? []).map(
      ({ organisations }) => `SAME EVIDENCE  ${few(organisations)} sent reports on one and the same; each is counted`,
    ),
  ];
  lines.push('', 'Seen by        First seen (UTC)      Type     Value');
  const shown = merged.indicators.slice(0, most);
  for (const one of shown)
    lines.push(
      `${seenBy(one, numbers).padEnd(15)}${timeWords(one).padEnd(22)}${one.type.padEnd(9)}${one.value.slice(0, LONGEST)}`,
    );
  if (merged.indicators.length > most)
    lines.push(`and ${merged.indicators.length - most} more: --format csv or json has all`);
  if (shown.some((one) => one.is_file_time))
    lines.push('* the time that a file has; whoever wrote the file can have set it');
  lines.push('', 'Organisations (the numbers above)');
  for (const one of merged.organisations) {
    const facts = [
      one.verdicts.map((verdict) => verdictWords[verdict].toLowerCase()).join(', '),
      one.builds.length === 0 ? 'release not known' : one.builds.join(', '),
      ...(one.reports > 1 ? [`${one.reports} reports`] : []),
      one.tlp,
      ...(one.not_as_sealed === undefined ? [] : [`${one.not_as_sealed} NOT as the scan wrote it`]),
    ];
    lines.push(`${String(numbers.get(one.name)).padStart(3)} ${one.name}: ${facts.join('; ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Indicator by organisation: in each cell when it was first seen there. */
export function* mergedCsv(merged: Merged): Iterable<string> {
  const names = merged.organisations.map((one) => one.name);
  yield csvLine(['type', 'value', 'organisations', 'first_seen', 'time_of', 'tlp', ...names]);
  for (const one of merged.indicators) {
    const cells = names.map((name) => {
      const sighting = sightingOf(one, name);
      return sighting === undefined ? '' : (sighting.first_seen ?? 'seen, time unknown');
    });
    const timeOf = one.first_seen === undefined ? '' : one.is_file_time ? 'file, can be set' : 'event';
    yield csvLine([
      one.type,
      one.value,
      String(Object.keys(one.seen).length),
      one.first_seen,
      timeOf,
      one.tlp,
      ...cells,
    ]);
  }
}

/** How many organisations have each verdict, the gravest first; of several reports of one, each verdict counts. */
function verdictLine({ organisations }: Merged): string {
  const tally = verdicts.map(
    (verdict) => [verdict, organisations.filter((one) => one.verdicts.includes(verdict)).length] as const,
  );
  return tally
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${verdictWords[verdict].toLowerCase()}: ${count}`)
    .join(', ');
}

function seenBy({ seen }: MergedIndicator, numbers: ReadonlyMap<string, number>): string {
  const own = Object.keys(seen).map((name) => numbers.get(name));
  return `${String(own.length).padStart(3)}  ${own.length > MOST_NAMED ? '' : own.join(' ')}`;
}

/** `2025-07-23 01:36:00`, with `*` where only a file says so. */
function timeWords({ first_seen, is_file_time }: MergedIndicator): string {
  if (first_seen === undefined) return 'unknown';
  return `${first_seen.slice(0, 19).replace('T', ' ')}${is_file_time ? ' *' : ''}`;
}

function few(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
