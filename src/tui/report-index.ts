import { counts } from '../assessment/conclude.ts';
import type { Report, TimelineEvent } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import { type Level, levels, type Question, questions } from '../rules/rule.ts';

/** What the screens need to know of a report, made ready once, so that a key press costs little with a hundred thousand findings. */
export interface ReportIndex {
  /** In reading order. */
  readonly findings: readonly Finding[];
  readonly byLevel: Readonly<Record<Level, number>>;
  readonly byQuestion: readonly (readonly [Question, number])[];
  /** Folders of the rules that were met, most findings first. */
  readonly campaigns: readonly (readonly [name: string, count: number])[];
  /** Place in `findings` by id. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Places in `findings` by path. */
  readonly placesOf: ReadonlyMap<string, readonly number[]>;
  readonly events: readonly TimelineEvent[];
  /** Lower-case text of one finding, to search in. */
  haystack(place: number): string;
}

/** The finding that an event of the timeline belongs to. */
export function findingOf({ findings, placeOf }: ReportIndex, { finding }: TimelineEvent): Finding | undefined {
  const place = finding === undefined ? undefined : placeOf.get(finding);
  return place === undefined ? undefined : findings[place];
}

export interface Filter {
  /** The least level shown. */
  readonly level?: Level;
  readonly question?: Question;
  readonly campaign?: string;
  readonly path?: string;
  readonly text?: string;
  /** Leaves out what is marked harmless or suppressed. */
  readonly hidesHarmless?: true;
}

export const noFilter: Filter = {};

export function indexReport(report: Report): ReportIndex {
  const findings = inReadingOrder(report.findings);
  return indexed(findings, report.timeline, searchTexts(findings));
}

/** As `indexReport`, of the same findings after triage: order and search texts stay. */
export function reindexed(before: ReportIndex, report: Report): ReportIndex {
  const changed = new Map(report.findings.map((finding) => [finding.id, finding]));
  const findings = before.findings.map((finding) => changed.get(finding.id) ?? finding);
  return { ...before, findings };
}

function indexed(
  findings: readonly Finding[],
  events: readonly TimelineEvent[],
  haystack: ReportIndex['haystack'],
): ReportIndex {
  const byLevel = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
  const byQuestion = new Map<Question, number>();
  const byCampaign = new Map<string, number>();
  const placesOf = new Map<string, number[]>();
  for (const [place, { rule, path }] of findings.entries()) {
    const places = placesOf.get(path);
    if (places) places.push(place);
    else placesOf.set(path, [place]);
    byLevel[rule.level]++;
    byQuestion.set(rule.question, (byQuestion.get(rule.question) ?? 0) + 1);
    byCampaign.set(rule.pack, (byCampaign.get(rule.pack) ?? 0) + 1);
  }
  return {
    findings,
    byLevel,
    byQuestion: questions.flatMap((question) => {
      const count = byQuestion.get(question);
      return count === undefined ? [] : [[question, count] as const];
    }),
    campaigns: [...byCampaign].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)),
    placeOf: new Map(findings.map(({ id }, place) => [id, place])),
    placesOf,
    events: [...events].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)),
    haystack,
  };
}

/**
 * Search texts, made when the report is opened, which takes a moment anyway, and not at the first letter of a search. Notes are searched as they were then.
 */
function searchTexts(findings: readonly Finding[]): ReportIndex['haystack'] {
  const texts = findings.map(searchText);
  return (place) => texts[place] ?? '';
}

function searchText({ id, rule, path, original, subject, samples, file, triage }: Finding): string {
  let text = `${id}\n${rule.name}\n${rule.title}\n${rule.cve}\n${path}\n${original}\n${file?.sha256 ?? ''}\n${triage.note ?? ''}`;
  for (const name in subject) text += `\n${subject[name]}`;
  for (const { text: line, before, after } of samples) text += `\n${before ?? ''}\n${line}\n${after ?? ''}`;
  return text.toLowerCase();
}

/** Places of the findings that pass, in reading order. `within` are places that are known to hold all that can pass. */
export function filtered(index: ReportIndex, filter: Filter, within?: readonly number[]): readonly number[] {
  const { question, campaign, hidesHarmless } = filter;
  const least = filter.level === undefined ? 0 : levels.indexOf(filter.level);
  const path = filter.path?.toLowerCase();
  const search = filter.text?.toLowerCase();
  const passing: number[] = [];
  const consider = (place: number): void => {
    const finding = index.findings[place]!;
    if (least > 0 && levels.indexOf(finding.rule.level) < least) return;
    if (question !== undefined && finding.rule.question !== question) return;
    if (campaign !== undefined && finding.rule.pack !== campaign) return;
    if (hidesHarmless && !counts(finding)) return;
    if (path && !finding.path.toLowerCase().includes(path)) return;
    if (search && !index.haystack(place).includes(search)) return;
    passing.push(place);
  };
  if (within) for (const place of within) consider(place);
  else for (let place = 0; place < index.findings.length; place++) consider(place);
  return passing;
}

/** Whether all that passes `next` passes `before` too: a search that grew by a letter need not look at everything again. */
export function isNarrower(next: Filter, before: Filter): boolean {
  const grew = (now: string | undefined, then: string | undefined) =>
    then === undefined || (now?.toLowerCase().includes(then.toLowerCase()) ?? false);
  return (
    (before.level === undefined ||
      (next.level !== undefined && levels.indexOf(next.level) >= levels.indexOf(before.level))) &&
    (before.question === undefined || next.question === before.question) &&
    (before.campaign === undefined || next.campaign === before.campaign) &&
    (before.hidesHarmless === undefined || next.hidesHarmless === true) &&
    grew(next.path, before.path) &&
    grew(next.text, before.text)
  );
}
